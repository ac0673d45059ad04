/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* When the results of a pool reached whoever had called it, and in which order. */

#include "trace/pl-trace.h"

G_BEGIN_DECLS

/* The chunks whose results reached the caller, as guint32, first those that did so first. Nothing of it is recorded
 * where states are not, so it is known of any run. */
GArray *pl_pool_arrivals (PlLog *log);

/* How long all of it took: without the time for which the pool was kept with nothing to do. At least 1. */
gint64 pl_pool_at_tasks_ns (PlLog *log);

/* Results that reached the caller at one moment: `n` places from `first` on. */
typedef struct {
  gint64 time_ns;
  guint32 first, n;
} PlArrivalRun;

/* What the caller did, see PlCallerAct. */
typedef struct {
  gint64 time_ns;
  guint32 act, number;
} PlCallerStep;

/* As recorded until now, in the order of time; they stay as they are until the next call. */
const PlArrivalRun *pl_pool_arrival_runs (PlTrace *self, guint *n);
const PlCallerStep *pl_pool_caller_steps (PlTrace *self, guint *n);
/* The chunk that has such a place. */
guint32 pl_pool_arrival_chunk (PlTrace *self, guint32 place);
/* When the results of a chunk reached the caller, and when the parent had taken them from the worker; -1: they did not,
 * or nobody recorded it. */
gint64 pl_pool_arrived_ns (PlTrace *self, guint32 chunk);
gint64 pl_pool_received_ns (PlTrace *self, guint32 chunk);

G_END_DECLS
