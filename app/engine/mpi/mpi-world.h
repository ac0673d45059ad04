/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The ranks of a run, as every one of them sees them. Rank 0 is the pool's parent, whose lane is lane 0; all others are
 * workers, and the lane of each is its number here: ranks of one host lie next to each other, so the numbers need not be
 * those that mpirun gave. Alone, rank 0 is its own worker, too, and that lane is lane 1. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <mpi.h>

#define PL_MPI_HOST 64          /* bytes of a host's name, its NUL included */
#define PL_MPI_PIECE 65536      /* bytes of the largest message */

/* What the messages of a run are about. TASK: part of a chunk, or PL_MPI_LEAVE; RESULT: part of a chunk's; TIDINGS: see
 * mpi-tidings.h; PING, PONG: see mpi-clock.h. */
typedef enum { PL_MPI_TASK = 1, PL_MPI_RESULT, PL_MPI_TIDINGS, PL_MPI_PING, PL_MPI_PONG } PlMpiTag;

/* A message of one byte: nothing more will come. No part of a chunk is as short. */
#define PL_MPI_LEAVE 1

typedef struct {
  MPI_Comm comm;
  int rank, size;
  char (*hosts)[PL_MPI_HOST];   /* by rank */
} PlMpiWorld;

/* After MPI_Init. FALSE: there is no memory, or MPI failed. */
bool pl_mpi_world_init (PlMpiWorld *self);
bool pl_mpi_same_host (const PlMpiWorld *self, int a, int b);

/* A wait that goes on: lets others have the CPU at first, then sleeps, longer and longer, up to half a millisecond. MPI's own
 * waits would keep a CPU busy, which a worker on the same machine needs. turn counts from 0 on. Returns how long to sleep,
 * 0: it has yielded. */
int64_t pl_mpi_yield (unsigned turn);
/* The same, and sleeps. */
void pl_mpi_pass_time (unsigned turn);
/* Sends it and waits until it is out of buffer. False: MPI failed. */
bool pl_mpi_send (const PlMpiWorld *self, const void *bytes, size_t n, int to, PlMpiTag tag);
