from multiprocessing import Queue
from queue import Empty, Full


def attempt(action, when, **patience):
    try:
        action(**patience)
        print(f"{when}: done")
    except (Full, Empty) as error:
        print(f"{when}: {type(error).__name__.lower()}")


if __name__ == "__main__":
    queue = Queue(maxsize=2)
    queue.put(1)
    queue.put(2)
    attempt(lambda **how: queue.put(3, **how), "At once", block=False)
    attempt(lambda **how: queue.put(3, **how), "After 0.3 s", timeout=0.3)
    print("Taken:", queue.get(), queue.get())
    attempt(queue.get, "At once", block=False)
    attempt(queue.get, "After 0.3 s", timeout=0.3)
