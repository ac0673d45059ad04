from multiprocessing import Pipe, Process


def send(end):
    end.send("one")
    end.send("two")


if __name__ == "__main__":
    receiver, sender = Pipe(duplex=False)
    child = Process(target=send, args=(sender,))
    child.start()
    sender.close()
    try:
        while True:
            print(receiver.recv())
    except EOFError:
        print("End of file")
    child.join()
