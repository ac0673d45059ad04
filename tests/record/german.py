# SPDX-License-Identifier: GPL-3.0-or-later
"""german.py CLI PLANTED PO: what is said of a recording in German has no English in it: neither words of the recorder's own, nor
sentences that nobody translated."""

import os
import re
import subprocess
import sys
import tempfile

ENGLISH = re.compile(r'\b(lock|pipe|socket|condition) \d|\((pid|tid) \d|reading of|writing of|\b(the|and|was|were|waited|while) ')
QUEUE = """import multiprocessing, time
def fill(queue):
    queue.put(bytes(1000000))
if __name__ == '__main__':
    queue = multiprocessing.Queue()
    process = multiprocessing.Process(target=fill, args=(queue,))
    process.start()
    process.join()
"""


# Where newer, the C library translates nothing in the locale C.UTF-8.
LOCALE = tempfile.TemporaryDirectory(prefix='paralane-locale-')


def said(cli, po, options, *argv):
    environment = {**os.environ, 'LOCPATH': LOCALE.name, 'LC_ALL': 'de_DE.UTF-8', 'LANGUAGE': 'de', 'PARALANE_LOCALE_DIR': po}
    done = subprocess.run([cli, 'record', *options, '--', *argv], env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, check=False)
    return done.stderr.decode()


def check(text, *words):
    assert text.startswith('* '), text
    for word in words:
        assert word in text, (word, text)
    found = ENGLISH.search(text)
    assert not found, (found, text)


def main():
    cli, planted, po = sys.argv[1:]
    if not os.path.exists(os.path.join(po, 'de', 'LC_MESSAGES', 'paralane.mo')):
        print('there is no German')
        sys.exit(77)
    if subprocess.run(['localedef', '-i', 'de_DE', '-f', 'UTF-8', os.path.join(LOCALE.name, 'de_DE.UTF-8')], check=False).returncode:
        print('the locale de_DE cannot be built here')
        sys.exit(77)
    check(said(cli, po, [], planted, 'one-lock'), '(Sperre ', '(PID ')
    check(said(cli, po, ['--for=1s'], planted, 'deadlock'), '(PID ')
    check(said(cli, po, ['--for=1s'], planted, 'inherited'), '(PID ')
    check(said(cli, po, [], planted, 'one-by-one'))
    check(said(cli, po, [], planted, 'left-alone'), '(PID ')
    with tempfile.TemporaryDirectory(prefix='paralane-german-') as folder:
        program = os.path.join(folder, 'it.py')
        with open(program, 'w', encoding='utf-8') as file:
            file.write(QUEUE)
        check(said(cli, po, ['--for=2s'], sys.executable, program), '(Queue, it.py:5)', '(PID ')


main()
