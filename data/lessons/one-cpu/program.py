import os
import resource
import time
from multiprocessing import Process, set_start_method


def work():
    while time.process_time() < 0.3:
        pass


if __name__ == "__main__":
    set_start_method("fork")
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    workers = [Process(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    print("Switches:", resource.getrusage(resource.RUSAGE_CHILDREN).ru_nivcsw)
