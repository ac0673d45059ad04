/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/sweep/pl-sweep-private.h"

#include <glib/gi18n-lib.h>

#include "base/pl-text.h"
#include "paint/parts/pl-legend.h"

#define MARK 5.0                /* half of one */
#define N_SHAPES 4u

const PlColor *
pl_sweep_color (const PlSweepDrawing *self, guint series)
{
  static const PlState states[N_SHAPES] = { PL_STATE_WORKING, PL_STATE_WAITING_LOCK, PL_STATE_SENDING, PL_STATE_STARTING };

  return &self->theme->states[states[series % N_SHAPES]].color;
}

/* Round, square, on its point, a triangle; the second four of them hollow. */
void
pl_sweep_draw_mark (const PlSweepDrawing *self, cairo_t *cr, guint series, double x, double y)
{
  cairo_new_path (cr);
  switch (series % N_SHAPES)
    {
    case 0:
      cairo_arc (cr, x, y, MARK, 0, 2 * G_PI);
      break;
    case 1:
      cairo_rectangle (cr, x - MARK, y - MARK, 2 * MARK, 2 * MARK);
      break;
    case 2:
      cairo_move_to (cr, x, y - MARK - 1.5);
      cairo_line_to (cr, x + MARK + 1.5, y);
      cairo_line_to (cr, x, y + MARK + 1.5);
      cairo_line_to (cr, x - MARK - 1.5, y);
      cairo_close_path (cr);
      break;
    default:
      cairo_move_to (cr, x, y - MARK - 1);
      cairo_line_to (cr, x + MARK + 1, y + MARK);
      cairo_line_to (cr, x - MARK - 1, y + MARK);
      cairo_close_path (cr);
      break;
    }
  pl_set_color (cr, series / N_SHAPES % 2 == 0 ? pl_sweep_color (self, series) : &self->theme->background);
  cairo_fill_preserve (cr);
  /* A rim keeps marks apart that lie on each other. */
  pl_set_color (cr, series / N_SHAPES % 2 == 0 ? &self->theme->background : pl_sweep_color (self, series));
  cairo_set_line_width (cr, series / N_SHAPES % 2 == 0 ? 1 : 2);
  cairo_stroke (cr);
}

void
pl_sweep_set_dash (cairo_t *cr, guint series)
{
  static const double dashes[N_SHAPES][4] = { { 0 }, { 9, 4, 0, 0 }, { 3, 3, 0, 0 }, { 10, 3, 2, 3 } };
  static const int n_dashes[N_SHAPES] = { 0, 2, 2, 4 };

  cairo_set_dash (cr, dashes[series % N_SHAPES], n_dashes[series % N_SHAPES], 0);
}

/* "Queue: serial share 3.1 %" */
static char *
entry_text (PlSweepDrawing *self, guint series)
{
  g_autofree char *name = pl_sweep_series_name (self->sweep, series), *serial = NULL;
  PlAmdahl law;

  pl_sweep_get_amdahl (self->sweep, series, &law);
  if (!law.known)
    return g_steal_pointer (&name);
  serial = pl_text_percent (law.serial, 1);
  /* Translators: a channel: "Queue, and Amdahl's law with a serial share of 3.1 %" */
  return g_strdup_printf (_("%s, and Amdahl's law with a serial share of %s"), name, serial);
}

static void
draw_series (PlSweepDrawing *self, cairo_t *cr, guint series, double x, double y)
{
  if (self->axis != PL_SWEEP_CHANNELS)
    {
      cairo_save (cr);
      pl_set_color (cr, pl_sweep_color (self, series));
      cairo_set_line_width (cr, 1.8);
      pl_sweep_set_dash (cr, series);
      cairo_move_to (cr, x, y);
      cairo_line_to (cr, x + PL_LEGEND_SWATCH_WIDTH, y);
      cairo_stroke (cr);
      cairo_restore (cr);
    }
  pl_sweep_draw_mark (self, cr, series, x + PL_LEGEND_SWATCH_WIDTH / 2, y);
}

double
pl_sweep_legend_flow (PlSweepDrawing *self, cairo_t *cr, const PlBox *box)
{
  PlLegendFlow flow = pl_legend_in_rows (self->ink, self->theme, box);

  flow.whole = TRUE;
  /* By channel each has its name on the axis. */
  for (guint series = 0; self->axis != PL_SWEEP_CHANNELS && series < pl_sweep_get_n_series (self->sweep); series++)
    {
      g_autofree char *text = entry_text (self, series);

      pl_legend_take (&flow, text, NULL);
      if (!cr)
        continue;
      draw_series (self, cr, series, flow.at_x, flow.at_y + PL_LEGEND_SWATCH_HEIGHT / 2);
      pl_legend_write (&flow, cr);
    }
  if (self->axis != PL_SWEEP_SIZES)
    return self->axis == PL_SWEEP_CHANNELS ? 0 : pl_legend_rows_height (&flow);
  pl_legend_take (&flow, _("ideal: n times as fast"), NULL);
  if (cr)
    {
      pl_set_color (cr, &self->theme->dim_text);
      cairo_set_line_width (cr, 1);
      cairo_move_to (cr, flow.at_x, flow.at_y + PL_LEGEND_SWATCH_HEIGHT);
      cairo_line_to (cr, flow.at_x + PL_LEGEND_SWATCH_WIDTH, flow.at_y);
      cairo_stroke (cr);
      pl_legend_write (&flow, cr);
    }
  return pl_legend_rows_height (&flow);
}
