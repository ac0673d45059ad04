# SPDX-License-Identifier: GPL-3.0-or-later
"""options.py CLI PLANTED: what `record` is asked for is what it does; and a program that is interrupted is interrupted alone."""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time

POOL = """import multiprocessing, sys, time
def nap(seconds):
    time.sleep(seconds)
def _feed(seconds):     # called as one of Python's own is
    time.sleep(seconds)
def serve():
    manager = multiprocessing.Manager()
    shared = manager.list()
    shared.append(1)
    assert list(shared) == [1]
if __name__ == '__main__':
    sys.audit('paralane.mark', 'parse')
    for target, name in (nap, 'the napper'), (_feed, 'the feeder'):
        process = multiprocessing.Process(target=target, args=(0.01,), name=name)
        process.start()
        process.join()
    serve()
"""
# Twelve of them, which are rows of their own or not.
THREADS = """import threading, time
def run(what):
    threads = [threading.Thread(target=what) for _ in range(12)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
"""
# What it has set up is said; then it waits, and ends by itself when it is interrupted.
INTERRUPTED = 'trap "exit 5" INT; echo ready; while :; do sleep 0.05; done'


def record(cli, options, *argv):
    return subprocess.run([cli, 'record', *options, '--', *argv], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          timeout=200, check=False)


def recorded(cli, folder, options, *argv):
    """What it tells, and the rows of the recording."""
    told, saved, lines = (os.path.join(folder, name) for name in ('it.json', 'it.paralane', 'it.jsonl'))
    done = record(cli, [*options, '--json=' + told, '--save', saved], *argv)
    assert done.returncode == 0, done.stderr
    subprocess.run([cli, 'export', saved, '--output', lines], check=True, stdout=subprocess.DEVNULL)
    with open(told, encoding='utf-8') as file:
        result = json.load(file)
    with open(lines, encoding='utf-8') as file:
        return result, [json.loads(line) for line in file]


def check_python(cli, folder):
    """Without its names Python has those that the system knows, and nothing of it is loaded."""
    program = os.path.join(folder, 'it.py')
    with open(program, 'w', encoding='utf-8') as file:
        file.write(POOL)
    told, rows = recorded(cli, folder, [], sys.executable, program)
    helpers = {lane['name']: lane['helper'] for lane in told['lanes'] if lane['kind'] == 'process'}
    assert helpers['the napper'] == helpers['the feeder'] == '', helpers
    assert 'manager' in helpers.values(), helpers
    assert any(row.get('event') == 'mark' for row in rows)
    told, rows = recorded(cli, folder, ['--no-python'], sys.executable, program)
    assert 'the napper' not in {lane['name'] for lane in told['lanes']}, told['lanes']
    assert not any(lane['helper'] == 'manager' for lane in told['lanes']), told['lanes']
    assert not any(row.get('event') == 'mark' for row in rows)
    seen = record(cli, ['--no-python'], sys.executable, '-c', 'import sys; print([p for p in sys.path if "record" in p])')
    assert seen.stdout == b'[]\n', seen.stdout


def check_descriptors(cli, folder):
    """What was opened for the program it has, by the same number, and nothing of ours."""
    path, list_all = os.path.join(folder, 'word'), ['sh', '-c', 'cat <&9; cd /proc/self/fd && echo *']
    with open(path, 'w', encoding='utf-8') as file:
        file.write('for you\n')
    fd = os.open(path, os.O_RDONLY)
    os.dup2(fd, 9, inheritable=True)
    os.close(fd)
    try:
        said = []
        for command in (list_all, [cli, 'record', '--json=' + os.path.join(folder, 'it.json'), '--', *list_all]):
            os.lseek(9, 0, os.SEEK_SET)
            said.append(subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, close_fds=False, check=True).stdout)
    finally:
        os.close(9)
    assert said[0].startswith(b'for you\n') and said[0] == said[1], said


def height(cli, folder, which, program):
    picture = os.path.join(folder, which + '.svg')
    done = record(cli, ['--threads', which, '--output', picture], sys.executable, '-c', THREADS + program)
    assert done.returncode == 0, done.stderr
    with open(picture, encoding='utf-8') as file:
        return int(re.search('viewBox="0 0 [0-9]+ ([0-9]+)', file.read()).group(1))


def check_threads(cli, folder):
    """Which rows a picture has: of all threads, of those that wait for something, or of none."""
    few, some, many = (height(cli, folder, which, 'run(lambda: sum(range(1000)))') for which in ('none', 'waiting', 'all'))
    assert few <= some < many, (few, some, many)
    few, some, many = (height(cli, folder, which, 'run(lambda: time.sleep(0.05))') for which in ('none', 'waiting', 'all'))
    assert few < some <= many, (few, some, many)


def check_json(cli, planted):
    """On standard error, and nothing but it; the program's own output is where it was."""
    done = record(cli, ['--json'], 'sh', '-c', 'echo own')
    assert done.stdout == b'own\n', done.stdout
    assert json.loads(done.stderr)['kind'] == 'recording'
    words = record(cli, [], planted, 'sleep')
    assert words.stdout == b'' and b'planted' in words.stderr, words


def check_for(cli, planted):
    began = time.monotonic()
    done = record(cli, ['--for=0.3s', '--json'], planted, 'until-input')
    assert done.returncode == 0 or time.monotonic() - began < 60
    wall = json.loads(record(cli, ['--for=300ms', '--json'], 'sleep', '50').stderr)['wall_ns']
    assert 300e6 <= wall < 20e9, wall


def check_unloadable(cli, folder):
    """The program goes on without a recorder that cannot be loaded, and it is said that nobody heard of it."""
    told, broken = os.path.join(folder, 'it.json'), os.path.join(folder, 'broken.so')
    with open(broken, 'w', encoding='utf-8') as file:
        file.write('no library')
    done = subprocess.run([cli, 'record', '--json=' + told, '--', 'sh', '-c', 'echo own; exit 3'], stdin=subprocess.DEVNULL, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, 'PARALANE_RECORDER': broken}, timeout=200)
    assert done.returncode == 3 and done.stdout == b'own\n', done
    with open(told, encoding='utf-8') as file:
        result = json.load(file)
    assert [one['reason'] for one in result['lost']['processes']] == ['unheard'], result['lost']
    assert [(lane['name'], lane['status']) for lane in result['lanes']] == [('sh', 3)], result['lanes']


def heed_interrupts():
    """As at a terminal, however these tests are run."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def check_interrupt(cli, folder):
    """Ctrl+C is the program's matter: it says how it ends, and what was recorded until then is kept."""
    told = os.path.join(folder, 'it.json')
    process = subprocess.Popen([cli, 'record', '--json=' + told, '--', 'bash', '-c', INTERRUPTED], stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, start_new_session=True, preexec_fn=heed_interrupts)
    assert process.stdout.readline() == b'ready\n'
    os.killpg(process.pid, signal.SIGINT)
    process.stdout.close()
    assert process.wait(60) == 5, process.returncode
    with open(told, encoding='utf-8') as file:
        lanes = json.load(file)['lanes']
    assert lanes[0]['name'] == 'bash' and lanes[0]['status'] == 5, lanes


def main():
    cli, planted = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    with tempfile.TemporaryDirectory(prefix='paralane-options-') as folder:
        check_python(cli, folder)
        check_descriptors(cli, folder)
        check_threads(cli, folder)
        check_json(cli, planted)
        check_for(cli, planted)
        check_unloadable(cli, folder)
        check_interrupt(cli, folder)


main()
