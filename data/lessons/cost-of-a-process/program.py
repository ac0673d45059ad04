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


if __name__ == "__main__":
    # In turns, and the least of each: others who want a CPU then cost neither of them anything.
    both = [(cost(Process), cost(Thread)) for _ in range(20)]
    process, thread = (min(took) for took in zip(*both))
    print(f"A process, us: {process * 1e6:.0f}")
    print(f"A thread, us: {thread * 1e6:.0f}")
    print(f"Times as much: {process / thread:.1f}")
