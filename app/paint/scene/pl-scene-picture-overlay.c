/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/scene/pl-scene-picture-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define LEAST_NAMED 14.0

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
  if (self->mute)
    return;
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

void
pl_sp_draw_cycle (PlScenePicture *self, cairo_t *cr, gboolean marked)
{
  const PlSceneStatus *status = self->status;
  guint lanes[G_N_ELEMENTS (status->cycle)] = { 0 }, n = MIN (status->n_cycle, G_N_ELEMENTS (status->cycle));
  char *names[G_N_ELEMENTS (status->cycle)] = { NULL };

  /* On lanes that are lower than the names of what is held these would hide all else. */
  if (self->timeline->layout.pitch < LEAST_NAMED)
    return;
  for (guint i = 0; i < n; i++)
    {
      lanes[i] = status->cycle[i];
      names[i] = pl_scene_resource_name (self->plan, status->wanted[i]);
    }
  pl_timeline_draw_ring (self->timeline, cr, lanes, names, n, status->stuck_ns, marked);
  for (guint i = 0; i < n; i++)
    g_free (names[i]);
}
