/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "fixture-log.h"
#include "log/pl-lane-writer.h"
#include "paint/pl-pictures.h"
#include "trace/pl-by-cpu.h"

/* Who had which CPU: the slices by CPU, and their picture. */

#define MS 1000000
#define WIDTH 1200

typedef struct { guint lane; gint64 from_ns, to_ns; guint8 cpu; } Slice;

static PlTrace *
told (guint workers, const Slice *slices, guint n, gint64 end_ns)
{
  PlLog *log = fixture_empty (workers, 10);
  PlLaneWriter writers[8];
  PlTrace *trace;

  atomic_store (&pl_log_header (log)->account, PL_ACCOUNT_SLICES);
  atomic_store (&pl_log_header (log)->status.phase, PL_PHASE_RUNNING);
  for (guint lane = 0; lane <= workers; lane++)
    pl_lane_writer_init (&writers[lane], log, lane);
  for (guint i = 0; i < n; i++)
    pl_lane_slice (&writers[slices[i].lane], slices[i].from_ns, slices[i].to_ns, slices[i].cpu);
  fixture_end (log, end_ns);
  trace = pl_trace_new (log);
  pl_trace_refresh (trace, -1);
  pl_log_unref (log);
  return trace;
}

/* Two workers on CPUs 0 and 3; worker 2 goes to CPU 3 and comes back. */
static const Slice some[] = {
  { 1, 0, 10 * MS, 0 },        { 2, 10 * MS, 20 * MS, 0 }, { 1, 20 * MS, 30 * MS, 0 }, { 2, 24 * MS, 40 * MS, 3 },
  { 1, 30 * MS, 50 * MS, 0 },  { 2, 50 * MS, 60 * MS, 0 }, { 0, 70 * MS, 71 * MS, 3 },
};

static void
test_rows (void)
{
  g_autoptr (PlTrace) trace = told (2, some, G_N_ELEMENTS (some), 100 * MS);
  g_autoptr (PlByCpu) cpus = pl_by_cpu_new (trace);

  g_assert_cmpuint (pl_by_cpu_n_rows (cpus), ==, 2);
  g_assert_cmpint (pl_by_cpu_number (cpus, 0), ==, 0);
  g_assert_cmpint (pl_by_cpu_number (cpus, 1), ==, 3);
  g_assert_cmpuint (pl_by_cpu_n_turns (cpus, 0), ==, 5);
  g_assert_cmpuint (pl_by_cpu_n_turns (cpus, 1), ==, 2);
  g_assert_cmpuint (pl_by_cpu_turn (cpus, 0, 1)->lane, ==, 2);
  g_assert_cmpuint (pl_by_cpu_turn (cpus, 0, 2)->same_last, ==, 3);
  g_assert_cmpint (pl_by_cpu_sum_ns (cpus, 0, 1, 3), ==, 40 * MS);
  g_assert_cmpuint (pl_by_cpu_find_end (cpus, 0, 10 * MS), ==, 1);
  g_assert_cmpuint (pl_by_cpu_find_start (cpus, 0, 10 * MS), ==, 1);
  g_assert_cmpuint (pl_by_cpu_find_start (cpus, 1, 80 * MS), ==, 2);
}

static void
test_migrations (void)
{
  g_autoptr (PlTrace) trace = told (2, some, G_N_ELEMENTS (some), 100 * MS);
  g_autoptr (PlByCpu) cpus = pl_by_cpu_new (trace);
  const PlMigration *there = pl_by_cpu_migration (cpus, 0), *back = pl_by_cpu_migration (cpus, 1);

  g_assert_cmpuint (pl_by_cpu_n_migrations (cpus), ==, 2);
  g_assert_cmpuint (there->lane, ==, 2);
  g_assert_cmpuint (there->from_row, ==, 0);
  g_assert_cmpuint (there->to_row, ==, 1);
  g_assert_cmpint (there->left_ns, ==, 20 * MS);
  g_assert_cmpint (there->arrived_ns, ==, 24 * MS);
  g_assert_cmpuint (back->to_row, ==, 0);
  g_assert_cmpuint (back->index, ==, 4);
  g_assert_cmpuint (pl_by_cpu_find_migration (cpus, 24 * MS), ==, 0);
  g_assert_cmpuint (pl_by_cpu_find_migration (cpus, 24 * MS + 1), ==, 1);
}

