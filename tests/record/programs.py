# SPDX-License-Identifier: GPL-3.0-or-later
"""programs.py CLI: programs that everybody has run as without us: the same output and status, and as many lanes as they
have processes and threads. What is not installed is said, and left out."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

MAKEFILE = """all: a b c d e f
\t@cat a b c d e f
%:
\t@sleep 0.02; echo made $@ > $@
broken: all
\t@exit 3
"""

THREADS = """#include <cstdio>
#include <thread>
#include <vector>
#include <mutex>
#include <condition_variable>
static std::mutex lock; static std::condition_variable full; static int ready;
int main () {
  std::vector<std::thread> all; long sums[4] = {};
  for (int i = 0; i < 4; i++)
    all.emplace_back ([i, &sums] { for (long k = 0; k < 100000; k++) sums[i] += k * (i + 1);
      std::lock_guard<std::mutex> hold (lock); ready++; full.notify_one (); });
  { std::unique_lock<std::mutex> hold (lock); full.wait (hold, [] { return ready == 4; }); }
  for (auto &thread : all) thread.join ();
  std::printf ("%ld %ld %ld %ld\\n", sums[0], sums[1], sums[2], sums[3]);
  return 5;
}
"""

OPENMP = """#include <stdio.h>
#include <omp.h>
int main (void) {
  double sum = 0;
  omp_set_num_threads (4);
#pragma omp parallel for reduction (+:sum) schedule (dynamic, 100)
  for (int i = 0; i < 10000; i++) sum += i;
  printf ("%.0f\\n", sum);
  return 0;
}
"""

JAVA = """public class It {
  public static void main (String[] all) throws Exception {
    Thread thread = new Thread (() -> System.out.println ("from a thread"));
    thread.start (); thread.join (); System.exit (4);
  }
}
"""

# What it imports is what it has, with us and without.
MODULES = """import concurrent.futures, multiprocessing.pool, sys
def square (n): return n * n
def ends (n):
  if n == 5: raise StopIteration
  return n
if __name__ == '__main__':
  with multiprocessing.Pool (2) as pool: print (pool.map (square, range (9), 1), pool.apply (square, (3,)), pool.map (square, []), pool.map (ends, range (500), 500),
    pool.map (square, range (900), 300)[899], pool.starmap (max, [(n, 4) for n in range (600)], 300)[300])
  with concurrent.futures.ProcessPoolExecutor (2) as pool:
    print (list (pool.map (square, range (9), chunksize=2)))
    try: print (list (pool.map (ends, range (500), chunksize=500)))
    except (RuntimeError, StopIteration) as error: print (repr (error))
  print (sorted (sys.modules))
"""

# What it made has a name of its own until somebody removes it; it does not live to do that itself.
NAMED = """import multiprocessing, time
if __name__ == '__main__':
  lock = multiprocessing.get_context ('spawn').Lock ()
  print (lock._semlock.name, flush=True)
  time.sleep (1000)
