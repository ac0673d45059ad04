import os
from multiprocessing import Pool, active_children


def square(x):
    return x * x


if __name__ == "__main__":
    with Pool() as pool:
        print(pool.map(square, range(1, 6)))
        workers = len(active_children())
    print(f"Workers: {workers}")
    print(f"Workers less CPUs: {workers - os.cpu_count()}")
