import random
import time
from multiprocessing import Process


def draw(number):
    time.sleep(1)
    print(f"Process {number}: {random.randint(1, 100)}")


if __name__ == "__main__":
    for number in range(4):
        process = Process(target=draw, args=(number,))
        process.start()
        process.join()
