import time
from multiprocessing import Process
from threading import Thread


def nothing():
    pass


def cost(kind):
    took = []
    for _ in range(20):
        began = time.perf_counter()
        worker = kind(target=nothing)
        worker.start()
        worker.join()
        took.append(time.perf_counter() - began)
    return sorted(took)[len(took) // 2]


if __name__ == "__main__":
    process, thread = cost(Process), cost(Thread)
    print(f"A process, us: {process * 1e6:.0f}")
    print(f"A thread, us: {thread * 1e6:.0f}")
    print(f"Times as much: {process / thread:.1f}")
