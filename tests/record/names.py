# SPDX-License-Identifier: GPL-3.0-or-later
"""names.py CLI HOOK: what Python's things are called in a recording: locks of threads, what an event loop waited for, the
processes and calls of joblib where it is installed. And the hook must be readable for every Python that it is for."""

import ast
import filecmp
import json
import os
import subprocess
import sys
import tempfile

# A factory put into a class is no method of it; whoever waits for a lock does so while somebody else has it.
LOCKS = """import pickle, queue, threading, time
class Box:
    make = threading.Lock
    def __init__(self):
        self.lock = self.make()
box, again, waiting = Box(), threading.RLock(), queue.Queue()
def hold(lock, there):
    with lock:
        there.set()
        time.sleep(0.05)
def hold_still(lock, there):
    with lock:
        with lock:
            pass
        hold(lock, there)
def notify(condition):
    with condition:
        condition.notify()
        time.sleep(0.05)
def wait_for(lock, hold=hold):
    took = 0
    while took < 0.02:
        there = threading.Event()
        thread = threading.Thread(target=hold, args=(lock, there))
        thread.start()
        there.wait()
        began = time.monotonic()
        with lock:
            took = time.monotonic() - began
        thread.join()
wait_for(box.lock)
wait_for(again)
wait_for(waiting.mutex)
wait_for(again, hold_still)
condition = threading.Condition()
with condition:
    thread = threading.Thread(target=notify, args=(condition,))
    thread.start()
    condition.wait()
thread.join()
with threading.Lock():
    assert pickle.loads(pickle.dumps(threading.Lock)) is threading.Lock
"""

LOOP = """import asyncio, os, socket, threading
async def main():
    loop, there = asyncio.get_running_loop(), asyncio.Event()
    source, sink = os.pipe()
    one, other = socket.socketpair()
    reader, writer = await asyncio.open_connection(sock=one)
    loop.add_reader(source, there.set)
    # Where the machine is busy what comes may be there before it is waited for.
    for i in range(5):
        threading.Timer(0.05, os.write, (sink, b'x')).start()
        await there.wait()
        os.read(source, 1)
        there.clear()
        threading.Timer(0.05, other.send, (b'hello',)).start()
        assert await reader.read(5) == b'hello'
    loop.remove_reader(source)
    writer.close()
    assert await loop.run_in_executor(None, sum, [1, 2]) == 3
asyncio.run(main())
"""

LOKY = """import time
from joblib import Parallel, delayed
def cube(x):
    time.sleep(0.002)
    return x ** 3
if __name__ == '__main__':
    assert Parallel(n_jobs=2)(delayed(cube)(i) for i in range(8)) == [i ** 3 for i in range(8)]
"""

# Of a chunk many items are done at a time: each once, in order, up to the one that ends it; and slow ones are told.
CHUNKS = """import multiprocessing, time
def some(x):
    if x == 300:
        raise StopIteration
    return x + 1
def slow(x):
    time.sleep(0.002)
    return x
if __name__ == '__main__':
    with multiprocessing.Pool(2) as pool:
        for n in 1, 2, 8, 9, 264, 265, 1000:
            assert pool.map(abs, range(-n, 0), chunksize=n) == list(range(n, 0, -1)), n
            assert pool.starmap(divmod, [(i, 7) for i in range(n)], chunksize=n) == [divmod(i, 7) for i in range(n)], n
        assert multiprocessing.pool.mapstar((some, tuple(range(1000)))) == list(map(some, range(1000))) == list(range(1, 301))
        assert multiprocessing.pool.starmapstar((divmod, iter([(9, 7)]))) == [(1, 2)]
        assert pool.map(slow, range(6), chunksize=3) == list(range(6))
"""


