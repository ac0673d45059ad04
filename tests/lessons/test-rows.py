#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every example of the tutorials is a lesson that comes out as it says: its program in Python under the recorder, and its
twin in C. So does every other lesson of the shelf."""

import functools

import lessons

ROWS = ['E%02d' % number for number in range(1, 26)]
SHELF = [lesson for lesson in lessons.lessons() if not lesson['foreign']]


@functools.lru_cache(maxsize=None)
def check(name):
    """Once, however many rows it is about."""
    first = lessons.run(name)
    assert first['verdict'] == 'as expected', (name, first['program'], first['verdict'], first['output'])
    if first['program'] == 'plan':
        return
    assert first['program'] == 'python', (name, first.get('missing'))
    twin = lessons.run(name, '--twin')
    assert twin['program'] == 'c'
    assert twin['verdict'] == 'as expected', (name, 'twin', twin['verdict'], twin['output'])


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


if __name__ == '__main__':
    tests = [('whole', check_whole)]
    tests += [(row, functools.partial(check_row, row)) for row in ROWS]
    tests += [(lesson['name'], functools.partial(check, lesson['name'])) for lesson in SHELF if not lesson.get('examples')]
    lessons.main(tests)
