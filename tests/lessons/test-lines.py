#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A run of a lesson tells at which line of its own file each lane was; what it writes and what is found stays the same."""

import os
import subprocess
import tempfile

import lessons

HEAD = '[lesson]\ntitle=T\ntopic=processes\ngoal=G\nexplanation=E\n'


def told(result):
    return {line['line']: line for line in result['lines']}


def source(name, program):
    with open(os.path.join(os.environ['PARALANE_LESSONS'], name, program), encoding='utf-8') as file:
        return [''] + file.read().splitlines()


def number(lines, text):
    found = [i for i, line in enumerate(lines) if text in line]
    assert len(found) == 1, (text, found)
    return found[0]


def own(program, *options, ini='', file='program.py', **environment):
    """A lesson of our own, run."""
    with tempfile.TemporaryDirectory() as room:
        folder = os.path.join(room, 'paralane', 'lessons', 'mine')
        os.makedirs(folder)
        for name, text in (('lesson.ini', HEAD + ini), (file, program)):
            with open(os.path.join(folder, name), 'w', encoding='utf-8') as out:
                out.write(text)
        return lessons.run('mine', '--yes', *options, XDG_DATA_HOME=room, XDG_CACHE_HOME=room + '/cache', **environment)


def test_python():
    result, lines = lessons.run('four-processes'), source('four-processes', 'program.py')
    at = told(result)
    assert result['verdict'] == 'as expected'
    shown = at[number(lines, 'print(f"Process')]
    assert (shown['lanes'], shown['times']) == (4, 4), shown
    assert at[number(lines, 'process.start()')]['lanes'] == 1
    # What waits is at the line where it does: longer than anything else.
    assert at[number(lines, 'process.join()')]['ns'] > 0
    assert all(lines[line].strip() for line in at), at


def test_no_sitecustomize():
    """Debian's Python brings one of its own, most others do not."""
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, 'sitecustomize.py'), 'w', encoding='utf-8') as out:
            out.write('raise ModuleNotFoundError("as if there were none", name="sitecustomize")\n')
        result = own('print("here")\n', PYTHONPATH=folder)
    assert told(result)[1]['times'] == 1, result['lines']


def test_twin():
    result, lines = lessons.run('four-processes', '--twin'), source('four-processes', 'program.c')
    at = told(result)
    shown = at[number(lines, 'printf ("Process')]
    assert (shown['lanes'], shown['times']) == (4, 4), shown
    assert at[number(lines, 'waitpid')]['lanes'] == 1
    assert at[number(lines, 'puts (')]['times'] == 1
    assert all(lines[line].strip() not in ('', '{', '}') for line in at), at


def test_marks_do_nothing():
    """Where nobody records, a marked program is as it was."""
    program = os.path.join(os.environ['PARALANE_TWINS'], 'first-process')
    done = subprocess.run([program], capture_output=True, text=True, check=True)
    assert done.stdout == lessons.run('first-process', '--twin')['output'], done.stdout


def test_busy():
    """A loop that goes round again and again does not fill the log, and what comes behind it is still told; where it goes
    round too often nobody looks any more, and it does the same."""
    endless = own('total = 0\nfor i in range(500000):\n    total += i\nprint(total)\n')
    assert endless['output'] == '124999750000\n' and told(endless)[3]['ns'] > 0, endless['lines']
    python = own('total = 0\nfor i in range(20000):\n    total += i\nprint(total)\nprint("end")\n')
    assert told(python)[5]['times'] == 1, python['lines']
    assert told(python)[3]['ns'] > 0 and sum(line['times'] for line in python['lines']) < 5000, python['lines']
    c = own('#include <stdio.h>\nint\nmain (void)\n{\n  volatile long total = 0;\n  for (long i = 0; i < 3000000; i++)\n'
            '    total += i;\n  puts ("end");\n  return 0;\n}\n', '--twin', file='program.c')
    assert told(c)[8]['times'] == 1, c['lines']
    assert told(c)[7]['ns'] + told(c)[6]['ns'] > 0, c['lines']
    assert sum(line['times'] for line in c['lines']) < 20000, c['lines']


def test_waits_are_told():
    """Whoever sleeps is at that line for that long, although he came by it often before."""
    result = own('import time\nfor i in range(3000):\n    time.sleep(0.3 if i == 2999 else 0)\nprint("end")\n')
    assert told(result)[3]['ns'] >= 250e6, result['lines']
    result = own('#include <unistd.h>\nint\nmain (void)\n{\n  for (int i = 0; i < 3000; i++)\n    usleep (i == 2999 ? 300000 : 0);\n'
                 '  return 0;\n}\n', '--twin', file='program.c')
    assert told(result)[6]['ns'] >= 250e6, result['lines']


def test_threads_and_spawned():
    result = own('import threading\ndef f():\n    print("f")\nts = [threading.Thread(target=f) for _ in range(3)]\n'
                 'for t in ts:\n    t.start()\nfor t in ts:\n    t.join()\n')
    assert told(result)[3]['lanes'] == 3, result['lines']
    result = own('import multiprocessing as m\ndef f():\n    print("f")\nif __name__ == "__main__":\n    m.set_start_method("spawn")\n'
                 '    p = m.Process(target=f)\n    p.start()\n    p.join()\n')
    # The child reads the file anew, but does not do what stands behind the guard.
    assert told(result)[3]['lanes'] == 1 and told(result)[1]['lanes'] == 2, result['lines']
    assert told(result)[8]['lanes'] == 1, result['lines']


def test_other_files():
    """Only the lesson's own file."""
    result = own('import json\nprint(json.loads("[1]"))\n')
    assert set(told(result)) <= {1, 2}, result['lines']


def test_left_out():
    assert own('print(1)\n', ini='[run]\nlines=no\n')['lines'] == []
    assert lessons.run('one-lock-for-all', '--twin')['lines'] == []
    # Of many nobody looks at each.
    assert lessons.run('first-process', '--twin', '--times', '2')['lines'] == []


if __name__ == '__main__':
    lessons.main([(name[5:], test) for name, test in sorted(globals().items()) if name.startswith('test_')])
