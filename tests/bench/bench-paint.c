/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>

#include "bench-common.h"
#include "fixture-log.h"
#include "paint/pl-timeline.h"

/* Laying out and painting a 1920x1080 picture of 64 lanes, from 10^4 to 10^6 records. Its cost
 * should follow the width in pixels, so the columns of ratios should stay near 1. */

#define WIDTH 1920
#define HEIGHT 1080
#define LANES 63u
#define RUNS 15u

typedef struct { double layout_ms, draw_ms, both_ms; guint marks; } Cost;

static Cost
measure (PlTrace *trace, PlView view)
{
  gint64 step_ns = (view.to_ns - view.from_ns) / 150;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  double layout[RUNS], draw[RUNS], both[RUNS];
  Cost cost = { 0 };

  /* One more than counted: the first makes the text. The view moves on each time, as when somebody pans. */
  for (guint i = 0; i <= RUNS; i++)
    {
      double start = bench_now (), middle, end;
      PlTimeline *timeline = pl_timeline_new (trace, &view, PL_THEME_LIGHT, WIDTH, HEIGHT, PL_PART_COUNTERS);
      cairo_t *cr = cairo_create (surface);

      middle = bench_now ();
      pl_timeline_draw (timeline, cr);
      cairo_surface_flush (surface);
      end = bench_now ();
      cost.marks = pl_timeline_get_n_marks (timeline);
      cairo_destroy (cr);
      pl_timeline_free (timeline);
      view.from_ns += step_ns;
      view.to_ns += step_ns;
      if (i > 0)
        {
          layout[i - 1] = (middle - start) * 1e3;
          draw[i - 1] = (end - middle) * 1e3;
          both[i - 1] = (end - start) * 1e3;
        }
    }
  cairo_surface_destroy (surface);
  cost.layout_ms = bench_median (layout, RUNS);
  cost.draw_ms = bench_median (draw, RUNS);
  cost.both_ms = bench_median (both, RUNS);
  return cost;
}

static void
print_row (const char *what, guint64 records, const Cost *cost, const Cost *base)
{
  printf ("%-12s %10" G_GUINT64_FORMAT " %8u %10.2f %10.2f %10.2f %8.2f\n", what, records, cost->marks,
          cost->layout_ms, cost->draw_ms, cost->both_ms, cost->both_ms / base->both_ms);
}

int
main (void)
{
  static const guint64 sizes[] = { 10000, 100000, 1000000 };
  Cost whole[G_N_ELEMENTS (sizes)], zoomed[G_N_ELEMENTS (sizes)];

  bench_print_machine ();
  printf ("painting %dx%d, %u lanes, medians of %u, ms\n", WIDTH, HEIGHT, LANES + 1, RUNS);
  printf ("%-12s %10s %8s %10s %10s %10s %8s\n", "view", "records", "marks", "layout", "draw", "both", "ratio");
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      PlLog *log = fixture_random (LANES, sizes[i] / LANES, 50000, 17, PL_PHASE_DONE);
      PlTrace *trace = pl_trace_new (log);
      gint64 end_ns = pl_trace_get_end_ns (trace);
      PlView view;

      pl_view_init (&view, trace);
      whole[i] = measure (trace, view);
      print_row ("whole", sizes[i], &whole[i], &whole[0]);
      /* About 20 spans a lane, in the middle. */
      view.from_ns = end_ns / 2;
      view.to_ns = view.from_ns + 1000000;
      zoomed[i] = measure (trace, view);
      print_row ("zoomed in", sizes[i], &zoomed[i], &zoomed[0]);
      g_object_unref (trace);
      pl_log_unref (log);
    }
  return 0;
}
