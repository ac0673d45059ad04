/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "base/pl-text.h"
#include "paint/parts/pl-axis.h"
#include "paint/pool/pl-timeline-private.h"

/* Ticks in one unit, as many as have room. */

#define LABEL_GAP 28.0
#define MAX_TICKS 400u

static char *
label_text (PlTimeline *self, gint64 t_ns, gint64 step_ns)
{
  return pl_text_axis_time (t_ns - self->view.zero_ns, step_ns, self->view.to_ns - self->view.zero_ns);
}

/* Of the last label: none is longer. */
static double
label_width (PlTimeline *self, gint64 step_ns)
{
  gint64 t_ns = (self->view.to_ns - self->view.zero_ns) / step_ns * step_ns + self->view.zero_ns;
  g_autofree char *text = label_text (self, t_ns, step_ns);
  double width;

  pl_ink_measure (self->ink, text, &PL_FONT_RULER, &width, NULL);
  return width;
}

static gint64
choose_step (PlTimeline *self)
{
  double px_per_ns = self->layout.plot.width / (double) (self->view.to_ns - self->view.from_ns);
  gint64 step_ns = 1;

  /* Labels are no narrower than this: saves measuring the impossible. */
  while ((double) step_ns * px_per_ns < 45 && step_ns < G_MAXINT64 / 20)
    step_ns = pl_axis_next_step (step_ns);
  while (step_ns < G_MAXINT64 / 20
         && (double) step_ns * px_per_ns < label_width (self, step_ns) + LABEL_GAP)
    step_ns = pl_axis_next_step (step_ns);
  return step_ns;
}

void
pl_timeline_build_ticks (PlTimeline *self)
{
  gint64 step_ns = choose_step (self), zero_ns = self->view.zero_ns;

  /* Before anything has happened there is no time to measure. */
  if (pl_trace_get_end_ns (self->trace) <= 1)
    return;
  for (gint64 t_ns = zero_ns + pl_axis_first (self->view.from_ns - zero_ns, step_ns);
       t_ns <= self->view.to_ns && self->ticks->len < MAX_TICKS; t_ns += step_ns)
    {
      PlTick tick = { pl_timeline_x (self, t_ns), label_text (self, t_ns, step_ns) };

      g_array_append_val (self->ticks, tick);
    }
}

void
pl_timeline_draw_ruler (PlTimeline *self, cairo_t *cr)
{
  const PlBox *box = &self->layout.ruler;
  double line = floor (box->y + box->height) - 0.5, right = MIN (box->x + box->width + 10, self->layout.width - 2);

  pl_set_color (cr, &self->theme->line);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, box->x, line);
  cairo_line_to (cr, box->x + box->width, line);
  cairo_stroke (cr);
  for (guint i = 0; i < self->ticks->len && !(self->parts & PL_PART_NO_RULER); i++)
    {
      const PlTick *tick = &g_array_index (self->ticks, PlTick, i);
      double width, x;

      pl_ink_measure (self->ink, tick->text, &PL_FONT_RULER, &width, NULL);
      /* A label at the edge steps inside rather than vanishing. */
      x = MIN (tick->x, right - width / 2);
      pl_ink_draw (self->ink, cr, tick->text, &PL_FONT_RULER, x, line - 13, PL_INK_CENTER, &self->theme->dim_text);
    }
}

void
pl_timeline_draw_ticks (PlTimeline *self, cairo_t *cr, double top, double bottom)
{
  pl_set_color_alpha (cr, &self->theme->line, 0.65);
  cairo_set_line_width (cr, 1);
  for (guint i = 0; i < self->ticks->len; i++)
    {
      double x = floor (g_array_index (self->ticks, PlTick, i).x) + 0.5;

      cairo_move_to (cr, x, top);
      cairo_line_to (cr, x, bottom);
    }
  cairo_stroke (cr);
}

/* What comes below is another matter. A name that is higher than its row would be struck out by it. */
static void
draw_divider (PlTimeline *self, cairo_t *cr)
{
  const PlTimelineLayout *layout = &self->layout;
  double y;

  if (!self->rows || self->rows->divider == 0 || self->rows->divider >= self->rows->n)
    return;
  y = floor (pl_timeline_row_y (self, self->rows->divider)) - 0.5;
  pl_set_color (cr, &self->theme->dim_text);
  cairo_move_to (cr, layout->pitch < PL_NAMES_APART ? layout->plot.x : layout->names.x, y);
  cairo_line_to (cr, layout->plot.x + layout->plot.width, y);
  cairo_stroke (cr);
}

/* Nothing else is drawn there: marks keep clear of the ends of their lane. */
void
pl_timeline_draw_separators (PlTimeline *self, cairo_t *cr)
{
  const PlTimelineLayout *layout = &self->layout;

  pl_set_color (cr, &self->theme->line);
  cairo_set_line_width (cr, 1);
  for (guint i = 0; i < self->n_rows && layout->pitch >= 24; i++)
    {
      double y = floor (pl_timeline_row_y (self, self->first_row + i) + layout->pitch) - 0.5;

      if (y > layout->plot.y + layout->plot.height)
        break;
      cairo_move_to (cr, layout->names.x, y);
      cairo_line_to (cr, layout->plot.x + layout->plot.width, y);
    }
  cairo_stroke (cr);
  draw_divider (self, cr);
}
