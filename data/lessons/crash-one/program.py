import signal
import time
from multiprocessing import Process, Value
from threading import Thread


def work(number, finished):
    time.sleep(0.05 if number == 1 else 0.8)
    if number == 1:
        signal.raise_signal(signal.SIGSEGV)
    with finished.get_lock():
        finished.value += 1


def run(kind, finished):
    workers = [kind(target=work, args=(number, finished)) for number in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


if __name__ == "__main__":
    finished = Value("i", 0)
    run(Process, finished)
    print("Processes that finished:", finished.value)
    finished = Value("i", 0)
    group = Process(target=run, args=(Thread, finished))
    group.start()
    group.join()
    print("Threads that finished:", finished.value)
