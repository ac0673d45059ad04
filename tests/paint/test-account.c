/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "fixture-log.h"
#include "paint/pl-pictures.h"
#include "paint/pool/pl-timeline.h"
#include "trace/pl-trace-account.h"

/* What the kernel tells of who had a CPU, in pictures of a pool. */

#define WIDTH 1200
#define HEIGHT 300
#define MS 1000000

typedef struct {
  PlLog *log;
  PlLaneWriter writer;
  gint64 on_ns, wait_ns;
} Worker;

static void
worker_init (Worker *worker, guint told)
{
  worker->log = fixture_empty (1, 100000);
  worker->on_ns = 1000;
  worker->wait_ns = 0;
  atomic_store (&pl_log_header (worker->log)->account, told);
  atomic_store (&pl_log_header (worker->log)->status.phase, PL_PHASE_RUNNING);
  pl_lane_writer_init (&worker->writer, worker->log, 1);
}

/* The kernel tells that the worker was on a CPU and waited for one so long since it last told. */
static void
tell (Worker *worker, gint64 t_ns, gint64 on_ns, gint64 wait_ns)
{
  worker->on_ns += on_ns;
  worker->wait_ns += wait_ns;
  pl_lane_account_at (&worker->writer, t_ns, PL_EVENT_CPU_WAIT, worker->wait_ns);
  pl_lane_account_at (&worker->writer, t_ns, PL_EVENT_CPU_TIME, worker->on_ns);
}

static PlTrace *
finish (Worker *worker, gint64 end_ns)
{
  PlTrace *trace;

  fixture_end (worker->log, end_ns);
  trace = pl_trace_new (worker->log);
  pl_log_unref (worker->log);
  return trace;
}

typedef struct {
  PlTimeline *timeline;
  cairo_surface_t *surface;
} Shot;

static Shot
shoot (PlTrace *trace, gint64 to_ns, guint32 hidden, guint parts)
{
  const PlPaper paper = { PL_THEME_LIGHT, 1, WIDTH, HEIGHT, parts };
  PlViewport view = { .to_ns = to_ns, .hidden = hidden };
  Shot shot = { .surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT) };
  cairo_t *cr = cairo_create (shot.surface);

  shot.timeline = pl_timeline_lay_out (trace, &view, &paper);
  pl_timeline_draw (shot.timeline, cr);
  cairo_destroy (cr);
  cairo_surface_flush (shot.surface);
  return shot;
}

static void
shot_clear (Shot *shot)
{
  pl_timeline_free (shot->timeline);
  cairo_surface_destroy (shot->surface);
}

static guint32
pixel_at (const Shot *shot, double x, double y)
{
  const guint8 *row = cairo_image_surface_get_data (shot->surface)
                      + (gsize) y * (gsize) cairo_image_surface_get_stride (shot->surface);

  return ((const guint32 *) (const void *) row)[(gsize) x] & 0xffffff;
}

static guint32
color_of (guint look)
{
  return pl_color_pixel (&pl_theme_get (PL_THEME_LIGHT)->states[look].color) & 0xffffff;
}

static gboolean
is_waiting (guint32 pixel)
{
  return pixel == color_of (PL_LOOK_CPU_WAITING)
         || pixel == (pl_color_pixel (&pl_theme_get (PL_THEME_LIGHT)->states[PL_LOOK_CPU_WAITING].tint) & 0xffffff);
}

/* What is drawn at a moment of the worker's lane, so far from the base of its mark; PL_N_LOOKS: the ground. */
static guint
look_at (const Shot *shot, gint64 t_ns, double up)
{
  guint32 pixel;
  guint64 index = 0;
  PlMark mark;

  while (pl_timeline_locate (shot->timeline, 1, index, &mark) && mark.to_ns <= t_ns)
    index = mark.last + 1;
  pixel = pixel_at (shot, floor (pl_timeline_x (shot->timeline, t_ns)), mark.y + mark.height - 1 - up);
  if (is_waiting (pixel))
    return PL_LOOK_CPU_WAITING;
  /* A worker's: what only a parent does may have the colour of what is not known. */
  for (guint look = PL_N_LOOKS; look-- > 1;)
    if (pixel == color_of (look))
      return look;
  return PL_N_LOOKS;
}

/* A task of 100 ms: 40 on a CPU, 50 waiting for one, 10 asleep; then idle. */
static PlTrace *
one_task (guint told, gboolean slices)
{
  Worker worker;

  worker_init (&worker, told);
  tell (&worker, 0, 0, 0);
  pl_lane_record_at (&worker.writer, 0, PL_STATE_WORKING, 0, 0);
  if (slices)
    {
      pl_lane_slice (&worker.writer, 20 * MS, 40 * MS, 0);
      pl_lane_slice (&worker.writer, 70 * MS, 90 * MS, 1);
    }
  tell (&worker, 100 * MS, 40 * MS, 50 * MS);
  pl_lane_record_at (&worker.writer, 100 * MS, PL_STATE_WAITING_TASK, 0, 0);
  tell (&worker, 150 * MS, 0, 0);
  return finish (&worker, 150 * MS);
}

