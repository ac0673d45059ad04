# SPDX-License-Identifier: GPL-3.0-or-later
"""Python that is not Paralane's: a pool with items of 3 ms and heavy arguments, a queue, threads that want the CPU."""

import multiprocessing
import sys
import threading
import time


def slow(item):
    time.sleep(0.003)
    return item


def weigh(text):
    return len(text)


def spin():
    end = time.monotonic() + 0.15
    while time.monotonic() < end:
        pass


def feed(queue):
    for i in range(20):
        queue.put(i)


def main(method):
    multiprocessing.set_start_method(method)
    with multiprocessing.Pool(2) as pool:
        assert pool.map(slow, range(6), chunksize=3) == list(range(6))
        assert pool.map(weigh, ['x' * 4000000] * 4) == [4000000] * 4
    queue = multiprocessing.Queue()
    process = multiprocessing.Process(target=feed, args=(queue,), name='the feeder')
    process.start()
    assert sum(queue.get() for i in range(20)) == 190
    process.join()
    threads = [threading.Thread(target=spin, name='spinner %d' % i) for i in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sys.audit('paralane.mark', 'parse')


if __name__ == '__main__':
    main(sys.argv[1])
