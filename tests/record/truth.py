# SPDX-License-Identifier: GPL-3.0-or-later
"""truth.py CLI PLANTED: what is told of programs whose waits are known must be true as a whole: a lane's times are its
life, whoever goes on was let go by somebody before, once, and whoever has a lock is named."""

import json
import os
import subprocess
import sys
import tempfile

WHAT = ['sleep', 'lock', 'pipe', 'full', 'room', 'join', 'child', 'condition', 'socket', 'tcp', 'one-lock', 'crowd', 'told', 'together',
        'interrupted', 'again']


def record(cli, program, folder, *arguments):
    told, saved, lines = (os.path.join(folder, name) for name in ('it.json', 'it.paralane', 'it.jsonl'))
    subprocess.run([cli, 'record', '--save', saved, '--json=' + told, '--', program, *arguments], check=True,
                   stdin=subprocess.DEVNULL)
    subprocess.run([cli, 'export', saved, '--output', lines], check=True, stdout=subprocess.DEVNULL)
    with open(told, encoding='utf-8') as file:
        result = json.load(file)
    with open(lines, encoding='utf-8') as file:
        rows = [json.loads(line) for line in file]
    os.unlink(lines)
    return result, rows


def check_sums(told, rows):
    """On a CPU + waiting for one + asleep are a lane's life, and so are its states."""
    for lane in told['lanes']:
        began = min(row['time_ns'] for row in rows if row.get('lane') == lane['lane'] and 'state' in row)
        states = sum(lane['states'].values())
        kernel = lane['on_cpu_ns'] + lane['waiting_cpu_ns'] + lane['asleep_ns']
        # Born a moment before its first record: how long, is for whoever has the CPU then to say.
        assert lane['born_ns'] <= began and states == lane['ended_ns'] - began, (lane, states, began)
        assert kernel == states, (lane, kernel, states)


def check_semaphores(rows):
    """Nobody is let go who was not let go, nor twice, nor before: no semaphore is below zero."""
    given, taken = {}, {}
    for row in rows:
        if row.get('event') == 'wake':
            ends = given if row['end'] == 'out' else taken
            assert row['id'] not in ends, row
            ends[row['id']] = row
    for number, row in taken.items():
        assert number in given, row
        assert given[number]['time_ns'] <= row['time_ns'], (given[number], row)
    return len(taken)


def check_holders(rows, texts):
    """Of one lock for all: one lane has it at a time, and whoever waits is told which."""
    held = [row for row in rows if row.get('event') == 'holder']
    waits = {(row['lane'], row['time_ns']): row for row in rows if row.get('state') == 'waiting-lock'}
    assert held
    for row in held:
        assert row['number'] != row['lane'], row
        assert (row['lane'], row['time_ns']) in waits, row
        assert waits[row['lane'], row['time_ns']]['number'] in texts, row


def check_lock(told, rows):
    """The one who waits, for what, who had it, and who gave it."""
    waits = [row for row in rows if row.get('state') == 'waiting-lock']
    assert [row['lane'] for row in waits] == [1], waits
    holders = [row for row in rows if row.get('event') == 'holder']
    assert [(row['lane'], row['number'], row['time_ns']) for row in holders] == [(1, 2, waits[0]['time_ns'])], holders
    let_go = [row for row in rows if row.get('event') == 'wake' and row['lane'] == 1 and row['end'] == 'in']
    gives = [row for row in rows if row.get('event') == 'wake' and row['id'] == let_go[-1]['id'] and row['end'] == 'out']
    assert let_go[-1]['time_ns'] > waits[0]['time_ns'] and [row['lane'] for row in gives] == [2], (let_go, gives)
    assert told['lanes'][1]['parent'] == 1


def check_room(rows):
    """Whoever lost his CPU in the middle of a read or write did not wait for data or room: only who went to sleep did."""
    waits = [row for row in rows if row.get('what') in ('wait room', 'wait data')]
    slept = [row['text'] for row in rows if row.get('event') == 'mark']
    assert len(slept) == 1 and len(waits) <= int(slept[0].removeprefix('slept ')), (slept, waits)


