/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A connection from every rank to rank 0 on which nothing is said but what cannot wait for a task to end. The kernel closes it when the process at its
 * other end is gone, however it went: so rank 0 hears at once who was lost, and nobody outlives rank 0, whatever mpirun does
 * about a job that has lost a rank. MPI itself tells neither: through shared memory a dead rank looks like one that is silent. */

#include "engine/mpi/mpi-world.h"

/* In all ranks at once. fds: in rank 0 one a rank, those of the others; of itself -1. False: somebody could not be
 * reached, errno says why. */
bool pl_mpi_lifeline_tie (const PlMpiWorld *world, int *fds);
/* In rank 0: whether whoever is at the other end is gone. Does not wait. */
bool pl_mpi_lifeline_is_cut (int fd);
/* In rank 0: what the rank does at once, also in the middle of a task. */
typedef enum { PL_MPI_WORD_DIE = 1, PL_MPI_WORD_PAUSE, PL_MPI_WORD_RESUME } PlMpiWord;
void pl_mpi_lifeline_say (int fd, PlMpiWord word);
/* In another rank, before it ends in peace: rank 0 may go first. */
void pl_mpi_lifeline_untie (void);
