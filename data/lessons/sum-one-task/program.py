import time
from multiprocessing import Pool

N = 2_000_000


def first_only(numbers):
    total = 0
    for number in numbers:
        total += number * number
        return total


def sum_squares(numbers):
    total = 0
    for number in numbers:
        total += number * number
    return total


if __name__ == "__main__":
    numbers = list(range(N))
    print("With return inside the loop:", first_only(numbers))
    began = time.perf_counter()
    right = sum_squares(numbers)
    alone = time.perf_counter() - began
    began = time.perf_counter()
    with Pool() as pool:
        total = sum(pool.map(sum_squares, [numbers]))
    pooled = time.perf_counter() - began
    print("With a pool:", total, "right" if total == right else "wrong")
    print(f"Seconds without a pool: {alone:.2f}")
    print(f"Seconds with one task in a pool: {pooled:.2f}")
