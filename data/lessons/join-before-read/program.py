from multiprocessing import Process, Queue


def fill(queue):
    queue.put(b"x" * 1_000_000)


if __name__ == "__main__":
    queue = Queue()
    child = Process(target=fill, args=(queue,))
    child.start()
    print("Waiting for the child", flush=True)
    child.join()
    print(len(queue.get()), "bytes")
