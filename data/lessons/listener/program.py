from multiprocessing import Process
from multiprocessing.connection import Client, Listener

KEY = b"only for this lesson"


def send(address):
    with Client(address, authkey=KEY) as connection:
        connection.send("hello")


if __name__ == "__main__":
    with Listener(("127.0.0.1", 0), authkey=KEY) as listener:
        child = Process(target=send, args=(listener.address,))
        child.start()
        with listener.accept() as connection:
            print("Received over TCP:", connection.recv())
        child.join()
