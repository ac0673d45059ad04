#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""paralane-cli lesson: lists, runs, checks and begins lessons; what is broken or foreign is told."""

import csv
import json
import os
import re
import subprocess
import tempfile

import lessons

PIECE = '[lesson]\ntitle=T\ntopic=processes\ngoal=G\nexplanation=E\n'


class Home:
    """Data and cache of a user of our own."""

    def __enter__(self):
        self.room = tempfile.TemporaryDirectory()
        self.at = {'XDG_DATA_HOME': self.room.name, 'XDG_CACHE_HOME': self.room.name + '/cache'}
        return self

    def __exit__(self, *_):
        self.room.cleanup()

    def path(self, *parts):
        return os.path.join(self.room.name, 'paralane', 'lessons', *parts)

    def add(self, name, text, **files):
        os.makedirs(self.path(name))
        for file, content in {'lesson.ini': text, **{key.replace('_', '.'): value for key, value in files.items()}}.items():
            with open(self.path(name, file), 'w', encoding='utf-8') as out:
                out.write(content)


def test_list():
    listed = lessons.lessons()
    assert all({'name', 'title', 'topic', 'examples'} <= set(lesson) for lesson in listed)
    status, out, _ = lessons.cli('lesson', 'list')
    assert status == 0
    assert all(lesson['name'] in out and lesson['title'] in out for lesson in listed)


def test_new():
    with Home() as home:
        status, out, err = lessons.cli('lesson', 'new', 'mine', '--json', **home.at)
        assert status == 0, err
        assert json.loads(out)['folder'] == home.path('mine')
        mine = [lesson for lesson in lessons.lessons(**home.at) if lesson['name'] == 'mine']
        assert len(mine) == 1 and mine[0]['foreign']
        assert lessons.cli('lesson', 'check', home.path('mine', 'lesson.ini'))[0] == 0
        status, _, err = lessons.cli('lesson', 'new', 'mine', **home.at)
        assert status == 1 and 'already' in err, err
        for name in ('', 'No', '../up', 'a b', 'x' * 65):
            assert lessons.cli('lesson', 'new', name, **home.at)[0] == 2, name
        # Nothing of it runs, or is compiled, before somebody agreed; what would run is shown.
        for twin in ([], ['--twin']):
            status, out, err = lessons.cli('lesson', 'run', 'mine', *twin, **home.at)
            assert status == 1 and not out and '--yes' in err, err
            assert home.path('mine', 'program.c' if twin else 'program.py') in err, err
        assert not os.path.exists(home.at['XDG_CACHE_HOME'])
        assert lessons.run('mine', '--yes', **home.at)['program'] == 'python'
        assert lessons.run('mine', '--yes', '--twin', **home.at)['program'] == 'c'


def test_broken():
    with Home() as home:
        home.add('bad', PIECE + 'what\n', program_py='print()\n')
        home.add('empty', '')
        home.add('bare', PIECE)
        home.add('good', PIECE, program_py='print()\n')
        own = lessons.lessons()[0]['name']
        home.add(own, PIECE, program_py='print()\n')
        listed = [lesson for lesson in lessons.lessons(**home.at) if lesson['foreign']]
        faults = {lesson['name']: lesson.get('error') for lesson in listed}
        assert faults['bad'].startswith('Line 6: ') and 'what' in faults['bad'], faults
        assert faults['empty'].startswith('Line 1: ') and faults['bare'].startswith('Line 1: '), faults
        assert faults['good'] is None and 'already' in faults[own], faults
        status, _, err = lessons.cli('lesson', 'check', home.path('bad'))
        assert status == 1 and 'Line 6: ' in err, err
        status, _, err = lessons.cli('lesson', 'run', 'bad', **home.at)
        assert status == 1 and 'Line 6: ' in err, err
        assert lessons.run('good', '--yes', **home.at)['verdict'] == 'as expected'


