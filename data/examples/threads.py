# Four threads that calculate: Python lets only one of them run at a time.
import threading


def count():
    n = 0
    for _ in range(2_000_000):
        n += 1


threads = [threading.Thread(target=count, name=f"counter {i}") for i in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("counted")
