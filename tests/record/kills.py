# SPDX-License-Identifier: GPL-3.0-or-later
"""kills.py CLI PLANTED N: N times one process of a recording is killed at any moment, the recorder's own included. What
is left must be readable, the programs' fate their own, and nothing may stay behind."""

import glob
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time

WHAT = ['crowd', 'one-lock', 'pipe', 'full', 'socket', 'together', 'told', 'condition']


def children(pid):
    """All below it, and itself."""
    found = [pid]
    for one in found:
        for path in glob.glob('/proc/%d/task/*/children' % one):
            try:
                with open(path, encoding='ascii') as file:
                    found += [int(word) for word in file.read().split()]
            except OSError:
                pass
    return found


def left_behind():
    """What ranks of MPI have there is of others, who are tested at the same time."""
    shared = [path for path in glob.glob('/dev/shm/*paralane*') if '/paralane-mpi-' not in path]
    return set(shared + glob.glob('/tmp/*paralane-log*') + glob.glob('/tmp/.paralane*'))


def check(path, started):
    """The recorder lived: what it says must hold, whatever else died. started: the program had begun for sure."""
    with open(path, encoding='utf-8') as file:
        told = json.load(file)
    assert told['lanes'] or not started, 'no lanes'
    for lane in told['lanes']:
        states = sum(lane['states'].values())
        end = lane['ended_ns'] if lane['ended_ns'] is not None else told['wall_ns']
        assert 0 <= states <= end - lane['born_ns'] + 1000, lane


def once(cli, planted, folder, random_one):
    what = random_one.choice(WHAT)
    path = os.path.join(folder, 'it.json')
    with open(os.path.join(folder, 'said'), 'w', encoding='utf-8') as said:
        run = subprocess.Popen([cli, 'record', '--for', '3s', '--json=' + path, '--', planted, what],
                               stdout=subprocess.DEVNULL, stderr=said, start_new_session=True)
    family, until = [run.pid], time.monotonic() + 2
    while len(family) < 2 and run.poll() is None and time.monotonic() < until:
        family = children(run.pid)
    time.sleep(random_one.uniform(0.0, 0.03))
    family = children(run.pid)
    victim = run.pid if random_one.random() < 0.2 else random_one.choice(family)
    try:
        os.kill(victim, signal.SIGKILL)
    except ProcessLookupError:
        pass
    try:
        # Not for who has the other end of its output: orphans may wait for ever.
        run.wait(20)
        if victim != run.pid:
            assert os.path.exists(path), (what, run.returncode)
            check(path, victim not in family[:2])
        kind = 'recorder' if victim == run.pid else 'program'
    finally:
        # What waits for the dead for ever is the program's own fate, and ours to clear away.
        try:
            os.killpg(run.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        run.wait()
    if os.path.exists(path):
        os.unlink(path)
    return kind


def main(cli, planted, n):
    # Under AddressSanitizer the recorder makes a process that looks for leaks, and waits for it for ever.
    os.environ['ASAN_OPTIONS'] = os.environ.get('ASAN_OPTIONS', '') + ':detect_leaks=0'
    random_one, before, kinds = random.Random(7), left_behind(), {}
    with tempfile.TemporaryDirectory() as folder:
        for i in range(n):
            kind = once(cli, planted, folder, random_one)
            kinds[kind] = kinds.get(kind, 0) + 1
        # Who is killed while it writes what it was asked to leaves what it had begun: its name says so.
        assert all(name == 'said' or name.startswith('.paralane-') for name in os.listdir(folder)), os.listdir(folder)
    assert left_behind() <= before, left_behind() - before
    print('%d kills: %s' % (n, kinds))


if __name__ == '__main__':
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
