import time
from multiprocessing import Lock, Process


def work(number, lock):
    for _ in range(5):
        print(f"Worker {number} takes the lock", flush=True)
        print(f"Worker {number} is at work", flush=True)
        time.sleep(0.002)
        print(f"Worker {number} gives the lock back", flush=True)


if __name__ == "__main__":
    lock = Lock()
    workers = [Process(target=work, args=(number, lock)) for number in range(1, 5)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
