# The same tasks in chunks of 1,000: five messages instead of 5,000.
import time
from multiprocessing import Pool


def square(x):
    return x * x


if __name__ == "__main__":
    start = time.perf_counter()
    with Pool(2) as pool:
        pool.map(square, range(5000), chunksize=1000)
    print(f"pool: {(time.perf_counter() - start) * 1000:.1f} ms")
