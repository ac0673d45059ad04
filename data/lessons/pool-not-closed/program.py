from multiprocessing import Pool, active_children


def square(x):
    return x * x


if __name__ == "__main__":
    with Pool(2) as pool:
        pool.map(square, range(10))
        print("After the work:", len(active_children()))
    pool.join()
    print("After the end of the pool:", len(active_children()))
