from multiprocessing import Pipe, Process


def send(end):
    end.send("hello")
    end.close()


def receive(end):
    print(f"Received: {end.recv()}")


if __name__ == "__main__":
    ours, theirs = Pipe()
    workers = [Process(target=send, args=(ours,)), Process(target=receive, args=(theirs,))]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
