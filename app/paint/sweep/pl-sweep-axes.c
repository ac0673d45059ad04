/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/sweep/pl-sweep-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/pl-text.h"
#include "paint/parts/pl-axis.h"
#include "plan/pl-plan.h"

static const PlFont tick_font = { 12, PL_INK_PLAIN, 0 };

/* Speed-ups in halves, wholes, 2s and 5s. */
static double
y_step (const PlSweepDrawing *self)
{
  guint most = (guint) MAX (self->plot.height / 46, 2);

  if (self->axis == PL_SWEEP_SIZES && self->most_y / 0.5 <= most)
    return 0.5;
  return (double) pl_axis_step ((gint64) ceil (self->most_y), most);
}

static char *
y_text (const PlSweepDrawing *self, double value, double step)
{
  if (self->axis == PL_SWEEP_SIZES)
    return g_strdup_printf (step < 1 ? "%.1f" : "%.0f", value);
  return pl_text_axis_time ((gint64) value, (gint64) step, (gint64) self->most_y);
}

static void
draw_y (PlSweepDrawing *self, cairo_t *cr)
{
  double step = y_step (self);

  for (guint i = 0; i * step <= self->most_y; i++)
    {
      double y = round (pl_sweep_place_y (self, i * step)) + 0.5;
      g_autofree char *text = y_text (self, i * step, step);

      pl_set_color (cr, &self->theme->line);
      cairo_set_line_width (cr, 1);
      cairo_move_to (cr, self->plot.x, y);
      cairo_line_to (cr, self->plot.x + self->plot.width, y);
      cairo_stroke (cr);
      if (y > self->plot.y + 20 || i == 0)
        pl_ink_draw (self->ink, cr, text, &tick_font, self->plot.x - 10, y, PL_INK_END, &self->theme->dim_text);
    }
  pl_ink_draw (self->ink, cr, pl_sweep_y_name (self), &PL_SWEEP_NAME_FONT, self->plot.x - 10, self->plot.y + 6, PL_INK_END, &self->theme->text);
}

static char *
x_text (PlSweepDrawing *self, const PlSweepPoint *point)
{
  if (self->axis == PL_SWEEP_CHANNELS)
    return g_strdup (pl_ipc_name (point->plan->ipc));
  return pl_text_count ((guint64) pl_sweep_point_x (self->sweep, point));
}

/* Ticks are where something was measured. */
static void
draw_x (PlSweepDrawing *self, cairo_t *cr)
{
  double base = round (self->plot.y + self->plot.height) + 0.5;
  const char *name = self->axis == PL_SWEEP_SIZES ? _("workers") : self->axis == PL_SWEEP_CHUNKS ? _("tasks a message") : NULL;
  PlAxisRow row = { -G_MAXDOUBLE, self->width - 4, 10 };
  double last = -1;

  for (guint i = 0; i < pl_sweep_get_n_points (self->sweep); i++)
    {
      PlSweepPoint point;
      double x, width;
      g_autofree char *text = NULL;

      pl_sweep_get_point (self->sweep, i, &point);
      text = x_text (self, &point);
      x = round (pl_sweep_place_x (self, pl_sweep_axis_x (self, pl_sweep_point_x (self->sweep, &point)))) + 0.5;
      width = pl_words_width (self->ink, &tick_font, text);
      /* Series by series: the first one has them all. */
      if (x <= last || !pl_axis_take (&row, x - width / 2, width))
        continue;
      last = x;
      pl_set_color (cr, &self->theme->text);
      cairo_set_line_width (cr, 1);
      cairo_move_to (cr, x, base);
      cairo_line_to (cr, x, base + 5);
      cairo_stroke (cr);
      pl_ink_draw (self->ink, cr, text, &tick_font, x, base + 15, PL_INK_CENTER, &self->theme->dim_text);
    }
  if (name)
    pl_ink_draw (self->ink, cr, name, &PL_SWEEP_NAME_FONT, self->plot.x + self->plot.width, base + 34, PL_INK_END, &self->theme->text);
}

/* No more of them can be at work at once. */
static void
draw_cpus (PlSweepDrawing *self, cairo_t *cr)
{
  static const double dashes[] = { 2, 4 };
  double cpus = pl_sweep_get_cpus (self->sweep), x = round (pl_sweep_place_x (self, cpus)) + 0.5, width;
  g_autofree char *number = g_strdup_printf (cpus == floor (cpus) ? "%.0f" : "%.1f", cpus);
  g_autofree char *text = g_strdup_printf (ngettext ("%s CPU", "%s CPUs", cpus == 1 ? 1 : 2), number);

  if (self->axis != PL_SWEEP_SIZES || cpus <= 0 || cpus > self->most_x)
    return;
  cairo_save (cr);
  pl_set_color (cr, &self->theme->text);
  cairo_set_line_width (cr, 1.5);
  cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
  cairo_move_to (cr, x, self->plot.y);
  cairo_line_to (cr, x, self->plot.y + self->plot.height);
  cairo_stroke (cr);
  cairo_restore (cr);
  width = pl_words_width (self->ink, &PL_SWEEP_NAME_FONT, text);
  pl_set_color (cr, &self->theme->background);
  cairo_rectangle (cr, x + 4, self->plot.y, width + 6, 16);
  cairo_fill (cr);
  pl_ink_draw (self->ink, cr, text, &PL_SWEEP_NAME_FONT, x + 7, self->plot.y + 8, PL_INK_START, &self->theme->text);
}

/* n workers n times as fast, or as much faster as they are more than the smallest pool. */
static void
draw_ideal (PlSweepDrawing *self, cairo_t *cr)
{
  PlAmdahl law;
  double x;

  pl_sweep_get_amdahl (self->sweep, 0, &law);
  if (self->axis != PL_SWEEP_SIZES || law.smallest <= 0)
    return;
  x = MIN (self->most_x, self->most_y * law.smallest);
  pl_set_color (cr, &self->theme->dim_text);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, pl_sweep_place_x (self, 0), pl_sweep_place_y (self, 0));
  cairo_line_to (cr, pl_sweep_place_x (self, x), pl_sweep_place_y (self, x / law.smallest));
  cairo_stroke (cr);
}

void
pl_sweep_draw_axes (PlSweepDrawing *self, cairo_t *cr)
{
  double base = round (self->plot.y + self->plot.height) + 0.5;

  draw_y (self, cr);
  draw_x (self, cr);
  pl_set_color (cr, &self->theme->text);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, self->plot.x, base);
  cairo_line_to (cr, self->plot.x + self->plot.width, base);
  cairo_stroke (cr);
  draw_ideal (self, cr);
  draw_cpus (self, cr);
}
