/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/recording/pl-recording-outputs.h"

#include <math.h>

#include "trace/pl-trace-text.h"

/* Writes closer than this are one mark. */
#define FOLD 4.0
#define TICK_WIDTH 2.0
#define MOST_TICK 7.0
/* So far beside a tick it is hit still. */
#define SLOP 3.0
/* A piece that is narrower has no words in it. */
#define LEAST_WORDS 26.0
/* From here on it says whose it is, too. */
#define LEAST_WRITER 150.0
/* Writes of one piece whose words are joined. */
#define MOST_JOINED 6u

/* A tick, or a piece: writes [from, end) of a row's lane. */
typedef struct { guint from, end; double x, width; gboolean torn; } Mark;

/* The writes of a lane in sight, mark by mark. */
typedef struct {
  PlTimeline *timeline;
  PlOutputs *outputs;
  guint lane, at, end;
} Marks;

static Marks
marks_of (PlTimeline *timeline, guint lane)
{
  PlOutputs *outputs = pl_outputs_of (timeline->trace);
  /* Of a replay no more than there was by then. */
  gint64 to_ns = MIN (timeline->view.to_ns, pl_trace_get_end_ns (timeline->trace) + 1);
  guint from = pl_outputs_at (outputs, lane, timeline->view.from_ns);

  /* A piece that began before reaches into what is seen. */
  if (lane == 0 && from > 0)
    from--;
  return (Marks) { timeline, outputs, lane, from, pl_outputs_at (outputs, lane, to_ns) };
}

static gboolean
next_mark (Marks *self, Mark *mark)
{
  const PlBox *plot = &self->timeline->layout.plot;
  double ns_per_px = (double) (self->timeline->view.to_ns - self->timeline->view.from_ns) / plot->width, right;
  gint64 time_ns;

  if (self->at >= self->end)
    return FALSE;
  mark->from = self->at;
  time_ns = pl_outputs_get (self->outputs, self->lane, self->at)->time_ns;
  mark->x = MAX (floor (pl_timeline_x (self->timeline, time_ns)), plot->x);
  mark->end = CLAMP (pl_outputs_at (self->outputs, self->lane, time_ns + MAX ((gint64) (FOLD * ns_per_px), 1)), self->at + 1, self->end);
  mark->torn = pl_outputs_torn (self->outputs, self->lane, mark->from, mark->end) < mark->end;
  right = plot->x + plot->width;
  if (mark->end < self->end)
    right = floor (pl_timeline_x (self->timeline, pl_outputs_get (self->outputs, self->lane, mark->end)->time_ns));
  mark->width = self->lane == 0 ? MAX (right - mark->x - 1, TICK_WIDTH) : TICK_WIDTH;
  self->at = mark->end;
  return TRUE;
}

static PlBox
box_of (PlTimeline *timeline, guint lane, const Mark *mark)
{
  const PlTimelineLayout *layout = &timeline->layout;
  double top = pl_timeline_lane_y (timeline, lane), height;

  if (lane == 0)
    return (PlBox) { mark->x, top + layout->mark_top, mark->width, layout->mark_height };
  /* Where there is no room over the marks, over them. */
  height = layout->mark_top >= 4 ? MIN (layout->mark_top - 1, MOST_TICK) : 3;
  return (PlBox) { mark->x, top + MAX (layout->mark_top - height - 1, 0), TICK_WIDTH + (mark->torn ? 1 : 0), height };
}

/* "Process-1: Cube of 1 is 1", as much of it as there is room for. */
static char *
words_of (Marks *marks, const Mark *mark)
{
  const PlOutput *first = pl_outputs_get (marks->outputs, marks->lane, mark->from);
  PlTrace *trace = marks->timeline->trace;
  GString *words = g_string_new (NULL);
  gboolean same = TRUE;

  for (guint i = mark->from; i < mark->end && i < mark->from + MOST_JOINED; i++)
    {
      const PlOutput *output = pl_outputs_get (marks->outputs, marks->lane, i);
      g_autofree char *text = pl_output_text (pl_trace_get_log (trace), output);

      same &= output->lane == first->lane;
      g_string_append (words, text);
    }
  if (same && mark->width >= LEAST_WRITER)
    {
      g_autofree char *lane = pl_trace_lane_name (trace, first->lane), *who = g_strdup_printf ("%s: ", lane);

      g_string_prepend (words, who);
    }
  return g_string_free (words, FALSE);
}