/* A CPU nobody knows is no place to come from or to go to. */
static void
test_not_known (void)
{
  const Slice slices[] = { { 1, 0, 10, 1 }, { 1, 20, 30, 255 }, { 1, 40, 50, 2 } };
  g_autoptr (PlTrace) trace = told (1, slices, G_N_ELEMENTS (slices), 1000);
  g_autoptr (PlByCpu) cpus = pl_by_cpu_new (trace);

  g_assert_cmpuint (pl_by_cpu_n_rows (cpus), ==, 3);
  g_assert_cmpint (pl_by_cpu_number (cpus, 2), ==, -1);
  g_assert_cmpuint (pl_by_cpu_n_migrations (cpus), ==, 0);
}

static void
assert_says (char *text, const char *part)
{
  if (!strstr (text, part))
    g_error ("\"%s\" does not say \"%s\"", text, part);
  g_free (text);
}

/* At a moment of the run: what was had by then, and nothing of what comes. */
static void
test_moment (void)
{
  g_autoptr (PlTrace) trace = told (2, some, G_N_ELEMENTS (some), 100 * MS);
  g_autoptr (PlPicture) picture = pl_picture_of_cpus (trace);
  const PlPaper paper = { PL_THEME_LIGHT, 1, WIDTH, 300, 0 };
  const PlItem cut = { 0, 1, 0, 0 }, to_come = { 0, 0, 3, 3 };
  char *title, *sentence;
  PlDrawing *drawing;
  PlViewport view;
  PlItem item;

  pl_picture_init_viewport (picture, &view);
  view.until_ns = 26 * MS;
  assert_says (pl_picture_subtitle_at (picture, &view), "1 migration");
  assert_says (pl_picture_subtitle (picture), "2 migrations");
  assert_says (pl_picture_lane_text (picture, &view, 0), "26.0 ms of 26.0 ms (100 %), in 3 turns");
  assert_says (pl_picture_lane_text (picture, &view, 1), "2.00 ms of 26.0 ms (7.7 %), in 1 turn");
  assert_says (pl_picture_range_text (picture, &view, 16 * MS, 46 * MS), "In these 10.0 ms: 1 migration");
  assert_says (pl_picture_range_text (picture, &view, 16 * MS, 46 * MS), "CPU 3 in use 20 %");
  g_assert_true (pl_picture_item_text (picture, &view, &cut, &title, &sentence));
  g_free (title);
  assert_says (sentence, "for 2.00 ms");
  g_assert_false (pl_picture_item_text (picture, &view, &to_come, &title, &sentence));

  view.until_ns = 5 * MS;
  assert_says (pl_picture_subtitle_at (picture, &view), "on 1 of 2 CPUs, no migration");
  drawing = pl_picture_lay_out (picture, &view, &paper);
  for (double y = drawing->plot.y; y < drawing->plot.y + drawing->plot.height; y += 3)
    for (double x = pl_drawing_x (drawing, view.until_ns) + 4; x < drawing->plot.x + drawing->plot.width; x += 3)
      g_assert_false (pl_drawing_pick (drawing, x, y, &item, NULL));
  pl_drawing_free (drawing);
}

static void
test_words (void)
{
  g_autoptr (PlTrace) trace = told (2, some, G_N_ELEMENTS (some), 100 * MS);
  g_autoptr (PlPicture) picture = pl_picture_of_cpus (trace);
  const PlItem moved = { 0, 1, 0, 0 }, stayed = { 0, 0, 2, 2 }, none = { 0, 0, 5, 5 };
  char *title, *sentence;
  PlViewport view;

  pl_picture_init_viewport (picture, &view);
  assert_says (pl_picture_subtitle (picture), "on 2 CPUs, 2 migrations.");
  g_assert_true (pl_picture_item_text (picture, &view, &moved, &title, &sentence));
  g_assert_cmpstr (title, ==, "Worker 2 on CPU 3");
  g_assert_cmpstr (sentence, ==, "Worker 2 had CPU 3 for 16.0 ms, from 24.0 ms to 40.0 ms. It came from CPU 0: a migration.");
  g_free (title);
  g_free (sentence);
  g_assert_true (pl_picture_item_text (picture, &view, &stayed, &title, &sentence));
  assert_says (sentence, "as before");
  g_free (title);
  g_assert_false (pl_picture_item_text (picture, &view, &none, &title, &sentence));
  assert_says (pl_picture_range_text (picture, &view, 5 * MS, 25 * MS),
               "1 migration; CPU 0 in use 100 %; CPU 3 in use 5 %.");
  assert_says (pl_picture_lane_text (picture, &view, 0), "60.0 ms of 100 ms (60 %), in 5 turns");
}

