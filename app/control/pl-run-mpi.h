/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Runs whose workers are MPI ranks: started by mpirun, or starting it. See log/pl-runner-protocol.h. */

#include "log/pl-log.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* This process' number among those that mpirun (of Open MPI) started together, and how many they are. -1 and 0: it was
 * started otherwise. */
int pl_run_mpi_rank (void);
guint pl_run_mpi_n_ranks (void);
/* Whether there is all that a run on ranks needs; the error (PL_ERROR_RUN) says what to install. */
gboolean pl_run_mpi_check (GError **error);
/* This process, which is a rank but not the first one, becomes a worker of the run that rank 0 starts. Returns only when that
 * fails. */
void pl_run_mpi_join (GError **error);
/* For a process that is no rank: a pipe for its commands to rank 0, for writing; closing it ends the job. -1 with errno: there is none. */
int pl_run_mpi_open_control (void);
/* Starts mpirun by paralane-mpi, which is program. control_fd stays the caller's, and open as long as the job is to run. */
GSubprocess *pl_run_mpi_spawn_job (PlLog *log, const char *program, int control_fd, GError **error);

G_END_DECLS
