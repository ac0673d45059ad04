# SPDX-License-Identifier: GPL-3.0-or-later
"""tracebacks.py CLI: what a program prints when something fails in it is the same, line for line, with a recorder."""

import os
import re
import subprocess
import sys
import tempfile

COMMON = """import concurrent.futures, multiprocessing, sys, traceback
def square(number):
    if number == 3:
        raise ValueError('no three')
    return number * number
def add(one, other):
    return square(one) + other
def tell(call, *arguments):
    try:
        return call(*arguments)
    except BaseException as error:
        # How a future was waited for is a matter of time.
        if 'futures' in str(type(error.__cause__)):
            print(error.__cause__, file=sys.stderr)
        else:
            traceback.print_exc()
def tell_last(results):
    for result in results:
        pass
"""
PROGRAMS = {
    'chunks': """if __name__ == '__main__':
    with multiprocessing.Pool(2) as pool:
        tell(pool.map, square, range(6), 3)
        tell(pool.starmap, add, [(i, 1) for i in range(6)], 3)
        tell(tell_last, pool.imap(square, range(6), 2))
    with concurrent.futures.ProcessPoolExecutor(1) as pool:
        tell(tell_last, pool.map(square, range(6), chunksize=3))
""",
    'tasks': """if __name__ == '__main__':
    with multiprocessing.Pool(2) as pool:
        tell(pool.map, square, range(6), 1)
        tell(pool.apply, square, (3,))
        tell(tell_last, pool.imap(square, range(6)))
    with concurrent.futures.ProcessPoolExecutor(1) as pool:
        tell(pool.submit(square, 3).result)
        tell(tell_last, pool.map(square, range(6)))
""",
    'packing': """class Stubborn:
    def __reduce__(self):
        raise TypeError('not me')
if __name__ == '__main__':
    with multiprocessing.Pool(1) as pool:
        tell(pool.map, lambda number: number, range(2))
        tell(pool.apply, square, (Stubborn(),))
    queue = multiprocessing.SimpleQueue()
    tell(queue.put, Stubborn())
""",
    'audit': """heard = []
sys.addaudithook(lambda event, arguments: event.startswith(('mine', 'paralane')) and heard.append((event, arguments)))
for arguments in ('mine', 1, 'two'), ('paralane.mark', 'parse'), ('paralane.mark',), ('paralane.mark', heard), (), (1,), (None, 2):
    print(tell(sys.audit, *arguments), file=sys.stderr)
try:
    sys.audit('mine', text=1)
except TypeError:
    traceback.print_exc()
print(heard, sys.audit, sys.audit.__self__, sys.audit.__module__, sys.audit.__qualname__, sys.audit.__text_signature__, file=sys.stderr)
print(sys.audit.__doc__, file=sys.stderr)
""",
    'processes': """import threading
if __name__ == '__main__':
    for kind in multiprocessing.Process, threading.Thread:
        one = kind(target=square, args=(3,))
        one.start()
        one.join()
""",
}


def said(command, program):
    done = subprocess.run(command + [sys.executable, program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False,
                          universal_newlines=True)
    return done.returncode, re.sub(' at 0x[0-9a-f]+', '', done.stderr)


def main():
    cli = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix='paralane-tracebacks-') as folder:
        program, account = os.path.join(folder, 'it.py'), os.path.join(folder, 'it.json')
        for name, text in PROGRAMS.items():
            with open(program, 'w', encoding='utf-8') as file:
                file.write(COMMON + text)
            alone, recorded = said([], program), said([cli, 'record', '--json=' + account, '--'], program)
            assert 'Error' in alone[1], (name, alone)
            assert recorded[0] == alone[0], (name, alone, recorded)
            assert recorded[1].startswith(alone[1]), '%s: alone\n%s\nrecorded\n%s' % (name, alone[1], recorded[1])


if __name__ == '__main__':
    main()
