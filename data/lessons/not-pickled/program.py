from multiprocessing import Pool
from pickle import PicklingError


def square(x):
    return x * x


if __name__ == "__main__":
    with Pool(2) as pool:
        print("With a name:", pool.map(square, [1, 2, 3]))
        try:
            print("A lambda:", pool.map(lambda x: x * x, [1, 2, 3]))
        except (PicklingError, AttributeError):
            print("A lambda: it cannot be sent")
