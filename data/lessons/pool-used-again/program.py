import time
from multiprocessing import Pool, active_children

NUMBERS = range(1, 6)


def square(x):
    return x * x


def cube(x):
    return x * x * x


def least(action):
    took = []
    for _ in range(5):
        began = time.perf_counter()
        action()
        took.append(time.perf_counter() - began)
    return min(took) * 1e6


def with_own_pool():
    with Pool(3) as pool:
        pool.map(square, NUMBERS)


if __name__ == "__main__":
    with Pool(3) as pool:
        print("First map:", pool.map(square, NUMBERS))
        workers = {worker.pid for worker in active_children()}
        print("Second map:", pool.map(cube, NUMBERS))
        new = {worker.pid for worker in active_children()} - workers
        print(f"New workers for the second map: {len(new)}")
        again = least(lambda: pool.map(square, NUMBERS))
    own = least(with_own_pool)
    print(f"A map in the same pool, us: {again:.0f}")
    print(f"A map in a pool of its own, us: {own:.0f}")
    print(f"Times as much: {own / again:.1f}")
