from multiprocessing import Pool


def square(x):
    return x * x


if __name__ == "__main__":
    numbers = [1, 2, 3, 4, 5]
    with Pool(3) as pool:
        print(pool.map(square, numbers))
