from multiprocessing import Pool


def double(x):
    return x * 2


if __name__ == "__main__":
    with Pool(4) as pool:
        print(pool.map(double, [1, 2, 3, 4, 5]))