/* N goes from migration to migration, and stops at the last. */
static void
test_walk (void)
{
  g_autoptr (PlTrace) trace = told (2, some, G_N_ELEMENTS (some), 100 * MS);
  g_autoptr (PlPicture) picture = pl_picture_of_cpus (trace);
  PlItem at = { 0, 0, 0, 0 }, to;
  PlViewport view;

  pl_picture_init_viewport (picture, &view);
  g_assert_true (pl_picture_walk (picture, &view, &at, PL_WALK_NEXT, &to));
  g_assert_cmpuint (to.lane, ==, 1);
  g_assert_cmpuint (to.index, ==, 0);
  g_assert_true (pl_picture_walk (picture, &view, &to, PL_WALK_NEXT, &at));
  g_assert_cmpuint (at.lane, ==, 0);
  g_assert_cmpuint (at.index, ==, 4);
  g_assert_false (pl_picture_walk (picture, &view, &at, PL_WALK_NEXT, &to));
  g_assert_true (pl_picture_walk (picture, &view, &at, PL_WALK_PREVIOUS, &to));
  g_assert_cmpuint (to.lane, ==, 1);
  g_assert_false (pl_picture_walk (picture, &view, &to, PL_WALK_PREVIOUS, &at));
}

/* What nobody had is a row all the same: it is walked past, and told. */
static void
test_unused (void)
{
  g_autoptr (PlTrace) trace = told (2, some, G_N_ELEMENTS (some), 100 * MS);
  g_autoptr (PlPicture) picture = pl_picture_of_cpus (trace);
  const PlItem upper = { 0, 0, 0, 0 };
  g_autoptr (PlDrawing) drawing = NULL;
  const PlPaper paper = { PL_THEME_LIGHT, 1, WIDTH, 0, PL_PARTS_EXPORT };
  PlViewport view;
  PlItem to;

  pl_log_header (pl_trace_get_log (trace))->cpus_allowed[0] = 0xf;
  pl_picture_init_viewport (picture, &view);
  assert_says (pl_picture_subtitle (picture), "on 2 of 4 CPUs, 2 migrations.");
  g_assert_cmpuint (pl_picture_get_n_lanes (picture), ==, 4);
  assert_says (pl_picture_lane_text (picture, &view, 1), "CPU 1: nobody of this run had it.");
  assert_says (pl_picture_range_text (picture, &view, 5 * MS, 25 * MS), "CPU 0 in use 100 %; CPU 1 in use 0 %;");
  g_assert_true (pl_picture_walk (picture, &view, &upper, PL_WALK_DOWN, &to));
  g_assert_cmpuint (to.lane, ==, 3);
  g_assert_false (pl_picture_walk (picture, &view, &to, PL_WALK_DOWN, &to));
  g_assert_true (pl_picture_walk (picture, &view, &to, PL_WALK_UP, &to));
  g_assert_cmpuint (to.lane, ==, 0);
  drawing = pl_picture_lay_out (picture, &view, &paper);
  g_assert_false (pl_drawing_pick (drawing, drawing->plot.x + 200, drawing->plot.y + drawing->plot.height / 4 * 1.5, &to, NULL));
}

static guint32
pixel_at (PlDrawing *drawing, double x, double y)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, 600);
  cairo_t *cr = cairo_create (surface);
  guint32 pixel;

  pl_drawing_draw (drawing, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  pixel = ((const guint32 *) (const void *) (cairo_image_surface_get_data (surface)
                                             + (gsize) y * (gsize) cairo_image_surface_get_stride (surface)))[(gsize) x];
  cairo_surface_destroy (surface);
  return pixel & 0xffffff;
}

