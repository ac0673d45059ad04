/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>

#include "bench-common.h"
#include "fixture-log.h"
#include "log/notes/pl-log-notes.h"
#include "log/pl-scenes.h"
#include "paint/pl-pictures.h"
#include "paint/stack/pl-stack.h"
#include "plan/pl-plan.h"
#include "trace/find/pl-find.h"

/* Laying out and painting a 1920x1080 picture of 64 lanes, from 10^4 to 10^7 records: all of it,
 * zoomed in, and followed while it grows; and one of a scene that goes on. Frame by frame, as the
 * window does it. The cost should follow the width in pixels, so the column of ratios should stay near
 * 1. Beside it the floor: clearing a frame, and painting one from memory, which no picture can be
 * cheaper than. */

#define WIDTH 1920
#define HEIGHT 1080
#define LANES 63u
#define RUNS 200u

typedef struct {
  double layout[RUNS], draw[RUNS], both[RUNS];  /* ms */
} Times;

typedef struct { double layout_ms, draw_ms, both_ms, slow_ms; } Cost;

static cairo_surface_t *
new_frame (void)
{
  return cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
}

/* One frame of what is to be seen; -1: the first, which makes the text and is not counted. */
static void
paint_frame (PlPicture *picture, const PlViewport *viewport, guint parts, cairo_surface_t *surface, gboolean look,
             Times *times, int i)
{
  const PlPaper paper = { PL_THEME_LIGHT, 1, WIDTH, HEIGHT, parts };
  double start = bench_cpu (), middle, end;
  PlDrawing *drawing;
  cairo_t *cr;

  if (look)
    pl_picture_refresh (picture);
  drawing = pl_picture_lay_out (picture, viewport, &paper);
  middle = bench_cpu ();
  cr = cairo_create (surface);
  pl_drawing_draw (drawing, cr);
  cairo_surface_flush (surface);
  cairo_destroy (cr);
  end = bench_cpu ();
  pl_drawing_free (drawing);
  if (i < 0)
    return;
  times->layout[i] = (middle - start) * 1e3;
  times->draw[i] = (end - middle) * 1e3;
  times->both[i] = (end - start) * 1e3;
}

static Cost
cost_of (Times *times)
{
  Cost cost = { bench_median (times->layout, RUNS), bench_median (times->draw, RUNS), bench_median (times->both, RUNS), 0 };

  /* Sorted by now. */
  cost.slow_ms = times->both[RUNS * 99 / 100];
  return cost;
}

static void
print_row (const char *what, guint64 records, const Cost *cost, const Cost *base)
{
  printf ("%-19s %10" G_GUINT64_FORMAT " %10.2f %10.2f %10.2f %10.2f %8.2f\n", what, records, cost->layout_ms,
          cost->draw_ms, cost->both_ms, cost->slow_ms, cost->both_ms / base->both_ms);
}

/* The view moves on each time, as when somebody pans; replayed, so does the cursor. */
static Cost
measure_pan (PlPicture *picture, PlViewport viewport, gboolean replayed)
{
  gint64 step_ns = (viewport.to_ns - viewport.from_ns) / 150;
  cairo_surface_t *surface = new_frame ();
  Times times;

  for (int i = -1; i < (int) RUNS; i++)
    {
      if (replayed)
        viewport.until_ns = viewport.from_ns + (viewport.to_ns - viewport.from_ns) / 400 * (200 + i);
      paint_frame (picture, &viewport, PL_PART_COUNTERS, surface, FALSE, &times, i);
      viewport.from_ns += i % 100 < 50 ? step_ns : -step_ns;
      viewport.to_ns += i % 100 < 50 ? step_ns : -step_ns;
    }
  cairo_surface_destroy (surface);
  return cost_of (&times);
}

#define SCENE_WORKERS 8u
#define SCENE_STEP_NS 50000
#define FRAME_NS 16000000

/* What the kernel tells of a worker at a step: a third of the time on a CPU, a third waiting for one. */
static void
tell (PlLaneWriter *writer, gint64 t_ns)
{
  pl_lane_account_at (writer, t_ns, PL_EVENT_CPU_WAIT, t_ns / 3);
  pl_lane_account_at (writer, t_ns, PL_EVENT_CPU_TIME, t_ns / 3 + 1);
}

