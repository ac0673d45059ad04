/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/recording/pl-recording.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What lanes and things are called. The recorder knows no languages: what it called something itself is said in the reader's. */

static char *
own_name (PlLog *log, guint lane)
{
  char name[256];

  if (pl_log_name (log, atomic_load (&pl_log_lane (log, lane)->name), name, sizeof name) == 0)
    return NULL;
  if (pl_log_lane (log, lane)->part == PL_HELPER_TRACKER && g_str_equal (name, "resource tracker"))
    return g_strdup (_("resource tracker"));
  if (pl_log_lane (log, lane)->part == PL_HELPER_FORK_SERVER && g_str_equal (name, "fork server"))
    return g_strdup (_("fork server"));
  return g_strdup (name);
}

char *
pl_recording_lane_name (PlLog *log, guint lane)
{
  guint owner = pl_recording_process_of (log, lane);
  g_autofree char *name = own_name (log, lane), *process = NULL;

  if (name != NULL)
    return g_steal_pointer (&name);
  if (pl_recording_is_process (log, lane))
    return g_strdup (_("a process"));
  process = owner != lane ? own_name (log, owner) : NULL;
  if (process == NULL)
    return g_strdup (_("a thread"));
  /* Translators: a thread of a process that has this name. */
  return g_strdup_printf (_("%s, thread"), process);
}

/* elsewhere: a lane of another process is called the same. Returns whether there is one that is not told from it by its process
 * either. */
static gboolean
is_ambiguous (PlTrace *trace, guint lane, const char *name, gboolean *elsewhere)
{
  PlLog *log = pl_trace_get_log (trace);
  guint process = pl_recording_process_of (log, lane);
  g_autofree char *owner = pl_recording_lane_name (log, process);
  gboolean ambiguous = FALSE;

  *elsewhere = FALSE;
  for (guint other = 1; other < pl_trace_get_n_lanes (trace); other++)
    {
      g_autofree char *its = other != lane && !pl_recording_is_launch (log, other) ? pl_recording_lane_name (log, other) : NULL;
      guint its_process = pl_recording_process_of (log, other);
      g_autofree char *its_owner = g_strcmp0 (its, name) == 0 ? pl_recording_lane_name (log, its_process) : NULL;

      if (its_owner == NULL)
        continue;
      *elsewhere |= its_process != process;
      ambiguous |= its_process == process || g_str_equal (its_owner, owner);
    }
  return ambiguous;
}

char *
pl_recording_lane_who (PlTrace *trace, guint lane, gboolean numbered)
{
  PlLog *log = pl_trace_get_log (trace);
  guint process = pl_recording_process_of (log, lane);
  g_autofree char *name = pl_trace_lane_name (trace, lane), *owner = NULL, *whole = NULL, *own = NULL;
  gboolean elsewhere;

  if (lane == 0)
    return g_steal_pointer (&name);
  numbered |= is_ambiguous (trace, lane, name, &elsewhere);
  own = own_name (log, lane);
  if (process != lane && elsewhere && own != NULL)
    {
      owner = pl_recording_lane_name (log, process);
      /* Translators: a thread and its process: "Thread-1 of Process-2". */
      whole = g_strdup_printf (C_("thread and process", "%s of %s"), name, owner);
    }
  else
    whole = g_steal_pointer (&name);
  if (!numbered)
    return g_steal_pointer (&whole);
  if (process == lane)
    /* Translators: a process and its number. */
    return g_strdup_printf (_("%s (pid %d)"), whole, atomic_load (&pl_log_lane (log, lane)->pid));
  /* Translators: a thread and its number. */
  return g_strdup_printf (_("%s (tid %d)"), whole, atomic_load (&pl_log_lane (log, lane)->tid));
}

/* As in app/record: "lock 3", "pipe 4". */
static char *
numbered_name (const char *name)
{
  const char *number = strchr (name, ' ');
  char *end = NULL;
  guint n = number != NULL && g_ascii_isdigit (number[1]) ? (guint) g_ascii_strtoull (number + 1, &end, 10) : 0;

  if (n == 0 || *end != '\0')
    return NULL;
  if (g_str_has_prefix (name, "lock "))
    return g_strdup_printf (_("lock %u"), n);
  if (g_str_has_prefix (name, "condition "))
    return g_strdup_printf (_("condition %u"), n);
  if (g_str_has_prefix (name, "pipe "))
    return g_strdup_printf (_("pipe %u"), n);
  if (g_str_has_prefix (name, "socket "))
    return g_strdup_printf (_("socket %u"), n);
  return NULL;
}

/* As in Python's hook: "reading of tasks, Pool, it.py:3". */
static char *
part_name (const char *name)
{
  const char *of = g_str_has_prefix (name, "reading of ") || g_str_has_prefix (name, "writing of ") ? strchr (name, ' ') + 4 : NULL;
  g_autofree char *whole = of != NULL ? part_name (of) : NULL;

  if (of != NULL)
    /* Translators: of a lock that is taken for it, and the queue: "reading of Queue, it.py:6". */
    return g_strdup_printf (*name == 'r' ? _("reading of %s") : _("writing of %s"), whole);
  if (g_str_has_prefix (name, "tasks, Pool, "))
    /* Translators: a queue of a pool, and where that was made: "tasks, Pool, it.py:3". */
    return g_strdup_printf (_("tasks, %s"), name + strlen ("tasks, "));
  if (g_str_has_prefix (name, "results, Pool, "))
    return g_strdup_printf (_("results, %s"), name + strlen ("results, "));
  return g_strdup (name);
}

char *
pl_recording_thing_name (PlLog *log, guint32 number)
{
  char name[256], *own;

  if (pl_log_name (log, number, name, sizeof name) == 0)
    return g_strdup ("");
  own = numbered_name (name);
  return own != NULL ? own : part_name (name);
}
