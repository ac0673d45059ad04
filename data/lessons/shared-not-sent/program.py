import mmap
import time
from multiprocessing import Process, Queue, set_start_method

SIZE, TURNS = 64 << 20, 3


def look_at(data):
    return sum(data[0:SIZE:4096])


def child(shared, orders, answers):
    for order in iter(orders.get, None):
        answers.put(look_at(shared if order == "shared" else order))


def least(shared, orders, answers, order):
    took = []
    for _ in range(TURNS):
        began = time.perf_counter()
        orders.put(order)
        assert answers.get() == SIZE // 4096
        took.append(time.perf_counter() - began)
    return min(took) * 1000


if __name__ == "__main__":
    set_start_method("fork")
    data = b"\1" * SIZE
    shared = mmap.mmap(-1, SIZE)
    shared[:] = data
    orders, answers = Queue(), Queue()
    worker = Process(target=child, args=(shared, orders, answers))
    worker.start()
    in_memory = least(shared, orders, answers, "shared")
    by_message = least(shared, orders, answers, data)
    orders.put(None)
    worker.join()
    print(f"Shared, ms: {in_memory:.2f}")
    print(f"Sent, ms: {by_message:.2f}")
    print(f"Times as long: {by_message / in_memory:.1f}")
