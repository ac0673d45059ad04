import time
from multiprocessing import Pool


def square(x):
    time.sleep(1)
    return x * x


if __name__ == "__main__":
    with Pool(2) as pool:
        for result in pool.imap(square, range(1, 6)):
            print(result, flush=True)
