import time
from multiprocessing import Process


def nap(number, seconds):
    time.sleep(seconds)
    print(f"Process {number} slept {seconds} s")


if __name__ == "__main__":
    naps = [0.9, 0.6, 0.3]
    processes = [Process(target=nap, args=(number, seconds)) for number, seconds in enumerate(naps, 1)]
    for process in processes:
        process.start()
    for number, process in enumerate(processes, 1):
        process.join()
        print(f"Joined {number}")
