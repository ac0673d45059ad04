/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/compare/pl-lane-measures.h"
#include "trace/pl-trace-private.h"
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

static void
measure_end (PlTrace *trace, PlMeasures *out)
{
  PlLog *log = pl_trace_get_log (trace);
  const PlRunStatus *status = &pl_log_header (log)->status;

  measure_busy (trace, out);
  measure_messages (log, out);
  pl_measures_set (out, PL_MEASURE_RATE, atomic_load (&status->done) * 1e9 / (double) pl_trace_get_end_ns (trace));
  if (status->serial_ns > 0)
    pl_measures_set (out, PL_MEASURE_SPEEDUP, (double) status->serial_ns / (double) pl_pool_at_tasks_ns (log));
}

/* At a moment: what the lanes tell of it. What the tasks take one after the other says nothing about some of them. */
static void
measure_moment (PlTrace *trace, PlMeasures *out)
{
  const PlPlanData *plan = pl_log_plan (pl_trace_get_log (trace));
  guint done = pl_pool_n_done (trace);
  double messages = 0;

  for (guint lane = 1; plan->ipc != PL_IPC_ARRAY && lane < trace->n_lanes; lane++)
    {
      PlTotals over;

      pl_lane_index_sum (&trace->lanes[lane], 0, trace->lanes[lane].summed, &over);
      messages += over.n[PL_STATE_RECEIVING] + over.n[PL_STATE_SENDING];
    }
  pl_measures_set (out, PL_MEASURE_MESSAGES, messages);
  pl_measures_set (out, PL_MEASURE_BYTES, 2.0 * plan->payload * done);
  pl_measures_set (out, PL_MEASURE_RATE, done * 1e9 / (double) pl_trace_get_end_ns (trace));
}

void
pl_pool_measure (PlTrace *trace, PlMeasures *out)
{
  pl_lane_measures (trace, out);
  if (pl_trace_whole (trace) == trace)
    measure_end (trace, out);
  else
    measure_moment (trace, out);
  if (!(out->known & (1u << PL_MEASURE_WAIT_LOCK)))
    return;
  pl_measures_set (out, PL_MEASURE_WAIT_LOCK, (double) pl_lane_measures_lock_ns (trace, PL_LOCK_TASKS));
  pl_measures_set (out, PL_MEASURE_WAIT_RESULTS, (double) pl_lane_measures_lock_ns (trace, PL_LOCK_RESULTS));
}
