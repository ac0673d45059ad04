#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs leave as data and come back: real runs of every kind, looked at with nothing of Paralane."""
import csv
import importlib.util
import json
import os
import pathlib
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True  # nothing is left beside the sources

here = pathlib.Path(__file__).parent
spec = importlib.util.spec_from_file_location('check_trace_event', here / 'check-trace-event.py')
checker = importlib.util.module_from_spec(spec)
spec.loader.exec_module(checker)

RUNS = {
    'queue': ['run', '--pool-size', '3', '--tasks', '60', '--task-time', '200us'],
    'pipe': ['run', '--pool-size', '4', '--tasks', '40', '--ipc', 'pipe', '--chunk', '1', '--task-time', '100us'],
    'array': ['run', '--pool-size', '2', '--tasks', '40', '--ipc', 'array', '--task-time', '100us'],
    'race': ['race', '--workers', '3', '--increments', '2000'],
    'scene': ['scene', 'philosophers'],
}


class Cli:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder

    def run(self, *arguments, status=0, locale='C.UTF-8'):
        done = subprocess.run([self.program, *map(str, arguments)], cwd=self.folder, capture_output=True, text=True,
                              check=False, env={**os.environ, 'LC_ALL': locale, 'LANGUAGE': ''})
        assert done.returncode == status, (arguments, done.returncode, done.stderr)
        return done

    def read(self, name):
        return (self.folder / name).read_bytes()


def rows_of(cli, name):
    """As a spreadsheet or pandas with comment='#' sees it."""
    lines = [line for line in cli.read(name).decode().split('\n') if line and not line.startswith('#')]
    return list(csv.DictReader(lines))


def check_round_trip(cli, name):
    for ending in ('csv', 'jsonl'):
        cli.run('export', name + '.paralane', '--output', name + '.' + ending)
        cli.run('import', name + '.' + ending, '--save', 'back.paralane')
        assert cli.read('back.paralane') == cli.read(name + '.paralane'), (name, ending)
        # Whoever opens a saved run opens these too.
        shown = cli.run('show', name + '.' + ending, '--json').stdout
        assert shown == cli.run('show', name + '.paralane', '--json').stdout, (name, ending)


def check_lines(cli, name):
    lines = [json.loads(line) for line in cli.read(name + '.jsonl').splitlines()]
    assert lines[0]['head'] == 'run' and lines[-1]['head'] == 'end', name
    records = [line for line in lines if 'head' not in line]
    assert len(records) == lines[-1]['records'] > 0, name


def check_trace(cli, name, *options):
    cli.run('export', name + '.paralane', '--output', name + '.json', *options)
    return checker.verify(cli.folder / (name + '.json'))


