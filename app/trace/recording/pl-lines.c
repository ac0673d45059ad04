/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/recording/pl-lines.h"

#include "log/pl-log-events.h"
#include "trace/recording/pl-recording.h"

struct _PlLines {
  GArray *stays;                /* PlLineStay */
  GArray *first;                /* guint: of each lane its first stay; one more than lanes */
  GArray *lanes;                /* guint: those that have one */
};

/* A line ends with the next one that is told, and all with the lane. */
static void
read_lane (PlLines *self, PlTrace *trace, guint lane)
{
  guint begin = self->stays->len;
  PlLineStay stay = { .lane = lane };
  PlLogCursor cursor;
  PlLogEvent event;
  gint64 end_ns;
  int status;

  if (!pl_recording_lane_ended (trace, lane, &end_ns, &status))
    end_ns = pl_trace_get_end_ns (trace);
  pl_log_cursor_init (&cursor, pl_trace_get_log (trace), lane, PL_STREAM_EVENTS);
  for (gboolean more = TRUE; more; )
    {
      more = pl_log_cursor_next (&cursor, &event);
      if (more && event.kind != PL_EVENT_LINE)
        continue;
      stay.to_ns = MAX (more ? event.time_ns : end_ns, stay.from_ns);
      if (stay.line > 0)
        g_array_append_val (self->stays, stay);
      if (more)
        stay = (PlLineStay) { lane, event.arg, MIN ((guint64) event.arg + event.record.count, G_MAXUINT32), event.time_ns, 0 };
    }
  if (self->stays->len > begin)
    g_array_append_val (self->lanes, lane);
}

PlLines *
pl_lines_new (PlTrace *trace)
{
  g_autoptr (PlLines) self = g_new0 (PlLines, 1);
  guint n = pl_trace_get_n_lanes (trace);

  self->stays = g_array_new (FALSE, FALSE, sizeof (PlLineStay));
  self->first = g_array_new (FALSE, FALSE, sizeof (guint));
  self->lanes = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint lane = 0; lane < n; lane++)
    {
      g_array_append_val (self->first, self->stays->len);
      read_lane (self, trace, lane);
    }
  g_array_append_val (self->first, self->stays->len);
  return self->stays->len > 0 ? g_steal_pointer (&self) : NULL;
}

void
pl_lines_free (PlLines *self)
{
  g_array_unref (self->stays);
  g_array_unref (self->first);
  g_array_unref (self->lanes);
  g_free (self);
}

guint
pl_lines_get_n (const PlLines *self)
{
  return self->stays->len;
}

const PlLineStay *
pl_lines_get (const PlLines *self, guint i)
{
  return &g_array_index (self->stays, PlLineStay, i);
}

const PlLineStay *
pl_lines_at (const PlLines *self, guint lane, gint64 t_ns)
{
  guint low, high;

  if (lane + 1 >= self->first->len)
    return NULL;
  low = g_array_index (self->first, guint, lane);
  high = g_array_index (self->first, guint, lane + 1);
  /* The last one that has begun. */
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (pl_lines_get (self, middle)->from_ns <= t_ns)
        low = middle + 1;
      else
        high = middle;
    }
  if (low == g_array_index (self->first, guint, lane) || pl_lines_get (self, low - 1)->to_ns <= t_ns)
    return NULL;
  return pl_lines_get (self, low - 1);
}

const guint *
pl_lines_get_lanes (const PlLines *self, guint *n)
{
  *n = self->lanes->len;
  return (const guint *) self->lanes->data;
}

static gboolean
is_at (const PlLineStay *stay, guint line)
{
  return stay->line <= line && line <= stay->last;
}

gboolean
pl_lines_sum (const PlLines *self, guint line, PlLineSum *sum)
{
  const PlLineStay *before = NULL;

  *sum = (PlLineSum) { .from_ns = G_MAXINT64 };
  for (guint i = 0; i < self->stays->len; i++)
    {
      const PlLineStay *stay = pl_lines_get (self, i);

      if (!is_at (stay, line))
        continue;
      sum->n++;
      sum->n_lanes += before == NULL || before->lane != stay->lane;
      sum->sum_ns += stay->to_ns - stay->from_ns;
      if (stay->from_ns < sum->from_ns)
        {
          sum->from_ns = stay->from_ns;
          sum->to_ns = stay->to_ns;
        }
      before = stay;
    }
  return sum->n > 0;
}

PlHighlights *
pl_lines_highlight (const PlLines *self, guint line)
{
  PlHighlights *highlights = pl_highlights_new ();

  for (guint i = 0; i < self->stays->len; i++)
    {
      const PlLineStay *stay = pl_lines_get (self, i);
      const PlStretch stretch = { stay->lane, stay->from_ns, stay->to_ns };

      if (is_at (stay, line))
        g_array_append_val (highlights->hits, stretch);
    }
  return highlights;
}
