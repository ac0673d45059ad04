/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/recording/pl-findings-private.h"

#include "log/pl-log-events.h"
#include "trace/recording/pl-recording-events.h"

void
pl_findings_add (PlSearch *self, const char *id, char *text, gint64 cost_ns, gint64 from_ns, gint64 to_ns, GArray *lanes)
{
  PlFinding *finding = g_new0 (PlFinding, 1);

  *finding = (PlFinding) { id, text, cost_ns, from_ns, to_ns, lanes };
  g_ptr_array_add (self->findings, finding);
}

gboolean
pl_findings_worth (const PlSearch *self, gint64 ns)
{
  return ns >= PL_WORTH_NS && (double) ns >= (double) self->end_ns * PL_WORTH_SHARE;
}

gint64
pl_findings_length (const PlSearch *self, guint lane, gint64 from_ns, gint64 to_ns)
{
  return to_ns - from_ns - pl_recording_stopped_ns (self->trace, lane, from_ns, to_ns);
}

static void
take_held (PlSearch *self, guint lane, const PlLogEvent *event, PlHeldFunc func, gpointer data)
{
  guint64 index;
  PlSpan wait;

  if (event->arg < self->n_lanes && event->arg != lane && pl_trace_find (self->trace, lane, event->time_ns, &index)
      && pl_trace_get_span (self->trace, lane, index, &wait) && wait.start_ns == event->time_ns
      && pl_findings_is_lock (&wait))
    func (self, &wait, event->arg, data);
}

/* Of a wait that had not ended its holder may be told twice, by the lane and by the recorder. Where the next word is that the
 * lock was inherited, nobody has it: what he had is another one, in another process. */
void
pl_findings_each_held (PlSearch *self, guint lane, PlHeldFunc func, gpointer data)
{
  PlLogEvent event, held = { .time_ns = -1 };
  gboolean told = TRUE;
  PlLogCursor cursor;

  if (!pl_recording_tells (self->trace, lane, PL_EVENT_HOLDER))
    return;
  pl_log_cursor_init (&cursor, self->log, lane, PL_STREAM_EVENTS);
  while (pl_log_cursor_next (&cursor, &event))
    {
      if (event.kind == PL_EVENT_INHERITED && event.time_ns == held.time_ns)
        told = TRUE;
      if (event.kind != PL_EVENT_HOLDER || event.time_ns == held.time_ns)
        continue;
      if (!told)
        take_held (self, lane, &held, func, data);
      held = event;
      told = FALSE;
    }
  if (!told)
    take_held (self, lane, &held, func, data);
}

gboolean
pl_findings_is_queue (const PlSpan *span)
{
  return span->state == PL_STATE_WAITING_TASK
         && (span->count == PL_WAIT_DATA || span->count == PL_WAIT_ROOM || span->count == PL_WAIT_POLL);
}

gboolean
pl_findings_is_lock (const PlSpan *span)
{
  return span->state == PL_STATE_WAITING_LOCK && span->count == PL_WAIT_LOCK;
}

GArray *
pl_findings_new_lanes (void)
{
  return g_array_new (FALSE, FALSE, sizeof (guint));
}

void
pl_findings_add_lane (GArray *lanes, guint lane)
{
  if (lanes->len == 0 || g_array_index (lanes, guint, lanes->len - 1) != lane)
    g_array_append_val (lanes, lane);
}

guint
pl_findings_maker (const PlSearch *self, guint lane)
{
  for (guint i = 0; i < 2 && lane != PL_LANE_NOBODY; i++)
    {
      lane = pl_recording_process_of (self->log, lane);
      if (pl_log_lane (self->log, lane)->part != PL_HELPER_FORK_SERVER)
        return lane;
      lane = pl_log_lane_parent (self->log, lane);
    }
  return 0;
}
