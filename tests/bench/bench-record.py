# SPDX-License-Identifier: GPL-3.0-or-later
"""bench-record.py CLI PIPES [PAIRS]: wall time of programs recorded, against the same ones alone, in pairs."""

import os
import statistics
import subprocess
import sys
import tempfile
import time

POOL = '''
import multiprocessing
def square(x): return x * x
if __name__ == '__main__':
    with multiprocessing.Pool(4) as pool:
        pool.map(square, range(%d), chunksize=%d)
'''
GIL = '''
import threading
def spin():
    n = 0
    for i in range(8000000): n += i
threads = [threading.Thread(target=spin) for i in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
'''
VALUE = '''
import multiprocessing
def add(value):
    for i in range(50000):
        with value.get_lock(): value.value += 1
if __name__ == '__main__':
    value = multiprocessing.Value('i', 0)
    them = [multiprocessing.Process(target=add, args=(value,)) for i in range(4)]
    for one in them: one.start()
    for one in them: one.join()
'''
QUEUE = '''
import multiprocessing
def feed(queue):
    for i in range(50000): queue.put(i)
if __name__ == '__main__':
    queue = multiprocessing.Queue()
    one = multiprocessing.Process(target=feed, args=(queue,))
    one.start()
    for i in range(50000): queue.get()
    one.join()
'''


# Python looks for garbage after 700 new objects, after 11 times that also among older ones, and in a forked process that copies
# its pages. Whether it comes to that within a short program is chance, which a few objects more decide: so there are others before
# it in each pair, all over those 7,700.
BEFORE = 'before = [[] for i in range(%d)]\n'


def programs(folder, pipes):
    """Name, what is run, the file that is made anew for each pair and its text, the ratio wanted."""
    for name, text, most in (
            ('Pool.map of 20,000, chunksize 1', POOL % (20000, 1), 1.10),
            ('Pool.map of 200,000, chunksize 1000', POOL % (200000, 1000), 1.05),
            ('4 threads under the GIL', GIL, 1.05),
            ('Value with its lock, 4 x 50,000', VALUE, 1.05),
            ('Queue of 50,000', QUEUE, 1.10)):
        path = os.path.join(folder, 'program.py')
        yield name, [sys.executable, path], path, text, most
    yield 'C, 1,000,000 messages through a pipe', [pipes, '1000000'], None, '', 1.5


def wall(command):
    start = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.monotonic() - start


def inner_wall(cli, command, folder):
    """Of the program itself: what is done with the recording afterwards is not its."""
    import json
    path = os.path.join(folder, 'it.json')
    subprocess.run([cli, 'record', '--json=' + path, '--'] + command, check=True, stdout=subprocess.DEVNULL)
    with open(path, encoding='utf-8') as file:
        return json.load(file)['wall_ns'] / 1e9


def pair(cli, command, folder, i, path, text):
    """In turns, each first: a machine that grows slower or faster tells for neither."""
    if path:
        with open(path, 'w', encoding='utf-8') as file:
            file.write(BEFORE % (i * 4799 % 7700) + text)
    if i % 2 == 0:
        alone = wall(command)
        return alone, inner_wall(cli, command, folder)
    told = inner_wall(cli, command, folder)
    return wall(command), told


def start_ms(cli, command, folder):
    bare = statistics.median(wall(command) for i in range(15))
    told = statistics.median(inner_wall(cli, command, folder) for i in range(15))
    return (told - bare) * 1e3


def main(cli, pipes, pairs):
    with tempfile.TemporaryDirectory() as folder:
        print('%-40s %8s %8s %7s %6s   %s' % ('', 'alone', 'recorded', 'ratio', 'most', 'half of them'))
        for name, command, path, text, most in programs(folder, pipes):
            both = [pair(cli, command, folder, i, path, text) for i in range(pairs)]
            quarter, ratio, three = statistics.quantiles((told / alone for alone, told in both), n=4)
            print('%-40s %7.2fs %7.2fs %7.2f %6.2f   %.2f to %.2f' % (
                name, statistics.median(b[0] for b in both), statistics.median(b[1] for b in both), ratio, most, quarter, three))
        print('%-40s %8s %7.1fms' % ('start of a C program', '', start_ms(cli, ['true'], folder)))
        print('%-40s %8s %7.1fms' % ('start of Python', '', start_ms(cli, [sys.executable, '-c', 'pass'], folder)))


if __name__ == '__main__':
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 15)
