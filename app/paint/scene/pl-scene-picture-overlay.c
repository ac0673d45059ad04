/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/scene/pl-scene-picture-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* The moment it went wrong, and who waits for whom. In the timeline's own coordinates. */

/* Or it broke a rule: a death is on record before the moment is. */
static gboolean
was_killed (PlScenePicture *self)
{
  guint culprit = self->status->culprit;
  guint64 n = pl_trace_get_n_records (self->trace, culprit);
  PlSpan span;

  return self->plan->scene == PL_SCENE_OWNER
         || (n > 0 && pl_trace_get_span (self->trace, culprit, n - 1, &span)
             && span.state == PL_STATE_DEAD && span.start_ns <= self->status->event_ns);
}

static const char *
event_name (PlScenePicture *self)
{
  if (was_killed (self))
    return _("killed");
  return self->plan->scene == PL_SCENE_LITMUS ? _("first seen here") : _("first broken here");
}

static void
draw_moment (PlScenePicture *self, cairo_t *cr, gint64 t_ns, const char *text, const PlColor *color)
{
  static const double dash[] = { 4, 3 };
  const PlTimelineLayout *in = &self->timeline->layout;
  const PlViewport *view = &self->timeline->view;
  double x, width;

  if (t_ns <= 0 || t_ns < view->from_ns || t_ns > view->to_ns)
    return;
  x = floor (pl_timeline_x (self->timeline, t_ns)) + 0.5;
  pl_set_color (cr, color);
  cairo_set_line_width (cr, 1.5);
  cairo_set_dash (cr, dash, 2, 0);
  cairo_move_to (cr, x, in->plot.y);
  cairo_line_to (cr, x, in->plot.y + in->plot.height);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
  /* Not through the numbers of the ruler. */
  cairo_move_to (cr, x, in->ruler.y);
  cairo_line_to (cr, x, in->ruler.y + 5);
  cairo_stroke (cr);
  pl_ink_measure (self->ink, text, &PL_FONT_COUNTER, &width, NULL);
  x = CLAMP (x, in->names.x + width / 2, in->plot.x + in->plot.width - width / 2);
  pl_ink_draw (self->ink, cr, text, &PL_FONT_COUNTER, x, in->ruler.y - 8, PL_INK_CENTER,
               &self->theme->text);
}

void
pl_sp_draw_moments (PlScenePicture *self, cairo_t *cr)
{
  const PlColor *color = &self->theme->lost.color;

  if (self->status->event_ns > 0 && self->status->n_cycle == 0)
    draw_moment (self, cr, self->status->event_ns, event_name (self), color);
  if (self->status->stuck_ns > 0 && (self->status->event_ns == 0 || self->status->n_cycle > 0))
    draw_moment (self, cr, self->status->stuck_ns, _("from here on nobody can go on"), color);
}

static double
lane_middle (PlScenePicture *self, guint lane)
{
  const PlTimelineLayout *in = &self->timeline->layout;

  return pl_timeline_lane_y (self->timeline, lane) + in->mark_top + in->mark_height / 2;
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
draw_label (PlScenePicture *self, cairo_t *cr, const char *text, double x, double y, double right)
{
  double width;

  pl_ink_measure (self->ink, text, &PL_FONT_COUNTER, &width, NULL);
  x = MIN (x, right - width / 2 - 5);
  pl_set_color (cr, &self->theme->background);
  cairo_rectangle (cr, floor (x - width / 2 - 4), floor (y - 9), ceil (width + 8), 18);
  cairo_fill_preserve (cr);
  pl_set_color (cr, &self->theme->lost.color);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
  pl_ink_draw (self->ink, cr, text, &PL_FONT_COUNTER, x, y, PL_INK_CENTER, &self->theme->text);
}

static void
draw_wait (PlScenePicture *self, cairo_t *cr, guint from, guint to, double x)
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
pl_sp_draw_cycle (PlScenePicture *self, cairo_t *cr)
{
  const PlSceneStatus *status = self->status;
  const PlTimelineLayout *in = &self->timeline->layout;
  guint n = status->n_cycle;
  double left, right = in->plot.x + in->plot.width, step;

  if (n == 0 || status->stuck_ns > self->timeline->view.to_ns)
    return;
  left = MAX (pl_timeline_x (self->timeline, status->stuck_ns), in->plot.x);
  step = (right - left) / (n + 1);
  for (guint i = 0; i < n; i++)
    draw_wait (self, cr, status->cycle[i], status->cycle[(i + 1) % n],
               round (left + step * (i + 1)));
  /* Names where they have room: not over the neighbour's arrow. */
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = pl_scene_resource_name (self->plan, status->wanted[i]);
      double y0 = lane_middle (self, status->cycle[i]),
             y1 = lane_middle (self, status->cycle[(i + 1) % n]), width;

      pl_ink_measure (self->ink, name, &PL_FONT_COUNTER, &width, NULL);
      if (width + 12 < step || n == 2)
        draw_label (self, cr, name, round (left + step * (i + 1)), round ((y0 + y1) / 2), right);
    }
}