/* What the workers do from step `from` on, up to `to`. */
static void
act (PlLog *log, guint workers, guint64 from, guint64 to)
{
  gboolean told = atomic_load (&pl_log_header (log)->account) != 0;

  static const PlState states[] = { PL_STATE_WAITING_TASK, PL_STATE_RECEIVING, PL_STATE_WORKING, PL_STATE_WAITING_LOCK };

  for (guint lane = 1; lane <= workers; lane++)
    {
      PlLaneWriter writer;

      pl_lane_writer_init (&writer, log, lane);
      for (guint64 i = from; i < to; i++)
        {
          gint64 t_ns = (gint64) i * SCENE_STEP_NS + lane * 500;

          if (told && i % 2 == 0)
            tell (&writer, t_ns);
          pl_lane_record_at (&writer, t_ns, states[(i * 7 + i / 5) % 4], 0, 0);
        }
      atomic_store (&pl_log_lane (log, lane)->tasks, (guint32) (to / 4));
    }
}

/* A run in the middle of it. */
static PlLog *
make_live (gboolean scene, gboolean told, guint64 steps)
{
  PlPlanData plan;
  PlLog *log;

  if (scene)
    {
      pl_plan_init_scene (&plan, PL_SCENE_ABA);
      plan.scene_workers = SCENE_WORKERS;
      plan.scene_rounds = pl_scene_info (PL_SCENE_ABA)->max_rounds;
      g_assert_cmpint (pl_log_create (&plan, "0.1.0", &log), ==, 0);
    }
  else
    {
      /* A step in four is a task: so the log has room for all that is told of them. */
      guint64 tasks = LANES * (steps + (RUNS + 1) * FRAME_NS / SCENE_STEP_NS) / 4;

      log = fixture_empty (LANES, (guint) MIN (tasks, PL_MAX_TASKS));
    }
  atomic_store (&pl_log_header (log)->account, told ? PL_ACCOUNT_TIMES : 0);
  act (log, scene ? SCENE_WORKERS : LANES, 0, steps);
  atomic_store (&pl_log_header (log)->status.phase, PL_PHASE_RUNNING);
  return log;
}

/* What the window does at a frame: looks, lays out, draws. Each brings its records. The last
 * FOLLOWED_NS of a pool are shown, or all there is of it. */
static Cost
measure_live (PlPicture *picture, gboolean scene, gint64 followed_ns, guint64 steps)
{
  guint parts = scene ? PL_PART_TITLE | PL_PART_LEGEND | PL_PART_FOOTER : PL_PART_COUNTERS;
  cairo_surface_t *surface = new_frame ();
  gint64 to_ns = 0;
  Times times;

  for (int i = -1; i < (int) RUNS; i++, steps += FRAME_NS / SCENE_STEP_NS)
    {
      PlViewport viewport = { .growing = TRUE, .show_messages = TRUE };
      gint64 end_ns = (gint64) steps * SCENE_STEP_NS;

      act (pl_picture_get_log (picture), scene ? SCENE_WORKERS : LANES, steps, steps + FRAME_NS / SCENE_STEP_NS);
      if (!scene)
        {
          viewport.from_ns = followed_ns > 0 ? MAX (end_ns - followed_ns, 0) : 0;
          /* As the window does: it grows by a third at a time. */
          if (followed_ns > 0)
            to_ns = MAX (end_ns, followed_ns);
          else if (end_ns > to_ns)
            to_ns = end_ns + end_ns / 3;
          viewport.to_ns = to_ns;
        }
      paint_frame (picture, &viewport, parts, surface, TRUE, &times, i);
    }
  cairo_surface_destroy (surface);
  return cost_of (&times);
}

static PlPicture *
make_picture (guint64 size, guint lanes, guint seed)
{
  PlLog *log = fixture_random (lanes, (guint) (size / lanes), 50000, seed, PL_PHASE_DONE);
  PlPicture *picture = pl_picture_of_log (log, FALSE);

  pl_log_unref (log);
  return picture;
}

