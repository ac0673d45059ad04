/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/recording/pl-recording.h"

#include <glib/gi18n-lib.h>

#include "log/pl-log-events.h"

static const struct { const char *key, *name; } reasons[PL_N_LOST] = {
  [PL_LOST_NOT] = { "", "" },
  [PL_LOST_STATIC] = { "static", N_ ("its program loads no libraries") },
  [PL_LOST_PRIVILEGED] = { "privileged", N_ ("its program changes the user, and the system lets nobody look into it") },
  [PL_LOST_FOREIGN] = { "foreign", N_ ("its program is made for another system") },
  [PL_LOST_UNREACHABLE] = { "unreachable", N_ ("the recorder is out of its reach: another root folder or user") },
  [PL_LOST_SECCOMP] = { "seccomp", N_ ("it forbade itself most system calls") },
  [PL_LOST_MEMORY] = { "memory", N_ ("its memory is limited too much for the recorder") },
  [PL_LOST_BORROWED] = { "vfork", N_ ("it lived in its parent's memory and executed nothing") },
  [PL_LOST_UNHEARD] = { "unheard", N_ ("it never loaded the recorder, as programs do not that load no libraries or change the user") },
};

const char *
pl_lost_name (PlLostReason reason)
{
  return reason > PL_LOST_NOT && reason < PL_N_LOST ? _(reasons[reason].name) : "";
}

const char *
pl_lost_key (PlLostReason reason)
{
  return reasons[reason < PL_N_LOST ? reason : PL_LOST_NOT].key;
}

PlLostReason
pl_recording_lost (PlLog *log, guint lane)
{
  PlLostReason reason = PL_LOST_NOT;
  PlLogCursor cursor;
  PlLogEvent event;

  pl_log_cursor_init (&cursor, log, lane, PL_STREAM_EVENTS);
  while (pl_log_cursor_next (&cursor, &event))
    if (event.kind == PL_EVENT_LOST)
      reason = event.arg < PL_N_LOST ? (PlLostReason) event.arg : PL_LOST_NOT;
  return reason;
}

static const struct { const char *key, *name; } helpers[PL_N_HELPERS] = {
  [PL_HELPER_NOT] = { "", NULL },
  [PL_HELPER_TRACKER] = { "resource-tracker", N_ ("Python's resource tracker") },
  [PL_HELPER_FORK_SERVER] = { "fork-server", N_ ("Python's fork server") },
  [PL_HELPER_POOL] = { "pool", N_ ("a thread of the pool itself") },
  [PL_HELPER_FEEDER] = { "queue-feeder", N_ ("a queue's thread that writes") },
  [PL_HELPER_MANAGER] = { "manager", N_ ("a manager's server") },
  [PL_HELPER_LAUNCH] = { "launcher", N_ ("a command that ran before the program") },
};

static guint
helper_of (PlLog *log, guint lane)
{
  guint helper = pl_log_lane (log, lane)->part;

  return helper < PL_N_HELPERS ? helper : PL_HELPER_NOT;
}

const char *
pl_recording_helper_name (PlLog *log, guint lane)
{
  const char *name = helpers[helper_of (log, lane)].name;

  return name != NULL ? _(name) : NULL;
}

const char *
pl_recording_helper_key (PlLog *log, guint lane)
{
  return helpers[helper_of (log, lane)].key;
}

gboolean
pl_recording_is_launch (PlLog *log, guint lane)
{
  return helper_of (log, pl_recording_process_of (log, lane)) == PL_HELPER_LAUNCH;
}

guint
pl_recording_count_launch (PlLog *log)
{
  guint n = 0;

  for (guint lane = 1; lane < pl_log_n_lanes (log); lane++)
    n += pl_recording_is_launch (log, lane);
  return n;
}
