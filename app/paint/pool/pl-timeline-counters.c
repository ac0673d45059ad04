/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/pl-text.h"
#include "paint/pool/pl-timeline-private.h"

/* Under the lanes: tasks nobody has started, as an area with steps; workers busy, as a line. */

typedef struct {
  guint n;
  gint64 step_ns;
  double *queued, *busy;
  double max_queued, max_busy;
} Series;

/* Where columns hold many tasks a mean over its neighbours says more than the noise of each. */
static void
smooth (double *values, guint n, guint radius)
{
  g_autofree double *sums = g_new (double, n + 1);

  if (radius == 0)
    return;
  sums[0] = 0;
  for (guint i = 0; i < n; i++)
    sums[i + 1] = sums[i] + values[i];
  for (guint i = 0; i < n; i++)
    {
      guint first = i > radius ? i - radius : 0, after = MIN (i + radius + 1, n);

      values[i] = (sums[after] - sums[first]) / (after - first);
    }
}

static void
read_series (PlTimeline *self, Series *series)
{
  double width = self->layout.plot.width;
  guint lanes = pl_trace_get_n_lanes (self->trace);
  gint64 span_ns = self->view.to_ns - self->view.from_ns;

  /* With many lanes a coarser curve: the work is columns times lanes. */
  series->n = (guint) MAX (width / (lanes <= 16 ? 1 : 2), 1);
  series->step_ns = MAX ((span_ns + series->n - 1) / series->n, 1);
  series->n = (guint) MIN ((span_ns + series->step_ns - 1) / series->step_ns, series->n);
  series->queued = g_new (double, series->n);
  series->busy = g_new (double, series->n);
  pl_trace_counter_series (self->trace, self->view.from_ns, series->step_ns, series->n, series->queued, series->busy);
  series->max_queued = 1;
  series->max_busy = MAX (lanes, 2) - 1;
  if (series->n > 0)
    {
      double tasks = (series->queued[0] - series->queued[series->n - 1]) / series->n;

      smooth (series->busy, series->n, (guint) CLAMP (tasks * 6, 0, 8));
    }
  for (guint i = 0; i < series->n; i++)
    series->max_queued = MAX (series->max_queued, series->queued[i]);
}

/* Steps; ends where the run does. */
static double
trace_path (PlTimeline *self, cairo_t *cr, const Series *series, const double *values, double max,
            double top, double base)
{
  gint64 end_ns = MIN (pl_trace_get_end_ns (self->trace), self->view.to_ns);
  double y = base, x = self->layout.plot.x;

  for (guint i = 0; i < series->n; i++)
    {
      gint64 from_ns = self->view.from_ns + (gint64) i * series->step_ns;
      double next;

      if (from_ns >= end_ns)
        break;
      next = round ((base - values[i] / max * (base - top)) * 2) / 2;
      x = pl_timeline_x (self, from_ns);
      if (i == 0)
        cairo_move_to (cr, x, next);
      else if (next != y)
        {
          cairo_line_to (cr, x, y);
          cairo_line_to (cr, x, next);
        }
      y = next;
      x = pl_timeline_x (self, MIN (from_ns + series->step_ns, end_ns));
    }
  cairo_line_to (cr, x, y);
  return x;
}

static void
draw_curves (PlTimeline *self, cairo_t *cr, const Series *series)
{
  const PlBox *box = &self->layout.counters;
  double base = floor (box->y + box->height) - 0.5, top = floor (box->y) + 6.5, last;
  const PlColor *queued = &self->theme->accent, *busy = &self->theme->states[PL_STATE_SENDING].color;

  /* Steps are upright: with mitred joins cairo strokes them as boxes, at a third of the cost. */
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_MITER);
  cairo_set_line_width (cr, 1.5);
  last = trace_path (self, cr, series, series->queued, series->max_queued, top, base);
  cairo_line_to (cr, last, base);
  cairo_line_to (cr, box->x, base);
  cairo_close_path (cr);
  pl_set_color_alpha (cr, queued, 0.16);
  cairo_fill (cr);
  trace_path (self, cr, series, series->queued, series->max_queued, top, base);
  pl_set_color (cr, queued);
  cairo_stroke (cr);

  trace_path (self, cr, series, series->busy, series->max_busy, top, base);
  pl_set_color (cr, busy);
  cairo_set_line_width (cr, 1.2);
  cairo_stroke (cr);

  pl_set_color (cr, &self->theme->line);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, box->x, base + 0.5);
  cairo_line_to (cr, box->x + box->width, base + 0.5);
  cairo_stroke (cr);
}

/* A short piece of the curve, its name, its scale. */
static void
draw_label (PlTimeline *self, cairo_t *cr, double y, const char *name, double max, const PlColor *color)
{
  const PlBox *names = &self->layout.names;
  g_autofree char *most = pl_text_count ((guint64) (max + 0.5));
  g_autofree char *range = g_strdup_printf (_("0 to %s"), most);
  double room = MAX (names->width - 9, 20);
  PlFont font = PL_FONT_COUNTER;

  cairo_rectangle (cr, names->x, floor (y) - 5, 3, 26);
  pl_set_color (cr, color);
  cairo_fill (cr);
  font.max_width = room;
  pl_ink_draw (self->ink, cr, name, &font, names->x + 9, y, PL_INK_START, &self->theme->text);
  font = (PlFont) { 11, PL_INK_PLAIN, room };
  pl_ink_draw (self->ink, cr, range, &font, names->x + 9, y + 15, PL_INK_START, &self->theme->dim_text);
}

void
pl_timeline_draw_counters (PlTimeline *self, cairo_t *cr)
{
  const PlBox *box = &self->layout.counters;
  gboolean array = pl_log_plan (pl_trace_get_log (self->trace))->ipc == PL_IPC_ARRAY;
  double middle = box->y + box->height / 2 + 3;
  Series series;

  if (pl_log_plan (pl_trace_get_log (self->trace))->kind != PL_RUN_POOL)
    return;
  read_series (self, &series);
  cairo_save (cr);
  cairo_rectangle (cr, 0, box->y, self->layout.width, box->height + 2);
  cairo_clip (cr);
  draw_curves (self, cr, &series);
  draw_label (self, cr, middle - 25, array ? _("Tasks unclaimed") : _("Tasks queued"), series.max_queued,
              &self->theme->accent);
  draw_label (self, cr, middle + 9, _("Workers busy"), series.max_busy, &self->theme->states[PL_STATE_SENDING].color);
  cairo_restore (cr);
  g_free (series.queued);
  g_free (series.busy);
}
