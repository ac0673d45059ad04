/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The measures that any run has whose workers tell their states. For the kinds. */

#include "trace/compare/pl-measures.h"

G_BEGIN_DECLS

/* Sets wall time and, as far as it is told, what the workers waited for and their CPU. */
void pl_lane_measures (PlTrace *trace, PlMeasures *out);
/* How long the workers waited for one lock: see PL_LOCK_ARG. */
gint64 pl_lane_measures_lock_ns (PlTrace *trace, guint lock);
/* The moment in which the first of the workers began to work; 0: nobody did. */
gint64 pl_lane_measures_first_work_ns (PlTrace *trace);

G_END_DECLS