static void
draw_piece (Marks *marks, cairo_t *cr, const Mark *mark)
{
  PlTimeline *timeline = marks->timeline;
  const PlTheme *theme = timeline->theme;
  PlBox box = box_of (timeline, 0, mark);
  g_autofree char *words = NULL;
  PlFont font = PL_FONT_SMALL;

  pl_set_color (cr, mark->torn ? &theme->lost.tint : &theme->panel);
  cairo_rectangle (cr, box.x, box.y, box.width, box.height);
  cairo_fill (cr);
  pl_set_color (cr, mark->torn ? &theme->lost.color : &theme->dim_text);
  cairo_rectangle (cr, box.x, box.y, MIN (mark->torn ? 3 : 2, box.width), box.height);
  cairo_fill (cr);
  font.max_width = box.width - 10;
  if (box.width < LEAST_WORDS || box.height < 11)
    return;
  words = words_of (marks, mark);
  pl_ink_draw (timeline->ink, cr, words, &font, box.x + 7, box.y + box.height / 2, PL_INK_START,
               mark->torn ? &theme->lost.text : &theme->text);
}

static void
draw_lane (PlTimeline *timeline, cairo_t *cr, guint lane)
{
  Marks marks = marks_of (timeline, lane);
  Mark mark;

  while (next_mark (&marks, &mark))
    {
      PlBox box = box_of (timeline, lane, &mark);

      if (lane == 0)
        {
          draw_piece (&marks, cr, &mark);
          continue;
        }
      pl_set_color (cr, mark.torn ? &timeline->theme->lost.color : &timeline->theme->dim_text);
      cairo_rectangle (cr, box.x, box.y, box.width, box.height);
      cairo_fill (cr);
    }
}

void
pl_recording_outputs_draw (PlTimeline *timeline, cairo_t *cr)
{
  if (pl_outputs_n (pl_outputs_of (timeline->trace), 0) == 0)
    return;
  for (guint row = timeline->first_row; row < timeline->first_row + timeline->n_rows; row++)
    draw_lane (timeline, cr, pl_timeline_row_lane (timeline, row));
}

/* The mark at x, so far beside it at most. */
static gboolean
find_at (PlTimeline *timeline, guint lane, double x, double slop, Mark *mark)
{
  Marks marks = marks_of (timeline, lane);

  while (next_mark (&marks, mark))
    if (x >= mark->x - slop && x < mark->x + mark->width + slop)
      return TRUE;
  return FALSE;
}

static void
tell_mark (PlTimeline *timeline, guint lane, const Mark *mark, PlItem *item, PlBox *box)
{
  *item = (PlItem) { PL_ITEM_OUTPUT, lane, mark->from, mark->end - 1 };
  *box = box_of (timeline, lane, mark);
}

gboolean
pl_recording_outputs_pick (PlTimeline *timeline, double x, double y, PlItem *item, PlBox *box)
{
  const PlBox *plot = &timeline->layout.plot;
  double within;
  guint lane;
  Mark mark;

  if (x < plot->x || x > plot->x + plot->width || !pl_timeline_pick_lane (timeline, y, &lane))
    return FALSE;
  within = y - pl_timeline_lane_y (timeline, lane);
  if (lane > 0 && within >= timeline->layout.mark_top)
    return FALSE;
  if (!find_at (timeline, lane, x, lane > 0 ? SLOP : 0, &mark))
    return FALSE;
  tell_mark (timeline, lane, &mark, item, box);
  return TRUE;
}

gboolean
pl_recording_outputs_locate (PlTimeline *timeline, const PlItem *item, PlBox *box)
{
  guint row = pl_timeline_lane_row (timeline, item->lane);
  PlItem found;
  Marks marks;
  Mark mark;

  if (!pl_timeline_rows_has (timeline->rows, item->lane) || row < timeline->first_row || row >= timeline->first_row + timeline->n_rows)
    return FALSE;
  marks = marks_of (timeline, item->lane);
  while (next_mark (&marks, &mark))
    if (item->index >= mark.from && item->index < mark.end)
      {
        tell_mark (timeline, item->lane, &mark, &found, box);
        return TRUE;
      }
  return FALSE;
}

void
pl_recording_outputs_outline (PlTimeline *timeline, cairo_t *cr, const PlItem *item, double thick)
{
  PlBox box;

  if (pl_recording_outputs_locate (timeline, item, &box))
    pl_outline_draw (cr, timeline->theme, &box, thick);
}

const PlOutput *
pl_recording_output (PlTrace *trace, const PlItem *item)
{
  PlOutputs *outputs = pl_outputs_of (trace);
  guint n = pl_outputs_at (outputs, item->lane, pl_trace_get_end_ns (trace) + 1), torn;

  if (item->index >= n)
    return NULL;
  torn = pl_outputs_torn (outputs, item->lane, (guint) item->index, MIN ((guint) item->last + 1, n));
  return pl_outputs_get (outputs, item->lane, torn <= item->last && torn < n ? torn : (guint) item->index);
}
