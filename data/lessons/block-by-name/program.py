from multiprocessing import Process
from multiprocessing.shared_memory import SharedMemory


def write(name):
    block = SharedMemory(name)
    block.buf[:5] = bytes(block.buf[:5]).upper()
    block.close()


if __name__ == "__main__":
    block = SharedMemory(create=True, size=4096)
    block.buf[:5] = b"hello"
    child = Process(target=write, args=(block.name,))
    child.start()
    child.join()
    print("The child has written:", bytes(block.buf[:5]).decode())
    block.unlink()
    try:
        SharedMemory(block.name)
        print("By its name after unlink: found")
    except FileNotFoundError:
        print("By its name after unlink: not found")
    print("Still open here:", bytes(block.buf[:5]).decode())
    block.close()
