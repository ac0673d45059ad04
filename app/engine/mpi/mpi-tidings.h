/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a worker's rank has recorded travels to rank 0 with its results, and when a task begins that takes a while: so the
 * picture grows while the run goes on, and of a rank that is lost all is there that it had told. A rank writes a log of its own,
 * as any worker does, and sends what is new in it: a PlMpiTidings, then records of its states, then of its events, at times of
 * the run. */

#include "engine/mpi/mpi-world.h"
#include "log/pl-log.h"

typedef struct {
  uint32_t n_states, n_events;
  int32_t pid;
  uint32_t working;          /* task + 1 while in it */
  int64_t busy_ns, busy_since_ns; /* see PlLane; -1: not busy */
  int64_t start_mono_ns;     /* the rank's clock at time 0 of the run, */
  int64_t uncertainty_ns;    /* ... and how far off that may be */
  uint32_t accounts;         /* 1: the kernel tells it what it used */
  uint32_t last;             /* 1: it leaves, and says what it used: */
  int64_t cpu_ns;
  uint64_t voluntary, involuntary, memory;
} PlMpiTidings;

#define PL_MPI_MOST_RECORDS ((PL_MPI_PIECE - sizeof (PlMpiTidings)) / sizeof (PlRecord))