def check_messages(told, rows):
    written, asked = 0, {}
    for row in rows:
        if row.get('event') in ('wrote', 'read'):
            asked[row['lane']] = row['event']
            # Told by the same record, where there is room for it.
            written += row.get('count', 0) if row['event'] == 'wrote' else 0
        elif row.get('event') == 'bytes' and asked.get(row['lane']) == 'wrote':
            written += row['number']
    assert told['messages']['bytes'] == written, (told['messages'], written)


def check_let_go(rows):
    """Whoever waited for a lock and has it was let go by somebody, although others took it before him."""
    states = [row for row in rows if 'state' in row]
    ends = {(one['lane'], two['time_ns']) for one, two in zip(states, states[1:])
            if one['state'] == 'waiting-lock' and one['lane'] == two['lane']}
    told = {(row['lane'], row['time_ns']) for row in rows if row.get('event') == 'wake' and row['end'] == 'in'}
    # Where it is taken several times within a tick of the system's, nobody knows.
    assert len(ends & told) * 2 > len(ends), (ends, told)


def check_again(rows):
    """Who gave a lock many times within the wait of somebody else let him go by the last of them."""
    waits = [row for row in rows if row.get('lane') == 2 and row.get('state') == 'waiting-lock']
    let_go = {row['time_ns']: row['id'] for row in rows if row.get('event') == 'wake' and row['lane'] == 2 and row['end'] == 'in'}
    ends = [row['time_ns'] for row in rows if row.get('lane') == 2 and 'state' in row]
    given = {row['id']: row['time_ns'] for row in rows if row.get('event') == 'wake' and row['lane'] == 1 and row['end'] == 'out'}
    marks = [row['time_ns'] for row in rows if row.get('event') == 'mark']
    late = []
    # Who has no CPU comes too late for a wait.
    assert len(waits) >= 3, waits
    for wait in waits:
        end = min(time for time in ends if time > wait['time_ns'])
        gave = given[let_go[end]]
        late.append(min(time for time in marks if time >= gave) - gave)
        assert wait['time_ns'] < gave <= end, (wait, gave, end)
    # Whoever lost his CPU in between marked it later.
    assert sorted(late)[len(late) // 2] < 1000000, late


def check_births(told, rows):
    """Whoever was made, and is no more, has an edge from whoever made him, and one back: each once, and in this order."""
    ends = {}
    for row in rows:
        if row.get('event') in ('fork', 'join'):
            key = row['event'], row['end'], row['id']
            assert key not in ends, row
            ends[key] = row
    made = {row['lane']: row['id'] for (event, end, number), row in ends.items() if (event, end) == ('fork', 'in')}
    for lane in told['lanes'][1:]:
        number = made[lane['lane']]
        for event, order in (('fork', ('out', 'in')), ('join', ('in', 'out'))):
            theirs, own = (ends[event, end, number] for end in order)
            assert own['lane'] == lane['lane'] and theirs['lane'] == lane['parent'], (theirs, own, lane)
            assert (theirs['time_ns'] <= own['time_ns']) == (event == 'fork'), (theirs, own)
    return len(made)


def check_exec(cli, folder):
    """Nobody goes on as another program without a word."""
    told, rows = record(cli, 'sh', folder, '-c', 'exec sleep 0.01')
    texts = [row['text'] for row in rows if row.get('event') == 'exec']
    assert texts == ['sleep'] and [lane['name'] for lane in told['lanes']] == ['sleep'], (texts, told['lanes'])


def main():
    cli, planted = sys.argv[1:]
    woken = born = 0
    with tempfile.TemporaryDirectory(prefix='paralane-truth-') as folder:
        check_exec(cli, folder)
        for what in WHAT:
            told, rows = record(cli, planted, folder, what)
            texts = {row['at'] for row in rows if row.get('head') == 'text'}
            check_sums(told, rows)
            check_messages(told, rows)
            n = check_semaphores(rows)
            woken += n
            if what == 'one-lock':
                check_let_go(rows)
            if what == 'again':
                check_again(rows)
            born += check_births(told, rows)
            if what == 'lock':
                check_lock(told, rows)
            if what == 'room':
                check_room(rows)
            if what == 'one-lock':
                check_holders(rows, texts)
            print(what, 'is true')
    assert woken >= 5, woken
    assert born >= 20, born


main()