def record(cli, text):
    """Its lanes, and the rows of the recording."""
    with tempfile.TemporaryDirectory(prefix='paralane-names-') as folder:
        program, told, saved, lines, again = (os.path.join(folder, name) for name in
                                              ('it.py', 'it.json', 'it.paralane', 'it.jsonl', 'again.paralane'))
        with open(program, 'w', encoding='utf-8') as file:
            file.write(text)
        subprocess.run([cli, 'record', '--save', saved, '--json=' + told, '--', sys.executable, program], check=True,
                       stdin=subprocess.DEVNULL, timeout=200)
        subprocess.run([cli, 'export', saved, '--output', lines], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([cli, 'import', lines, '--save', again], check=True, stdout=subprocess.DEVNULL)
        assert filecmp.cmp(saved, again, shallow=False)
        with open(told, encoding='utf-8') as file:
            lanes = json.load(file)['lanes']
        with open(lines, encoding='utf-8') as file:
            rows = [json.loads(line) for line in file]
    return lanes, rows


def waits(rows, what):
    """What was waited for in such waits, in order."""
    texts = {row['at']: row['text'] for row in rows if row.get('head') == 'text'}
    return [texts[row['number']] for row in rows if row.get('what') == what and row['number'] in texts]


def check_locks(cli):
    lanes, rows = record(cli, LOCKS)
    named = waits(rows, 'wait lock')
    # A Lock is a type of its own from 3.13 on, and an RLock no semaphore from 3.14 on: then they have no names.
    made = ['Lock, it.py:5', 'Queue, it.py:6'] if sys.version_info < (3, 13) else []
    made += ['RLock, it.py:6'] if sys.version_info < (3, 14) else []
    for name in made:
        assert name in named, (name, named)
    # But who has it is seen: of a Lock, of what a queue has inside, of an RLock that was taken once, of one that was taken
    # again and given back once, and of that of a condition, which is taken back from whoever notified.
    held = {(row['lane'], row['number']) for row in rows if row.get('event') == 'holder'}
    threads = {lane['lane'] for lane in lanes if lane['name'].startswith('Thread-')}
    assert {number for lane, number in held if lane == 1} == threads and len(threads) >= 5, (held, lanes)
    # Who notifies may be there before the first thread has let go of the condition.
    notifies = [lane['lane'] for lane in lanes if 'notify' in lane['name']] or list(threads)
    assert all(lane == 1 or (lane in notifies and number == 1) for lane, number in held), (held, lanes)
    # What a thread has inside is not said to be the program's.
    texts = [row['text'] for row in rows if row.get('head') == 'text']
    assert not any('it.py:23' in text or 'it.py:24' in text for text in texts), texts


def check_loop(cli):
    lanes, rows = record(cli, LOOP)
    loop = [lane for lane in lanes if lane['states'].get('poll')]
    assert len(loop) == 1 and loop[0]['name'].startswith('python'), lanes
    assert any(lane['name'].startswith('asyncio_') for lane in lanes), lanes
    named = waits(rows, 'wait poll')
    assert any(name.startswith('pipe') for name in named), named
    assert any(name.startswith('socket') for name in named), named


def check_tracker(cli):
    """It is known before its interpreter has said a word: this one is never asked for names."""
    with tempfile.TemporaryDirectory(prefix='paralane-names-') as folder:
        for text, helper in ('from multiprocessing.resource_tracker import main', True), ('import multiprocessing.resource_tracker', False):
            told = os.path.join(folder, 'it.json')
            subprocess.run([cli, 'record', '--json=' + told, '--', sys.executable, '-I', '-S', '-c', text], check=True,
                           stdin=subprocess.DEVNULL, timeout=200)
            with open(told, encoding='utf-8') as file:
                lanes = json.load(file)['lanes']
            assert [lane['helper'] == 'resource-tracker' for lane in lanes] == [helper], lanes


def check_chunks(cli):
    lanes, rows = record(cli, CHUNKS)
    texts = {row['at']: row['text'] for row in rows if row.get('head') == 'text'}
    told = [texts[row['number']] for row in rows if row.get('event') == 'mark' and texts[row['number']].startswith('slow: ')]
    assert len(told) == 6, told


def check_joblib(cli):
    try:
        import joblib  # noqa: F401
    except ImportError:
        return 'is left out: there is no joblib'
    lanes, rows = record(cli, LOKY)
    assert sum(lane['name'].startswith('LokyProcess-') for lane in lanes) == 2, lanes
    helpers = [lane['helper'] for lane in lanes]
    assert 'resource-tracker' in helpers and 'pool' in helpers and 'queue-feeder' in helpers, helpers
    marks = [row['text'] for row in rows if row.get('head') == 'text' and row['text'].startswith('cube: ')]
    assert marks, rows
    return 'has its names'


def main():
    cli, hook = os.path.abspath(sys.argv[1]), sys.argv[2]
    with open(hook, encoding='utf-8') as file:
        ast.parse(file.read(), feature_version=(3, 9))
    check_locks(cli)
    check_loop(cli)
    check_tracker(cli)
    check_chunks(cli)
    print('joblib', check_joblib(cli))


main()