static void
check_shares (PlTrace *trace, guint parts)
{
  Shot shot = shoot (trace, 150 * MS, 0, parts);

  g_assert_cmpuint (look_at (&shot, 1 * MS, 0), ==, PL_STATE_WORKING);
  g_assert_cmpuint (look_at (&shot, 39 * MS, 0), ==, PL_STATE_WORKING);
  g_assert_cmpuint (look_at (&shot, 41 * MS, 0), ==, PL_LOOK_CPU_WAITING);
  g_assert_cmpuint (look_at (&shot, 89 * MS, 0), ==, PL_LOOK_CPU_WAITING);
  g_assert_cmpuint (look_at (&shot, 91 * MS, 0), ==, PL_LOOK_CPU_ASLEEP);
  g_assert_cmpuint (look_at (&shot, 98 * MS, 0), ==, PL_LOOK_CPU_ASLEEP);
  /* Who sleeps is low. */
  g_assert_cmpuint (look_at (&shot, 41 * MS, 20), ==, PL_LOOK_CPU_WAITING);
  g_assert_cmpuint (look_at (&shot, 95 * MS, 20), ==, PL_N_LOOKS);
  shot_clear (&shot);
}

static void
test_shares (void)
{
  g_autoptr (PlTrace) trace = one_task (PL_ACCOUNT_TIMES, FALSE);

  check_shares (trace, 0);
  check_shares (trace, PL_PART_VECTOR);
}

/* Nobody told: as it always was. */
static void
test_nothing_told (void)
{
  g_autoptr (PlTrace) trace = one_task (0, FALSE);
  Shot shot = shoot (trace, 150 * MS, 0, 0);

  for (gint64 t = 1; t < 99; t += 7)
    g_assert_cmpuint (look_at (&shot, t * MS, 0), ==, PL_STATE_WORKING);
  shot_clear (&shot);
}

/* Each slice where it was; what lies between them in its shares. */
static void
test_slices (void)
{
  g_autoptr (PlTrace) trace = one_task (PL_ACCOUNT_TIMES | PL_ACCOUNT_SLICES, TRUE);
  Shot shot = shoot (trace, 150 * MS, 0, 0);

  g_assert_cmpint (pl_trace_account_source (trace), ==, PL_ACCOUNT_SOURCE_PERF);
  g_assert_cmpuint (look_at (&shot, 21 * MS, 0), ==, PL_STATE_WORKING);
  g_assert_cmpuint (look_at (&shot, 39 * MS, 0), ==, PL_STATE_WORKING);
  g_assert_cmpuint (look_at (&shot, 71 * MS, 0), ==, PL_STATE_WORKING);
  g_assert_cmpuint (look_at (&shot, 89 * MS, 0), ==, PL_STATE_WORKING);
  shot_clear (&shot);
}

/* Where slices were too many to be told on, a line says so; not where they are told to the end. */
static void
test_last_slice (void)
{
  g_autoptr (PlTrace) trace = one_task (PL_ACCOUNT_TIMES | PL_ACCOUNT_SLICES, TRUE);
  guint32 text = pl_color_pixel (&pl_theme_get (PL_THEME_LIGHT)->text) & 0xffffff;

  for (guint k = 0; k < 2; k++)
    {
      Shot shot;
      PlMark mark;
      guint n = 0;

      atomic_store (&pl_log_header (pl_trace_get_log (trace))->slices_end_ns, k > 0 ? 120 * MS : 0);
      shot = shoot (trace, 150 * MS, 0, 0);
      g_assert_true (pl_timeline_locate (shot.timeline, 1, 0, &mark));
      for (guint i = 0; i < 30; i++)
        n += pixel_at (&shot, floor (pl_timeline_x (shot.timeline, 120 * MS)), mark.y + i) == text;
      g_assert_cmpint (n > 10, ==, k > 0);
      shot_clear (&shot);
    }
}

/* Too many slices to tell apart: strips, each as high as it was on a CPU then. First it had one all the time, at last
 * a tenth of it. */
