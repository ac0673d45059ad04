#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every example of the tutorials is a lesson that comes out as it says: its program in Python under the recorder, and its
twin in C. So does every other lesson of the shelf."""

import functools
import os
import tempfile

import lessons
import rows

ROWS = ['E%02d' % number for number in range(1, 26)]
SHELF = [lesson for lesson in lessons.lessons() if not lesson['foreign']]


def run(name, *options):
    with tempfile.TemporaryDirectory(prefix='paralane-rows-') as folder:
        done = rows.Run(name, os.path.join(folder, 'it.paralane'), *options)
        assert done.result['verdict'] == 'as expected', (name, done.result['program'], done.result['verdict'], done.result['output'])
        if name in rows.CHECKS:
            rows.CHECKS[name](done)
    return done.result


@functools.lru_cache(maxsize=None)
def check(name):
    """Once, however many rows it is about."""
    first = run(name)
    if first['program'] == 'plan':
        return
    assert first['program'] == 'python', (name, first.get('missing'))
    assert run(name, '--twin')['program'] == 'c'


def check_row(row):
    found = [lesson for lesson in SHELF if row in lesson['examples']]
    assert found, 'no lesson is about ' + row
    for lesson in found:
        check(lesson['name'])


def check_whole():
    broken = [lesson for lesson in SHELF if 'error' in lesson]
    assert SHELF and not broken, broken
    known = {row for lesson in SHELF for row in lesson['examples']}
    assert known <= set(ROWS), known - set(ROWS)
    assert set(rows.CHECKS) <= {lesson['name'] for lesson in SHELF}


if __name__ == '__main__':
    tests = [('whole', check_whole)]
    tests += [(row, functools.partial(check_row, row)) for row in ROWS]
    tests += [(lesson['name'], functools.partial(check, lesson['name'])) for lesson in SHELF if not lesson.get('examples')]
    lessons.main(tests)
