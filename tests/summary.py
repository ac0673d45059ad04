#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts single test cases in Meson's logs (one JSON object a line and test program).

Prints the output of what failed and, last, "N passed, N failed[, N skipped]".
Exit status 1 when anything failed or nothing ran at all.
"""

import json
import re
import sys

TAP_LINE = re.compile(r'^(not ok|ok)\b\s*\d*\s*(.*)$')
LONGEST_OUTPUT = 200  # lines shown of one failed program


def tap_cases(text):
    """(passed, failed, skipped) of a TAP stream; subtests are indented and count with their parent."""
    passed = failed = skipped = 0
    for line in text.splitlines():
        match = TAP_LINE.match(line)
        if not match:
            continue
        directive = match.group(2).upper()
        if '# SKIP' in directive:
            skipped += 1
        elif match.group(1) == 'ok' or '# TODO' in directive:
            passed += 1
        else:
            failed += 1
    return passed, failed, skipped


def count(test):
    """The cases of one test program, which itself is a case when it speaks no TAP."""
    passed, failed, skipped = tap_cases(test.get('stdout') or '')
    good = test['result'] in ('OK', 'EXPECTEDFAIL')
    if passed + failed + skipped == 0:
        if test['result'] == 'SKIP':
            return 0, 0, 1
        return (1, 0, 0) if good else (0, 1, 0)
    # It said "ok" to all and still failed: it crashed, hung, or left cases out.
    if not failed and not good and test['result'] != 'SKIP':
        failed = 1
    return passed, failed, skipped


def show(test):
    print('\n==== %s: %s, status %s' % (test['name'], test['result'], test.get('returncode')))
    lines = []
    for stream in ('stdout', 'stderr'):
        lines += (test.get(stream) or '').splitlines()
    if len(lines) > LONGEST_OUTPUT:
        print('(%d lines before these)' % (len(lines) - LONGEST_OUTPUT))
    print('\n'.join(lines[-LONGEST_OUTPUT:]))


def main():
    totals = [0, 0, 0]
    for path in sys.argv[1:]:
        with open(path, encoding='utf-8', errors='replace') as file:
            tests = [json.loads(line) for line in file if line.strip()]
        for test in tests:
            cases = count(test)
            totals = [a + b for a, b in zip(totals, cases)]
            if cases[1]:
                show(test)
    passed, failed, skipped = totals
    print('\n%d passed, %d failed%s' % (passed, failed, ', %d skipped' % skipped if skipped else ''))
    return 1 if failed or not passed else 0


sys.exit(main())
