/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/recording/pl-recording-events.h"

#include "base/pl-order.h"
#include "log/pl-log-events.h"
#include "trace/pl-trace-private.h"
#include "trace/recording/pl-recording.h"

#define KIND_BIT(kind) (G_GUINT64_CONSTANT (1) << ((kind) - PL_EVENT_FORK))
G_STATIC_ASSERT (PL_N_EVENTS - PL_EVENT_FORK <= 64);

/* Somebody was told to stop, or to go on. */
typedef struct {
  gint64 time_ns;
  guint lane, by;
  gboolean stopped;
} Order;

typedef struct {
  PlRecordingEvents events;
  PlLogCursor *cursors;         /* one a lane */
  guint64 *kinds;               /* and which events it told, bits from PL_EVENT_FORK on */
  guint n_lanes;
  gint64 read_ns;               /* the end of the trace when they were last looked at */
  gboolean live;                /* and whether it went on */
  GArray *orders;               /* Order */
} Told;

static void
told_free (gpointer data)
{
  Told *self = data;

  g_array_unref (self->events.outputs);
  g_array_unref (self->events.stops);
  pl_lives_free (self->events.lives);
  pl_wakes_free (self->events.wakes);
  g_array_unref (self->orders);
  g_free (self->cursors);
  g_free (self->kinds);
  g_free (self);
}

static Told *
told_new (void)
{
  Told *self = g_new0 (Told, 1);

  self->events.outputs = g_array_new (FALSE, FALSE, sizeof (PlToldOutput));
  self->events.stops = g_array_new (FALSE, FALSE, sizeof (PlStop));
  self->events.lives = pl_lives_new ();
  self->events.wakes = pl_wakes_new ();
  self->orders = g_array_new (FALSE, FALSE, sizeof (Order));
  return self;
}

PL_ORDER_BY (compare_outputs, PlToldOutput, time_ns)
PL_ORDER_BY (compare_orders, Order, time_ns)

static void
take (Told *self, const PlLogEvent *event, guint n_lanes)
{
  const PlToldOutput output = { event->time_ns, event->lane, event->name };
  const guint by = event->record.count == PL_STOP_SEEN ? PL_STOP_BY_OTHERS : event->lane;
  const Order order = { event->time_ns, event->arg, by, event->kind == PL_EVENT_STOPPED };

  self->kinds[event->lane] |= KIND_BIT (event->kind);
  pl_lives_take (self->events.lives, event);
  pl_wakes_take (self->events.wakes, event);
  if (event->kind == PL_EVENT_OUTPUT)
    g_array_append_val (self->events.outputs, output);
  else if ((event->kind == PL_EVENT_STOPPED || event->kind == PL_EVENT_CONTINUED) && event->arg < n_lanes)
    g_array_append_val (self->orders, order);
}

/* Told to stop twice is stopped once; who was not stopped cannot go on. */
static void
pair_orders (Told *self, guint n_lanes)
{
  g_autofree guint *open = g_new0 (guint, n_lanes);     /* of each lane its stop + 1 */
  GArray *stops = self->events.stops;

  g_array_set_size (stops, 0);
  g_array_sort (self->orders, compare_orders);
  for (guint i = 0; i < self->orders->len; i++)
    {
      const Order *order = &g_array_index (self->orders, Order, i);
      const PlStop stop = { order->lane, order->by, order->time_ns, G_MAXINT64 };

      if (order->stopped && open[order->lane] == 0)
        {
          g_array_append_val (stops, stop);
          open[order->lane] = stops->len;
        }
      else if (!order->stopped && open[order->lane] > 0)
        {
          g_array_index (stops, PlStop, open[order->lane] - 1).to_ns = order->time_ns;
          open[order->lane] = 0;
        }
    }
}

