/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/pl-trace-private.h"
#include "trace/pool/pl-pool-text.h"

static double
largest_share (PlLog *log)
{
  guint tasks = pl_log_plan (log)->tasks, most = 0;

  for (guint lane = 1; lane < pl_log_n_lanes (log); lane++)
    most = MAX (most, atomic_load (&pl_log_lane (log, lane)->tasks));
  return tasks > 0 ? (double) most / tasks : 0;
}

gboolean
pl_pool_figure (PlTrace *trace, const char *key, double *value)
{
  PlLog *log = pl_trace_get_log (trace);

  if (g_str_equal (key, "right"))
    *value = atomic_load (&pl_log_header (log)->status.right);
  else if (g_str_equal (key, "largest_share"))
    *value = largest_share (log);
  else
    return FALSE;
  return TRUE;
}

guint
pl_pool_n_done (PlTrace *trace)
{
  guint tasks = pl_log_plan (trace->log)->tasks, queued, busy;

  pl_trace_counters_at (trace, trace->end_ns, &queued, &busy);
  return tasks - MIN (tasks, queued + busy);
}