/* A block stands where it was; each worker has a look of his own; where nobody was there is nothing. */
static void
test_blocks (void)
{
  g_autoptr (PlTrace) trace = told (2, some, G_N_ELEMENTS (some), 100 * MS);
  g_autoptr (PlPicture) picture = pl_picture_of_cpus (trace);
  const PlPaper paper = { PL_THEME_LIGHT, 1, WIDTH, 0, PL_PART_TITLE };
  const PlItem first = { 0, 0, 0, 0 }, second = { 0, 0, 1, 1 };
  g_autoptr (PlDrawing) drawing = NULL;
  PlBox box, next;
  guint32 ground;
  PlViewport view;

  pl_picture_init_viewport (picture, &view);
  drawing = pl_picture_lay_out (picture, &view, &paper);
  g_assert_true (pl_drawing_locate (drawing, &first, &box));
  g_assert_true (pl_drawing_locate (drawing, &second, &next));
  g_assert_cmpfloat_with_epsilon (box.x, pl_drawing_x (drawing, 0), 0.5);
  g_assert_cmpfloat_with_epsilon (box.width, drawing->plot.width / 10, 0.5);
  g_assert_cmpfloat_with_epsilon (next.x, box.x + box.width, 0.5);
  ground = pixel_at (drawing, pl_drawing_x (drawing, 85 * MS), box.y + 4);
  g_assert_cmphex (ground, ==, pl_color_pixel (&pl_theme_get (PL_THEME_LIGHT)->background) & 0xffffff);
  g_assert_cmphex (pixel_at (drawing, box.x + 8, box.y + 4), !=, ground);
  g_assert_cmphex (pixel_at (drawing, next.x + 8, box.y + 4), !=, pixel_at (drawing, box.x + 8, box.y + 4));
}

/* Where slices end before the run does, the rest is not drawn as if nobody had a CPU. */
static void
test_told_until (void)
{
  g_autoptr (PlTrace) trace = told (2, some, G_N_ELEMENTS (some), 200 * MS);
  g_autoptr (PlPicture) picture = pl_picture_of_cpus (trace);
  const PlPaper paper = { PL_THEME_LIGHT, 1, WIDTH, 0, 0 };
  guint32 ground = pl_color_pixel (&pl_theme_get (PL_THEME_LIGHT)->background) & 0xffffff;
  PlViewport view;

  pl_picture_init_viewport (picture, &view);
  for (guint k = 0; k < 2; k++)
    {
      g_autoptr (PlDrawing) drawing = NULL;
      guint n = 0;

      atomic_store (&pl_log_header (pl_trace_get_log (trace))->slices_end_ns, k > 0 ? 100 * MS : 0);
      drawing = pl_picture_lay_out (picture, &view, &paper);
      for (guint i = 0; i < 12; i++)
        n += pixel_at (drawing, floor (pl_drawing_x (drawing, 130 * MS)) + i, drawing->plot.y + 8) != ground;
      g_assert_cmpint (n > 0, ==, k > 0);
      g_assert_cmphex (pixel_at (drawing, floor (pl_drawing_x (drawing, 90 * MS)), drawing->plot.y + 8), ==, ground);
    }
}

/* Very many turns cost no more marks than there is width, and add up the same. */
static void
test_folds (void)
{
  const guint n = 100000;
  g_autofree Slice *slices = g_new (Slice, n);
  const PlPaper paper = { PL_THEME_LIGHT, 1, WIDTH, 0, PL_PART_TITLE };
  g_autoptr (PlTrace) trace = NULL;
  g_autoptr (PlPicture) picture = NULL;
  g_autoptr (PlDrawing) drawing = NULL;
  guint n_marks = 0, next = 0;
  PlViewport view;

  for (guint i = 0; i < n; i++)
    slices[i] = (Slice) { 1 + i % 2, i * 1000, i * 1000 + 500, 0 };
  trace = told (2, slices, n, n * 1000);
  picture = pl_picture_of_cpus (trace);
  pl_picture_init_viewport (picture, &view);
  drawing = pl_picture_lay_out (picture, &view, &paper);
  for (double x = drawing->plot.x; x < drawing->plot.x + drawing->plot.width; x += 0.5)
    {
      PlItem item;

      if (!pl_drawing_pick (drawing, x, drawing->plot.y + 20, &item, NULL) || item.index < next)
        continue;
      g_assert_cmpuint (item.index, ==, next);
      next = (guint) item.last + 1;
      n_marks++;
    }
  g_assert_cmpuint (n_marks, <=, WIDTH / 2);
  g_assert_cmpuint (n_marks, >, WIDTH / 5);
  g_assert_cmpuint (pl_picture_get_n_lanes (picture), ==, 1);
  g_assert_cmpuint (next, ==, n);
}

