/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "paint/pool/pl-timeline-private.h"

/* Who waits for whom, when they wait in a ring: an arrow from each to the one that has what it wants. */

/* Half the height of a plate. What is pointed out in a row stands under it: so high, with some air. */
#define PLATE 9.0
#define BELOW 5.0
/* Lower rows leave a plate no other place. */
#define LEAST_PITCH 30.0

static double
lane_middle (PlTimeline *self, guint lane)
{
  return pl_timeline_lane_y (self, lane) + self->layout.mark_top + self->layout.mark_height / 2;
}

static void
draw_head (cairo_t *cr, double x, double y, double direction)
{
  cairo_move_to (cr, x, y);
  cairo_line_to (cr, x - 5.5, y - direction * 10);
  cairo_line_to (cr, x + 5.5, y - direction * 10);
  cairo_close_path (cr);
  cairo_fill (cr);
}

/* A plate under the words: they stand over hatched marks. */
static void
draw_label (PlTimeline *self, cairo_t *cr, const char *text, double x, double y, double right)
{
  double width;

  pl_ink_measure (self->ink, text, &PL_FONT_COUNTER, &width, NULL);
  x = MIN (x, right - width / 2 - 5);
  pl_set_color (cr, &self->theme->background);
  cairo_rectangle (cr, floor (x - width / 2 - 4), floor (y - PLATE), ceil (width + 8), 2 * PLATE);
  cairo_fill_preserve (cr);
  pl_set_color (cr, &self->theme->lost.color);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
  pl_ink_draw (self->ink, cr, text, &PL_FONT_COUNTER, x, y, PL_INK_CENTER, &self->theme->text);
}

/* In the middle between two rows; clear of what stands under the row there, if anything does. */
static double
label_y (PlTimeline *self, guint from, guint to, gboolean marked)
{
  double y = round ((lane_middle (self, from) + lane_middle (self, to)) / 2), pitch = self->layout.pitch;
  double top = pl_timeline_lane_y (self, from), line = top + ceil ((y - PLATE - top) / pitch) * pitch;

  return marked && pitch >= LEAST_PITCH && line < y + PLATE + BELOW ? floor (line - PLATE - BELOW) : y;
}

static void
draw_wait (PlTimeline *self, cairo_t *cr, guint from, guint to, double x)
{
  double y0 = lane_middle (self, from), y1 = lane_middle (self, to), direction = y1 > y0 ? 1 : -1;

  pl_set_color (cr, &self->theme->background);
  cairo_set_line_width (cr, 5);
  cairo_move_to (cr, x, y0);
  cairo_line_to (cr, x, y1);
  cairo_stroke (cr);
  pl_set_color (cr, &self->theme->lost.color);
  cairo_set_line_width (cr, 2.5);
  cairo_move_to (cr, x, y0);
  cairo_line_to (cr, x, y1 - direction * 8);
  cairo_stroke (cr);
  cairo_new_path (cr);
  cairo_arc (cr, x, y0, 4, 0, 2 * G_PI);
  cairo_fill (cr);
  draw_head (cr, x, y1, direction);
}

void
pl_timeline_draw_ring (PlTimeline *self, cairo_t *cr, const guint *lanes, char *const *names, guint n, gint64 since_ns, gboolean marked)
{
  const PlTimelineLayout *in = &self->layout;
  double left = MAX (pl_timeline_x (self, since_ns), in->plot.x), right = in->plot.x + in->plot.width;
  double step = (right - left) / (n + 1);

  if (n == 0 || since_ns > self->view.to_ns)
    return;
  for (guint i = 0; i < n; i++)
    draw_wait (self, cr, lanes[i], lanes[(i + 1) % n], round (left + step * (i + 1)));
  /* Names where they have room: not over the neighbour's arrow. */
  for (guint i = 0; i < n; i++)
    {
      double width;

      pl_ink_measure (self->ink, names[i], &PL_FONT_COUNTER, &width, NULL);
      if (*names[i] != '\0' && (width + 12 < step || n == 2))
        draw_label (self, cr, names[i], round (left + step * (i + 1)), label_y (self, lanes[i], lanes[(i + 1) % n], marked), right);
    }
}
