import random
import time
from multiprocessing import Process


def draw(number):
    time.sleep(1)
    print(f"Process {number}: {random.randint(1, 100)}")


if __name__ == "__main__":
    processes = [Process(target=draw, args=(number,)) for number in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
