/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/compare/pl-lane-measures.h"

#include "trace/pl-trace-account.h"

/* FALSE: no worker told anything. */
static gboolean
sum_states (PlTrace *trace, gint64 *state_ns)
{
  guint64 n_spans = 0;

  for (guint lane = 1; lane < pl_trace_get_n_lanes (trace); lane++)
    {
      PlShares shares;

      pl_trace_sum (trace, lane, 0, pl_trace_get_end_ns (trace), &shares);
      for (guint s = 0; s < PL_N_STATES; s++)
        state_ns[s] += shares.state_ns[s];
      n_spans += shares.n_spans;
    }
  return n_spans > 0;
}

/* Of all of their time, not only at tasks. */
static void
measure_account (PlTrace *trace, double lanes_ns, PlMeasures *out)
{
  PlCpuAccount sum = { 0 };

  if (pl_trace_account_source (trace) == PL_ACCOUNT_SOURCE_NONE)
    return;
  for (guint lane = 1; lane < pl_trace_get_n_lanes (trace); lane++)
    {
      PlCpuAccount one;

      pl_trace_account (trace, lane, 0, pl_trace_get_end_ns (trace), &one);
      pl_cpu_account_add (&sum, &one);
    }
  if (pl_cpu_account_known_ns (&sum) <= 0)
    return;
  pl_measures_set (out, PL_MEASURE_ON_CPU, (double) sum.on_ns / lanes_ns);
  pl_measures_set (out, PL_MEASURE_WAIT_CPU, (double) sum.waiting_ns);
}

void
pl_lane_measures (PlTrace *trace, PlMeasures *out)
{
  double wall_ns = (double) pl_trace_get_end_ns (trace);
  gint64 state_ns[PL_N_STATES] = { 0 };
  gboolean told = sum_states (trace, state_ns);
  double lanes_ns = (double) pl_states_alive_ns (state_ns);

  /* Where nobody told when it ended all of them are taken to have lived to the end. */
  if (lanes_ns <= 0)
    lanes_ns = wall_ns * MAX (pl_trace_get_n_lanes (trace), 2) - wall_ns;
  pl_measures_set (out, PL_MEASURE_WALL, wall_ns);
  measure_account (trace, lanes_ns, out);
  if (!told)
    return;
  pl_measures_set (out, PL_MEASURE_BUSY, (double) state_ns[PL_STATE_WORKING] / lanes_ns);
  pl_measures_set (out, PL_MEASURE_WAIT_TASK, (double) state_ns[PL_STATE_WAITING_TASK]);
  pl_measures_set (out, PL_MEASURE_WAIT_LOCK, (double) state_ns[PL_STATE_WAITING_LOCK]);
  pl_measures_set (out, PL_MEASURE_TRANSFER,
                   (double) (state_ns[PL_STATE_RECEIVING] + state_ns[PL_STATE_SENDING]));
}

gint64
pl_lane_measures_lock_ns (PlTrace *trace, guint lock)
{
  const guint32 waits = 1u << PL_STATE_WAITING_LOCK;
  gint64 sum_ns = 0;

  for (guint lane = 1; lane < pl_trace_get_n_lanes (trace); lane++)
    {
      PlSpan span;
      gboolean found = pl_trace_get_span (trace, lane, 0, &span);

      for (; found; found = pl_trace_next_span (trace, lane, span.index, waits, &span))
        if (span.state == PL_STATE_WAITING_LOCK && PL_LOCK_ARG_LOCK (span.arg) == lock)
          sum_ns += span.end_ns - span.start_ns;
    }
  return sum_ns;
}

gint64
pl_lane_measures_first_work_ns (PlTrace *trace)
{
  gint64 first_ns = G_MAXINT64;

  for (guint lane = 1; lane < pl_trace_get_n_lanes (trace); lane++)
    {
      PlSpan span;

      if (!pl_trace_get_span (trace, lane, 0, &span))
        continue;
      if (span.state == PL_STATE_WORKING || pl_trace_next_span (trace, lane, 0, 1u << PL_STATE_WORKING, &span))
        first_ns = MIN (first_ns, span.start_ns);
    }
  return first_ns < G_MAXINT64 ? first_ns : 0;
}
