/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Every host has a clock of its own. A rank asks rank 0 what time of the run it is, and knows that the answer was true at
 * some moment between asking and hearing it (Cristian): it takes the middle of the shortest of several round trips, and half of
 * that trip is how far off this can be. Clocks also drift apart, by up to a tenth of a millisecond a second: so it asks anew
 * once a second, between two chunks, and the records of that second are shifted by what it learns. */

#include "engine/mpi/mpi-world.h"

typedef struct {
  int64_t base_ns;           /* the rank's clock at time 0 of the run, as it was thought first: its log counts from there */
  int64_t start_ns;          /* the same as it is thought now */
  int64_t asked_ns;          /* when that was asked, by the rank's clock, */
  int64_t tried_ns;          /* ... and when it last asked at all */
  int64_t error_ns;          /* how far off it was then, at most */
  int64_t uncertainty_ns;    /* how far off any time of it may be that was told so far */
} PlMpiClock;

/* In a worker's rank, while rank 0 answers. False: MPI failed. */
bool pl_mpi_clock_init (PlMpiClock *self, const PlMpiWorld *world);
/* The same again if it was a while ago, or at_once. */
bool pl_mpi_clock_refresh (PlMpiClock *self, const PlMpiWorld *world, bool at_once);
/* From a time of the rank's log to one of the run. */
static inline int64_t
pl_mpi_clock_of_run (const PlMpiClock *self, int64_t time_ns)
{
  return time_ns + self->base_ns - self->start_ns;
}

/* In rank 0, to a PING that was received: the time of the run. False: MPI failed. */
bool pl_mpi_clock_answer (const PlMpiWorld *world, int rank, int64_t now_ns);
