# Each process is waited for before the next one is started: nothing runs at once.
import time
from multiprocessing import Process


def work(number):
    time.sleep(0.1)
    print(f"work {number} done")


if __name__ == "__main__":
    for number in range(4):
        process = Process(target=work, args=(number,))
        process.start()
        process.join()
