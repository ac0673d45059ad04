/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "control/pl-run.h"

G_BEGIN_DECLS

/* The sentence for a log that could not be made; error_number is positive. */
GError *pl_run_error_from_create (int error_number);
/* The sentence for a runner that could not be started. */
GError *pl_run_error_from_exec (const char *program, int error_number);
/* Writes a failure that only control/ can know into the log and makes its phase final. */
void pl_run_mark_failed (PlLog *log, PlRunError failure, int error_number, int detail);

/* Starts a program with the log and control_end as its two descriptors; takes control_end in any case. */
GSubprocess *pl_run_spawn_helper (PlLog *log, const char *program, int control_end, GError **error);
/* The path of paralane-mpi; NULL: it was not built. Free it. */
char *pl_run_find_mpi (void);

/* FALSE: the record of plan, which is valid, would not fit into the memory that is free. */
gboolean pl_run_check_memory (const PlPlanData *plan, GError **error);

G_END_DECLS
