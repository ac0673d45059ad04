import time
from multiprocessing import Pool

N, RANGES = 10_000_000, 8


def sum_squares(bounds):
    total = 0
    for number in range(*bounds):
        total += number * number
    return total


if __name__ == "__main__":
    step = N // RANGES
    began = time.perf_counter()
    right = sum_squares((0, N))
    alone = time.perf_counter() - began
    began = time.perf_counter()
    with Pool() as pool:
        total = sum(pool.map(sum_squares, [(i * step, (i + 1) * step) for i in range(RANGES)]))
    pooled = time.perf_counter() - began
    print("Sum:", total, "right" if total == right else "wrong")
    print(f"Speed-up: {alone / pooled:.2f}")
