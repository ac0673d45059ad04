#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The methods of a pool, Paralane's and CPython's, side by side on the same tasks: what comes back, in which order,
what is raised, which waits end without a result; of processes and of threads (multiprocessing.pool.ThreadPool). Tasks
sleep for as long as Paralane's do, which follows from the seed."""
import inspect
import json
import multiprocessing
import multiprocessing.pool
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

sys.dont_write_bytecode = True

MASK = (1 << 64) - 1
MEAN = 0.5
TASKS = 5
FAILS = 3           # the task that raises an exception, from 1 on


def mix(x):
    x ^= x >> 30
    x = x * 0xbf58476d1ce4e5b9 & MASK
    x ^= x >> 27
    x = x * 0x94d049bb133111eb & MASK
    return x ^ (x >> 31)


def length(seed, task):
    """Of a task, from 0 on, in seconds: uniform, 0.4 to 1.6 times the mean."""
    number = mix((mix((seed + 0x9e3779b97f4a7c15 * (task + 1)) & MASK) + 1) & MASK)
    return MEAN * (0.4 + 1.2 * ((number >> 11) + 1) / 9007199254740992.0)


def gap(seed):
    """Between tasks that all begin at once: the least time between two ends."""
    ends = sorted(length(seed, task) for task in range(TASKS))
    return min(b - a for a, b in zip(ends, ends[1:]))


SEED = max(range(1, 400), key=gap)
LENGTHS = [length(SEED, task) for task in range(TASKS)]


def some_in_time(waits):
    """A limit that some of these waits keep, by far, and some do not."""
    waits = sorted(waits)
    gap, shorter = max((b - a, a) for a, b in zip(waits, waits[1:]))
    return shorter + gap / 2


# Tasks that all begin at once are waited for one after the other: in the order of the tasks, or of their ends.
IN_TURN = [max(0, LENGTHS[task] - max(LENGTHS[:task], default=0)) for task in range(TASKS)]
AS_READY = [b - a for a, b in zip([0] + sorted(LENGTHS), sorted(LENGTHS))]


