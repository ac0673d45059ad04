from multiprocessing import Process, Value

ROUNDS, AT_ONCE = 1000, 1000


def count(counter):
    number = counter.get_obj()
    for _ in range(ROUNDS):
        with counter.get_lock():
            for _ in range(AT_ONCE):
                number.value += 1


if __name__ == "__main__":
    counter = Value("i", 0)
    workers = [Process(target=count, args=(counter,)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    print(counter.value)
