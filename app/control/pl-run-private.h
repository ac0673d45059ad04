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

/* FALSE: the record of plan, which is valid, would not fit into the memory that is free. */
gboolean pl_run_check_memory (const PlPlanData *plan, GError **error);

G_END_DECLS
