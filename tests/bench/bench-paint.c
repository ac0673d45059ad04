/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>

#include "bench-common.h"
#include "fixture-log.h"
#include "log/pl-scenes.h"
#include "paint/scene/pl-scene-picture.h"
#include "paint/pool/pl-timeline.h"
#include "plan/pl-plan.h"

/* Laying out and painting a 1920x1080 picture of 64 lanes, from 10^4 to 10^6 records, and one of a
 * scene that goes on, frame by frame. The cost should follow the width in pixels, so the columns of
 * ratios should stay near 1. */

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
  g_autofree char *marks = cost->marks > 0 ? g_strdup_printf ("%u", cost->marks) : g_strdup ("");

  printf ("%-12s %10" G_GUINT64_FORMAT " %8s %10.2f %10.2f %10.2f %8.2f\n", what, records, marks,
          cost->layout_ms, cost->draw_ms, cost->both_ms, cost->both_ms / base->both_ms);
}

#define SCENE_WORKERS 8u
#define SCENE_STEP_NS 50000
#define FRAME_NS 16000000

/* What the workers do from step `from` on, up to `to`. */
static void
act (PlLog *log, guint64 from, guint64 to)
{
  static const PlState states[] = { PL_STATE_WAITING_TASK, PL_STATE_RECEIVING, PL_STATE_WORKING, PL_STATE_WAITING_LOCK };

  for (guint lane = 1; lane <= SCENE_WORKERS; lane++)
    {
      PlLaneWriter writer;

      pl_lane_writer_init (&writer, log, lane);
      for (guint64 i = from; i < to; i++)
        pl_lane_record_at (&writer, (gint64) i * SCENE_STEP_NS + lane * 5000, states[(i * 7 + i / 5) % 4], 0, 0);
      atomic_store (&pl_log_lane (log, lane)->tasks, (guint32) (to / 4));
    }
}

/* A scene in the middle of it. */
static PlLog *
make_scene (guint64 steps)
{
  PlPlanData plan;
  PlLog *log;

  pl_plan_init_scene (&plan, PL_SCENE_ABA);
  plan.scene_workers = SCENE_WORKERS;
  plan.scene_rounds = pl_scene_info (PL_SCENE_ABA)->max_rounds;
  g_assert_cmpint (pl_log_create (&plan, "0.1.0", &log), ==, 0);
  act (log, 0, steps);
  atomic_store (&pl_log_header (log)->status.phase, PL_PHASE_RUNNING);
  return log;
}

/* What the window does at a frame: looks, lays out, draws. Each brings its records. */
static Cost
measure_scene (PlTrace *trace, guint64 steps)
{
  const PlSceneView view = { .room_for_end = TRUE };
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  double layout[RUNS], draw[RUNS], both[RUNS];
  Cost cost = { 0 };

  for (guint i = 0; i <= RUNS; i++, steps += FRAME_NS / SCENE_STEP_NS)
    {
      double start, middle, end;
      PlScenePicture *picture;
      cairo_t *cr = cairo_create (surface);

      act (pl_trace_get_log (trace), steps, steps + FRAME_NS / SCENE_STEP_NS);
      start = bench_now ();
      pl_trace_refresh (trace, 0);
      picture = pl_scene_picture_new (trace, &view, PL_THEME_LIGHT, WIDTH, HEIGHT,
                                      PL_PART_TITLE | PL_PART_LEGEND | PL_PART_FOOTER);
      middle = bench_now ();
      pl_scene_picture_draw (picture, cr);
      cairo_surface_flush (surface);
      end = bench_now ();
      cairo_destroy (cr);
      pl_scene_picture_free (picture);
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

int
main (void)
{
  static const guint64 sizes[] = { 10000, 100000, 1000000 };
  Cost scenes[G_N_ELEMENTS (sizes)];
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
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      PlLog *log = make_scene (sizes[i] / SCENE_WORKERS);
      PlTrace *trace = pl_trace_new (log);

      scenes[i] = measure_scene (trace, sizes[i] / SCENE_WORKERS);
      print_row ("live scene", sizes[i], &scenes[i], &scenes[0]);
      g_object_unref (trace);
      pl_log_unref (log);
    }
  return 0;
}
