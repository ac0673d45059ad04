/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "paint/pool/pl-timeline-private.h"

/* Which marks there are, and where they, moments and lanes stand. */

static gint64
choose_bin (const PlTimeline *self)
{
  double ns = PL_FOLD_PX * (double) (self->view.to_ns - self->view.from_ns) / self->layout.plot.width;
  gint64 bin = (gint64) ceil (MAX (ns, 1));
  guint bits = g_bit_storage ((gulong) bin);

  /* Few widths, so that a live view that grows a little keeps its folds. */
  if (bits > 4)
    {
      gint64 step = INT64_C (1) << (bits - 4);

      bin = (bin + step - 1) / step * step;
    }
  return bin;
}

/* Each mark at the next free pixel: marks of a lane never overlap, so that each can be seen and picked. */
static void
place_lane (PlTimeline *self, guint lane, const PlMarkEntry *marks, guint n)
{
  guint n_before = self->marks->len;
  const PlBox *plot = &self->layout.plot;
  double scale = plot->width / (double) (self->view.to_ns - self->view.from_ns);
  double offset = plot->x + 0.5, filled = plot->x, right = plot->x + plot->width, start, end;
  gint64 last_end_ns = 0;
  PlMarkEntry *placed;
  PlSpan span;

  g_array_set_size (self->marks, n_before + n);
  placed = &g_array_index (self->marks, PlMarkEntry, n_before);
  if (n > 0 && pl_trace_get_span (self->trace, lane, marks[n - 1].last, &span))
    last_end_ns = span.end_ns;
  /* Whole pixels; by a cast, which is inlined: what is left of the plot is cut off anyway. */
  start = n > 0 ? (double) (gint64) (offset + (double) (marks[0].start_ns - self->view.from_ns) * scale) : 0;
  for (guint i = 0; i < n; i++, start = end)
    {
      PlMarkEntry *mark = &placed[i];
      gint64 end_ns = i + 1 < n ? marks[i + 1].start_ns : last_end_ns;
      gint64 next_ns = i + 2 < n ? marks[i + 2].start_ns : last_end_ns;
      /* A short span with much room after it may be a little wider than it was long. */
      gboolean alone = marks[i].first == marks[i].last && i + 1 < n && next_ns - end_ns > 4 * self->bin_ns;
      double x = MAX (start, filled);

      *mark = marks[i];
      end = (double) (gint64) (offset + (double) (end_ns - self->view.from_ns) * scale);
      mark->x = (float) x;
      mark->width = (float) MAX (MIN (end, right) - x, alone ? 2 : 1);
      filled = x + (double) mark->width;
      if (mark->state == PL_STATE_DEAD)
        {
          PlDeathMark death = { lane, mark->x };

          g_array_append_val (self->deaths, death);
        }
    }
}

/* Of a view full of folds, with one more at each end; few spans in it are longer than a bin. */
static guint
most_marks (PlTimeline *self)
{
  return self->n_rows * ((guint) MIN ((self->view.to_ns - self->view.from_ns) / self->bin_ns, 10000) + 2);
}

/* An array as large as that is new pages each time. One is kept with the trace, for the next frame. */
#define ROOM "pl-timeline-marks"

static GArray *
take_room (PlTimeline *self)
{
  GArray *room = g_object_steal_data (G_OBJECT (self->trace), ROOM);

  return room ? room : g_array_sized_new (FALSE, FALSE, sizeof (PlMarkEntry), most_marks (self));
}

void
pl_timeline_free_marks (PlTimeline *self)
{
  g_array_set_size (self->marks, 0);
  g_object_set_data_full (G_OBJECT (self->trace), ROOM, g_steal_pointer (&self->marks), (GDestroyNotify) g_array_unref);
}

