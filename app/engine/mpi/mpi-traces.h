/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What Open MPI makes under names, in memory and on disk, outlives its processes unless mpirun itself cleans up; and mpirun
 * may be killed. So names go as soon as nobody needs them any more; until then they lie in a folder of their own, which somebody
 * waits to remove: one for all of a job that we start, one for each rank of a job that somebody else has started, where mpirun keeps
 * its own things to itself. Whoever has told Open MPI where that memory is to be is left alone. */

/* Before a process becomes mpirun: the job's folder, and its guardian, who waits until mpirun is gone, however it went. Without
 * either the job runs all the same. */
void pl_mpi_traces_guard (void);
/* Before MPI_Init (), in every rank: a folder with its guardian; the job's, if it has one, which on another host is not there yet. */
void pl_mpi_traces_expect (void);
/* In every rank, when all of them have what the others on their host share: the memory stays, its name goes. */
void pl_mpi_traces_forget (void);
/* Before MPI_Finalize (), which removes that name and complains loudly if it is not there. */
void pl_mpi_traces_recall (void);
