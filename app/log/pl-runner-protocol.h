/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How control/ talks to paralane-runner: argv is `paralane-runner LOG_FD CONTROL_FD`, CONTROL_FD is
 * one end of an AF_UNIX SOCK_SEQPACKET pair. Commands are packets of one PlRunnerCommand. When the
 * other end closes, the runner kills its workers and exits. It answers nothing: the log's status
 * says it all. The runner asks for SIGKILL on its starter's death (PR_SET_PDEATHSIG), each worker
 * for one on the runner's. Exit status: 0 the log tells how it ended (also failures), 2 bad
 * arguments. */

#include <stdint.h>

/* A run whose plan's engine is MPI has paralane-mpi instead, a rank each. Under mpirun every rank is a front end first: rank
 * 0 starts `paralane-mpi LOG_FD CONTROL_FD` like a runner, all others become `paralane-mpi rank`. Elsewhere it
 * starts `paralane-mpi start LOG_PATH CONTROL_PATH RANKS`, which becomes mpirun with `paralane-mpi job LOG_PATH CONTROL_PATH` for
 * every rank, and rank 0 opens both: CONTROL_PATH is a pipe with the commands, one behind the other. */
#define PL_MPI_START "start"
#define PL_MPI_RANK "rank"
#define PL_MPI_JOB "job"

typedef enum { PL_COMMAND_STOP = 1, PL_COMMAND_PAUSE, PL_COMMAND_RESUME,
               PL_COMMAND_KILL } PlCommandKind;

typedef struct {
  uint32_t kind;
  uint32_t lane;  /* KILL: the worker's lane, 1..pool size */
} PlRunnerCommand;
