import os
import signal
from multiprocessing import Pool, TimeoutError


def square(x):
    if x == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return x * x


if __name__ == "__main__":
    with Pool(2) as pool:
        try:
            print("Result:", pool.apply_async(square, (3,)).get(timeout=1.5))
        except TimeoutError:
            print("The task is lost")
        print("Other tasks go on:", pool.apply_async(square, (4,)).get(timeout=20))
