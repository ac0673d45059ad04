/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The real runner and its pools, from the outside. */

#include <glib.h>

#include "log/pl-plan-data.h"

/* Tasks without length, a map; valid. chunk 0: Auto. */
void bench_pool_plan (PlPlanData *plan, guint32 ipc, unsigned workers, unsigned tasks, unsigned chunk, gboolean record);
/* Its wall time in seconds and, unless NULL, the bytes its records take a task. Ends the program when a run went wrong. */
double bench_pool_run (const char *runner, const PlPlanData *plan, double *log_bytes);
