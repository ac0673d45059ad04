#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-mpi.py PARALANE_CLI PARALANE_MPI: pools whose workers are MPI ranks, on this machine, with 1, 2 and 4 ranks. Where
# Open MPI or the program that was built with it is not there, all of it is skipped.
import csv
import glob
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

CLI, MPI = sys.argv[1], sys.argv[2]
FAR = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'far-host')
ENV = dict(os.environ, OMPI_ALLOW_RUN_AS_ROOT='1', OMPI_ALLOW_RUN_AS_ROOT_CONFIRM='1', HWLOC_COMPONENTS='-gl')
# What libmpi does not free is none of ours.
if 'ASAN_OPTIONS' in ENV:
    ENV['ASAN_OPTIONS'] += ':detect_leaks=0'
PATIENCE = 120
TASKS = 60
SHORT = ['run', '--engine', 'mpi', '--tasks', str(TASKS), '--task-time', '1ms']


def mpirun(n, command, before=()):
    """That many ranks; before: what comes before the command."""
    return ['mpirun', '--map-by', ':OVERSUBSCRIBE', '-n', str(n), *before, CLI] + command


def run(line, **more):
    return subprocess.run(line, env=dict(ENV, **more), stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=PATIENCE,
                          text=True)


def processes(of):
    """Those of paralane-mpi that descend from a process."""
    parents, found = {}, []
    for name in filter(str.isdigit, os.listdir('/proc')):
        try:
            with open('/proc/%s/stat' % name) as stat:
                text = stat.read()
            program = os.readlink('/proc/%s/exe' % name)
        except OSError:
            continue
        fields = text[text.rindex(')') + 2:].split()
        parents[int(name)] = int(fields[1])
        if program == os.path.realpath(MPI):
            found.append((int(name), (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK'), fields[19]))

    def descends(pid):
        while pid > 1 and pid != of:
            pid = parents.get(pid, 0)
        return pid == of
    return [(pid, cpu, born) for pid, cpu, born in found if descends(pid)]


def parent(pid):
    with open('/proc/%d/stat' % pid) as stat:
        text = stat.read()
    return int(text[text.rindex(')') + 2:].split()[1])


def is_there(pid, born):
    try:
        with open('/proc/%d/stat' % pid) as stat:
            text = stat.read()
    except OSError:
        return False
    fields = text[text.rindex(')') + 2:].split()
    return fields[19] == born and fields[0] != 'Z'


def named(pids):
    """The files that these processes have mapped and that are not installed ones: Open MPI's, whether they still have names or not."""
    found = set()
    for pid in pids:
        with open('/proc/%d/maps' % pid) as maps:
            found |= {line.split(None, 5)[5].strip().replace(' (deleted)', '') for line in maps if line.count('/') > 0}
    return {name for name in found if name.startswith(('/dev/shm/', '/tmp/')) and not os.access(name, os.X_OK)}


class Pools(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix='paralane-mpi-')
        self.addCleanup(self.folder.cleanup)
        # Where mpirun leaves its sockets.
        ENV['TMPDIR'] = self.folder.name
        self.saved = os.path.join(self.folder.name, 'run.paralane')

    def wait_for(self, condition, what):
        end = time.monotonic() + PATIENCE
        while True:
            value = condition()
            if value:
                return value
            self.assertLess(time.monotonic(), end, what)
            time.sleep(0.02)

    def run_whole(self, line, tasks=TASKS):
        got = run(line)
        self.assertEqual(got.returncode, 0, got.stderr)
        result = json.loads(got.stdout)
        self.assertEqual(result['engine'], 'mpi')
        self.assertEqual(result['results'], {'right': tasks, 'wrong': 0, 'raised': 0, 'missing': 0})
        self.assertEqual(sorted(result['arrivals']), list(range(1, tasks + 1)))
        self.assertEqual(sum(worker['tasks'] for worker in result['workers']), tasks)
        return result

    def check_spans(self, tasks=TASKS):
        """The saved run is read like any file, so its times are in order; each task was worked at once."""
        name = os.path.join(self.folder.name, 'run.csv')
        got = run([CLI, 'export', self.saved, '--output', name])
        self.assertEqual(got.returncode, 0, got.stderr)
        worked, last = [], {}
        with open(name) as file:
            for row in csv.DictReader(line for line in file if not line.startswith('#')):
                start, end = int(row['start_ns']), int(row['end_ns'])
                self.assertLessEqual(last.get(row['lane'], 0), start)
                self.assertLessEqual(start, end)
                last[row['lane']] = end
                if row['state'] == 'working':
                    worked.append(int(row['number']) + 1)
        self.assertEqual(sorted(worked), list(range(1, tasks + 1)))

    def check_clocks(self, workers):
        # One machine has one clock: what was measured is an error, and it knows how large that may be.
        for worker in workers:
            self.assertGreater(worker['clock_uncertainty_ns'], 0)
            self.assertLessEqual(abs(worker['clock_offset_ns']), worker['clock_uncertainty_ns'])

    def test_one_rank(self):
        result = self.run_whole(mpirun(1, SHORT + ['--json', '--save', self.saved]))
        self.assertEqual([worker['rank'] for worker in result['workers']], [0])
        self.check_spans()

    def test_two_ranks(self):
        result = self.run_whole(mpirun(2, SHORT + ['--json', '--save', self.saved]))
        self.assertEqual([worker['rank'] for worker in result['workers']], [1])
        self.check_clocks(result['workers'])
        self.check_spans()

    def test_four_ranks(self):
        result = self.run_whole(mpirun(4, SHORT + ['--chunk', '1', '--json', '--save', self.saved]))
        self.assertEqual([worker['rank'] for worker in result['workers']], [1, 2, 3])
        self.assertEqual(len({worker['host'] for worker in result['workers']}), 1)
        self.check_clocks(result['workers'])
        self.check_spans()

    def test_without_mpirun(self):
        result = self.run_whole([CLI] + SHORT + ['--pool-size', '3', '--json', '--save', self.saved])
        self.assertEqual(result['pool_size'], 3)
        self.check_clocks(result['workers'])
        self.check_spans()

    def test_same_as_local(self):
        plan = ['--tasks', str(TASKS), '--task-time', '1ms', '--seed', '7', '--ipc', 'pipe', '--pool-size', '3', '--json']
        here = json.loads(run([CLI, 'run'] + plan).stdout)
        there = json.loads(run([CLI, 'run', '--engine', 'mpi'] + plan).stdout)
        self.assertEqual(here['engine'], 'local')
        for key in ('results', 'tasks', 'chunk', 'work', 'pool_size', 'arrivals', 'mode'):
            self.assertEqual(here[key], there[key], key)

    def test_small_tasks(self):
        # More than one chunk is under way, and many results are in one look.
        self.run_whole([CLI, 'run', '--engine', 'mpi', '--pool-size', '3', '--tasks', '3000', '--task-time', '0', '--chunk', '1',
                        '--json', '--save', self.saved], 3000)
        self.check_spans(3000)

    def test_large_messages(self):
        # Larger than any piece, both ways at once.
        self.run_whole([CLI, 'run', '--engine', 'mpi', '--pool-size', '3', '--tasks', '40', '--task-time', '0', '--chunk', '3',
                        '--payload', '200KiB', '--json', '--save', self.saved], 40)
        self.check_spans(40)

    def test_unrecorded(self):
        self.run_whole([CLI] + SHORT + ['--pool-size', '2', '--no-record', '--json'])

    def test_nothing_to_do(self):
        self.run_whole([CLI, 'run', '--engine', 'mpi', '--pool-size', '2', '--tasks', '0', '--json'], 0)

    def test_modes(self):
        for mode in ('starmap', 'imap', 'imap-unordered', 'apply', 'apply-async', 'map-async'):
            result = self.run_whole([CLI] + SHORT + ['--pool-size', '2', '--mode', mode, '--json'])
            if mode == 'imap':
                self.assertEqual(result['arrivals'], list(range(1, TASKS + 1)))
        got = json.loads(run([CLI] + SHORT + ['--pool-size', '2', '--fail-tasks', '7,19', '--mode', 'apply-async',
                                              '--callback-time', '10us', '--json']).stdout)
        self.assertEqual(got['results'], {'right': TASKS - 2, 'wrong': 0, 'raised': 2, 'missing': 0})
        self.assertEqual((got['callbacks'], got['error_callbacks']), (TASKS - 2, 2))

    # --- hosts ---

    def needs_hosts(self):
        if run([FAR, 'elsewhere', '86400', 'true']).returncode != 0:
            self.skipTest('this system does not lend host names and clocks')

    def test_hosts(self):
        """Ranks with names and clocks of their own, dealt out in turn: their lanes lie together, on one axis."""
        self.needs_hosts()
        command = SHORT + ['--chunk', '1', '--json', '--save', self.saved]
        # One program for all ranks: mpirun of Open MPI 5.0.7 crashes where there are several.
        each = ('case $OMPI_COMM_WORLD_RANK in 1|3) exec "$0" node-b 86400 "$@" ;; 4) exec "$0" node-c 1000 "$@" ;; esac\n'
                'exec "$@"')
        result = self.run_whole(mpirun(5, command, ['sh', '-c', each, FAR]))
        hosts = [worker['host'] for worker in result['workers']]
        self.assertEqual(hosts[1:], ['node-b', 'node-b', 'node-c'])
        self.assertNotIn(hosts[0], hosts[1:])
        for worker, ahead_s in zip(result['workers'], (0, 86400, 86400, 1000)):
            self.assertLessEqual(abs(worker['clock_offset_ns'] - ahead_s * 10**9), worker['clock_uncertainty_ns'])
        self.check_spans()
        shown = run([CLI, 'show', self.saved])
        self.assertIn('node-b: 2 ranks; node-c: 1 rank; clocks agree to within', shown.stdout)
        picture = os.path.join(self.folder.name, 'run.svg')
        self.assertEqual(run([CLI, 'export', self.saved, '--output', picture]).returncode, 0)
        back = run([CLI, 'show', picture, '--json'])
        self.assertEqual([worker['host'] for worker in json.loads(back.stdout)['workers']], hosts)

    # --- ranks that are lost ---

    def check_gone(self, before):
        self.wait_for(lambda: not [1 for pid, _, born in before if is_there(pid, born)], 'a rank outlived its run')

    def check_lost(self, code, out, err, before):
        # mpirun has a code of its own for it.
        self.assertIn(code, (1, 128 + signal.SIGKILL), err)
        self.assertIn('was lost in the middle of the run', err)
        result = json.loads(out)
        self.assertEqual(result['results']['wrong'], 0)
        self.assertEqual(result['results']['right'] + result['results']['missing'], result['tasks'])
        self.assertGreater(result['results']['missing'], 0)
        self.assertEqual(len(set(result['arrivals'])), len(result['arrivals']))
        self.assertEqual(run([CLI, 'show', self.saved]).returncode, 1)
        self.check_gone(before)
        return result

    def test_crash(self):
        got = run([CLI, 'run', '--engine', 'mpi', '--pool-size', '2', '--tasks', '40', '--chunk', '1', '--task-time', '1ms', '--mode',
                   'imap', '--crash-task', '30:kill', '--json', '--save', self.saved])
        result = self.check_lost(got.returncode, got.stdout, got.stderr, [])
        # All but the last few had come; which, is the ranks' affair.
        self.assertGreater(result['results']['right'], 0)

    def lose(self, line, hurried=False):
        """kill -9 of a rank that is at its tasks. hurried: the others are killed soon, and may not get to say all."""
        job = subprocess.Popen(line, env=ENV, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            ranks = self.wait_for(lambda: (lambda all: len(all) == 4 and sorted(cpu for _, cpu, _ in all)[-1] > 1.0 and all)
                                  (processes(job.pid)), 'the ranks do not get to work')
            os.kill(max(ranks, key=lambda rank: rank[1])[0], signal.SIGKILL)
            out, err = job.communicate(timeout=PATIENCE)
        finally:
            job.kill()
            job.wait()
        if hurried:
            self.assertNotEqual(job.returncode, 0)
            self.check_gone(ranks)
        else:
            self.check_lost(job.returncode, out, err, ranks)

    LONG = ['run', '--engine', 'mpi', '--tasks', '100000', '--task-time', '20ms', '--chunk', '1', '--json']

    def test_kill(self):
        self.lose([CLI] + self.LONG + ['--pool-size', '3', '--save', self.saved])

    def test_kill_under_mpirun(self):
        # It kills the others a second after it has told them to end, which is little where nobody gets a CPU; up to 4 it can be
        # asked for more.
        patient = ['mpirun', '--mca', 'odls_base_sigkill_timeout', '5']
        version = re.search(r'Open MPI\) (\d+)', run(['mpirun', '--version']).stdout)
        self.lose(patient + mpirun(4, self.LONG + ['--save', self.saved])[1:], hurried=int(version[1]) > 4)

    def end(self, number):
        """The front end is told to stop, or is gone."""
        job = subprocess.Popen([CLI] + self.LONG + ['--pool-size', '3'], env=ENV, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True)
        ranks = self.wait_for(lambda: (lambda all: len(all) == 4 and sorted(cpu for _, cpu, _ in all)[-1] > 1.0 and all)
                              (processes(job.pid)), 'the ranks do not get to work')
        os.kill(job.pid, number)
        out, _ = job.communicate(timeout=PATIENCE)
        self.check_gone(ranks)
        return job.returncode, out

    def test_stop(self):
        code, out = self.end(signal.SIGINT)
        result = json.loads(out)
        self.assertEqual(result['results']['wrong'], 0)
        self.assertEqual(code, 1)

    def test_orphans(self):
        self.end(signal.SIGKILL)

    # --- what is left behind ---

    def check_traces(self, line, front):
        """kill -9 of mpirun itself, which else would clean up. front: whether it is a child of the command."""
        job = subprocess.Popen(line, env=ENV, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            ranks = self.wait_for(lambda: (lambda all: len(all) == 4 and sorted(cpu for _, cpu, _ in all)[-1] > 0.5 and all)
                                  (processes(job.pid)), 'the ranks do not get to work')
            files = named(pid for pid, _, _ in ranks)
            self.assertTrue([name for name in files if '_segment.' in name], files)
            os.kill(parent(ranks[0][0]) if front else job.pid, signal.SIGKILL)
            job.communicate(timeout=PATIENCE)
        finally:
            job.kill()
            job.wait()
        self.check_gone(ranks)
        return files

    def test_traces_of_own(self):
        files = self.check_traces([CLI] + self.LONG + ['--pool-size', '3'], True)
        self.wait_for(lambda: not [name for name in files if os.path.exists(name)], 'files are left: %s' % files)
        self.assertEqual(os.listdir(self.folder.name), [])

    def test_traces_of_ranks(self):
        """That mpirun is not ours, nor is what it keeps for itself."""
        files = [name for name in self.check_traces(mpirun(4, self.LONG), False) if '_segment.' in name]
        self.wait_for(lambda: not [name for name in files if os.path.exists(os.path.dirname(name))], 'folders are left: %s' % files)

    def test_traces_of_beginners(self):
        """kill -9 of an mpirun of somebody's own while its ranks are within MPI_Init (), where their memory still has names."""
        before = set(glob.glob('/dev/shm/paralane-mpi-*'))
        job = subprocess.Popen(mpirun(4, self.LONG), env=ENV, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            self.wait_for(lambda: [name for folder in set(glob.glob('/dev/shm/paralane-mpi-*')) - before
                                   for name in glob.glob(folder + '/*_segment.*')], 'no memory has a name')
            ranks = processes(job.pid)
            os.kill(job.pid, signal.SIGKILL)
            # Those that are still to come have a folder, too.
            self.check_gone(ranks)
            left = set(glob.glob('/dev/shm/paralane-mpi-*')) - before
        finally:
            job.kill()
            job.communicate(timeout=PATIENCE)
        self.wait_for(lambda: not [folder for folder in left if os.path.exists(folder)], 'folders are left: %s' % left)

    # --- what is refused ---

    def check_refused(self, code, got, *words):
        self.assertEqual(got.returncode, code, got.stderr)
        for word in words:
            self.assertIn(word, got.stderr)

    def test_refusals(self):
        for options, word in ((['--ipc', 'queue'], 'choose Pipe'), (['--ipc', 'array'], 'choose Pipe'),
                              (['--workers', 'thread'], 'ranks, which are processes'),
                              (['--start', 'spawn'], 'started by mpirun'), (['--tasks-per-worker', '2'], 'followed by a new one'),
                              (['--fail-init'], 'cannot be replaced'), (['--end', 'terminate'], 'choose close'),
                              (['--idle', '1s'], 'is not measured'), (['--serial'], 'local engine')):
            self.check_refused(2, run([CLI] + SHORT + options), word)
        self.check_refused(2, run([CLI, 'run', '--engine', 'pvm']), 'local, mpi')

    def test_wrong_size(self):
        self.check_refused(2, run(mpirun(3, SHORT + ['--pool-size', '7'])), '--pool-size 7', '-n 8')

    def test_root(self):
        if os.geteuid() != 0:
            self.skipTest('not root')
        without = {name: value for name, value in ENV.items() if not name.startswith('OMPI_ALLOW')}
        got = subprocess.run([CLI] + SHORT, env=without, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=PATIENCE, text=True)
        self.check_refused(1, got, 'OMPI_ALLOW_RUN_AS_ROOT_CONFIRM', 'local engine')

    def test_no_mpirun(self):
        self.check_refused(1, run([CLI] + SHORT, PATH=self.folder.name), 'openmpi-bin', 'local engine')


if __name__ == '__main__':
    if not shutil.which('mpirun') or not os.access(MPI, os.X_OK):
        print('skipped: Open MPI is not here (openmpi-bin), or Paralane was built without it (libopenmpi-dev)')
        sys.exit(77)
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=2)