/* Without slices there are no lanes, and a sentence that says why. */
static void
test_nothing (void)
{
  PlLog *log = fixture_empty (2, 4);
  g_autoptr (PlTrace) trace = NULL;
  g_autoptr (PlPicture) picture = NULL;

  fixture_end (log, 1000);
  trace = pl_trace_new (log);
  pl_log_unref (log);
  picture = pl_picture_of_cpus (trace);
  g_assert_false (pl_pictures_can_by_cpu (trace));
  g_assert_cmpuint (pl_picture_get_n_lanes (picture), ==, 0);
  assert_says (pl_picture_subtitle (picture), "Nobody told how long the workers had a CPU.");
}

/* While the run goes on: a row for each CPU from the beginning on, turns as they are told, and where none is told yet
 * nobody says that nobody had the CPU. */
static void
test_live (void)
{
  PlLog *log = fixture_empty (2, 10);
  g_autoptr (PlTrace) trace = NULL;
  g_autoptr (PlPicture) picture = NULL;
  const PlPaper paper = { PL_THEME_LIGHT, 1, WIDTH, 0, 0 };
  guint32 untold = pl_color_pixel (&pl_theme_get (PL_THEME_LIGHT)->states[PL_LOOK_CPU_UNKNOWN].color) & 0xffffff;
  PlViewport view = { .to_ns = 100 * MS, .growing = TRUE };
  const PlItem last = { 0, 0, 4, 4 };
  PlLaneWriter writers[3];
  gint64 from_ns, to_ns;

  atomic_store (&pl_log_header (log)->account, PL_ACCOUNT_SLICES);
  pl_log_header (log)->cpus_allowed[0] = 1 << 0 | 1 << 3;
  atomic_store (&pl_log_header (log)->status.phase, PL_PHASE_RUNNING);
  for (guint lane = 0; lane < 3; lane++)
    pl_lane_writer_init (&writers[lane], log, lane);
  trace = pl_trace_new (log);
  pl_log_unref (log);
  pl_trace_refresh (trace, -1);
  picture = pl_picture_of_cpus (trace);
  g_assert_true (pl_pictures_can_by_cpu (trace));
  g_assert_cmpuint (pl_picture_get_n_lanes (picture), ==, 2);
  assert_says (pl_picture_lane_text (picture, &view, 0), "nobody of this run had it");
  for (guint i = 0; i < G_N_ELEMENTS (some); i++)
    pl_lane_slice (&writers[some[i].lane], some[i].from_ns, some[i].to_ns, some[i].cpu);
  while (!pl_picture_item_time (picture, &view, &last, &from_ns, &to_ns))
    pl_picture_refresh (picture);
  g_assert_cmpint (from_ns, ==, 50 * MS);
  for (guint k = 0; k < 2; k++)
    {
      g_autoptr (PlDrawing) drawing = pl_picture_lay_out (picture, &view, &paper);
      double low = drawing->plot.y + drawing->plot.height - 6;

      /* The last on CPU 0 ends at 60 ms, the last on CPU 3 at 71 ms. */
      g_assert_cmpint (pixel_at (drawing, floor (pl_drawing_x (drawing, 90 * MS)), drawing->plot.y + 6) == untold, ==, k == 0);
      g_assert_cmpint (pixel_at (drawing, floor (pl_drawing_x (drawing, 66 * MS)), drawing->plot.y + 6) == untold, ==, k == 0);
      g_assert_cmphex (pixel_at (drawing, floor (pl_drawing_x (drawing, 66 * MS)), low), !=, untold);
      g_assert_cmpint (pixel_at (drawing, floor (pl_drawing_x (drawing, 90 * MS)), low) == untold, ==, k == 0);
      fixture_end (log, 100 * MS);
      pl_picture_refresh (picture);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cpus/rows", test_rows);
  g_test_add_func ("/cpus/migrations", test_migrations);
  g_test_add_func ("/cpus/not-known", test_not_known);
  g_test_add_func ("/cpus/words", test_words);
  g_test_add_func ("/cpus/walk", test_walk);
  g_test_add_func ("/cpus/blocks", test_blocks);
  g_test_add_func ("/cpus/folds", test_folds);
  g_test_add_func ("/cpus/unused", test_unused);
  g_test_add_func ("/cpus/told-until", test_told_until);
  g_test_add_func ("/cpus/live", test_live);
  g_test_add_func ("/cpus/nothing", test_nothing);
  g_test_add_func ("/cpus/moment", test_moment);
  return g_test_run ();
}
