# SPDX-License-Identifier: GPL-3.0-or-later
"""stops.py CLI PLANTED: a process that somebody outside makes stand still is seen to, and is said to have, for as long as it did."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time


def field(path, name):
    with open(path, encoding='utf-8') as file:
        return next(int(line.split()[1]) for line in file if line.startswith(name))


def until(what, seconds=100):
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end
        time.sleep(0.005)


def looks(pid):
    """How often the recorder has slept: it looks whenever it wakes up."""
    return field('/proc/%d/status' % pid, 'voluntary_ctxt_switches')


def main():
    cli, planted = sys.argv[1:3]
    with tempfile.TemporaryDirectory(prefix='paralane-stops-') as folder:
        told = os.path.join(folder, 'it.json')
        recorder = subprocess.Popen([cli, 'record', '--json=' + told, '--', planted, 'until-input'],
                                    stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        pid = int(recorder.stdout.readline())
        began = time.monotonic_ns()
        os.kill(pid, signal.SIGSTOP)
        before = looks(recorder.pid)
        until(lambda: looks(recorder.pid) >= before + 4)
        seen = time.monotonic_ns()
        until(lambda: looks(recorder.pid) >= before + 8)
        kept = time.monotonic_ns() - seen
        os.kill(pid, signal.SIGCONT)
        before = looks(recorder.pid)
        until(lambda: looks(recorder.pid) >= before + 4)
        went = time.monotonic_ns()
        recorder.communicate(b'x')
        assert recorder.returncode == 0
        with open(told, encoding='utf-8') as file:
            stopped = json.load(file)['lanes'][0]['states']['stopped']
        assert kept <= stopped <= went - began, (kept, stopped, went - began)
        print(stopped / 1e6, 'ms told, of', (went - began) / 1e6)


main()
