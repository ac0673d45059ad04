import time
from multiprocessing import Process
from threading import Thread


def nothing():
    pass


def cost(kind):
    began = time.perf_counter()
    worker = kind(target=nothing)
    worker.start()
    worker.join()
    return time.perf_counter() - began


def middle(took):
    return sorted(took)[len(took) // 2]


if __name__ == "__main__":
    # In turns: a moment in which the machine is slow falls on both.
    both = [(cost(Process), cost(Thread)) for _ in range(20)]
    process, thread = (middle(took) for took in zip(*both))
    print(f"A process, us: {process * 1e6:.0f}")
    print(f"A thread, us: {thread * 1e6:.0f}")
    print(f"Times as much: {process / thread:.1f}")
