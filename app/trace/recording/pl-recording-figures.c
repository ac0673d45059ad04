/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/pl-order.h"
#include "trace/recording/pl-recording.h"

#include "log/pl-log-events.h"

/* A recorded program in figures of its own: how many there were of its processes and threads without those that only help
 * Python, how many children lived at once, how it ended, and what it took to make one and to tell one something. */

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

PL_ORDER (by_length, gint64)

/* Of gint64. FALSE: there are none. */
static gboolean
take_median (GArray *lengths, double *value)
{
  if (lengths->len == 0)
    return FALSE;
  g_array_sort (lengths, by_length);
  *value = (double) g_array_index (lengths, gint64, lengths->len / 2);
  return TRUE;
}

/* From the call that makes one to its own first moment. */
static gboolean
find_creation (PlLog *log, gboolean processes, double *value)
{
  g_autoptr (GArray) lengths = g_array_new (FALSE, FALSE, sizeof (gint64));
  PlLogEdges edges;

  if (pl_log_pair_edges (log, &edges) < 0)
    return FALSE;
  for (gsize i = 0; i < edges.n_edges; i++)
    {
      const PlLogEdge *edge = &edges.edges[i];
      gint64 length = edge->to_ns - edge->from_ns;

      if (edge->kind == PL_EVENT_FORK && edge->to_lane > 0 && !pl_recording_is_launch (log, edge->to_lane)
          && pl_recording_is_process (log, edge->to_lane) == processes)
        g_array_append_val (lengths, length);
    }
  pl_log_edges_clear (&edges);
  return take_median (lengths, value);
}

/* From the moment in which it is written to the one in which all of it was read. */
static gboolean
find_message (PlTrace *trace, double *value)
{
  g_autoptr (GArray) lengths = g_array_new (FALSE, FALSE, sizeof (gint64));
  const GArray *transfers = pl_transfers_of (trace)->transfers;

  for (guint i = 0; i < transfers->len; i++)
    {
      const PlPipeMessage *message = &g_array_index (transfers, PlPipeMessage, i);
      gint64 length = message->received_ns - message->sent_ns;

      g_array_append_val (lengths, length);
    }
  return take_median (lengths, value);
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
  else if (g_str_equal (key, "creation_ns") || g_str_equal (key, "thread_creation_ns"))
    return find_creation (log, *key == 'c', value);
  else if (g_str_equal (key, "message_ns"))
    return find_message (trace, value);
  else
    return FALSE;
  return TRUE;
}