def check_pool(cli):
    counts, spans = check_trace(cli, 'queue')
    names = {name for _, _, name, _, _ in spans}
    assert all('task %d' % i in names for i in range(1, 61)), names
    assert {'wait task', 'wait result'} <= names, names
    # Every chunk goes out and comes back: what is told of it has room for an arrow, but for a few.
    chunks = int(json.loads(cli.run('show', 'queue.paralane', '--json').stdout)['chunk'])
    messages = 2 * -(-60 // chunks)
    assert messages * 0.7 <= counts['s'] == counts['f'] <= messages, (counts, messages)
    cli.run('export', 'queue.paralane', '--output', 'messages.csv', '--rows', 'messages')
    rows = rows_of(cli, 'messages.csv')
    assert len(rows) == messages, (len(rows), messages)
    assert all(int(row['sent_ns']) <= int(row['received_ns']) for row in rows)
    assert sum(int(row['tasks']) for row in rows if row['message'] == 'task') == 60
    spans_of = rows_of(cli, 'queue.csv')
    assert sorted(row['what'] for row in spans_of if row['state'] == 'working') == sorted(
        'task %d' % i for i in range(1, 61))
    assert all(int(row['end_ns']) - int(row['start_ns']) == int(row['duration_ns']) for row in spans_of)
    told = cli.run('import', 'messages.csv', '--save', 'no.paralane', status=1)
    assert 'line 1' in told.stderr and 'messages' in told.stderr, told.stderr
    assert check_trace(cli, 'array')[0]['s'] == 0


def check_account(cli):
    """Who had a CPU: to the nanosecond as long as the span, and all tasks of a worker as the summary has them."""
    parts = ('on_cpu_ns', 'waiting_cpu_ns', 'asleep_ns')
    rows = rows_of(cli, 'queue.csv')
    run = json.loads(cli.run('show', 'queue.paralane', '--json').stdout)
    told = [row for row in rows if row['on_cpu_ns']]
    assert all(sum(int(row[part]) for part in parts) == int(row['duration_ns']) for row in told)
    if run['kernel']['source'] == 'none':
        assert not told, told[:1]
        return
    for number, worker in enumerate(run['workers'], 1):
        tasks = [row for row in told if row['state'] == 'working' and int(row['lane']) == number]
        assert len(tasks) == worker['tasks'], (len(tasks), worker)
        for part in parts:
            difference = sum(int(row[part]) for row in tasks) - worker['at_tasks'][part]
            # A nanosecond a task may be rounded to one side or the other.
            assert abs(difference) <= len(tasks), (number, part, difference)


def check_race(cli):
    counts, spans = check_trace(cli, 'race')
    rows = rows_of(cli, 'race.csv')
    result = json.loads(cli.run('show', 'race.paralane', '--json').stdout)['parts'][0]
    part = [row for row in rows if row['part'] == '1']
    assert len(part) == 6000 and sum(int(row['lost']) for row in part) == result['lost'], (len(part), result)
    lost = sum(name.startswith('lost increment') for _, _, name, _, _ in spans)
    assert lost == sum(int(row['lost']) for row in rows), lost


def check_range(cli):
    """What touches the range, and nothing else; a part is not the run."""
    # Around a task in the middle of them all: half of the run's own time may lie behind the last task, where the
    # workers' ends took long.
    tasks = sorted(int(row['start_ns']) for row in rows_of(cli, 'queue.csv') if row['state'] == 'working')
    middle_us = tasks[len(tasks) // 2] // 1000
    _, spans = check_trace(cli, 'queue', '--from', '%dus' % middle_us, '--to', '%dus' % (middle_us + 1000))
    assert spans and all(end >= middle_us - 1 and begin <= middle_us + 1001 for _, _, _, begin, end in spans), spans[:3]
    cli.run('export', 'queue.paralane', '--output', 'part.jsonl', '--from', '%dus' % middle_us)
    told = cli.run('import', 'part.jsonl', '--save', 'no.paralane', status=1)
    assert 'part.jsonl' in told.stderr and 'only a part' in told.stderr, told.stderr
    assert not (cli.folder / 'no.paralane').exists()
    told = cli.run('export', 'queue.paralane', '--output', 'no.csv', '--from', '5ms', '--to', '2ms', status=2)
    assert 'there is nothing' in told.stderr and not (cli.folder / 'no.csv').exists(), told.stderr


def check_notes(cli):
    """What a person wrote is there as instant events: on everybody, on one lane, over a range, and without a word."""
    for arguments in (['--at', '1ms', 'Look "here"'], ['--at', '2ms', '--to', '3ms', '--lane', '2', 'zäh'], ['--at', '4ms']):
        cli.run('note', 'pipe.paralane', *arguments)
    assert check_trace(cli, 'pipe')[0]['i'] >= 3
    document = json.loads(cli.read('pipe.json'))
    events = document['traceEvents']
    notes = [event for event in events if event.get('cat') == 'note']
    assert [(note['name'], note['ts'], note['s']) for note in notes] == [
        ('Look "here"', 1000, 'g'), ('zäh', 2000, 't'), ('bookmark', 4000, 'g')], notes
    assert notes[1]['args'] == {'detail': 'zäh', 'to_us': 3000} and 'to_us' not in notes[0]['args'], notes
    owner = [event for event in events if event['ph'] == 'M' and event['name'] == 'process_name'
             and event['pid'] == notes[1]['pid']]
    assert owner[0]['args']['name'] == 'Worker 2', owner
    check_trace(cli, 'pipe', '--from', '1500us', '--to', '2500us')
    events = json.loads(cli.read('pipe.json'))['traceEvents']
    assert [event['name'] for event in events if event.get('cat') == 'note'] == ['zäh'], events
    check_trace(cli, 'pipe', '--no-notes')
    assert b'"cat":"note"' not in cli.read('pipe.json')
    # And what can be read back has them in any case.
    check_round_trip(cli, 'pipe')


def check_locale(cli):
    """Nothing of it is translated, whatever the language and however it writes numbers."""
    for ending in ('json', 'csv', 'jsonl'):
        cli.run('export', 'scene.paralane', '--output', 'de.' + ending, locale='de_DE.UTF-8')
        cli.run('export', 'scene.paralane', '--output', 'c.' + ending)
        assert cli.read('de.' + ending) == cli.read('c.' + ending), ending


def check_refusals(cli):
    (cli.folder / 'bad.jsonl').write_bytes(cli.read('queue.jsonl').replace(b'"state":"working"', b'"state":"idle"', 1))
    told = cli.run('import', 'bad.jsonl', '--save', 'no.paralane', status=1)
    line = 1 + cli.read('queue.jsonl').split(b'\n').index(
        next(line for line in cli.read('queue.jsonl').split(b'\n') if b'"state":"working"' in line))
    assert 'bad.jsonl' in told.stderr and 'line %d:' % line in told.stderr, told.stderr
    assert not (cli.folder / 'no.paralane').exists()
    for arguments, words in ((('import', 'queue.csv'), '--save is missing'),
                             (('import', '--save', 'x.paralane'), 'name of a saved run is missing'),
                             (('export', 'queue.paralane', '--output', 'x.xml'), '.jsonl'),
                             (('export', 'queue.paralane', '--output', 'x.csv', '--rows', 'cells'), 'spans, messages'),
                             (('export', 'queue.paralane', '--output', 'x.csv', '--rows', 'increments'), 'increments')):
        told = cli.run(*arguments, status=2)
        assert words in told.stderr, (arguments, told.stderr)
    told = cli.run('import', 'queue.csv', '--save', 'no/such/folder.paralane', status=1)
    assert 'no such folder' in told.stderr, told.stderr
    told = cli.run('import', 'missing.csv', '--save', 'no.paralane', status=1)
    assert 'missing.csv' in told.stderr, told.stderr


def main(program):
    with tempfile.TemporaryDirectory() as folder:
        cli = Cli(program, pathlib.Path(folder))
        for name, command in RUNS.items():
            cli.run(*command, '--save', name + '.paralane', '--json')
            check_round_trip(cli, name)
            check_lines(cli, name)
            check_trace(cli, name)
        check_pool(cli)
        check_account(cli)
        check_race(cli)
        check_notes(cli)
        check_locale(cli)
        check_refusals(cli)
        check_range(cli)


main(pathlib.Path(sys.argv[1]).resolve())
