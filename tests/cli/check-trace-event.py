#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Perfetto, speedscope and the Firefox Profiler ask of Trace Event JSON, checked without Paralane.

  check-trace-event.py FILE.json ...

Spans of a thread nest or are apart, also when begin and length are added up as floating-point numbers;
every arrow has two ends, each inside a span of its thread; names stand before what uses them; no time
lies before 0; ids are whole numbers and texts hold no control characters.
"""
import collections
import json
import re
import sys


class Wrong(Exception):
    pass


def need(condition, *what):
    if not condition:
        raise Wrong(' '.join(str(part) for part in what))


def check_text(value):
    if isinstance(value, str):
        need(value != '' and not re.search(r'[\x00-\x1f\x7f]', value), 'a text is empty or broken:', repr(value))
    elif isinstance(value, dict):
        for key, inner in value.items():
            need(key.isascii() and key, 'a key is not plain:', key)
            check_text(inner)


def check_nesting(thread, spans):
    """As a viewer does it: by time, longer ones first, doubles."""
    open_ends = []
    for begin, end, name in sorted(spans, key=lambda span: (span[0], -span[1])):
        while open_ends and open_ends[-1] <= begin:
            open_ends.pop()
        need(not open_ends or end <= open_ends[-1], thread, name, 'at', begin, 'neither nests nor is apart')
        open_ends.append(end)


def check_flows(flows, by_thread):
    for key, ends in flows.items():
        need([end['ph'] for end in ends] == ['s', 'f'], 'flow', key, 'has not its two ends')
        start, finish = ends
        need(finish.get('bp') == 'e', 'flow', key, 'ends without bp e')
        need(start['ts'] < finish['ts'], 'flow', key, 'leads back in time')
        for end in ends:
            spans = by_thread[(end['pid'], end['tid'])]
            need(any(begin < end['ts'] < stop for begin, stop, _ in spans), 'flow', key, 'is in no span at', end['ts'])


def verify(path):
    """Returns how many events of each phase there are, and all spans as (pid, tid, name, begin, end)."""
    with open(path, encoding='utf-8') as file:
        document = json.load(file)
    need(isinstance(document, dict) and isinstance(document.get('traceEvents'), list), 'it is no object with events')
    named, by_thread, flows = set(), collections.defaultdict(list), collections.defaultdict(list)
    counts = collections.Counter()
    for event in document['traceEvents']:
        check_text(event)
        thread = (event['pid'], event['tid'])
        need(all(isinstance(part, int) and part > 0 for part in thread), 'pid and tid are no numbers:', event)
        need(event['ts'] >= 0, 'a time lies before 0:', event)
        counts[event['ph']] += 1
        if event['ph'] == 'M':
            if event['name'].endswith('_name'):
                named.add((event['name'], event['pid'] if event['name'] == 'process_name' else thread))
            continue
        need(('process_name', event['pid']) in named, 'a process has no name yet:', event)
        need(event['ph'] == 'C' or ('thread_name', thread) in named, 'a thread has no name yet:', event)
        if event['ph'] == 'X':
            need(event['dur'] >= 0, 'a span ends before it begins:', event)
            by_thread[thread].append((event['ts'], event['ts'] + event['dur'], event['name']))
        elif event['ph'] in 'sf':
            flows[(event['cat'], event['name'], event['id'])].append(event)
        elif event['ph'] == 'C':
            need(all(isinstance(value, (int, float)) for value in event['args'].values()), 'no number:', event)
        else:
            need(event['ph'] == 'i' and event['s'] in 'tpg', 'an unknown event:', event)
            need(event.get('args', {}).get('to_us', event['ts']) >= event['ts'], 'a range ends before it begins:', event)
    for thread, spans in by_thread.items():
        check_nesting(thread, spans)
    check_flows(flows, by_thread)
    return counts, [(*thread, name, begin, end) for thread, spans in by_thread.items() for begin, end, name in spans]


if __name__ == '__main__':
    for name in sys.argv[1:]:
        try:
            print(name, dict(verify(name)[0]))
        except Wrong as wrong:
            sys.exit('%s: %s' % (name, wrong))
