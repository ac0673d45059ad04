/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "paint/pool/pl-timeline-private.h"
#include "trace/pl-trace-account.h"

#define MAX_PAUSES 32u
/* Deaths drawn a lane: they are marked, not counted. */
#define MAX_DEATHS 64u

/* Bins times workers the kernel's account is asked for: a frame has no time for more. */
#define MOST_QUESTIONS 1200u

/* The part of those at a task that had a CPU. */
static void
draw_on_cpu (cairo_t *cr, PlTrace *trace, const PlTheme *theme, double width, double height)
{
  gint64 end_ns = pl_trace_get_end_ns (trace);
  guint workers = MAX (pl_trace_get_n_lanes (trace), 2) - 1;
  guint n = (guint) CLAMP (width / 2, 1, MAX (MOST_QUESTIONS / workers, 1));
  gint64 step_ns = MAX ((end_ns + n - 1) / n, 1);
  g_autofree PlCpuAccount *one = g_new (PlCpuAccount, n), *all = g_new0 (PlCpuAccount, n);

  for (guint lane = 1; lane <= workers && lane < pl_trace_get_n_lanes (trace); lane++)
    {
      pl_trace_account_bins (trace, lane, 0, step_ns, n, NULL, one);
      for (guint i = 0; i < n; i++)
        pl_cpu_account_add (&all[i], &one[i]);
    }
  for (guint i = 0; i < n; i++)
    {
      double x0 = round ((double) i * (double) step_ns / (double) end_ns * width);
      double x1 = MIN (round ((double) (i + 1) * (double) step_ns / (double) end_ns * width), width);
      double h = round (MIN ((double) all[i].on_ns / (double) step_ns / workers, 1) * (height - 2));

      if (h > 0 && x1 > x0)
        cairo_rectangle (cr, x0, height - h, x1 - x0, h);
    }
  pl_set_color (cr, &theme->states[PL_STATE_WORKING].color);
  cairo_fill (cr);
}

static void
draw_busy (cairo_t *cr, PlTrace *trace, const PlTheme *theme, double width, double height)
{
  gint64 end_ns = pl_trace_get_end_ns (trace);
  guint n = (guint) MAX (width / 2, 1), workers = MAX (pl_trace_get_n_lanes (trace), 2) - 1;
  gint64 step_ns = MAX ((end_ns + n - 1) / n, 1);
  g_autofree double *queued = g_new (double, n);
  g_autofree double *busy = g_new (double, n);
  gboolean told = pl_trace_account_source (trace) != PL_ACCOUNT_SOURCE_NONE;

  pl_trace_counter_series (trace, 0, step_ns, n, queued, busy);
  for (guint i = 0; i < n; i++)
    {
      double x0 = round ((double) i * (double) step_ns / (double) end_ns * width);
      double x1 = MIN (round ((double) (i + 1) * (double) step_ns / (double) end_ns * width), width);
      double h = round (MIN (busy[i] / workers, 1) * (height - 2));

      if (h > 0 && x1 > x0)
        cairo_rectangle (cr, x0, height - h, x1 - x0, h);
    }
  pl_set_color_alpha (cr, &theme->states[PL_STATE_WORKING].color, told ? 0.3 : 0.75);
  cairo_fill (cr);
  if (told)
    draw_on_cpu (cr, trace, theme, width, height);
}

static void
draw_events (cairo_t *cr, PlTrace *trace, const PlTheme *theme, double width, double height)
{
  gint64 end_ns = pl_trace_get_end_ns (trace);
  PlSpan span, pauses[MAX_PAUSES];
  guint n = pl_trace_pauses (trace, 0, end_ns, pauses, MAX_PAUSES);

  for (guint i = 0; i < n; i++)
    cairo_rectangle (cr, (double) pauses[i].start_ns / (double) end_ns * width, 0,
                     (double) (pauses[i].end_ns - pauses[i].start_ns) / (double) end_ns * width, height);
  pl_set_color_alpha (cr, &theme->states[PL_STATE_PAUSED].color, 0.45);
  cairo_fill (cr);
  for (guint lane = 1; lane < pl_trace_get_n_lanes (trace); lane++)
    {
      guint64 index = 0;

      for (guint k = 0; k < MAX_DEATHS && pl_trace_next_span (trace, lane, index, 1u << PL_STATE_DEAD, &span); k++)
        {
          cairo_rectangle (cr, floor ((double) span.start_ns / (double) end_ns * (width - 2)), 0, 2, height);
          index = span.index;
        }
    }
  pl_set_color (cr, &theme->states[PL_STATE_DEAD].color);
  cairo_fill (cr);
}

/* Of a replay: nothing right of its moment. */
static void
draw_cursor (cairo_t *cr, const PlTheme *theme, double x, double width, double height)
{
  cairo_rectangle (cr, x, 0, width - x, height);
  pl_set_color (cr, &theme->panel);
  cairo_fill (cr);
  cairo_rectangle (cr, x - 1, 0, 2, height);
  pl_set_color (cr, &theme->text);
  cairo_fill (cr);
}

void
pl_minimap_draw_viewport (cairo_t *cr, PlTrace *trace, const PlViewport *view, PlThemeId theme_id, double width,
                          double height)
{
  const PlTheme *theme = pl_theme_get (theme_id);
  double end = (double) pl_trace_get_end_ns (trace), x0, x1;

  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_clip_preserve (cr);
  pl_set_color (cr, &theme->panel);
  cairo_fill (cr);
  draw_busy (cr, trace, theme, width, height);
  draw_events (cr, trace, theme, width, height);
  if (view->until_ns > 0)
    draw_cursor (cr, theme, round ((double) MIN (view->until_ns, pl_trace_get_end_ns (trace)) / end * width), width, height);

  x0 = CLAMP (round ((double) view->from_ns / end * width), 0, width - 3);
  x1 = CLAMP (round ((double) view->to_ns / end * width), x0 + 3, width);
  cairo_rectangle (cr, 0, 0, x0, height);
  cairo_rectangle (cr, x1, 0, width - x1, height);
  pl_set_color_alpha (cr, &theme->background, 0.6);
  cairo_fill (cr);
  cairo_rectangle (cr, x0 + 0.75, 0.75, x1 - x0 - 1.5, height - 1.5);
  pl_set_color (cr, &theme->accent);
  cairo_set_line_width (cr, 1.5);
  cairo_stroke (cr);
  cairo_restore (cr);
}
