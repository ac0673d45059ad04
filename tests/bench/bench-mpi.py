# SPDX-License-Identifier: GPL-3.0-or-later
"""bench-mpi.py CLI [ROUNDS]: tasks a second of a pool whose workers are MPI ranks, beside the local engine's queue and pipe with as
many workers, in turns. Tasks have no length, so nothing but the way of tasks and results is seen."""
import json
import os
import shutil
import statistics
import subprocess
import sys

ENGINES = (('MPI', ['--engine', 'mpi']), ('Pipe', ['--ipc', 'pipe']), ('Queue', ['--ipc', 'queue']))
# Ranks, tasks, tasks a message, bytes a task each way.
ROWS = ((2, 20000, 1, 0), (4, 20000, 1, 0), (2, 200000, 100, 0), (4, 200000, 100, 0), (2, 1000, 1, 65536), (4, 1000, 1, 65536))
ENV = dict(os.environ, OMPI_ALLOW_RUN_AS_ROOT='1', OMPI_ALLOW_RUN_AS_ROOT_CONFIRM='1')


def measure(cli, options, ranks, tasks, chunk, payload):
    got = subprocess.run([cli, 'run', '--pool-size', str(ranks - 1), '--tasks', str(tasks), '--chunk', str(chunk), '--payload',
                          str(payload), '--task-time', '0', '--spread', 'equal', '--json'] + options, env=ENV, check=True,
                         stdout=subprocess.PIPE, text=True)
    result = json.loads(got.stdout)
    assert result['results']['right'] == tasks
    clocks = [worker['clock_uncertainty_ns'] for worker in result['workers'] if 'clock_uncertainty_ns' in worker]
    return result['tasks_per_second'], clocks


def main():
    cli, rounds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 7
    if not shutil.which('mpirun'):
        print('mpirun is not there: install Open MPI (openmpi-bin)')
        return
    clocks = []
    print('| ranks | workers | tasks a message | bytes a task | ' + ' | '.join(name for name, _ in ENGINES)
          + ' | MPI / Pipe | MPI / Queue |')
    print('|---' * (6 + len(ENGINES)) + '|')
    for ranks, tasks, chunk, payload in ROWS:
        rates = {name: [] for name, _ in ENGINES}
        for _ in range(rounds):
            for name, options in ENGINES:
                rate, known = measure(cli, options, ranks, tasks, chunk, payload)
                rates[name].append(rate)
                clocks += known
        middle = {name: statistics.median(values) for name, values in rates.items()}
        print('| %d | %d | %d | %d | ' % (ranks, ranks - 1, chunk, payload)
              + ' | '.join('%.1f' % (middle[name] / 1000) for name, _ in ENGINES)
              + ' | %.2f | %.2f |' % (middle['MPI'] / middle['Pipe'], middle['MPI'] / middle['Queue']), flush=True)
    print('\nclocks known to within %.1f us (median of all ranks), %.1f us at worst'
          % (statistics.median(clocks) / 1000, max(clocks) / 1000))


main()
