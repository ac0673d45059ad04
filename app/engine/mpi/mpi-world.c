/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/mpi/mpi-world.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static bool
tell_hosts (PlMpiWorld *self, MPI_Comm comm)
{
  char own[MPI_MAX_PROCESSOR_NAME] = "", name[PL_MPI_HOST] = "";
  int length = 0;

  MPI_Get_processor_name (own, &length);
  snprintf (name, sizeof name, "%.*s", (int) sizeof name - 1, own);
  return MPI_Allgather (name, sizeof name, MPI_CHAR, self->hosts, sizeof name, MPI_CHAR, comm) == MPI_SUCCESS;
}

bool
pl_mpi_same_host (const PlMpiWorld *self, int a, int b)
{
  return strcmp (self->hosts[a], self->hosts[b]) == 0;
}

/* The first rank on the same host. */
static int
first_on_host (const PlMpiWorld *self, int rank)
{
  int first = 0;

  while (!pl_mpi_same_host (self, first, rank))
    first++;
  return first;
}

bool
pl_mpi_world_init (PlMpiWorld *self)
{
  int rank;

  /* Errors of ours are sentences of ours. */
  MPI_Comm_set_errhandler (MPI_COMM_WORLD, MPI_ERRORS_RETURN);
  MPI_Comm_rank (MPI_COMM_WORLD, &rank);
  MPI_Comm_size (MPI_COMM_WORLD, &self->size);
  self->hosts = calloc ((size_t) self->size, sizeof *self->hosts);
  if (!self->hosts || !tell_hosts (self, MPI_COMM_WORLD))
    return false;
  /* mpirun may have dealt ranks out to hosts in turn. */
  if (MPI_Comm_split (MPI_COMM_WORLD, 0, first_on_host (self, rank) * self->size + rank, &self->comm) != MPI_SUCCESS)
    return false;
  MPI_Comm_set_errhandler (self->comm, MPI_ERRORS_RETURN);
  MPI_Comm_rank (self->comm, &self->rank);
  return tell_hosts (self, self->comm);
}

#define YIELDS 40u
#define LEAST_SLEEP_NS INT64_C (20000)
#define MOST_SLEEP_NS INT64_C (500000)

int64_t
pl_mpi_yield (unsigned turn)
{
  int64_t sleep_ns = LEAST_SLEEP_NS;

  if (turn < YIELDS)
    {
      sched_yield ();
      return 0;
    }
  for (unsigned i = YIELDS; i < turn && sleep_ns < MOST_SLEEP_NS; i++)
    sleep_ns += sleep_ns / 4;
  return sleep_ns < MOST_SLEEP_NS ? sleep_ns : MOST_SLEEP_NS;
}

void
pl_mpi_pass_time (unsigned turn)
{
  struct timespec moment = { 0, pl_mpi_yield (turn) };

  if (moment.tv_nsec > 0)
    nanosleep (&moment, NULL);
}

bool
pl_mpi_send (const PlMpiWorld *self, const void *bytes, size_t n, int to, PlMpiTag tag)
{
  MPI_Request request;
  int done = 0;

  if (MPI_Isend (bytes, (int) n, MPI_BYTE, to, tag, self->comm, &request) != MPI_SUCCESS)
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