def test_differs():
    """Whatever is not as expected is told, and by the exit status too."""
    cases = [('exit=1', 'exit status is 0'), ('output=b\\nc', 'Line 1'), ('output=a\\nb\\nc', 'no line 3'),
             ('output=a', 'one too many'), ('lines=a;c', 'one too many'), ('lines=a;b;c', 'did not write'),
             ('last=a', 'Line 2'), ('first=b', 'Line 1'), ('pieces=a;b;c', 'did not write'), ('pieces=a', 'also wrote'),
             ('contains=b;a', 'where it was expected'), ('finding=deadlock', 'deadlock'),
             ('\n[bounds]\nprocesses=2', 'processes'), ('\n[bounds]\nnothing=2', 'nothing'), ('\n[bounds]\nexit=1..', 'at least')]
    with Home() as home:
        for number, (expected, words) in enumerate(cases):
            name = 'case-%d' % number
            home.add(name, PIECE + '[expect]\n' + expected + '\n', program_py='print("a")\nprint("b")\n')
            result = lessons.run(name, '--yes', **home.at)
            assert words in result['verdict'], (expected, result['verdict'])
        home.add('right', PIECE + '[expect]\nexit=0\npieces=b;a\ncontains=a;b\nfirst=a\nlast=b\noutput=a\\nb\n'
                 '[bounds]\nprocesses=1\nexit=..0\nwall_ns=0..\n', program_py='print("a")\nprint("b")\n')
        assert lessons.run('right', '--yes', **home.at)['verdict'] == 'as expected'
        home.add('ends', PIECE + '[run]\nlimit=300ms\n[expect]\nexit=-15\n', program_py='import time\ntime.sleep(60)\n')
        assert lessons.run('ends', '--yes', **home.at)['verdict'] == 'as expected'


def test_times():
    result = lessons.run('four-processes', '--twin', '--times', '20')
    assert result['times'] == 20 and sum(outcome['count'] for outcome in result['outcomes']) == 20
    assert all(outcome['outcome'].count('Process') == 4 for outcome in result['outcomes'])
    assert result['possible_outcomes'] == 24 and len(result['outcomes']) <= 24
    assert lessons.run('first-process', '--twin')['possible_outcomes'] is None
    status, out, err = lessons.cli('lesson', 'run', 'four-processes', '--twin', '--times', '3')
    assert status == 0 and re.search('^3 runs, [1-3] of 24 possible outcomes$', out, re.MULTILINE), (out, err)
    for times in ('0', 'many', '10001'):
        assert lessons.cli('lesson', 'run', 'four-processes', '--times', times)[0] == 2


def test_tally():
    """Counted as it is told, as a table and as pictures; of one run there is nothing to count."""
    with Home() as home:
        table, svg, pdf = (os.path.join(home.room.name, 'tally.' + ending) for ending in ('csv', 'svg', 'pdf'))
        result = lessons.run('four-processes', '--twin', '--times', '5', '--csv', table, '--tally', svg, '--tally', pdf, '--width', '900',
                             '--no-embed', '--svg-text', 'text')
        with open(table, encoding='utf-8', newline='') as file:
            rows = list(csv.DictReader(file))
        assert [(row['outcome'], int(row['count'])) for row in rows] == [(o['outcome'], o['count']) for o in result['outcomes']], rows
        assert abs(sum(float(row['share']) for row in rows) - 1) < 1e-4, rows
        with open(svg, encoding='utf-8') as file:
            drawn = file.read()
        assert all('%d of 5' % outcome['count'] in drawn for outcome in result['outcomes']), drawn[:2000]
        with open(pdf, 'rb') as file:
            assert file.read(5) == b'%PDF-'
        for options in (['--csv', table], ['--tally', svg], ['--times', '2', '--tally', 'a.csv'], ['--times', '2', '--width', '900']):
            assert lessons.cli('lesson', 'run', 'four-processes', '--twin', *options)[0] == 2, options


def test_no_python():
    result = lessons.run('first-process', PARALANE_PYTHON='no-such-python')
    assert result['program'] == 'c' and 'Python 3' in result['missing'] and result['verdict'] == 'as expected'


def test_usage():
    for words in ([], ['frob'], ['run'], ['run', 'a', 'b'], ['list', 'x'], ['check'], ['run', 'no-such-lesson']):
        status, out, err = lessons.cli('lesson', *words)
        assert status == 2 and not out and err.startswith('paralane-cli: '), (words, status, err)


