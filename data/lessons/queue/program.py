from multiprocessing import Process, Queue


def produce(queue):
    for number in range(5):
        queue.put(number)
    queue.put(None)


def consume(queue):
    while (item := queue.get()) is not None:
        print(f"Consumed {item}")


if __name__ == "__main__":
    queue = Queue()
    workers = [Process(target=produce, args=(queue,)), Process(target=consume, args=(queue,))]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