static void
test_many_slices (void)
{
  g_autoptr (PlTrace) trace = NULL;
  Worker worker;
  Shot shot;

  worker_init (&worker, PL_ACCOUNT_TIMES | PL_ACCOUNT_SLICES);
  tell (&worker, 0, 0, 0);
  pl_lane_record_at (&worker.writer, 0, PL_STATE_WORKING, 0, 0);
  for (gint64 t = 0; t < 1000 * MS; t += MS)
    pl_lane_slice (&worker.writer, t, t + (t < 500 * MS ? MS * 9 / 10 : MS / 10), 0);
  tell (&worker, 1000 * MS, 500 * MS, 500 * MS);
  pl_lane_record_at (&worker.writer, 1000 * MS, PL_STATE_FINISHED, 0, 0);
  trace = finish (&worker, 1000 * MS);
  shot = shoot (trace, 1000 * MS, 0, 0);
  /* The number stands in the middle. */
  for (gint64 t = 10; t < 390; t += 17)
    {
      g_assert_cmpuint (look_at (&shot, t * MS, 20), ==, PL_STATE_WORKING);
      g_assert_cmpuint (look_at (&shot, (t + 600) * MS, 0), ==, PL_STATE_WORKING);
      g_assert_cmpuint (look_at (&shot, (t + 600) * MS, 20), ==, PL_LOOK_CPU_WAITING);
    }
  shot_clear (&shot);
}

/* What is filtered out leaves a thread, and the others where they are. */
static void
test_filter (void)
{
  g_autoptr (PlTrace) trace = one_task (PL_ACCOUNT_TIMES, FALSE);
  Shot shot = shoot (trace, 150 * MS, 1u << PL_LOOK_CPU_WAITING, 0);

  g_assert_cmpuint (look_at (&shot, 20 * MS, 5), ==, PL_STATE_WORKING);
  g_assert_cmpuint (look_at (&shot, 60 * MS, 5), ==, PL_N_LOOKS);
  g_assert_cmpuint (look_at (&shot, 95 * MS, 5), ==, PL_LOOK_CPU_ASLEEP);
  shot_clear (&shot);
}

/* Of 4,000 tasks a worker was on a CPU for a quarter and waited for one for half of the time; the rest it waited for
 * tasks. Each fold says the same. */
static void
test_folds (void)
{
  g_autoptr (PlTrace) trace = NULL;
  guint n[PL_N_LOOKS + 1] = { 0 };
  Worker worker;
  Shot shot;

  worker_init (&worker, PL_ACCOUNT_TIMES);
  tell (&worker, 0, 0, 0);
  for (gint64 i = 0; i < 4000; i++)
    {
      pl_lane_record_at (&worker.writer, i * 40000, PL_STATE_WORKING, (guint32) i, 0);
      tell (&worker, i * 40000 + 30000, 10000, 20000);
      pl_lane_record_at (&worker.writer, i * 40000 + 30000, PL_STATE_WAITING_TASK, 0, 0);
      tell (&worker, (i + 1) * 40000, 0, 0);
    }
  trace = finish (&worker, 4000 * 40000);
  shot = shoot (trace, 4000 * 40000, 0, 0);
  for (guint up = 0; up < 36; up++)
    for (gint64 t = 1; t < 160; t++)
      n[look_at (&shot, t * MS, up)]++;
  g_assert_cmpuint (n[PL_STATE_WORKING], >, 0);
  g_assert_cmpfloat_with_epsilon ((double) n[PL_LOOK_CPU_WAITING] / n[PL_STATE_WORKING], 2, 0.3);
  shot_clear (&shot);
}

/* What is not told yet is not known, and neither waiting nor working; once it is told it is drawn. */
static void
test_told_later (void)
{
  g_autoptr (PlTrace) trace = NULL;
  Worker worker;
  Shot shot;

  worker_init (&worker, PL_ACCOUNT_TIMES);
  trace = pl_trace_new (worker.log);
  tell (&worker, 0, 0, 0);
  pl_lane_record_at (&worker.writer, 0, PL_STATE_WORKING, 0, 0);
  pl_lane_record_at (&worker.writer, 100 * MS, PL_STATE_WORKING, 1, 0);
  pl_trace_refresh (trace, 110 * MS);
  shot = shoot (trace, 150 * MS, 0, 0);
  g_assert_cmpuint (look_at (&shot, 20 * MS, 5), ==, PL_LOOK_CPU_UNKNOWN);
  g_assert_cmpuint (look_at (&shot, 105 * MS, 5), ==, PL_LOOK_CPU_UNKNOWN);
  shot_clear (&shot);

  tell (&worker, 100 * MS, 50 * MS, 50 * MS);
  pl_trace_refresh (trace, 111 * MS);
  shot = shoot (trace, 150 * MS, 0, 0);
  g_assert_cmpuint (look_at (&shot, 20 * MS, 5), ==, PL_STATE_WORKING);
  g_assert_cmpuint (look_at (&shot, 80 * MS, 5), ==, PL_LOOK_CPU_WAITING);
  g_assert_cmpuint (look_at (&shot, 105 * MS, 5), ==, PL_LOOK_CPU_UNKNOWN);
  shot_clear (&shot);
  pl_log_unref (worker.log);
}

