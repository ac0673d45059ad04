import time
from multiprocessing import Pool


def square(x):
    time.sleep(1.0 - 0.22 * x)
    return x, x * x


if __name__ == "__main__":
    with Pool(4) as pool:
        for number, result in pool.imap_unordered(square, range(1, 5)):
            print(f"Result of {number}: {result}", flush=True)
