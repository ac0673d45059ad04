import time
from multiprocessing import Process, SimpleQueue


def read(queue):
    queue.get()


def is_locked(queue):
    if queue._rlock.acquire(False):
        queue._rlock.release()
        return False
    return True


if __name__ == "__main__":
    queue = SimpleQueue()
    first, other = (Process(target=read, args=(queue,)) for _ in range(2))
    first.start()
    while not is_locked(queue):
        time.sleep(0.01)
    print("The first has the lock and waits")
    other.start()
    first.kill()
    first.join()
    print(f"Killed: {first.exitcode}")
    queue.put("an item")
    other.join(2)
    if other.is_alive():
        print("The other never gets the item")
        other.kill()
    else:
        print("The other gets the item")
    other.join()
