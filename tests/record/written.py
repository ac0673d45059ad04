# SPDX-License-Identifier: GPL-3.0-or-later
"""written.py CLI: what processes wrote to a terminal is found by its words, with who wrote it and when."""

import json
import os
import pty
import subprocess
import sys
import tempfile

PROGRAM = """import multiprocessing
def tell(number):
    print('Cube of', number, 'is', number ** 3, flush=True)
if __name__ == '__main__':
    for number in range(1, 4):
        worker = multiprocessing.Process(target=tell, args=(number,), name='cuber-%d' % number)
        worker.start()
        worker.join()
    print('all of them', flush=True)
"""


def record(cli, program, saved):
    """At a terminal of its own."""
    ours, theirs = pty.openpty()
    # As by default: a line is one write.
    environment = {name: value for name, value in os.environ.items() if name != 'PYTHONUNBUFFERED'}
    process = subprocess.Popen([cli, 'record', '--save', saved, '--', sys.executable, program], stdin=subprocess.DEVNULL,
                               stdout=theirs, stderr=theirs, env=environment)
    os.close(theirs)
    said = b''
    while True:
        try:
            some = os.read(ours, 65536)
        except OSError:     # nobody has it open any more
            some = b''
        if not some:
            break
        said += some
    os.close(ours)
    assert process.wait() == 0, said


def find(cli, saved, words):
    done = subprocess.run([cli, 'show', saved, '--find', words, '--json'], check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout)['find']


def main():
    cli = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix='paralane-written-') as folder:
        program, saved = os.path.join(folder, 'it.py'), os.path.join(folder, 'it.paralane')
        with open(program, 'w', encoding='utf-8') as file:
            file.write(PROGRAM)
        record(cli, program, saved)
        cubes = find(cli, saved, 'cube')
        assert cubes['hits'] == 3, cubes
        assert [hit['text'] for hit in cubes['spans']] == ['Cube of %d is %d\u21b5' % (i, i ** 3) for i in range(1, 4)], cubes
        assert len({hit['lane'] for hit in cubes['spans']}) == 3, cubes
        assert all(hit['from_ns'] == hit['to_ns'] for hit in cubes['spans']), cubes
        second = find(cli, saved, '"2 is" cube')
        assert second['spans'] == cubes['spans'][1:2], second
        assert find(cli, saved, '"is cube"')['hits'] == 0
        told = subprocess.run([cli, 'show', saved, '--find', 'them'], check=True, stdout=subprocess.PIPE).stdout.decode()
        assert 'wrote \u201call of them\u21b5\u201d' in told, told


if __name__ == '__main__':
    main()
