import time
from multiprocessing import Pool, TimeoutError


def square(x):
    time.sleep(0.6)
    return x * x


if __name__ == "__main__":
    with Pool(1) as pool:
        result = pool.apply_async(square, (7,))
        try:
            result.get(timeout=0.1)
        except TimeoutError:
            print("No result within 0.1 s")
        print("Later:", result.get())
