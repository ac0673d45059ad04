/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/recording/pl-recording.h"

/* A recorded program in figures of its own: how many there were of its processes and threads without those that only help
 * Python, how many children lived at once, and how it ended. */

static gboolean
is_worker (PlLog *log, guint lane)
{
  return pl_recording_is_process (log, lane) && pl_recording_helper_name (log, lane) == NULL;
}

static guint
count_lanes (PlLog *log, gboolean processes)
{
  guint n = 0;

  for (guint lane = 1; lane < pl_log_n_lanes (log); lane++)
    n += processes ? is_worker (log, lane) : !pl_recording_is_process (log, lane) && pl_recording_helper_name (log, lane) == NULL;
  return n;
}

static gint64
end_of (PlTrace *trace, guint lane)
{
  gint64 end_ns = 0;
  int status;

  return pl_recording_lane_ended (trace, lane, &end_ns, &status) ? end_ns : G_MAXINT64;
}

/* Children that lived at once, at most. */
static guint
count_at_once (PlTrace *trace)
{
  PlLog *log = pl_trace_get_log (trace);
  guint most = 0;

  for (guint lane = 2; lane < pl_trace_get_n_lanes (trace); lane++)
    {
      gint64 born_ns = pl_log_lane (log, lane)->born_ns;
      guint n = 0;

      for (guint other = 2; is_worker (log, lane) && other < pl_trace_get_n_lanes (trace); other++)
        n += is_worker (log, other) && pl_log_lane (log, other)->born_ns <= born_ns && end_of (trace, other) > born_ns;
      most = MAX (most, n);
    }
  return most;
}

gboolean
pl_recording_exit (PlTrace *trace, int *status)
{
  gint64 end_ns;

  return pl_trace_get_n_lanes (trace) > 1 && pl_recording_lane_ended (trace, 1, &end_ns, status) && *status != G_MAXINT;
}

gboolean
pl_recording_figure (PlTrace *trace, const char *key, double *value)
{
  PlLog *log = pl_trace_get_log (trace);
  int status = 0;

  if (g_str_equal (key, "processes"))
    *value = count_lanes (log, TRUE);
  else if (g_str_equal (key, "threads"))
    *value = count_lanes (log, FALSE);
  else if (g_str_equal (key, "at_once"))
    *value = count_at_once (trace);
  else if (g_str_equal (key, "exit") && pl_recording_exit (trace, &status))
    *value = status;
  else
    return FALSE;
  return TRUE;
}