"""

NODE = "require ('child_process').exec ('echo child', (e, out) => { process.stdout.write (out); process.exitCode = 6; });"


def write(folder, name, text):
    with open(os.path.join(folder, name), 'w', encoding='utf-8') as file:
        file.write(text)


def compile_it(folder, compiler, source, text, *options):
    write(folder, source, text)
    program = os.path.join(folder, source.split('.')[0])
    built = subprocess.run([compiler, *options, '-O1', '-o', program, os.path.join(folder, source)], capture_output=True)
    return [program] if built.returncode == 0 else None


def run(argv, folder):
    return subprocess.run(argv, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, timeout=120)


def check(cli, folder, argv, least, ordered=True, clean=(), sight=False):
    """least: lanes. ordered: its lines come in one order. clean: files to take away before it runs again. sight: none of its
    lanes is set apart."""
    told = os.path.join(folder, 'told.json')
    bare = run(argv, folder)
    for name in clean:
        os.unlink(os.path.join(folder, name))
    seen = run([cli, 'record', '--json=' + told, '--', *argv], folder)
    for one, other in ((bare.stdout, seen.stdout), (bare.stderr, seen.stderr)):
        lines = [text if ordered else sorted(text.splitlines()) for text in (one, other)]
        assert lines[0] == lines[1], (argv, lines)
    # As a shell says it of one that a signal ended.
    status = bare.returncode if bare.returncode >= 0 else 128 - bare.returncode
    assert status == seen.returncode, (argv, status, seen.returncode)
    with open(told, encoding='utf-8') as file:
        result = json.load(file)
    assert len(result['lanes']) >= least, (argv, len(result['lanes']))
    assert result['lost']['records'] == 0, result['lost']
    assert not sight or not any(lane['helper'] for lane in result['lanes']), argv
    return result


def check_make(cli, folder):
    write(folder, 'Makefile', MAKEFILE)
    made = list('abcdef')
    check(cli, folder, ['make', '-s', '-j4'], 7, clean=made, sight=True)
    for name in made:
        os.unlink(os.path.join(folder, name))
    check(cli, folder, ['make', '-s', '-j4', 'broken'], 8, clean=made, sight=True)


def check_shell(cli, folder):
    check(cli, folder, ['sh', '-c', 'seq 20000 | sort -r | grep 7 | head -n 3; exit 9'], 5, sight=True)
    check(cli, folder, ['sh', '-c', 'seq 300 | tee copy | wc -c; cmp copy copy && cat < copy | tail -n 1; kill -9 $$'], 6, sight=True)


def check_xargs(cli, folder):
    check(cli, folder, ['sh', '-c', 'seq 12 | xargs -P4 -n1 sh -c \'sleep 0.01; echo $0; test $0 -ne 7\''], 13, ordered=False, sight=True)


def check_cpp(cli, folder):
    program = compile_it(folder, 'g++', 'threads.cpp', THREADS, '-pthread', '-std=c++17')
    if not program:
        return 'it has no C++ library'
    result = check(cli, folder, program, 5)
    assert sum(lane['kind'] == 'thread' for lane in result['lanes']) == 4
    return None


def check_openmp(cli, folder):
    program = compile_it(folder, 'gcc', 'openmp.c', OPENMP, '-fopenmp')
    if not program:
        return 'it knows no OpenMP'
    check(cli, folder, program, 4)
    return None


def check_python(cli, folder):
    write(folder, 'it.py', MODULES)
    check(cli, folder, ['python3', 'it.py'], 5)


def check_stopped(cli, folder):
    write(folder, 'named.py', NAMED)
    for seconds in (1, 4, 16, 64):
        seen = run([cli, 'record', '--for=%ds' % seconds, '--', 'python3', 'named.py'], folder)
        if seen.stdout:
            break
    name = seen.stdout.decode().strip().lstrip('/')
    assert name, seen.stderr
    # By who tracks it, as soon as it has a CPU.
    for _ in range(6000):
        if not os.path.exists('/dev/shm/sem.' + name):
            return
        time.sleep(0.01)
    raise AssertionError(name)


def check_java(cli, folder):
    write(folder, 'It.java', JAVA)
    check(cli, folder, ['java', '-Xshare:auto', 'It.java'], 3)


def check_node(cli, folder):
    check(cli, folder, ['node', '-e', NODE], 3)


CHECKS = [('sh', check_shell), ('make', check_make), ('xargs', check_xargs), ('g++', check_cpp), ('gcc', check_openmp),
          ('python3', check_python), ('python3', check_stopped), ('java', check_java), ('node', check_node)]


def main():
    cli = os.path.abspath(sys.argv[1])
    for tool, one in CHECKS:
        if not shutil.which(tool):
            print(one.__name__, 'is left out: there is no', tool)
            continue
        with tempfile.TemporaryDirectory(prefix='paralane-programs-') as folder:
            word = one(cli, folder)
        print(one.__name__, 'is left out: ' + word if word else 'runs as without us')


main()