/* Whoever is dead stands still no more. */
static void
end_stops (Told *self, PlTrace *trace)
{
  for (guint i = 0; i < self->events.stops->len; i++)
    {
      PlStop *stop = &g_array_index (self->events.stops, PlStop, i);
      gint64 end_ns;
      int status;

      if (stop->to_ns == G_MAXINT64 && pl_recording_lane_ended (trace, stop->lane, &end_ns, &status))
        stop->to_ns = MAX (end_ns, stop->from_ns);
    }
}

static const Told *
told_of (PlTrace *trace)
{
  PlTrace *whole = pl_trace_whole (trace);
  Told *self = g_object_get_data (G_OBJECT (whole), "pl-recording-events");
  guint n_outputs, n_orders;
  PlLogEvent event;

  if (self == NULL)
    g_object_set_data_full (G_OBJECT (whole), "pl-recording-events", self = told_new (), told_free);
  /* Asked for again and again in one frame. */
  else if (self->read_ns == whole->end_ns && self->live == whole->live && self->n_lanes == whole->n_lanes)
    return self;
  self->read_ns = whole->end_ns;
  self->live = whole->live;
  n_outputs = self->events.outputs->len;
  n_orders = self->orders->len;
  if (whole->n_lanes > self->n_lanes)
    {
      self->cursors = g_renew (PlLogCursor, self->cursors, whole->n_lanes);
      self->kinds = g_renew (guint64, self->kinds, whole->n_lanes);
    }
  for (; self->n_lanes < whole->n_lanes; self->n_lanes++)
    {
      pl_log_cursor_init (&self->cursors[self->n_lanes], whole->log, self->n_lanes, PL_STREAM_EVENTS);
      self->kinds[self->n_lanes] = 0;
    }
  for (guint lane = 0; lane < whole->n_lanes; lane++)
    while (pl_log_cursor_next (&self->cursors[lane], &event))
      take (self, &event, whole->n_lanes);
  if (self->events.outputs->len > n_outputs)
    g_array_sort (self->events.outputs, compare_outputs);
  if (self->orders->len > n_orders)
    pair_orders (self, whole->n_lanes);
  end_stops (self, whole);
  return self;
}

const PlRecordingEvents *
pl_recording_events_of (PlTrace *trace)
{
  return &told_of (trace)->events;
}

gboolean
pl_recording_tells (PlTrace *trace, guint lane, guint kind)
{
  const Told *told = told_of (trace);

  return lane < told->n_lanes && (told->kinds[lane] & KIND_BIT (kind));
}

gint64
pl_recording_stopped_ns (PlTrace *trace, guint lane, gint64 from_ns, gint64 to_ns)
{
  const GArray *stops = pl_recording_events_of (trace)->stops;
  guint process = stops->len > 0 ? pl_recording_process_of (trace->log, lane) : lane;
  gint64 sum_ns = 0;

  for (guint i = 0; i < stops->len; i++)
    {
      const PlStop *stop = &g_array_index (stops, PlStop, i);

      if (stop->lane == process)
        sum_ns += MAX (MIN (stop->to_ns, to_ns) - MAX (stop->from_ns, from_ns), 0);
    }
  return sum_ns;
}

guint
pl_recording_lives (PlTrace *trace, guint lane, gint64 from_ns, gint64 to_ns, PlMessage *lives, guint max)
{
  return pl_lives_in_range (pl_recording_events_of (trace)->lives, trace->log, lane, from_ns,
                            MIN (to_ns, pl_trace_get_end_ns (trace)), lives, max);
}

gboolean
pl_recording_wake (PlTrace *trace, guint lane, guint64 index, PlMessage *wake)
{
  PlSpan span;

  return pl_trace_get_span (trace, lane, index, &span) && !span.open
         && (span.state == PL_STATE_WAITING_LOCK || span.state == PL_STATE_WAITING_TASK)
         && pl_wakes_find (pl_recording_events_of (trace)->wakes, lane, span.start_ns, span.end_ns, wake);
}
