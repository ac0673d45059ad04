# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures what Python's own processes (multiprocessing) and threads (threading) cost and give on this machine: what
"paralane-runner --kinds" measures of those without Python, in the same lines: MEASURE KIND NUMBER."""

import mmap
import multiprocessing
import os
import queue
import resource
import signal
import struct
import sys
import threading
import time

BIRTHS = 20
TALKERS = 8
MESSAGES = 1000
MEBIBYTES = 24
JOB_S = 0.03
NAP_S = 0.02
CPU_ROUNDS = 8
WAITING_ROUNDS = 3
WAITING_WORKERS = 8
CRASH_WORKERS = 4

shared = mmap.mmap(-1, 4096)
variable = 0


def tell(measure, kind, value):
    print(measure, 'python_' + kind, '%.9g' % value, flush=True)


def share_of(pid):
    with open('/proc/%d/smaps_rollup' % pid) as lines:
        for line in lines:
            if line.startswith('Pss:'):
                return int(line.split()[1]) * 1024
    return 0


def change_it():
    global variable
    variable = 99


def say_when():
    struct.pack_into('q', shared, 0, time.monotonic_ns())


def meet(ready, go):
    touched = bytearray(65536)
    ready.release()
    go.acquire()
    del touched


def compute(jobs):
    end = time.thread_time() + jobs * JOB_S
    while time.thread_time() < end:
        sum(range(100))


def rest(jobs):
    for _ in range(jobs):
        time.sleep(NAP_S)


def crash_or_live(worker, ready, crashed):
    ready.wait()
    if worker == 1:
        os.kill(os.getpid(), signal.SIGSEGV)
    # Until it is known to be gone nobody says that he is left, however late it comes to that.
    crashed.wait()
    shared[worker] = 1


def run(kind, n, work, *arguments):
    """n workers, from the first to the last moment; in seconds."""
    begin = time.monotonic()
    workers = [kind(target=work, args=arguments) for _ in range(n)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return time.monotonic() - begin


def measure_own(name, kind):
    global variable
    variable = 0
    run(kind, 1, change_it)
    tell('memory_of_its_own', name, variable == 0)


def measure_creation(name, kind):
    times = []
    for _ in range(BIRTHS):
        worker = kind(target=say_when)
        asked = time.monotonic_ns()
        worker.start()
        worker.join()
        times.append(struct.unpack_from('q', shared, 0)[0] - asked)
    tell('creation', name, sorted(times)[BIRTHS // 2])


def measure_memory(name, kind):
    semaphore = multiprocessing.Semaphore if name == 'process' else threading.Semaphore
    ready, go = semaphore(0), semaphore(0)
    before = share_of(os.getpid())
    workers = [kind(target=meet, args=(ready, go)) for _ in range(TALKERS)]
    for worker in workers:
        worker.start()
    for _ in workers:
        ready.acquire()
    after = share_of(os.getpid())
    if name == 'process':
        after += sum(share_of(worker.pid) for worker in workers)
    for _ in workers:
        go.release()
    for worker in workers:
        worker.join()
    if after > before:
        tell('memory', name, (after - before) / TALKERS)


def answer(pipe, n):
    for _ in range(n):
        pipe.recv_bytes()
        pipe.send_bytes(b'12345678')


def answer_queue(there, back, n):
    for _ in range(n):
        there.get()
        back.put(b'12345678')


def turn(name, kind, message, n):
    """There and back, in nanoseconds."""
    if name == 'process':
        ours, theirs = multiprocessing.Pipe()
        worker = kind(target=answer, args=(theirs, n))
        send, receive = ours.send_bytes, ours.recv_bytes
    else:
        there, back = queue.SimpleQueue(), queue.SimpleQueue()
        worker = kind(target=answer_queue, args=(there, back, n))
        send, receive = there.put, back.get
    worker.start()
    times = []
    for _ in range(n):
        begin = time.monotonic_ns()
        send(message)
        receive()
        times.append(time.monotonic_ns() - begin)
    worker.join()
    # The middle one: whoever was kept from the CPU for a while counts once.
    return sorted(times)[n // 2]


def measure_talk(name, kind):
    few = turn(name, kind, b'12345678', MESSAGES) / 2
    many = turn(name, kind, bytes(1 << 20), MEBIBYTES)
    tell('message', name, few)
    tell('mebibyte', name, many - few if many > few else many)


def measure_speed_up(measure, name, kind, n, rounds, work):
    # In turns, and the middle one of each: a slow moment of the machine falls on none of them alone.
    alone, together = zip(*((run(kind, 1, work, n), run(kind, n, work, 1)) for _ in range(rounds)))
    tell(measure, name, min(n, sorted(alone)[rounds // 2] / sorted(together)[rounds // 2]))


def measure_crash(name, kind):
    shared[:CRASH_WORKERS] = bytes(CRASH_WORKERS)
    pid = os.fork()
    if pid == 0:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        event = multiprocessing.Event if name == 'process' else threading.Event
        ready, crashed = event(), event()
        workers = [kind(target=crash_or_live, args=(i, ready, crashed)) for i in range(CRASH_WORKERS)]
        for worker in workers:
            worker.start()
        ready.set()
        workers[1].join()
        crashed.set()
        for worker in workers:
            worker.join()
        os._exit(0)
    os.waitpid(pid, 0)
    tell('crash', name, CRASH_WORKERS - sum(shared[:CRASH_WORKERS]))


def main():
    cpus = max(2, min(4, len(os.sched_getaffinity(0))))
    for name, kind in (('process', multiprocessing.get_context('fork').Process), ('thread', threading.Thread)):
        measure_crash(name, kind)
        measure_own(name, kind)
        measure_creation(name, kind)
        measure_memory(name, kind)
        measure_talk(name, kind)
        measure_speed_up('speed_up_cpu', name, kind, cpus, CPU_ROUNDS, compute)
        measure_speed_up('speed_up_waiting', name, kind, WAITING_WORKERS, WAITING_ROUNDS, rest)


if __name__ == '__main__':
    sys.exit(main())
