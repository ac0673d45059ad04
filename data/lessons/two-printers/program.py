import sys
import time
from multiprocessing import Process


def squares():
    for number in range(1, 10):
        print(f"Square of {number} is {number ** 2}")
        time.sleep(0.02)


def cubes():
    for number in range(1, 10):
        print(f"Cube of {number} is {number ** 3}")
        time.sleep(0.02)


if __name__ == "__main__":
    sys.stdout.reconfigure(write_through=True)
    processes = [Process(target=squares), Process(target=cubes)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
