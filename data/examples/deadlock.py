# Two processes take two locks in opposite order, and wait for each other for ever: press Stop.
import time
from multiprocessing import Lock, Process


def take(first, second):
    with first:
        time.sleep(0.1)
        with second:
            print("got both")


if __name__ == "__main__":
    a, b = Lock(), Lock()
    processes = [Process(target=take, args=pair) for pair in ((a, b), (b, a))]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