static void
bench_pool (guint64 size, Cost *whole, Cost *zoomed)
{
  PlPicture *picture = make_picture (size, LANES, 17);
  PlViewport viewport;

  pl_picture_init_viewport (picture, &viewport);
  *whole = measure_pan (picture, viewport, FALSE);
  /* About 20 spans a lane, in the middle. */
  viewport.from_ns = viewport.to_ns / 2;
  viewport.to_ns = viewport.from_ns + 1000000;
  *zoomed = measure_pan (picture, viewport, FALSE);
  g_object_unref (picture);
}

#define NOTES 200u
#define STEPS 1000u

/* A path from lane to lane, as the one that a run was held up by. */
static void
point_out (PlPicture *picture, gint64 end_ns)
{
  g_autoptr (PlFindSource) source = pl_picture_make_source (picture);
  g_autoptr (PlHighlights) steps = pl_highlights_new ();
  g_autoptr (PlFind) find = NULL;
  PlQuery query;

  pl_query_init (&query);
  query.states = PL_FIND_TASKS;
  find = pl_find_new (source, &query);
  while (pl_find_step (find, 1000000))
    ;
  pl_picture_set_highlights (picture, PL_HIGHLIGHT_HITS, pl_find_get_highlights (find));
  for (guint i = 0; i < STEPS; i++)
    g_array_append_vals (steps->path, &(PlStretch) { i * 7 % LANES, end_ns / STEPS * i, end_ns / STEPS * (i + 1) }, 1);
  pl_picture_set_highlights (picture, PL_HIGHLIGHT_PATH, steps);
}

static void
write_notes (PlPicture *picture, gint64 end_ns, guint n)
{
  for (guint i = 0; i < n; i++)
    pl_log_add_note (pl_picture_get_log (picture),
                     &(PlLogNote) { .lane = i % LANES, .from_ns = end_ns / n * i, .to_ns = end_ns / n * (i + 1),
                                    .text = "here it waits for another" });
}

/* All that a person can put over a picture: hits everywhere, a path, many notes, markers; replayed, its cursor moves
 * through the right half. Of two runs above each other each has its own, in half of the lanes. */
static void
bench_noted (guint64 size, guint n, gboolean replayed, Cost *whole, Cost *zoomed)
{
  PlPicture *pictures[2], *picture;
  PlViewport viewport;

  for (guint i = 0; i < n; i++)
    {
      pictures[i] = make_picture (size / n, (LANES + 1) / n - 1, 17 + i);
      pl_picture_init_viewport (pictures[i], &viewport);
      point_out (pictures[i], viewport.to_ns);
      write_notes (pictures[i], viewport.to_ns, NOTES / n);
    }
  picture = n > 1 ? pl_picture_of_stack (pictures, n, PL_ALIGN_START) : g_object_ref (pictures[0]);
  pl_picture_init_viewport (picture, &viewport);
  viewport.has_a = viewport.has_b = TRUE;
  viewport.a_ns = viewport.to_ns / 3;
  viewport.b_ns = viewport.to_ns / 2;
  *whole = measure_pan (picture, viewport, replayed);
  viewport.from_ns = viewport.to_ns / 2;
  viewport.to_ns = viewport.from_ns + 1000000;
  *zoomed = measure_pan (picture, viewport, replayed);
  for (guint i = 0; i < n; i++)
    g_object_unref (pictures[i]);
  g_object_unref (picture);
}

static Cost
bench_live (gboolean scene, gboolean told, gint64 followed_ns, guint64 size)
{
  guint64 steps = size / (scene ? SCENE_WORKERS : LANES);
  PlLog *log = make_live (scene, told, steps);
  PlPicture *picture = pl_picture_of_log (log, FALSE);
  Cost cost = measure_live (picture, scene, followed_ns, steps);

  g_object_unref (picture);
  pl_log_unref (log);
  return cost;
}