class Cli:
    """Paralane, with workers of one kind, and Python's pool of the same."""

    def __init__(self, program, workers, pool):
        self.program = program
        self.workers = workers
        self.pool = pool

    def start(self, *arguments):
        return subprocess.Popen([self.program, 'run', '--work', 'sleep', '--seed', str(SEED), '--json', '--workers',
                                 self.workers, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                env={**os.environ, 'LC_ALL': 'C.UTF-8', 'LANGUAGE': ''})

    def finish(self, process, status=0):
        out, errors = process.communicate()
        assert process.returncode == status, (process.args, process.returncode, errors)
        return json.loads(out)

    def run(self, *arguments, status=0):
        return self.finish(self.start(*arguments), status)

    def channels(self, *arguments):
        """The same over every channel, at once: they are asleep for nearly all of it."""
        started = [(ipc, self.start('--ipc', ipc, *arguments)) for ipc in CHANNELS]
        return [(ipc, self.finish(process)) for ipc, process in started]

    def tasks(self, mode, *arguments):
        return self.channels('--mode', mode, '--tasks', TASKS, '--pool-size', TASKS, '--task-time',
                             f'{MEAN * 1000:.0f}ms', *arguments)


# Tasks that were worked on to their end, whatever came of them.
DONE = multiprocessing.get_context('fork').Value('i', 0)


def work(task):
    time.sleep(LENGTHS[task - 1])
    with DONE.get_lock():
        DONE.value += 1
    return task


def work_two(task, other):
    return work(task - other + other)


def fail(task):
    work(task)
    if task == FAILS:
        raise ValueError(f'task {task} failed')
    return task


def fail_two(task, other):
    return fail(task - other + other)


def note(path):
    with open(path, 'a', encoding='ascii') as file:
        file.write(f'{os.getpid()}.{threading.get_ident()}\n')


def own_pid(_):
    return os.getpid()


def number_of(error):
    """Of the task that has raised it, with a minus."""
    return -int(str(error).split()[1])


def collect(results):
    """What an iterator gives, an exception as its task's number with a minus."""
    seen = []
    while True:
        try:
            seen.append(next(results))
        except StopIteration:
            return seen
        except ValueError as error:
            seen.append(number_of(error))


def python_order(pool, mode, function):
    """Task numbers in the order in which their results reached the caller."""
    numbers = range(1, TASKS + 1)
    seen = []
    if mode == 'map':
        return pool.map(function, numbers, 1)
    if mode == 'starmap':
        return pool.starmap(work_two, [(number, 1) for number in numbers], 1)
    if mode == 'imap':
        return collect(pool.imap(function, numbers))
    if mode == 'imap-unordered':
        return collect(pool.imap_unordered(function, numbers))
    if mode == 'apply':
        return collect(map(lambda number: pool.apply(function, (number,)), numbers))
    if mode == 'map-async':
        pool.map_async(function, numbers, 1, callback=seen.extend).wait()
        return seen
    waits = [pool.apply_async(function, (number,), callback=seen.append,
                              error_callback=lambda error: seen.append(number_of(error)))
             for number in numbers]
    for wait in waits:
        wait.wait()
    time.sleep(0.05)
    return seen


MODES = ['map', 'starmap', 'imap', 'imap-unordered', 'apply', 'apply-async', 'map-async']
CHANNELS = ['queue', 'pipe', 'array']


# A full machine may let a worker begin so late that another task ends before its own, in either program: then that order
# is the right one, and no answer to the question. It is asked again, a few times. No other order has ever so much luck.
ATTEMPTS = 6


def agree(ask, run, read):
    """What CPython says, and the runs over all channels that say the same."""
    seen = []
    for _ in range(ATTEMPTS):
        expected, runs = ask(), run()
        if all(read(ours) == expected for _, ours in runs):
            return expected, runs
        seen.append((expected, [read(ours) for _, ours in runs]))
    raise AssertionError((seen, LENGTHS))


def same_order(cli, mode, function, *arguments):
    def ask():
        with cli.pool(TASKS) as pool:
            return [abs(number) for number in python_order(pool, mode, function)]

    return agree(ask, lambda: cli.tasks(mode, *arguments), lambda ours: ours['arrivals'])


def test_order(cli):
    """All modes, all channels: the same results in the same order."""
    for mode in MODES:
        expected, runs = same_order(cli, mode, work)
        as_ready = mode in ('imap-unordered', 'apply-async')
        assert as_ready == (expected != sorted(expected)), (mode, expected)
        for _, ours in runs:
            assert ours['results'] == {'right': TASKS, 'wrong': 0, 'raised': 0, 'missing': 0}, ours['results']


def test_exceptions(cli):
    """Of a task whose result comes alone: it takes its place among the others, all of which are done."""
    for mode in ['imap', 'imap-unordered', 'apply', 'apply-async']:
        more = ['--callback-time', '1us'] if mode == 'apply-async' else []
        expected, runs = same_order(cli, mode, fail, '--fail-tasks', FAILS, *more)
        assert sorted(expected) == list(range(1, TASKS + 1)), expected
        for _, ours in runs:
            assert ours['results']['raised'] == 1 and ours['results']['right'] == TASKS - 1, ours['results']
            if more:
                assert (ours['callbacks'], ours['error_callbacks']) == (TASKS - 1, 1), ours


def raise_together(pool, mode, called, failed):
    numbers = range(1, TASKS + 1)
    if mode == 'map':
        return pool.map(fail, numbers, 1)
    if mode == 'starmap':
        return pool.starmap(fail_two, [(number, 1) for number in numbers], 1)
    return pool.map_async(fail, numbers, 1, callback=called.append, error_callback=failed.append).get()


def test_exceptions_together(cli):
    """Of a task whose result comes with all others: it is what all of them come to, and these are done all the same."""
    for mode in ['map', 'starmap', 'map-async']:
        called, failed, before = [], [], DONE.value
        with cli.pool(TASKS) as pool:
            try:
                raise_together(pool, mode, called, failed)
                raise AssertionError('nothing was raised')
            except ValueError as error:
                assert number_of(error) == -FAILS, error
            assert DONE.value - before == TASKS, (mode, DONE.value - before)
            # The pool stays usable.
            assert pool.map(work, [1]) == [1]
        more = ['--callback-time', '1us'] if mode == 'map-async' else []
        for _, ours in cli.tasks(mode, '--fail-tasks', FAILS, *more):
            assert ours['results'] == {'right': TASKS - 1, 'wrong': 0, 'raised': 1, 'missing': 0}, ours['results']
            assert (ours['callbacks'], ours['error_callbacks']) == (len(called), len(failed)), ours
    for _, ours in cli.tasks('map', '--fail-tasks', FAILS, '--maps', TASKS):
        assert ours['results'] == {'right': TASKS - 1, 'wrong': 0, 'raised': 1, 'missing': 0}


def python_timeouts(make_pool, mode, limit):
    """How many waits ended without a result; each is followed by one without a limit."""
    n = 0
    with make_pool(TASKS) as pool:
        numbers = range(1, TASKS + 1)
        if mode == 'apply-async':
            waits = [pool.apply_async(work, (number,)) for number in numbers]
        elif mode == 'map-async':
            waits = [pool.map_async(work, numbers, 1)]
        else:
            results = pool.imap(work, numbers) if mode == 'imap' else pool.imap_unordered(work, numbers)
            waits = [results] * TASKS
        for number, wait in enumerate(waits, 1):
            take = wait.next if hasattr(wait, 'next') else wait.get
            try:
                result = take(timeout=limit)
            except multiprocessing.TimeoutError:
                n += 1
                result = take()
            assert mode not in ('apply-async', 'imap') or result == number
    return n


def test_timeouts(cli):
    """The wait ends, the task does not, a later wait succeeds."""
    for mode, waits in [('imap', IN_TURN), ('apply-async', IN_TURN), ('imap-unordered', AS_READY), ('map-async', [max(LENGTHS)])]:
        # Far from where a wait might just succeed.
        for limit in [0, 0.001, 10] + ([some_in_time(waits)] if len(waits) > 1 else []):
            expected, runs = agree(lambda m=mode, t=limit: python_timeouts(cli.pool, m, t),
                                   lambda m=mode, t=limit: cli.tasks(m, '--result-timeout', f'{t * 1000:.0f}ms'),
                                   lambda ours: ours['timeouts'])
            assert expected == sum(wait > limit for wait in waits), (mode, limit, expected, waits)
            assert all(ours['results']['right'] == TASKS for _, ours in runs)


def test_no_timeouts(cli):
    """Whoever calls for results and waits for them there and then waits as long as it takes."""
    for mode in ['map', 'starmap', 'apply']:
        assert 'timeout' not in inspect.signature(getattr(multiprocessing.pool.Pool, mode)).parameters
        process = cli.start('--mode', mode, '--tasks', TASKS, '--result-timeout', '1s')
        _, errors = process.communicate()
        assert process.returncode == 2 and 'time-out' in errors.lower(), (process.returncode, errors)


def test_callbacks(cli):
    """They run in the parent, one after the other: results that are ready meanwhile wait."""
    moments = []

    def slow(_):
        moments.append(time.monotonic())
        time.sleep(0.2)

    with cli.pool(2) as pool:
        waits = [pool.apply_async(own_pid, (number,), callback=slow) for number in range(4)]
        for wait in waits:
            wait.wait()
        pool.close()
        pool.join()
    assert all(b - a >= 0.2 for a, b in zip(moments, moments[1:])), moments
    for _, ours in cli.channels('--mode', 'apply-async', '--tasks', 4, '--pool-size', 2, '--task-time', '1ms',
                                '--callback-time', '200ms'):
        assert ours['callbacks'] == len(moments)
        assert ours['wall_ns'] >= 4 * 200_000_000, ours['wall_ns']


def test_recycling(cli):
    """A limit of chunks a worker, not of tasks: as many processes in both. Threads have none in either."""
    if cli.pool is multiprocessing.pool.ThreadPool:
        parameters = inspect.signature(cli.pool).parameters
        assert 'processes' in parameters and 'maxtasksperchild' not in parameters, parameters
        process = cli.start('--tasks', 6, '--pool-size', 1, '--tasks-per-worker', 2)
        _, errors = process.communicate()
        assert process.returncode == 2 and 'ThreadPool' in errors, (process.returncode, errors)
        return
    for tasks, chunk, limit in [(6, 1, 2), (12, 3, 2), (9, 1, 3)]:
        with cli.pool(1, maxtasksperchild=limit) as pool:
            pids = pool.map(own_pid, range(tasks), chunk)
        for ipc, ours in cli.channels('--tasks', tasks, '--chunk', chunk, '--pool-size', 1, '--task-time', '1ms',
                                      '--tasks-per-worker', limit):
            assert ours['recycled'] + 1 == len(set(pids)), (ipc, ours['recycled'], len(set(pids)))
            assert ours['results']['right'] == tasks


def test_chunks(cli):
    """Auto is what Python takes."""
    for workers, tasks in [(1, 5), (2, 9), (2, 100), (4, 16), (4, 17), (4, 100), (8, 10000)]:
        chunk, extra = divmod(tasks, workers * 4)     # as in Pool._map_async
        chunk += bool(extra)
        ours = cli.run('--tasks', tasks, '--pool-size', workers, '--task-time', '0ns')
        assert ours['chunk'] == chunk, (workers, tasks, ours['chunk'], chunk)
    with cli.pool(2) as pool:
        assert pool.map(work, [1], 100) == [1]
    assert cli.run('--tasks', 1, '--pool-size', 2, '--task-time', '1ms', '--chunk', 100)['arrivals'] == [1]


def test_nothing(cli):
    """No tasks: an empty result at once, and nobody is called back."""
    called = []
    with cli.pool(2) as pool:
        assert pool.map(work, []) == [] and list(pool.imap(work, [])) == []
        pool.map_async(work, [], callback=called.append).get(1)
    for mode in MODES:
        more = ['--callback-time', '1ms'] if mode.endswith('async') else []
        ours = cli.run('--mode', mode, '--tasks', 0, '--pool-size', 2, *more)
        assert ours['arrivals'] == [] and ours['callbacks'] == len(called) == 0, (mode, ours)


def test_initialiser(cli):
    """Once a worker. One that fails is tried for ever by Python, and a bounded number of times here."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / 'pids'
        with cli.pool(3, note, (path,)) as pool:
            pool.map(work, [1, 2, 3], 1)
            assert len(set(path.read_text(encoding='ascii').split())) == 3
    ours = cli.run('--tasks', 3, '--pool-size', 3, '--task-time', '1ms', '--init-time', '100ms')
    assert ours['wall_ns'] >= 100_000_000
    failed = cli.run('--tasks', 3, '--pool-size', 2, '--task-time', '1ms', '--fail-init', status=1)
    assert 'initialiser' in failed['error'], failed['error']
    assert all(worker['replaced'] < 10 for worker in failed['workers'])


def test_end(cli):
    """terminate drops what is not done, and takes no longer for it."""
    with cli.pool(2) as pool:
        waits = [pool.apply_async(time.sleep, (0.1,)) for _ in range(100)]
        waits[0].wait()
        before = time.monotonic()
        pool.terminate()
        pool.join()
        assert time.monotonic() - before < 2
        assert not all(wait.ready() for wait in waits)
    for _, ours in cli.channels('--mode', 'apply-async', '--tasks', 100, '--pool-size', 2, '--task-time', '100ms',
                                '--end', 'terminate:300ms'):
        assert ours['wall_ns'] < 2_000_000_000 and ours['results']['missing'] > 0, ours
        assert ours['outcome'] == 'done'


TESTS = [test_order, test_exceptions, test_exceptions_together, test_timeouts, test_no_timeouts, test_callbacks, test_recycling,
         test_chunks, test_nothing, test_initialiser, test_end]


def main():
    # Forking first: later there have been threads.
    for workers, pool in [('process', multiprocessing.Pool), ('thread', multiprocessing.pool.ThreadPool)]:
        for test in TESTS:
            test(Cli(sys.argv[1], workers, pool))
            print(f'ok {test.__name__} {workers}', flush=True)
    # Threads under a global lock that sleep are as free as others.
    test_order(Cli(sys.argv[1], 'gil', multiprocessing.pool.ThreadPool))
    print('ok test_order gil', flush=True)


if __name__ == '__main__':
    multiprocessing.set_start_method('fork')
    assert threading.active_count() == 1
    main()
