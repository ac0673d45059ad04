/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/recording/pl-recording.h"

#include "log/pl-log-events.h"
#include "trace/pl-trace-private.h"

/* Who waits for whom at the end: of locks that nobody will ever give. */

/* Most calls are over before: not worth a look. */
#define LEAST_LOOK_NS G_GINT64_CONSTANT (1000000)

/* A wait, by when it began. */
typedef struct { gint64 since_ns, looked_ns; gboolean slept; } Look;
typedef struct { PlSleepsFunc sleeps; GArray *looks; } Watch;    /* Look, by lane */

static void
watch_free (gpointer data)
{
  g_array_unref (((Watch *) data)->looks);
  g_free (data);
}

void
pl_recording_watch_sleep (PlTrace *trace, PlSleepsFunc sleeps)
{
  Watch *self = g_new0 (Watch, 1);

  self->sleeps = sleeps;
  self->looks = g_array_new (FALSE, TRUE, sizeof (Look));
  g_object_set_data_full (G_OBJECT (trace), "pl-recording-watch", self, watch_free);
}

static gboolean
was_asleep (PlTrace *trace, guint lane, guint reason, gint64 since_ns)
{
  Watch *self = g_object_get_data (G_OBJECT (trace), "pl-recording-watch");
  Look *look;

  if (self == NULL || (reason != PL_WAIT_DATA && reason != PL_WAIT_ROOM && reason != PL_WAIT_POLL))
    return TRUE;
  if (trace->end_ns - since_ns < LEAST_LOOK_NS)
    return FALSE;
  if (lane >= self->looks->len)
    g_array_set_size (self->looks, lane + 1);
  look = &g_array_index (self->looks, Look, lane);
  if (look->since_ns != since_ns || (!look->slept && look->looked_ns != trace->end_ns))
    *look = (Look) { since_ns, trace->end_ns, self->sleeps (trace->log, lane) };
  return look->slept;
}

/* The lane says it beside its records. */
gboolean
pl_recording_waits_now (PlTrace *trace, guint lane, PlSpan *wait)
{
  PlLane *entry = pl_log_lane (trace->log, lane);
  gint64 since_ns = atomic_load (&entry->streams[PL_STREAM_NOTES].waiting_since_ns);
  guint64 waiting = atomic_load (&entry->streams[PL_STREAM_SLICES].waiting), n = pl_trace_get_n_records (trace, lane);
  guint reason = PL_WAITING_REASON (waiting);

  if (!trace->live || trace->is_past || since_ns <= 0 || since_ns > trace->end_ns || reason >= PL_N_WAITS || n == 0
      || !pl_trace_get_span (trace, lane, n - 1, wait) || wait->start_ns > since_ns
      || wait->state == PL_STATE_FINISHED || wait->state == PL_STATE_DEAD || !was_asleep (trace, lane, reason, since_ns))
    return FALSE;
  wait->start_ns = since_ns;
  wait->state = reason == PL_WAIT_LOCK || reason == PL_WAIT_GIL ? PL_STATE_WAITING_LOCK : PL_STATE_WAITING_TASK;
  wait->count = reason;
  wait->arg = PL_WAITING_WHAT (waiting);
  return TRUE;
}

/* What goes on still is no record yet. */
static gboolean
wait_now (PlTrace *trace, guint lane, PlLastWait *out)
{
  guint64 waiting = atomic_load (&pl_log_lane (trace->log, lane)->streams[PL_STREAM_SLICES].waiting);
  guint holder = PL_WAITING_HOLDER (waiting);
  PlSpan wait;

  if (!pl_recording_waits_now (trace, lane, &wait) || wait.count != PL_WAIT_LOCK || holder == 0 || holder - 1 >= trace->n_lanes)
    return FALSE;
  *out = (PlLastWait) { TRUE, holder - 1, wait.start_ns, wait.arg };
  return TRUE;
}

/* Its end may be told by somebody else: what it did last stands before that. */
gboolean
pl_recording_last_wait (PlTrace *trace, guint lane, PlSpan *wait)
{
  guint64 n = pl_trace_get_n_records (trace, lane);

  while (n > 0 && pl_trace_get_span (trace, lane, n - 1, wait)
         && (wait->state == PL_STATE_FINISHED || wait->state == PL_STATE_DEAD))
    n--;
  return n > 0 && pl_trace_get_span (trace, lane, n - 1, wait)
         && (wait->state == PL_STATE_WAITING_LOCK || wait->state == PL_STATE_WAITING_TASK);
}

static void
wait_told (PlTrace *trace, guint lane, PlLastWait *out)
{
  PlLogCursor cursor;
  PlLogEvent event;
  PlSpan wait;

  if (!pl_recording_last_wait (trace, lane, &wait) || wait.state != PL_STATE_WAITING_LOCK)
    return;
  pl_log_cursor_init (&cursor, trace->log, lane, PL_STREAM_EVENTS);
  while (pl_log_cursor_next (&cursor, &event) && event.time_ns <= wait.start_ns)
    if (event.kind == PL_EVENT_HOLDER && event.time_ns == wait.start_ns && event.arg < trace->n_lanes)
      *out = (PlLastWait) { TRUE, event.arg, event.time_ns, wait.arg };
}

PlLastWait *
pl_recording_last_waits (PlTrace *trace)
{
  PlLastWait *waits = g_new0 (PlLastWait, trace->n_lanes);

  for (guint lane = 1; lane < trace->n_lanes; lane++)
    if (!trace->live)
      wait_told (trace, lane, &waits[lane]);
    else if (!wait_now (trace, lane, &waits[lane]))
      waits[lane].waits = FALSE;
  return waits;
}

static void
ring_free (gpointer data)
{
  PlRing *self = data;

  g_array_unref (self->lanes);
  g_free (self);
}

/* Follows the waits from a lane: back to itself is a ring. It is told once, by its lowest lane. NULL: there is none. */
static PlRing *
ring_from (const PlLastWait *waits, guint n_lanes, guint first)
{
  g_autoptr (GArray) lanes = g_array_new (FALSE, FALSE, sizeof (guint));
  guint lane = first;
  gint64 since_ns = 0;
  PlRing *ring;

  do
    {
      if (!waits[lane].waits || lane < first || lanes->len >= n_lanes)
        return NULL;
      g_array_append_val (lanes, lane);
      since_ns = MAX (since_ns, waits[lane].since_ns);
      lane = waits[lane].holder;
    }
  while (lane != first);
  if (lanes->len < 2)
    return NULL;
  ring = g_new0 (PlRing, 1);
  ring->lanes = g_steal_pointer (&lanes);
  ring->since_ns = since_ns;
  return ring;
}

GPtrArray *
pl_recording_rings (PlTrace *trace, const PlLastWait *waits)
{
  GPtrArray *rings = g_ptr_array_new_with_free_func (ring_free);

  for (guint lane = 1; lane < trace->n_lanes; lane++)
    {
      PlRing *ring = ring_from (waits, trace->n_lanes, lane);

      if (ring != NULL)
        g_ptr_array_add (rings, ring);
    }
  return rings;
}
