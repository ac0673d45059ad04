/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/mpi/mpi-clock.h"

#include "engine/pl-clock.h"

#define TRIPS 24u
#define TRIPS_AGAIN 8u
#define REFRESH_NS INT64_C (1000000000)
/* Clocks drift by no more than one part in so many. */
#define DRIFT_PARTS 10000

/* One round trip. now_ns: the run's time as rank 0 had it. */
static bool
ask (const PlMpiWorld *world, int64_t *now_ns)
{
  MPI_Request request;
  int done = 0;

  if (MPI_Irecv (now_ns, sizeof *now_ns, MPI_BYTE, 0, PL_MPI_PONG, world->comm, &request) != MPI_SUCCESS ||
      !pl_mpi_send (world, NULL, 0, 0, PL_MPI_PING))
    return false;
  for (unsigned turn = 0; ; turn++)
    {
      if (MPI_Test (&request, &done, MPI_STATUS_IGNORE) != MPI_SUCCESS)
        return false;
      if (done)
        return true;
      pl_mpi_pass_time (turn);
    }
}

static bool
ask_often (PlMpiClock *self, const PlMpiWorld *world, unsigned trips)
{
  int64_t shortest_ns = INT64_MAX, run_ns = 0;

  for (unsigned i = 0; i < trips; i++)
    {
      int64_t before_ns = pl_clock_ns (CLOCK_MONOTONIC), trip_ns;

      if (!ask (world, &run_ns))
        return false;
      trip_ns = pl_clock_ns (CLOCK_MONOTONIC) - before_ns;
      if (trip_ns >= shortest_ns)
        continue;
      shortest_ns = trip_ns;
      self->start_ns = before_ns + trip_ns / 2 - run_ns;
      self->asked_ns = before_ns;
    }
  self->error_ns = (shortest_ns + 1) / 2;
  return true;
}

bool
pl_mpi_clock_init (PlMpiClock *self, const PlMpiWorld *world)
{
  if (!ask_often (self, world, TRIPS))
    return false;
  self->base_ns = self->start_ns;
  self->tried_ns = self->asked_ns;
  self->uncertainty_ns = self->error_ns;
  return true;
}

bool
pl_mpi_clock_refresh (PlMpiClock *self, const PlMpiWorld *world, bool at_once)
{
  int64_t now_ns = pl_clock_ns (CLOCK_MONOTONIC), age_ns = now_ns - self->asked_ns, step_ns;
  PlMpiClock next;

  if (!at_once && now_ns - self->tried_ns < REFRESH_NS)
    return true;
  self->tried_ns = now_ns;
  next = *self;
  if (!ask_often (&next, world, TRIPS_AGAIN))
    return false;
  /* On a busy machine the one before may still know better. */
  if (next.error_ns > self->error_ns + age_ns / DRIFT_PARTS)
    return true;
  step_ns = next.start_ns > self->start_ns ? next.start_ns - self->start_ns : self->start_ns - next.start_ns;
  /* What was told last was told by the old one. */
  if (next.error_ns + step_ns > next.uncertainty_ns)
    next.uncertainty_ns = next.error_ns + step_ns;
  *self = next;
  return true;
}

bool
pl_mpi_clock_answer (const PlMpiWorld *world, int rank, int64_t now_ns)
{
  return pl_mpi_send (world, &now_ns, sizeof now_ns, rank, PL_MPI_PONG);
}
