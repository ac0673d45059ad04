/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/compare/pl-lane-measures.h"
#include "trace/scene/pl-scene-text.h"

/* A scene in figures: how often it went round, and what its workers waited for. */

void
pl_scene_measure (PlTrace *trace, PlMeasures *out)
{
  PlLog *log = pl_trace_get_log (trace);
  double rounds = 0;

  pl_lane_measures (trace, out);
  /* When each of them was through is not recorded. */
  if (pl_trace_whole (trace) != trace)
    return;
  for (guint lane = 1; lane < pl_log_n_lanes (log); lane++)
    rounds += atomic_load (&pl_log_lane (log, lane)->tasks);
  pl_measures_set (out, PL_MEASURE_RATE, rounds * 1e9 / (double) pl_trace_get_end_ns (trace));
}
