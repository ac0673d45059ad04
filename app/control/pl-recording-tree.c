/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "control/pl-recording-tree.h"

#include <signal.h>
#include <string.h>

/* So often, and so many processes at a time: some 10 µs each. */
#define LOOK_MS 150
#define LOOK_MOST 64u

/* A process; dead: whom nobody has waited for. */
typedef enum { SEEN_ALIVE = 0, SEEN_STILL, SEEN_DEAD, SEEN_GONE } Seen;

struct _PlRecordingTree {
  PlLog *log;
  GByteArray *seen;             /* of each lane its Seen */
  guint next, id;
};

gboolean
pl_recording_tree_has_ended (PlLog *log, guint lane)
{
  PlRecord last;

  return pl_log_last_record (log, lane, &last) && (last.state == PL_STATE_FINISHED || last.state == PL_STATE_DEAD);
}

/* A process has this environment only from us. */
static gboolean
is_ours (PlLog *log, int pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/environ", pid);
  g_autofree char *mine = g_strdup_printf ("PARALANE_RECORD=/proc/%d/fd/%d:", getpid (), pl_log_fd (log));
  g_autofree char *environment = NULL;
  gsize length = 0;

  return g_file_get_contents (path, &environment, &length, NULL)
         && memmem (environment, length, mine, strlen (mine)) != NULL;
}

static gboolean
is_process (PlLog *log, guint lane)
{
  PlLane *entry = pl_log_lane (log, lane);

  return atomic_load (&entry->ready) && entry->kind == PL_LANE_PROCESS && atomic_load (&entry->pid) > 0;
}

void
pl_recording_tree_signal (PlLog *log, int signal)
{
  PlLaneWriter writer;

  pl_lane_writer_init (&writer, log, 0);
  for (guint lane = 1; lane < pl_log_n_lanes (log); lane++)
    {
      int pid = atomic_load (&pl_log_lane (log, lane)->pid);

      if (!is_process (log, lane) || pl_recording_tree_has_ended (log, lane) || !is_ours (log, pid))
        continue;
      /* It ends when all others have, and removes what they have left under a name. */
      if (signal == SIGKILL && pl_log_lane (log, lane)->part == PL_HELPER_TRACKER)
        continue;
      kill (pid, signal);
      if (signal == SIGSTOP || signal == SIGCONT)
        pl_lane_event_at (&writer, -1, signal == SIGSTOP ? PL_EVENT_STOPPED : PL_EVENT_CONTINUED, lane);
    }
}

/* "PID (NAME) STATE ...", and the name may be anything. 0: there is none. */
static char
state_in (const char *path)
{
  g_autofree char *text = NULL;
  const char *name;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return 0;
  name = strrchr (text, ')');
  return name != NULL && name[1] == ' ' ? name[2] : 0;
}

static Seen
see (int pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", pid);

  switch (state_in (path))
    {
    case 0: return SEEN_GONE;
    case 'T': return SEEN_STILL;
    case 'Z': return SEEN_DEAD;
    default: return SEEN_ALIVE;
    }
}

gboolean
pl_recording_tree_sleeps (PlLog *log, guint lane)
{
  const PlLane *entry = pl_log_lane (log, lane);
  g_autofree char *path = g_strdup_printf ("/proc/%d/task/%d/stat", atomic_load (&entry->pid), atomic_load (&entry->tid));

  return state_in (path) != 'R';
}

static void
look_at (PlRecordingTree *self, guint lane, PlLaneWriter *writer)
{
  int pid = atomic_load (&pl_log_lane (self->log, lane)->pid);
  /* Before: what is ordered while we look is told later, and counts. */
  gint64 now_ns = pl_lane_now_ns (writer);
  Seen seen = see (pid), before = (Seen) self->seen->data[lane];

  if (seen == before || (seen == SEEN_STILL && !is_ours (self->log, pid)))
    return;
  self->seen->data[lane] = (guint8) seen;
  if (seen == SEEN_DEAD)
    pl_lane_event_at (writer, now_ns, PL_EVENT_UNREAPED, lane);
  else if (seen == SEEN_STILL || before == SEEN_STILL)
    pl_lane_events_at (writer, now_ns, seen == SEEN_STILL ? PL_EVENT_STOPPED : PL_EVENT_CONTINUED, lane, PL_STOP_SEEN);
}

static gboolean
look_cb (gpointer data)
{
  PlRecordingTree *self = data;
  guint n = pl_log_n_lanes (self->log), before = self->seen->len;
  PlLaneWriter writer;

  if (n > before)
    {
      g_byte_array_set_size (self->seen, n);
      memset (self->seen->data + before, 0, n - before);
    }
  pl_lane_writer_init (&writer, self->log, 0);
  for (guint i = 0, looked = 0; i < n && looked < LOOK_MOST; i++)
    {
      guint lane = self->next++ % n;

      if (lane == 0 || self->seen->data[lane] == SEEN_GONE || !is_process (self->log, lane))
        continue;
      look_at (self, lane, &writer);
      looked++;
    }
  return G_SOURCE_CONTINUE;
}

PlRecordingTree *
pl_recording_tree_new (PlLog *log)
{
  PlRecordingTree *self = g_new0 (PlRecordingTree, 1);

  self->log = log;
  self->seen = g_byte_array_new ();
  self->id = g_timeout_add (LOOK_MS, look_cb, self);
  return self;
}

void
pl_recording_tree_free (PlRecordingTree *self)
{
  g_source_remove (self->id);
  g_byte_array_unref (self->seen);
  g_free (self);
}
