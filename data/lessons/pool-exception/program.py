from multiprocessing import Pool


def divide(x):
    try:
        return 12 // x
    except ZeroDivisionError:
        raise ValueError("division by zero")


if __name__ == "__main__":
    with Pool(2) as pool:
        results = {x: pool.apply_async(divide, (x,)) for x in (1, 0, 3)}
        for x, result in results.items():
            try:
                print(f"12 / {x} = {result.get()}")
            except ValueError as error:
                print(f"12 / {x} failed: {error}")
        print("Again:", pool.apply(divide, (2,)))
