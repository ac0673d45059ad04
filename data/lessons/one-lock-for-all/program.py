import resource
import time
from multiprocessing import Process
from threading import Thread

N = 3_000_000


def count():
    number = 0
    while number < N:
        number += 1


def cpu_seconds():
    return sum(usage.ru_utime + usage.ru_stime
               for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))


def cpus_used(kind):
    began, used = time.perf_counter(), cpu_seconds()
    workers = [kind(target=count) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return (cpu_seconds() - used) / (time.perf_counter() - began)


if __name__ == "__main__":
    print(f"CPUs used by threads: {cpus_used(Thread):.2f}")
    print(f"CPUs used by processes: {cpus_used(Process):.2f}")