void
pl_timeline_build_marks (PlTimeline *self)
{
  const PlTimelineLayout *layout = &self->layout;
  PlFoldScale scale;
  PlFolds *folds;
  guint n = pl_timeline_n_rows (self->trace, self->rows);
  guint after = (guint) MIN (ceil ((layout->scroll + layout->plot.height) / layout->pitch), (double) n);

  self->first_row = MIN ((guint) (layout->scroll / layout->pitch), after);
  self->n_rows = after - self->first_row;
  self->bin_ns = choose_bin (self);
  scale = (PlFoldScale) { self->bin_ns, self->view.hidden, (guint8) layout->mark_height,
                          self->view.growing && pl_trace_get_live (self->trace) };
  folds = pl_folds_for (self->trace, &scale);
  self->row_marks = g_new0 (guint, self->n_rows + 1);
  self->marks = take_room (self);
  for (guint i = 0; i < self->n_rows; i++)
    {
      guint lane = pl_timeline_row_lane (self, self->first_row + i), n_marks;
      const PlMarkEntry *marks = pl_folds_get (folds, lane, self->view.from_ns, self->view.to_ns, &n_marks);

      self->row_marks[i] = self->marks->len;
      if (n_marks == 0 || (self->rows && self->rows->rows[self->first_row + i].bare))
        continue;
      place_lane (self, lane, marks, n_marks);
    }
  self->row_marks[self->n_rows] = self->marks->len;
}

PlBox
pl_timeline_marks_area (PlTimeline *self)
{
  PlBox box = self->layout.plot;

  box.width += 4;
  return box;
}

double
pl_timeline_x (PlTimeline *self, gint64 t_ns)
{
  double span = (double) (self->view.to_ns - self->view.from_ns);

  return self->layout.plot.x + (double) (t_ns - self->view.from_ns) / span * self->layout.plot.width;
}

guint
pl_timeline_n_rows (const PlTrace *trace, const PlTimelineRows *rows)
{
  return rows ? rows->n : pl_trace_get_n_lanes ((PlTrace *) trace);
}

guint
pl_timeline_row_lane (const PlTimeline *self, guint row)
{
  return self->rows ? self->rows->rows[row].lane : row;
}

guint
pl_timeline_lane_row (const PlTimeline *self, guint lane)
{
  if (!self->rows)
    return lane;
  return lane < self->rows->n_lanes ? self->rows->row_of[lane] : PL_NO_ROW;
}

double
pl_timeline_row_y (PlTimeline *self, guint row)
{
  return self->layout.plot.y + self->layout.pitch * row - self->layout.scroll;
}

/* Of what has no row: far below all that is in sight. */
double
pl_timeline_lane_y (PlTimeline *self, guint lane)
{
  guint row = pl_timeline_lane_row (self, lane);

  return pl_timeline_row_y (self, MIN (row, pl_timeline_n_rows (self->trace, self->rows) + 1000));
}

PlBox
pl_timeline_mark_box (PlTimeline *self, guint lane, const PlMarkEntry *mark)
{
  const PlTimelineLayout *layout = &self->layout;
  double top = pl_timeline_lane_y (self, lane) + layout->mark_top, share = 1;

  /* A fold's bar may reach the top; a span is as high as its state. */
  if (mark->first == mark->last)
    share = self->theme->states[mark->state].height;
  share = MAX (round (share * layout->mark_height), 1);
  return (PlBox) { (double) mark->x, top + layout->mark_height - share, (double) mark->width, share };
}

const PlMarkEntry *
pl_timeline_find_mark (PlTimeline *self, guint lane, guint64 index)
{
  guint row = pl_timeline_lane_row (self, lane), low, high;

  if (!pl_timeline_rows_has (self->rows, lane) || row < self->first_row || row >= self->first_row + self->n_rows)
    return NULL;
  low = self->row_marks[row - self->first_row];
  high = self->row_marks[row - self->first_row + 1];
  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      const PlMarkEntry *mark = &g_array_index (self->marks, PlMarkEntry, middle);

      if (index < mark->first)
        high = middle;
      else if (index > mark->last)
        low = middle + 1;
      else
        return mark;
    }
  return NULL;
}
