# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tutorials' examples do, from their runs: who was there, from when to when, what travelled, who wrote what and when.
Beyond what a lesson says of itself; of the program in Python and of its twin in C alike."""

import json
import re

import lessons


class Run:
    """A lesson's program has been run and kept."""

    def __init__(self, name, saved, *options):
        self.result = lessons.run(name, '--save', saved, *options)
        self.saved = saved
        self.python = self.result['program'] == 'python'
        self.lines = self.result['output'].split('\n')[:-1]
        if self.result['program'] == 'plan':
            return
        self.run = self.result['run']
        processes = [lane for lane in self.run['lanes'] if lane['kind'] == 'process']
        # Since 3.14 Python starts a fork server, which forks the children, and who tracks what they share.
        self.main, self.children = processes[0], [lane for lane in processes[1:] if not lane['helper']]
        self.servers = [lane['lane'] for lane in processes if lane['helper'] == 'fork-server' and lane['parent'] == self.main['lane']]

    def written(self, words):
        """(lane, ns, text) of all that was written with these words in it, by write(2): of printf nobody can tell."""
        status, out, err = lessons.cli('show', self.saved, '--find', words, '--json')
        assert status == 0, err
        return [(span['lane'], span['from_ns'], span['text']) for span in json.loads(out)['find']['spans'] if 'text' in span]


def joined(run, n):
    """So many children, each forked by the parent or its server, and joined by it: all are gone, and well, before the parent is."""
    assert len(run.children) == n, run.run['lanes']
    for child in run.children:
        assert child['parent'] in (run.servers or [run.main['lane']]), child
        assert run.main['born_ns'] < child['born_ns'] < child['ended_ns'] < run.main['ended_ns'], (run.main, child)
        assert child['status'] == 0, child


def one_child(run):
    joined(run, 1)


def four_joined(run):
    joined(run, 4)


def four_children(run):
    """Each line is written by a process of its own."""
    joined(run, 4)
    assert not run.python or len({lane for k in range(4) for lane, _, _ in run.written('"Process %d"' % k)}) == 4, run.lines


def five_children(run):
    joined(run, 5)


def sent(run, count):
    """So many messages; those that start a child are none but where a server does it."""
    told = run.run['messages']
    assert told['count'] == count or run.servers and told['count'] > count, told


def pool(workers, tasks):
    """Each task is a message to a worker, and its result one back."""
    def check(run):
        assert len(run.children) == workers, run.run['lanes']
        assert run.run['messages']['count'] >= 2 * tasks, run.run['messages']
    return check


def default_pool(run):
    assert len(run.children) == int(re.search(r'^Workers: (\d+)$', run.result['output'], re.MULTILINE).group(1)), run.lines


def two_printers(run):
    """Nine texts of each, each by one process; with a pause after each line one begins before the other has ended."""
    squares, cubes = run.written('"Square of"'), run.written('"Cube of"')
    assert len(squares) == len(cubes) == 9, (squares, cubes)
    assert len({lane for lane, _, _ in squares}) == len({lane for lane, _, _ in cubes}) == 1
    assert squares[0][0] != cubes[0][0]
    assert min(squares[-1][1], cubes[-1][1]) > max(squares[0][1], cubes[0][1])
    joined(run, 2)


def drawn(run):
    """Who drew, in the order of what came out. A word is written before the end of its line, and another's may come between."""
    found = re.findall(r'Process (\d): (\d+)', run.result['output'])
    assert len(found) == 4 and all(1 <= int(number) <= 100 for _, number in found), run.lines
    return [int(process) for process, _ in found]


def one_by_one(run):
    joined(run, 4)
    assert drawn(run) == [0, 1, 2, 3], run.lines
    for before, after in zip(run.children, run.children[1:]):
        assert before['ended_ns'] < after['born_ns'], run.children


def all_at_once(run):
    joined(run, 4)
    assert sorted(drawn(run)) == [0, 1, 2, 3], run.lines
    # Each sleeps for a second: all are there before the first has gone.
    assert max(child['born_ns'] for child in run.children) < min(child['ended_ns'] for child in run.children), run.children


def one_task(run):
    """The whole list goes through a pipe."""
    assert run.run['messages']['bytes'] > 4_000_000, run.run['messages']


def eight_tasks(run):
    """Eight ranges and eight sums, which are small."""
    assert run.run['messages']['count'] >= 16, run.run['messages']
    assert run.run['messages']['bytes'] < 100_000, run.run['messages']


def queue(run):
    """Five items and the sentinel, from one to the other; the consumer is there until it has that."""
    joined(run, 2)
    sent(run, 6)


def triples(run):
    """Under the lock: twenty whole triples, five of each worker."""
    seen = []
    for take, work, give in zip(run.lines[::3], run.lines[1::3], run.lines[2::3]):
        number = take.split()[1]
        assert [take, work, give] == ['Worker %s %s' % (number, does) for does in ('takes the lock', 'is at work', 'gives the lock back')], run.lines
        seen.append(number)
    assert sorted(seen) == sorted('1234' * 5), seen
    joined(run, 4)


def held_back(run):
    """With two workers no result can be there before 1, 1, 2, 2 and 3 s, and none before those in front of it."""
    assert len(run.children) == 2, run.run['lanes']
    moments = [run.written('"%d"' % square)[0][1] for square in (1, 4, 9, 16, 25)]
    assert moments == sorted(moments), moments
    assert all(moment >= least * 10 ** 9 for moment, least in zip(moments, (1, 1, 2, 2, 3))), moments


def pipe(run):
    joined(run, 2)
    sent(run, 1)
    assert not run.python or run.written('"Received"')[0][0] == run.children[1]['lane']


# By the name of the lesson that has the example.
CHECKS = {
    'first-process': one_child, 'process-argument': one_child, 'array-doubled': one_child, 'four-processes': four_children,
    'five-processes': five_children, 'pool-double': pool(4, 5), 'pool-squares': pool(4, 5), 'pool-three': pool(3, 5),
    'pool-default': default_pool, 'two-printers': two_printers, 'one-by-one': one_by_one, 'all-at-once': all_at_once,
    'sum-one-task': one_task, 'sum-eight-tasks': eight_tasks, 'shared-counter': four_joined, 'queue': queue, 'lock-lines': triples,
    'pool-in-order': held_back, 'pipe': pipe,
}
