/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/pl-text.h"
#include "paint/pl-steps.h"
#include "paint/pool/pl-timeline-private.h"
#include "trace/pl-trace-account.h"

/* Under the lanes: tasks nobody has started, as an area with steps; workers at a task and, where the kernel tells, workers
 * on a CPU, as lines; and a broken line at the number of CPUs, which the last one cannot pass. */

typedef struct {
  guint n;
  gint64 from_ns, step_ns;      /* columns lie at multiples of their width, so that a view that moves has the same ones */
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
  series->from_ns = MAX (self->view.from_ns, 0) / series->step_ns * series->step_ns;
  series->n = (guint) MAX ((self->view.to_ns - series->from_ns + series->step_ns - 1) / series->step_ns, 1);
  series->queued = g_new (double, series->n);
  series->busy = g_new (double, series->n);
  pl_trace_counter_series (self->trace, series->from_ns, series->step_ns, series->n, series->queued, series->busy);
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

static gboolean
is_told (PlTimeline *self)
{
  return pl_trace_account_source (self->trace) != PL_ACCOUNT_SOURCE_NONE;
}

/* The steps of a curve, from x to where the run ends. */
static guint
make_steps (PlTimeline *self, const Series *series, const double *values, double max, double top, double base,
            PlStep *steps)
{
  gint64 end_ns = MIN (pl_trace_get_end_ns (self->trace), self->view.to_ns);
  guint n = 0;

  for (guint i = 0; i < series->n; i++)
    {
      gint64 from_ns = series->from_ns + (gint64) i * series->step_ns;
      double y = round ((base - values[i] / max * (base - top)) * 2) / 2;

      if (from_ns >= end_ns)
        break;
      if (n == 0 || y != steps[n - 1].y)
        steps[n++] = (PlStep) { pl_timeline_x (self, MAX (from_ns, self->view.from_ns)), 0, y };
      steps[n - 1].x1 = pl_timeline_x (self, MIN (from_ns + series->step_ns, end_ns));
    }
  return n;
}

/* In pieces: it is broken where nothing is known. */
static void
draw_on_cpu (PlTimeline *self, cairo_t *cr, double max, double top, double base, const PlBox *around)
{
  Series series = { 0 };
  g_autofree double *values = pl_timeline_read_on_cpu (self, &series.from_ns, &series.step_ns, &series.n);
  g_autofree PlStep *steps = g_new (PlStep, series.n + 1);
  guint n_columns = series.n;

  for (guint i = 0, run; i < n_columns; i += run)
    {
      for (run = 1; i + run < n_columns && isnan (values[i + run]) == isnan (values[i]); run++)
        ;
      series.n = run;
      if (!isnan (values[i]))
        pl_steps_stroke (cr, steps, make_steps (self, &series, &values[i], max, top, base, steps), 1.8,
                         &self->theme->text, around, (self->parts & PL_PART_VECTOR) != 0);
      series.from_ns += run * series.step_ns;
    }
}

/* How many CPUs there are, if that is less than all workers might want. */
static void
draw_cpus (PlTimeline *self, cairo_t *cr, double max, double top, double base)
{
  const PlBox *box = &self->layout.counters;
  double cpus = pl_trace_cpus (self->trace), y = round (base - cpus / max * (base - top)) - 0.5;
  const double dashes[] = { 5, 4 };

  if (cpus >= max)
    return;
  cairo_save (cr);
  cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, box->x, y);
  cairo_line_to (cr, box->x + box->width, y);
  pl_set_color (cr, &self->theme->text);
  cairo_stroke (cr);
  cairo_restore (cr);
}