def test_saved():
    with Home() as home:
        saved, drawn = os.path.join(home.room.name, 'a.paralane'), os.path.join(home.room.name, 'a.svg')
        lessons.run('first-process', '--twin', '--save', saved, '--output', drawn)
        assert os.path.getsize(drawn) > 1000
        assert lessons.cli('show', saved)[0] == 0


def test_first_look():
    """A program that takes long before it makes anybody is drawn from there on, as the window shows it; its file has all of it."""
    program = ('#include <sys/wait.h>\n#include <unistd.h>\nint\nmain (void)\n{\n  usleep (400000);\n'
               '  if (fork () == 0)\n    _exit (0);\n  wait (NULL);\n  return 0;\n}\n')
    with Home() as home:
        home.add('late', PIECE, program_c=program)
        paths = [os.path.join(home.room.name, name) for name in ('late.paralane', 'late.svg', 'all.svg')]
        options = ['--no-embed', '--svg-text', 'text']
        lessons.run('late', '--yes', '--twin', '--save', paths[0], '--output', paths[1], *options, **home.at)
        assert lessons.cli('export', paths[0], '--output', paths[2], *options)[0] == 0
        begins = []
        for path in paths[1:]:
            with open(path, encoding='utf-8') as file:
                begins.append('>0<' in file.read())
        assert begins == [False, True], begins


def text_of(path, *pages):
    return subprocess.run(['pdftotext', '-layout', *pages, path, '-'], capture_output=True, text=True, check=True).stdout


def test_handout():
    with Home() as home:
        for options in ([], ['--solution']):
            path = os.path.join(home.room.name, 'handout.pdf')
            lessons.run('first-process', '--twin', '--handout', path, *options)
            assert text_of(path).count('\f') == 2, text_of(path)
            assert ('Answer: That of the worker' in text_of(path)) == bool(options), options
        # Whatever kind of run it is, the table says when each lane was there.
        for name in ('two-locks', 'lost-updates', 'pool-shares'):
            lessons.run(name, '--handout', path)
            told = text_of(path, '-f', '2')
            assert re.search(r'^Worker 2( +[0-9.]+ [mµn]?s){3}$', told, re.MULTILINE), (name, told)
        assert lessons.cli('lesson', 'run', 'first-process', '--handout', 'a.txt')[0] == 2
        assert lessons.cli('lesson', 'run', 'first-process', '--solution')[0] == 2
        status, _, err = lessons.cli('lesson', 'run', 'first-process', '--twin', '--handout', '/nowhere/at/all.pdf')
        assert status == 1 and '/nowhere' in err, err


def test_handout_wraps():
    """A line that is too long for a sheet goes on below; nothing sticks out."""
    words = ' '.join('word%03d' % number for number in range(60))
    with Home() as home:
        home.add('long', PIECE, program_c='#include <stdio.h>\nint\nmain (void)\n{\n  puts ("%s");\n  return 0;\n}\n' % words)
        path = os.path.join(home.room.name, 'handout.pdf')
        lessons.run('long', '--yes', '--twin', '--handout', path, **home.at)
        told = subprocess.run(['pdftotext', '-l', '1', '-bbox', path, '-'], capture_output=True, text=True, check=True).stdout
        boxes = re.findall(r'xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)" yMax="[\d.]+">([^<]*)<', told)
        assert {'word000', 'word030', 'word058'} <= {re.sub(r'\W', '', text.replace('&quot;', '')) for _, _, text in boxes}, boxes
        assert all(40 < float(left) and float(right) < 556 for left, right, _ in boxes), boxes


def test_titles():
    """A lesson's picture is called after the lesson, or as somebody wants it, not after the file of its program."""
    with Home() as home:
        path = os.path.join(home.room.name, 'a.svg')
        for options, title in ([], 'The first process'), (['--title', 'Mine'], 'Mine'):
            lessons.run('first-process', '--twin', '--output', path, '--no-embed', '--svg-text', 'text', *options)
            with open(path, encoding='utf-8') as file:
                assert '>%s<' % title in file.read(), title


if __name__ == '__main__':
    lessons.main([(name[5:], test) for name, test in sorted(globals().items()) if name.startswith('test_')])
