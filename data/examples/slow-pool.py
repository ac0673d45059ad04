# A pool that is slower than a plain loop: each task is so small that handing it over costs more than doing it.
import time
from multiprocessing import Pool


def square(x):
    return x * x


if __name__ == "__main__":
    numbers = range(5000)

    start = time.perf_counter()
    [square(x) for x in numbers]
    print(f"loop: {(time.perf_counter() - start) * 1000:.1f} ms")

    start = time.perf_counter()
    with Pool(2) as pool:
        pool.map(square, numbers, chunksize=1)
    print(f"pool: {(time.perf_counter() - start) * 1000:.1f} ms")