/* Under the lanes: one worker of two CPUs that had one for a quarter of the time, and then for all of it. */
static void
test_on_cpu (void)
{
  g_autoptr (PlTrace) trace = NULL;
  guint32 text = pl_color_pixel (&pl_theme_get (PL_THEME_LIGHT)->text) & 0xffffff;
  double rows[2] = { 0 };
  Worker worker;
  PlBox plot;
  Shot shot;

  worker_init (&worker, PL_ACCOUNT_TIMES);
  tell (&worker, 0, 0, 0);
  pl_lane_record_at (&worker.writer, 0, PL_STATE_WORKING, 0, 0);
  tell (&worker, 100 * MS, 25 * MS, 75 * MS);
  tell (&worker, 200 * MS, 100 * MS, 0);
  pl_lane_record_at (&worker.writer, 300 * MS, PL_STATE_FINISHED, 0, 0);
  trace = finish (&worker, 300 * MS);
  shot = shoot (trace, 300 * MS, 0, PL_PART_COUNTERS);
  plot = ((PlDrawing *) shot.timeline)->plot;
  for (guint i = 0; i < 2; i++)
    for (double y = plot.y + plot.height + 14; y < HEIGHT; y++)
      if (pixel_at (&shot, floor (pl_timeline_x (shot.timeline, (i * 100 + 52) * MS)), y) == text)
        rows[i] = y;
  g_assert_cmpfloat (rows[1], >, 0);
  /* Three quarters of what a worker is high. */
  g_assert_cmpfloat (rows[0] - rows[1], >=, 40);
  /* Nobody knows of the last third: no curve, not one at zero. */
  for (double y = plot.y + plot.height + 14; y < HEIGHT; y++)
    g_assert_cmphex (pixel_at (&shot, floor (pl_timeline_x (shot.timeline, 252 * MS)), y), !=, text);
  shot_clear (&shot);
}

/* Pixels of the text's colour in the row of the counters that has most of them beyond what it has in the other picture. */
static guint
longest_line (const Shot *shot, const Shot *other)
{
  guint32 text = pl_color_pixel (&pl_theme_get (PL_THEME_LIGHT)->text) & 0xffffff;
  PlBox plot = ((PlDrawing *) shot->timeline)->plot;
  guint most = 0;

  for (double y = plot.y + plot.height + 14; y < HEIGHT; y++)
    {
      guint n = 0;

      for (double x = plot.x; x < plot.x + plot.width; x++)
        n += pixel_at (shot, x, y) == text && pixel_at (other, x, y) != text;
      most = MAX (most, n);
    }
  return most;
}

/* A broken line at the number of CPUs, where workers might want more of them; not where there are enough. */
static void
test_cpus_line (void)
{
  PlLog *log = fixture_empty (4, 100);
  g_autoptr (PlTrace) trace = NULL;
  Shot few, many;

  for (guint lane = 1; lane <= 4; lane++)
    {
      PlLaneWriter writer;

      pl_lane_writer_init (&writer, log, lane);
      pl_lane_account_at (&writer, 0, PL_EVENT_CPU_TIME, 0);
      pl_lane_record_at (&writer, 0, PL_STATE_WORKING, lane, 0);
      pl_lane_account_at (&writer, 100 * MS, PL_EVENT_CPU_WAIT, 50 * MS);
      pl_lane_account_at (&writer, 100 * MS, PL_EVENT_CPU_TIME, 50 * MS);
      pl_lane_record_at (&writer, 100 * MS, PL_STATE_FINISHED, 0, 0);
    }
  atomic_store (&pl_log_header (log)->account, PL_ACCOUNT_TIMES);
  fixture_end (log, 100 * MS);
  trace = pl_trace_new (log);
  pl_log_header (log)->n_cpus = 4;
  many = shoot (trace, 100 * MS, 0, PL_PART_COUNTERS);
  pl_log_header (log)->n_cpus = 3;
  few = shoot (trace, 100 * MS, 0, PL_PART_COUNTERS);
  g_assert_cmpuint (longest_line (&few, &many), >, 300);
  g_assert_cmpuint (longest_line (&many, &few), <, 30);
  shot_clear (&few);
  shot_clear (&many);
  pl_log_unref (log);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/account/shares", test_shares);
  g_test_add_func ("/account/nothing-told", test_nothing_told);
  g_test_add_func ("/account/slices", test_slices);
  g_test_add_func ("/account/last-slice", test_last_slice);
  g_test_add_func ("/account/many-slices", test_many_slices);
  g_test_add_func ("/account/filter", test_filter);
  g_test_add_func ("/account/folds", test_folds);
  g_test_add_func ("/account/told-later", test_told_later);
  g_test_add_func ("/account/on-cpu", test_on_cpu);
  g_test_add_func ("/account/cpus-line", test_cpus_line);
  return g_test_run ();
}