/* What cairo takes for a frame at the least: cleared, and painted from an image. */
static void
print_floor (void)
{
  cairo_surface_t *surface = new_frame (), *image = new_frame ();
  Times times;
  Cost cost;

  for (guint i = 0; i < RUNS; i++)
    {
      cairo_t *cr = cairo_create (surface);
      double start = bench_cpu (), middle, end;

      cairo_set_source_rgb (cr, 1, 1, 1);
      cairo_paint (cr);
      middle = bench_cpu ();
      cairo_set_source_surface (cr, image, 0, 0);
      cairo_set_operator (cr, CAIRO_OPERATOR_SOURCE);
      cairo_paint (cr);
      end = bench_cpu ();
      cairo_destroy (cr);
      times.layout[i] = (middle - start) * 1e3;
      times.draw[i] = (end - middle) * 1e3;
      times.both[i] = (end - start) * 1e3;
    }
  cairo_surface_destroy (image);
  cairo_surface_destroy (surface);
  cost = cost_of (&times);
  printf ("floor: a frame cleared %.2f, painted from an image %.2f, both %.2f (99th percentile %.2f)\n", cost.layout_ms,
          cost.draw_ms, cost.both_ms, cost.slow_ms);
}

static gboolean
is_wanted (const char *name, const char *only)
{
  return !only || g_str_equal (name, only);
}

/* Of how many sizes (all), and of which views (all): "still", or the name of another. */
int
main (int argc, char **argv)
{
  static const guint64 sizes[] = { 10000, 100000, 1000000, 10000000 };
  static const struct { const char *name; gboolean scene, told; gint64 followed_ns; guint n; } lives[] = {
    { "live, all", FALSE, FALSE, 0, 4 }, { "live, newest", FALSE, FALSE, 400000000, 4 },
    { "told, all", FALSE, TRUE, 0, 3 }, { "told, newest", FALSE, TRUE, 400000000, 3 }, { "live scene", TRUE, FALSE, 0, 3 },
  };
  static const struct { const char *name; guint n; gboolean replayed; } noted[] = {
    { "noted", 1, FALSE }, { "replayed", 1, TRUE }, { "two runs", 2, FALSE }, { "two, replayed", 2, TRUE },
  };
  Cost whole[G_N_ELEMENTS (sizes)], zoomed[G_N_ELEMENTS (sizes)], live[G_N_ELEMENTS (sizes)];
  guint n = argc > 1 ? (guint) g_ascii_strtoull (argv[1], NULL, 10) : G_N_ELEMENTS (sizes);
  const char *only = argc > 2 ? argv[2] : NULL;

  bench_print_machine ();
  printf ("painting %dx%d, %u lanes, %u frames, ms of CPU\n", WIDTH, HEIGHT, LANES + 1, RUNS);
  print_floor ();
  printf ("%-19s %10s %10s %10s %10s %10s %8s\n", "view", "records", "layout", "draw", "both", "99th", "ratio");
  for (guint i = 0; i < MIN (n, G_N_ELEMENTS (sizes)) && is_wanted ("still", only); i++)
    {
      bench_pool (sizes[i], &whole[i], &zoomed[i]);
      print_row ("whole", sizes[i], &whole[i], &whole[0]);
      print_row ("zoomed in", sizes[i], &zoomed[i], &zoomed[0]);
    }
  for (guint k = 0; k < G_N_ELEMENTS (noted); k++)
    for (guint i = 0; i < MIN (n, G_N_ELEMENTS (sizes)) && is_wanted (noted[k].name, only); i++)
      {
        g_autofree char *near = g_strconcat (noted[k].name, ", near", NULL);

        bench_noted (sizes[i], noted[k].n, noted[k].replayed, &whole[i], &zoomed[i]);
        print_row (noted[k].name, sizes[i], &whole[i], &whole[0]);
        print_row (near, sizes[i], &zoomed[i], &zoomed[0]);
      }
  for (guint k = 0; k < G_N_ELEMENTS (lives); k++)
    for (guint i = 0; i < MIN (n, lives[k].n) && is_wanted (lives[k].name, only); i++)
      {
        live[i] = bench_live (lives[k].scene, lives[k].told, lives[k].followed_ns, sizes[i]);
        print_row (lives[k].name, sizes[i], &live[i], &live[0]);
      }
  return 0;
}
