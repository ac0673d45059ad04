/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/compare/pl-lane-measures.h"
#include "trace/pool/pl-pool-arrivals.h"
#include "trace/pool/pl-pool-text.h"

/* A pool in figures. */

/* Also of one that was not recorded. */
static void
measure_busy (PlTrace *trace, PlMeasures *out)
{
  PlLog *log = pl_trace_get_log (trace);
  gint64 end_ns = pl_trace_get_end_ns (trace);
  double busy_ns = 0;

  for (guint lane = 1; lane < pl_log_n_lanes (log); lane++)
    busy_ns += (double) pl_lane_busy_ns (pl_log_lane (log, lane), end_ns);
  pl_measures_set (out, PL_MEASURE_BUSY, busy_ns / ((double) end_ns * pl_log_plan (log)->pool_size));
}

static void
measure_messages (PlLog *log, PlMeasures *out)
{
  const PlPlanData *plan = pl_log_plan (log);
  guint done = atomic_load (&pl_log_header (log)->status.done);
  double messages = plan->ipc == PL_IPC_ARRAY ? 0 : 2.0 * pl_log_n_order (log);

  pl_measures_set (out, PL_MEASURE_MESSAGES, messages);
  pl_measures_set (out, PL_MEASURE_BYTES, 2.0 * plan->payload * done);
}

void
pl_pool_measure (PlTrace *trace, PlMeasures *out)
{
  PlLog *log = pl_trace_get_log (trace);
  const PlRunStatus *status = &pl_log_header (log)->status;
  double wall_ns = (double) pl_trace_get_end_ns (trace);

  pl_lane_measures (trace, out);
  measure_busy (trace, out);
  measure_messages (log, out);
  pl_measures_set (out, PL_MEASURE_RATE, atomic_load (&status->done) * 1e9 / wall_ns);
  if (status->serial_ns > 0)
    pl_measures_set (out, PL_MEASURE_SPEEDUP, (double) status->serial_ns / (double) pl_pool_at_tasks_ns (log));
  if (!(out->known & (1u << PL_MEASURE_WAIT_LOCK)))
    return;
  pl_measures_set (out, PL_MEASURE_WAIT_LOCK, (double) pl_lane_measures_lock_ns (trace, PL_LOCK_TASKS));
  pl_measures_set (out, PL_MEASURE_WAIT_RESULTS, (double) pl_lane_measures_lock_ns (trace, PL_LOCK_RESULTS));
}
