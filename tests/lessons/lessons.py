# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the lessons share: the real command line, and TAP."""

import json
import os
import subprocess
import sys
import traceback

CLI = os.environ['PARALANE_CLI']


def cli(*arguments, **environment):
    """(exit status, standard output, standard error)"""
    done = subprocess.run([CLI, *arguments], capture_output=True, text=True, env={**os.environ, **environment})
    return done.returncode, done.stdout, done.stderr


def lessons(**environment):
    status, out, err = cli('lesson', 'list', '--json', **environment)
    assert status == 0 and not err, err
    return json.loads(out)['lessons']


def run(name, *options, **environment):
    status, out, err = cli('lesson', 'run', name, '--json', *options, **environment)
    assert out, err
    result = json.loads(out)
    assert (result['verdict'] == 'as expected') == (status == 0), (status, result['verdict'], err)
    return result


def main(tests):
    """tests: (name, function)"""
    print('1..%d' % len(tests))
    failed = 0
    for number, (name, test) in enumerate(tests, 1):
        try:
            test()
            print('ok %d - %s' % (number, name), flush=True)
        except Exception:
            failed += 1
            print(''.join('# ' + line + '\n' for line in traceback.format_exc().splitlines()), end='')
            print('not ok %d - %s' % (number, name), flush=True)
    sys.exit(failed > 0)
