from multiprocessing import Process
from threading import Thread

number = 0


def change():
    global number
    number = 99


if __name__ == "__main__":
    for kind, name in ((Process, "process"), (Thread, "thread")):
        worker = kind(target=change)
        worker.start()
        worker.join()
        print(f"After the {name}: {number}")
