/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/recording/pl-recording.h"

#include <glib/gi18n-lib.h>
#include <sys/wait.h>

gboolean
pl_recording_is_process (PlLog *log, guint lane)
{
  return pl_log_lane (log, lane)->kind == PL_LANE_PROCESS;
}

guint
pl_recording_process_of (PlLog *log, guint lane)
{
  guint process = lane;

  while (process != PL_LANE_NOBODY && !pl_recording_is_process (log, process))
    process = pl_log_lane_parent (log, process);
  return process != PL_LANE_NOBODY ? process : lane;
}

gboolean
pl_recording_lane_ended (PlTrace *trace, guint lane, gint64 *end_ns, int *status)
{
  guint64 n = pl_trace_get_n_records (trace, lane);
  PlSpan last;

  if (n == 0 || !pl_trace_get_span (trace, lane, n - 1, &last)
      || (last.state != PL_STATE_FINISHED && last.state != PL_STATE_DEAD))
    return FALSE;
  *end_ns = last.start_ns;
  if (last.state == PL_STATE_DEAD)
    *status = -WTERMSIG ((int) last.arg);
  else
    *status = last.arg == G_MAXUINT32 ? G_MAXINT : (int) (last.arg & 0xff);
  return TRUE;
}

static const struct { const char *key, *name; } waits[PL_N_WAITS] = {
  [PL_WAIT_UNKNOWN] = { "unknown", N_ ("waiting, nobody knows for what") },
  [PL_WAIT_LOCK] = { "lock", N_ ("waiting for a lock") },
  [PL_WAIT_GIL] = { "gil", N_ ("waiting for Python's global lock") },
  [PL_WAIT_DATA] = { "data", N_ ("waiting for data") },
  /* Told from before the call to its end: whether there was room is the kernel's to know. */
  [PL_WAIT_ROOM] = { "room", N_ ("writing to a pipe, or waiting for room in it") },
  [PL_WAIT_CHILD] = { "child", N_ ("waiting for a child to end") },
  [PL_WAIT_THREAD] = { "thread", N_ ("waiting for a thread to end") },
  [PL_WAIT_CONDITION] = { "condition", N_ ("waiting to be told") },
  [PL_WAIT_POLL] = { "poll", N_ ("waiting for any of several") },
  [PL_WAIT_SLEEP] = { "sleep", N_ ("sleeping") },
};

const char *
pl_wait_name (PlWaitReason reason)
{
  return _(waits[reason < PL_N_WAITS ? reason : PL_WAIT_UNKNOWN].name);
}

const char *
pl_wait_key (PlWaitReason reason)
{
  return waits[reason < PL_N_WAITS ? reason : PL_WAIT_UNKNOWN].key;
}
