/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/recording/pl-findings-private.h"

#include <glib/gi18n-lib.h>

#include "base/pl-text.h"
#include "log/pl-log-events.h"
#include "trace/recording/pl-recording-events.h"

static int
pid_of (const PlSearch *self, guint lane)
{
  return atomic_load (&pl_log_lane (self->log, lane)->pid);
}

static GArray *
lanes_of (guint first, guint second, guint third)
{
  GArray *lanes = pl_findings_new_lanes ();

  g_array_append_val (lanes, first);
  g_array_append_val (lanes, second);
  if (third != first && third != second)
    g_array_append_val (lanes, third);
  return lanes;
}

/* --- a lock that another thread had when the process was forked --- */

/* Whoever got it after all was not left without it. */
static void
take_inherited (PlSearch *self, guint lane, const PlLogEvent *event)
{
  g_autofree char *holder = NULL, *waiter = NULL;
  PlSpan wait;

  if (event->arg >= self->n_lanes || !pl_recording_last_wait (self->trace, lane, &wait) || wait.start_ns != event->time_ns
      || wait.state != PL_STATE_WAITING_LOCK || wait.end_ns - wait.start_ns < PL_LEAST_FOR_EVER_NS)
    return;
  holder = pl_recording_lane_who (self->trace, event->arg, FALSE);
  waiter = pl_recording_lane_who (self->trace, lane, TRUE);
  self->hopeless_ns[lane] = wait.start_ns;
  pl_findings_add (self, "fork-while-locked",
                   g_strdup_printf (_("%s was forked while another thread (%s) had a lock, and has waited for this lock since: that thread does not exist in the new process, and nobody there will ever give the lock back. Fork before you start threads, or start children with “spawn”."),
                                    waiter, holder),
                   wait.end_ns - wait.start_ns, wait.start_ns, wait.end_ns, lanes_of (lane, event->arg, lane));
}

static void
find_inherited (PlSearch *self, guint lane)
{
  PlLogCursor cursor;
  PlLogEvent event;

  pl_log_cursor_init (&cursor, self->log, lane, PL_STREAM_EVENTS);
  while (pl_log_cursor_next (&cursor, &event))
    if (event.kind == PL_EVENT_INHERITED)
      take_inherited (self, lane, &event);
}

/* --- a queue that nobody empties, because he waits for whoever fills it --- */

/* Somebody else than these two processes has read from it, and may again; or anybody has while it was full. */
static gboolean
is_read (PlSearch *self, const PlSpan *room, guint one, guint other)
{
  for (guint lane = 1; lane < self->n_lanes; lane++)
    {
      guint process = pl_recording_process_of (self->log, lane);
      gboolean reads = FALSE;
      PlLogCursor cursor;
      PlLogEvent event;

      pl_log_cursor_init (&cursor, self->log, lane, PL_STREAM_EVENTS);
      while (pl_log_cursor_next (&cursor, &event))
        {
          if (event.kind == PL_EVENT_READ || event.kind == PL_EVENT_WROTE)
            reads = event.kind == PL_EVENT_READ && event.name == room->arg;
          if (reads && ((process != one && process != other)
                        || (event.kind == PL_EVENT_BYTES && event.time_ns > room->start_ns && event.time_ns < room->end_ns)))
            return TRUE;
        }
    }
  return FALSE;
}

/* The last time a lane had to wait for room. */
static gboolean
last_room (PlSearch *self, guint lane, PlSpan *room)
{
  for (guint64 n = pl_trace_get_n_records (self->trace, lane); n > 0 && pl_trace_get_span (self->trace, lane, n - 1, room); n--)
    if (room->state == PL_STATE_WAITING_TASK && room->count == PL_WAIT_ROOM)
      return room->arg != 0;
  return FALSE;
}

/* Its child with this number, which had not ended when it began to wait for it; 0: there is none. It may have said later
 * that it was born: numbers are used again only after their end. */
static guint
child_of (PlSearch *self, guint parent, guint32 pid, gint64 since_ns)
{
  for (guint lane = self->n_lanes; lane-- > 1; )
    {
      gint64 end_ns;
      int status;

      if ((guint32) pid_of (self, lane) == pid
          && pl_findings_maker (self, pl_log_lane_parent (self->log, lane)) == parent)
        return pl_recording_lane_ended (self->trace, lane, &end_ns, &status) && end_ns < since_ns ? 0 : lane;
    }
  return 0;
}

static void
add_undrained (PlSearch *self, guint parent, guint child, guint writer, const PlSpan *room, gint64 from_ns, gint64 to_ns)
{
  g_autofree char *waiter = pl_recording_lane_who (self->trace, parent, FALSE), *blocked = pl_recording_lane_who (self->trace, child, TRUE);
  g_autofree char *name = pl_recording_thing_name (self->log, room->arg);

  pl_findings_add (self, "undrained-queue",
                   g_strdup_printf (_("%s waits for %s to end, which cannot end: it has more to write than there is room for (%s), and nobody reads that. Take everything out of a queue or pipe before you join the process that fills it."),
                                    waiter, blocked, name),
                   to_ns - from_ns, from_ns, to_ns, lanes_of (parent, child, writer));
}

/* Who waits for room is let go by a read, or by the end of all readers. */
static void
find_undrained (PlSearch *self, guint lane)
{
  guint parent = pl_recording_process_of (self->log, lane), child;
  PlSpan wait, room;

  if (!pl_recording_last_wait (self->trace, lane, &wait) || wait.state != PL_STATE_WAITING_TASK || wait.count != PL_WAIT_CHILD)
    return;
  child = child_of (self, parent, wait.arg, wait.start_ns);
  for (guint writer = child; writer > 0 && writer < self->n_lanes; writer++)
    {
      gint64 from_ns, to_ns;

      if (pl_recording_process_of (self->log, writer) != child || !last_room (self, writer, &room))
        continue;
      from_ns = MAX (wait.start_ns, room.start_ns);
      to_ns = MIN (wait.end_ns, room.end_ns);
      if (to_ns - from_ns >= PL_LEAST_FOR_EVER_NS && !is_read (self, &room, parent, child))
        add_undrained (self, lane, child, writer, &room, from_ns, to_ns);
    }
}

void
pl_findings_find_stuck (PlSearch *self)
{
  for (guint lane = 1; lane < self->n_lanes; lane++)
    {
      if (pl_recording_tells (self->trace, lane, PL_EVENT_INHERITED))
        find_inherited (self, lane);
      find_undrained (self, lane);
    }
}
