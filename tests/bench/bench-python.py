# SPDX-License-Identifier: GPL-3.0-or-later
"""bench-python.py WORKERS TASKS: tasks a second of multiprocessing.Pool.map at chunk 1, the pool already there."""

import multiprocessing
import sys
import time


def task(x):
    return x * 2


if __name__ == '__main__':
    workers, tasks = int(sys.argv[1]), int(sys.argv[2])
    with multiprocessing.get_context('fork').Pool(workers) as pool:
        pool.map(task, range(workers), chunksize=1)
        start = time.monotonic()
        pool.map(task, range(tasks), chunksize=1)
        print(tasks / (time.monotonic() - start))