/* Tasks that wait, as an area, and workers at work, as lines. */
static void
draw_curves (PlTimeline *self, cairo_t *cr, const Series *series)
{
  const PlBox *box = &self->layout.counters;
  const PlBox around = { box->x - 2, box->y, box->width + 4, box->height + 2 };
  gboolean vector = (self->parts & PL_PART_VECTOR) != 0;
  double base = floor (box->y + box->height) - 0.5, top = floor (box->y) + 6.5;
  const PlColor *queued = &self->theme->accent, *busy = &self->theme->states[PL_STATE_SENDING].color;
  g_autofree PlStep *steps = g_new (PlStep, series->n);
  guint n = make_steps (self, series, series->queued, series->max_queued, top, base, steps);

  if (n > 0)
    {
      pl_steps_path (cr, steps, n);
      cairo_line_to (cr, steps[n - 1].x1, base);
      cairo_line_to (cr, steps[0].x0, base);
      cairo_close_path (cr);
      pl_set_color_alpha (cr, queued, 0.16);
      cairo_fill (cr);
    }
  pl_steps_stroke (cr, steps, n, 1.5, queued, &around, vector);
  n = make_steps (self, series, series->busy, series->max_busy, top, base, steps);
  pl_steps_stroke (cr, steps, n, 1.2, busy, &around, vector);
  if (is_told (self))
    {
      draw_cpus (self, cr, series->max_busy, top, base);
      draw_on_cpu (self, cr, series->max_busy, top, base, &around);
    }

  pl_set_color (cr, &self->theme->line);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, box->x, base + 0.5);
  cairo_line_to (cr, box->x + box->width, base + 0.5);
  cairo_stroke (cr);
}

/* A short piece of the curve, its name, its scale. */
static void
draw_label (PlTimeline *self, cairo_t *cr, double y, const char *name, const char *scale, const PlColor *color)
{
  const PlBox *names = &self->layout.names;
  double room = MAX (names->width - 9, 20);
  PlFont font = PL_FONT_COUNTER;

  cairo_rectangle (cr, names->x, floor (y) - 5, 3, 26);
  pl_set_color (cr, color);
  cairo_fill (cr);
  font.max_width = room;
  pl_ink_draw (self->ink, cr, name, &font, names->x + 9, y, PL_INK_START, &self->theme->text);
  font = (PlFont) { 11, PL_INK_PLAIN, room };
  pl_ink_draw (self->ink, cr, scale, &font, names->x + 9, y + 15, PL_INK_START, &self->theme->dim_text);
}

static char *
range_text (double max)
{
  g_autofree char *most = pl_text_count ((guint64) (max + 0.5));

  return g_strdup_printf (_("0 to %s"), most);
}

/* "at most 2 CPUs", "at most 0.5 CPUs" */
static char *
cpus_text (PlTrace *trace)
{
  double cpus = pl_trace_cpus (trace);
  g_autofree char *number = g_strdup_printf (cpus == floor (cpus) ? "%.0f" : "%.2g", cpus);

  return g_strdup_printf (ngettext ("of %s CPU", "of %s CPUs", cpus == 1 ? 1 : 2), number);
}

static void
draw_labels (PlTimeline *self, cairo_t *cr, const Series *series)
{
  const PlBox *box = &self->layout.counters;
  gboolean array = pl_log_plan (pl_trace_get_log (self->trace))->ipc == PL_IPC_ARRAY, told = is_told (self);
  double middle = box->y + box->height / 2 + 3, pitch = told ? 32 : 34, first = middle - 8 - pitch / (told ? 1 : 2);
  g_autofree char *queued = range_text (series->max_queued), *busy = range_text (series->max_busy), *cpus = NULL;

  draw_label (self, cr, first, array ? _("Tasks unclaimed") : _("Tasks queued"), queued, &self->theme->accent);
  draw_label (self, cr, first + pitch, _("Workers at a task"), busy, &self->theme->states[PL_STATE_SENDING].color);
  if (!told)
    return;
  cpus = cpus_text (self->trace);
  draw_label (self, cr, first + 2 * pitch, _("Workers on a CPU"), cpus, &self->theme->text);
}

void
pl_timeline_draw_counters (PlTimeline *self, cairo_t *cr)
{
  const PlBox *box = &self->layout.counters;
  Series series;

  if (pl_log_plan (pl_trace_get_log (self->trace))->kind != PL_RUN_POOL)
    return;
  read_series (self, &series);
  cairo_save (cr);
  cairo_rectangle (cr, 0, box->y, self->layout.width, box->height + 2);
  cairo_clip (cr);
  draw_curves (self, cr, &series);
  draw_labels (self, cr, &series);
  cairo_restore (cr);
  g_free (series.queued);
  g_free (series.busy);
}
