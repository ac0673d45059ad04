# SPDX-License-Identifier: GPL-3.0-or-later
"""scale.py CLI CROWD PROCESSES THREADS MESSAGES: a crowd recorded, opened and drawn: nothing is lost of it, each thread
belongs to a process of its own, and every message has its two ends. Says what it took, and judges no time."""

import json
import os
import subprocess
import sys
import tempfile
import time


def timed(what, command):
    began = os.times()
    start = time.monotonic()
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    wall, ended = time.monotonic() - start, os.times()
    print('%-10s %7.2f s, %6.2f s of CPU' % (what, wall, ended.children_user + ended.children_system
                                            - began.children_user - began.children_system), flush=True)


def check(told, processes, threads, messages):
    lanes = told['lanes']
    assert told['lost'] == {'records': 0, 'lanes': 0, 'processes': []}, told['lost']
    assert len(lanes) == 1 + processes * (1 + threads), len(lanes)
    owners = {}
    for lane in lanes:
        assert lane['ended_ns'] is not None and lane['status'] == 0, lane
        if lane['kind'] == 'thread':
            owners[lane['parent']] = owners.get(lane['parent'], 0) + 1
    assert list(owners.values()) == [threads] * processes, owners
    count = processes * (threads + messages)
    assert told['messages'] == {'count': count, 'bytes': count, 'unpaired': 0}, told['messages']


def main():
    cli, crowd = sys.argv[1:3]
    processes, threads, messages = map(int, sys.argv[3:])
    with tempfile.TemporaryDirectory(prefix='paralane-scale-') as folder:
        told, saved, picture = (os.path.join(folder, name) for name in ('it.json', 'it.paralane', 'it.png'))
        print('%d processes, %d threads, %d messages' % (processes, processes * threads, processes * (threads + messages)))
        timed('alone', [crowd, *sys.argv[3:]])
        timed('recorded', [cli, 'record', '--threads', 'none', '--save', saved, '--json=' + told, '--', crowd, *sys.argv[3:]])
        with open(told, encoding='utf-8') as file:
            check(json.load(file), processes, threads, messages)
        print('%-10s %7.1f MiB' % ('file', os.path.getsize(saved) / (1 << 20)))
        timed('told', [cli, 'show', saved])
        timed('drawn', [cli, 'export', saved, '--output', picture])


main()
