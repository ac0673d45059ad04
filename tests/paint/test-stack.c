/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "fixture-log.h"
#include "paint/parts/pl-overlay.h"
#include "paint/parts/pl-words.h"
#include "paint/pl-pictures.h"
#include "paint/stack/pl-stack.h"

/* Pools above each other: one time axis, one viewport, and every item knows whose it is. */

#define WIDTH 1100

typedef struct { PlLog *logs[3]; PlPicture *stack; PlViewport view; } Fixture;

static PlLog *
make_log (guint workers, gint64 task_ns, guint seed)
{
  const FixturePlan plan = { .workers = workers, .tasks = 40, .task_ns = task_ns, .seed = seed };

  return fixture_pool (&plan);
}

static void
set_up (Fixture *fixture, gconstpointer align)
{
  fixture->logs[0] = make_log (2, 2000000, 3);
  fixture->logs[1] = make_log (12, 2500000, 4);
  fixture->logs[2] = make_log (3, 1000000, 5);
  fixture->stack = pl_picture_of_logs (fixture->logs, 3, GPOINTER_TO_UINT (align));
  pl_picture_init_viewport (fixture->stack, &fixture->view);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->stack);
  for (guint i = 0; i < 3; i++)
    pl_log_unref (fixture->logs[i]);
}

static PlDrawing *
draw (Fixture *fixture, double height, guint parts)
{
  const PlPaper paper = { PL_THEME_LIGHT, 1, WIDTH, height, parts };

  return pl_picture_lay_out (fixture->stack, &fixture->view, &paper);
}

/* Where the first task of a run begins, as an item of all: its lanes come after those of the runs before. */
static PlItem
first_task (Fixture *fixture, guint run)
{
  g_autoptr (PlTrace) trace = pl_trace_new (fixture->logs[run]);
  PlSpan first = { .start_ns = G_MAXINT64 }, span;
  guint before = 0;

  pl_trace_refresh (trace, -1);
  for (guint lane = 1; lane < pl_trace_get_n_lanes (trace); lane++)
    if (pl_trace_next_span (trace, lane, 0, 1u << PL_STATE_WORKING, &span) && span.start_ns < first.start_ns)
      first = span;
  for (guint i = 0; i < run; i++)
    before += pl_log_n_lanes (fixture->logs[i]);
  return (PlItem) { 0, before + first.lane, first.index, first.index };
}

static void
test_aligned_at_task (Fixture *fixture, gconstpointer data)
{
  PlDrawing *drawing = draw (fixture, 0, PL_PARTS_EXPORT);
  gint64 first_ns = -1;

  for (guint run = 0; run < 3; run++)
    {
      PlItem item = first_task (fixture, run);
      gint64 from_ns, to_ns;
      PlBox box;

      g_assert_true (pl_picture_item_time (fixture->stack, &fixture->view, &item, &from_ns, &to_ns));
      if (run == 0)
        first_ns = from_ns;
      g_assert_cmpint (from_ns, ==, first_ns);
      g_assert_true (pl_drawing_locate (drawing, &item, &box));
      g_assert_cmpfloat (ABS (box.x - pl_drawing_x (drawing, first_ns)), <=, 3.0);
    }
  pl_drawing_free (drawing);
}

/* At the start every run's own time is that of all. */
static void
test_aligned_at_start (Fixture *fixture, gconstpointer data)
{
  for (guint run = 0; run < 3; run++)
    {
      g_autoptr (PlPicture) alone = pl_picture_of_log (fixture->logs[run], TRUE);
      PlItem item = first_task (fixture, run), own = item;
      gint64 from_ns, to_ns, own_from_ns, own_to_ns;
      PlViewport view;

      for (guint i = 0; i < run; i++)
        own.lane -= pl_log_n_lanes (fixture->logs[i]);
      pl_picture_init_viewport (alone, &view);
      g_assert_true (pl_picture_item_time (alone, &view, &own, &own_from_ns, &own_to_ns));
      g_assert_true (pl_picture_item_time (fixture->stack, &fixture->view, &item, &from_ns, &to_ns));
      g_assert_cmpint (from_ns, ==, own_from_ns);
      g_assert_cmpint (to_ns, ==, own_to_ns);
    }
}

static void
test_whole (Fixture *fixture, gconstpointer data)
{
  gint64 from_ns, to_ns, longest_ns = 0;

  g_assert_true (pl_picture_get_whole (fixture->stack, &from_ns, &to_ns));
  g_assert_cmpint (from_ns, ==, 0);
  for (guint run = 0; run < 3; run++)
    longest_ns = MAX (longest_ns, (gint64) atomic_load (&pl_log_header (fixture->logs[run])->status.end_ns));
  g_assert_cmpint (to_ns, >=, longest_ns);
}

/* What is found in any of the runs has a row, and is marked where it is painted. */
static void
test_found (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlFindSource) source = pl_picture_make_source (fixture->stack);
  g_autoptr (PlHighlights) hits = pl_highlights_new ();

  g_assert_nonnull (source);
  for (guint run = 0; run < 3; run++)
    {
      PlItem item = first_task (fixture, run);
      gint64 from_ns, to_ns;
      PlFindSpan span;
      guint row, lane;

      g_assert_true (pl_find_source_get (source, item.lane, item.index, &span));
      g_assert_cmpint (span.state, ==, PL_STATE_WORKING);
      g_assert_true (pl_picture_row_of_lane (fixture->stack, span.lane, &row));
      g_assert_cmpuint (row, ==, item.lane);
      g_assert_true (pl_picture_lane_of_row (fixture->stack, row, &lane));
      g_assert_cmpuint (lane, ==, span.lane);
      g_assert_true (pl_picture_item_time (fixture->stack, &fixture->view, &item, &from_ns, &to_ns));
      g_assert_cmpint (span.from_ns, ==, from_ns);
      g_assert_cmpint (span.to_ns, ==, to_ns);
      g_array_append_val (hits->hits, ((PlStretch) { span.lane, span.from_ns, span.to_ns }));
    }
  pl_picture_set_highlights (fixture->stack, PL_HIGHLIGHT_HITS, hits);
  PlDrawing *drawing = draw (fixture, 0, PL_PARTS_EXPORT);
  g_assert_cmpuint (pl_overlay_get_n_bars (drawing->overlay), ==, 3);
  pl_drawing_free (drawing);
}

/* All marks are found again where they are painted, of every run, and with the run's letter in their words. */
static void
test_items (Fixture *fixture, gconstpointer data)
{
  static const char *const letters[] = { "A: ", "B: ", "C: " };
  PlDrawing *drawing = draw (fixture, 0, PL_PARTS_EXPORT);

  for (guint run = 0; run < 3; run++)
    {
      g_autofree char *title = NULL, *sentence = NULL, *name = NULL, *tooltip = NULL;
      PlItem item = first_task (fixture, run), found;
      PlBox box, place;
      guint lane;

      g_assert_true (pl_picture_item_text (fixture->stack, &fixture->view, &item, &title, &sentence));
      g_assert_true (g_str_has_prefix (title, letters[run]));
      g_assert_true (pl_drawing_locate (drawing, &item, &box));
      g_assert_true (pl_drawing_pick (drawing, box.x + box.width / 2, box.y + box.height / 2, &found, &place));
      g_assert_cmpuint (found.lane, ==, item.lane);
      g_assert_cmpfloat (place.y, ==, box.y);
      g_assert_true (pl_drawing_pick_lane (drawing, box.x, box.y + box.height / 2, &lane));
      g_assert_cmpuint (lane, ==, item.lane);
      name = pl_picture_lane_name (fixture->stack, lane);
      g_assert_true (g_str_has_prefix (name, letters[run]));
      tooltip = pl_drawing_tooltip (drawing, box.x + box.width / 2, box.y + box.height / 2);
      g_assert_nonnull (tooltip);
    }
  pl_drawing_free (drawing);
}

/* From the last lane of one run down into the first of the next, and back. */
static void
test_walk (Fixture *fixture, gconstpointer data)
{
  guint n = pl_log_n_lanes (fixture->logs[0]);
  PlItem at = first_task (fixture, 0), next, back;

  at.lane = n - 1;
  g_assert_true (pl_picture_choose_item (fixture->stack, &fixture->view, &at, &at));
  g_assert_true (pl_picture_walk (fixture->stack, &fixture->view, &at, PL_WALK_DOWN, &next));
  g_assert_cmpuint (next.lane, ==, n);
  g_assert_true (pl_picture_walk (fixture->stack, &fixture->view, &next, PL_WALK_UP, &back));
  g_assert_cmpuint (back.lane, ==, n - 1);
  at.lane = 0;
  at.index = at.last = 0;
  g_assert_false (pl_picture_walk (fixture->stack, &fixture->view, &at, PL_WALK_UP, &next));
}

/* One zoom for all of them, and what does not fit is scrolled. */
static void
test_zoom_and_scroll (Fixture *fixture, gconstpointer data)
{
  PlItem item = first_task (fixture, 2);
  PlDrawing *drawing, *scrolled;
  PlBox before, after;

  drawing = draw (fixture, 300, 0);
  g_assert_cmpfloat (drawing->content_height, >, drawing->plot.height + 100);
  g_assert_true (pl_drawing_locate (drawing, &item, &before));
  fixture->view.scroll = 100;
  scrolled = draw (fixture, 300, 0);
  g_assert_true (pl_drawing_locate (scrolled, &item, &after));
  g_assert_cmpfloat (before.y - after.y, ==, 100);
  pl_drawing_free (drawing);
  pl_drawing_free (scrolled);

  fixture->view.to_ns /= 4;
  drawing = draw (fixture, 0, 0);
  g_assert_true (pl_drawing_locate (drawing, &item, &after));
  g_assert_cmpfloat (after.width, >, 3 * before.width);
  pl_drawing_free (drawing);
}

static guint
count_words (const char *text, const char *words)
{
  guint n = 0;

  for (const char *at = text; (at = strstr (at, words)) != NULL; at++)
    n++;
  return n;
}

/* A range is told of each run in turn. */
/* Runs of the same size have lanes of the same height, although the last has the legend of all below it. */
static cairo_surface_t *
paint_over (PlDrawing *drawing, double scale, double height, double grey)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) (WIDTH * scale), (int) (height * scale));
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, grey, grey, grey);
  cairo_paint (cr);
  cairo_scale (cr, scale, scale);
  pl_drawing_draw (drawing, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* Nothing of what was there before is left, wherever a run ends: also within a pixel, and where it is scrolled out. */
static void
test_ground (Fixture *fixture, gconstpointer data)
{
  static const double scales[] = { 1, 1.5, 2 }, scrolls[] = { 0, 37, 60.5, 300 };

  for (guint i = 0; i < G_N_ELEMENTS (scales) * G_N_ELEMENTS (scrolls) * 2; i++)
    {
      double scale = scales[i % 3], height = 400;
      PlDrawing *drawing;
      cairo_surface_t *dark, *bright;

      fixture->view.scroll = scrolls[i / 3 % 4];
      drawing = draw (fixture, height, i < 12 ? PL_PART_COUNTERS : PL_PART_MARGINS | PL_PART_TITLE | PL_PART_LEGEND);
      dark = paint_over (drawing, scale, height, 0);
      bright = paint_over (drawing, scale, height, 1);
      g_assert_cmpmem (cairo_image_surface_get_data (dark), (gsize) (cairo_image_surface_get_stride (dark) * height * scale),
                       cairo_image_surface_get_data (bright), (gsize) (cairo_image_surface_get_stride (dark) * height * scale));
      cairo_surface_destroy (dark);
      cairo_surface_destroy (bright);
      pl_drawing_free (drawing);
    }
}

static void
test_alike (void)
{
  PlLog *logs[] = { make_log (3, 2000000, 3), make_log (3, 2000000, 4) };
  g_autoptr (PlPicture) stack = pl_picture_of_logs (logs, 2, PL_ALIGN_FIRST_TASK);
  const PlPaper paper = { PL_THEME_LIGHT, 1, WIDTH, 600, PL_PARTS_EXPORT };
  g_autoptr (PlDrawing) drawing = NULL;
  PlViewport view;
  PlBox a, b;

  pl_picture_init_viewport (stack, &view);
  drawing = pl_picture_lay_out (stack, &view, &paper);
  g_assert_true (pl_drawing_lane_box (drawing, 1, &a));
  g_assert_true (pl_drawing_lane_box (drawing, 1 + pl_log_n_lanes (logs[0]), &b));
  g_assert_cmpfloat (a.height, >, 10);
  g_assert_cmpfloat (ABS (a.height - b.height), <=, 1);
  pl_log_unref (logs[0]);
  pl_log_unref (logs[1]);
}

static void
test_range (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = pl_picture_range_text (fixture->stack, &fixture->view, 1000000, 9000000);
  g_autofree char *told = pl_picture_tell (fixture->stack, &fixture->view);

  g_assert_cmpuint (count_words (text, "\n"), ==, 2);
  g_assert_true (g_str_has_prefix (text, "A: "));
  g_assert_nonnull (strstr (text, "\nB: "));
  g_assert_nonnull (strstr (told, "C: Pool of 3, 40 tasks"));
}

/* Of three runs there is one legend: with it the picture grows by one row of entries, no more. */
static void
test_one_legend (Fixture *fixture, gconstpointer data)
{
  PlDrawing *without = draw (fixture, 0, PL_PART_TITLE), *with = draw (fixture, 0, PL_PART_TITLE | PL_PART_LEGEND);

  g_assert_cmpfloat (with->height - without->height, >, 20);
  g_assert_cmpfloat (with->height - without->height, <, 75);
  pl_drawing_free (without);
  pl_drawing_free (with);
}

/* The same moment in each: nothing is drawn before its run has begun, whatever its names need. */
static void
test_draws (Fixture *fixture, gconstpointer data)
{
  for (PlThemeId theme = 0; theme < PL_N_THEMES; theme++)
    {
      const PlPaper paper = { theme, 1, 700, 900, PL_PARTS_EXPORT };
      PlDrawing *drawing = pl_picture_lay_out (fixture->stack, &fixture->view, &paper);
      cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 700, 900);
      cairo_t *cr = cairo_create (surface);

      fixture->view.has_selection = TRUE;
      fixture->view.selected = first_task (fixture, theme % 3);
      pl_drawing_draw (drawing, cr);
      g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
      cairo_destroy (cr);
      cairo_surface_destroy (surface);
      pl_drawing_free (drawing);
    }
}

static cairo_surface_t *
paint_at (Fixture *fixture, double text_scale)
{
  const PlPaper paper = { PL_THEME_LIGHT, text_scale, WIDTH * text_scale, 900 * text_scale, PL_PARTS_EXPORT | PL_PART_VECTOR };
  PlDrawing *drawing = pl_picture_lay_out (fixture->stack, &fixture->view, &paper);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 2 * WIDTH, 1800);
  cairo_t *cr = cairo_create (surface);

  cairo_scale (cr, 2 / text_scale, 2 / text_scale);
  pl_drawing_draw (drawing, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  pl_drawing_free (drawing);
  return surface;
}

/* Larger type is the same picture, larger. */
static void
test_text_scale (Fixture *fixture, gconstpointer data)
{
  cairo_surface_t *small = paint_at (fixture, 1), *large = paint_at (fixture, 2);

  g_assert_cmpmem (cairo_image_surface_get_data (small), (gsize) cairo_image_surface_get_stride (small) * 1800,
                   cairo_image_surface_get_data (large), (gsize) cairo_image_surface_get_stride (large) * 1800);
  cairo_surface_destroy (small);
  cairo_surface_destroy (large);
}

/* One moment of all of them, each at its own time: nothing lies right of it, and all is told of it. */
static void
test_moment (Fixture *fixture, gconstpointer data)
{
  gint64 range_ns = fixture->view.to_ns - fixture->view.from_ns, at_ns = 0, next_ns, back_ns;
  g_autofree char *all = NULL, *then = NULL;
  PlDrawing *drawing;
  PlItem item;

  all = pl_picture_range_text (fixture->stack, &fixture->view, fixture->view.from_ns, fixture->view.to_ns);
  fixture->view.until_ns = fixture->view.from_ns + range_ns * 2 / 5;
  then = pl_picture_range_text (fixture->stack, &fixture->view, fixture->view.from_ns, fixture->view.to_ns);
  g_assert_cmpstr (all, !=, then);
  drawing = draw (fixture, 0, PL_PARTS_EXPORT);
  for (double y = drawing->plot.y; y < drawing->plot.y + drawing->plot.height; y += 3)
    for (double x = pl_drawing_x (drawing, fixture->view.until_ns) + 4; x < drawing->plot.x + drawing->plot.width; x += 3)
      g_assert_false (pl_drawing_pick (drawing, x, y, &item, NULL) && item.last > 0 && x > drawing->plot.x);
  pl_drawing_free (drawing);
  /* It stops where something happens in any of them. */
  for (guint i = 0; i < 200; i++)
    {
      g_assert_true (pl_picture_next_event (fixture->stack, at_ns, TRUE, &next_ns));
      g_assert_cmpint (next_ns, >, at_ns);
      if (i > 0)
        {
          g_assert_true (pl_picture_next_event (fixture->stack, next_ns, FALSE, &back_ns));
          g_assert_cmpint (back_ns, ==, at_ns);
        }
      at_ns = next_ns;
    }
}

static PlDrawing *
draw_narrow (Fixture *fixture, gint64 until_ns)
{
  const PlPaper paper = { PL_THEME_LIGHT, 1, 420, 900, PL_PART_LEGEND };

  fixture->view.until_ns = until_ns;
  return pl_picture_lay_out (fixture->stack, &fixture->view, &paper);
}

/* In a replay every row stays where it is, although there are states that have not occurred yet. */
static void
test_still (Fixture *fixture, gconstpointer data)
{
  PlDrawing *whole = draw_narrow (fixture, 0);
  PlDrawing *early = draw_narrow (fixture, whole->from_ns + (whole->to_ns - whole->from_ns) / 100);
  PlBox then, now;

  g_assert_cmpfloat (early->plot.height, ==, whole->plot.height);
  for (guint lane = 0; lane < pl_picture_get_n_lanes (fixture->stack); lane++)
    if (pl_drawing_lane_box (whole, lane, &then))
      {
        g_assert_true (pl_drawing_lane_box (early, lane, &now));
        g_assert_cmpfloat (now.y, ==, then.y);
      }
  pl_drawing_free (whole);
  pl_drawing_free (early);
}

/* However it was drawn before, it is drawn the same. */
static void
test_again (Fixture *fixture, gconstpointer data)
{
  static const double widths[] = { WIDTH, WIDTH, 700, WIDTH, 500, 700 };
  PlBox plots[G_N_ELEMENTS (widths)];

  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      const PlPaper paper = { PL_THEME_LIGHT, 1, widths[i], 900, PL_PARTS_EXPORT };
      g_autoptr (PlPicture) fresh = pl_picture_of_logs (fixture->logs, 3, PL_ALIGN_START);
      PlDrawing *drawing = pl_picture_lay_out (fixture->stack, &fixture->view, &paper);
      PlDrawing *other = pl_picture_lay_out (fresh, &fixture->view, &paper);

      plots[i] = drawing->plot;
      g_assert_cmpfloat (drawing->plot.x, ==, other->plot.x);
      g_assert_cmpfloat (drawing->plot.width, ==, other->plot.width);
      g_assert_cmpfloat (drawing->content_height, ==, other->content_height);
      pl_drawing_free (drawing);
      pl_drawing_free (other);
    }
  g_assert_cmpfloat (plots[0].x, ==, plots[3].x);
}

/* Folded, a lane of two workers is as high as one of twelve, and all of them are in sight. */
static void
test_level (Fixture *fixture, gconstpointer data)
{
  for (double height = 330; height < 1300; height += 70)
    {
      PlDrawing *drawing = draw (fixture, height, PL_PART_LEGEND | PL_PART_COUNTERS | PL_PART_FOLD);
      PlBox first, lane = { 0 };

      g_assert_true (pl_drawing_lane_box (drawing, 0, &first));
      for (guint i = 1; i < pl_picture_get_n_lanes (fixture->stack); i++)
        {
          g_assert_true (pl_drawing_lane_box (drawing, i, &lane));
          g_assert_cmpfloat (fabs (lane.height - first.height), <, 0.01);
        }
      g_assert_cmpfloat (lane.y + lane.height, <=, height);
      g_assert_cmpfloat (drawing->content_height, <=, drawing->plot.height + 0.5);
      pl_drawing_free (drawing);
    }
}

/* Between a number and its unit no line ends, even where there is no room for both. */
static void
test_measures (void)
{
  g_autoptr (GObject) owner = g_object_new (G_TYPE_OBJECT, NULL);
  PlInk *ink = pl_ink_for (owner);
  const PlFont font = { 13, PL_INK_PLAIN, 0 };
  double room = pl_words_width (ink, &font, "55") + 2, one = pl_paragraph_height (ink, "5", font, 500);

  g_assert_cmpfloat (pl_paragraph_height (ink, "55 apples", font, room), >, 1.5 * one);
  g_assert_cmpfloat (pl_paragraph_height (ink, "55 %", font, room), ==, one);
  g_assert_cmpfloat (pl_paragraph_height (ink, "55 ms", font, room), ==, one);
  g_assert_cmpfloat (pl_paragraph_height (ink, "55 ms 55 %", font, room), >, 1.5 * one);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, align, function) \
  g_test_add ("/stack/" name, Fixture, GUINT_TO_POINTER (align), set_up, function, tear_down)
  ADD ("aligned-at-task", PL_ALIGN_FIRST_TASK, test_aligned_at_task);
  ADD ("aligned-at-start", PL_ALIGN_START, test_aligned_at_start);
  ADD ("whole", PL_ALIGN_FIRST_TASK, test_whole);
  ADD ("items", PL_ALIGN_FIRST_TASK, test_items);
  ADD ("found", PL_ALIGN_FIRST_TASK, test_found);
  ADD ("walk", PL_ALIGN_FIRST_TASK, test_walk);
  ADD ("zoom-and-scroll", PL_ALIGN_FIRST_TASK, test_zoom_and_scroll);
  ADD ("range", PL_ALIGN_START, test_range);
  ADD ("one-legend", PL_ALIGN_FIRST_TASK, test_one_legend);
  ADD ("draws", PL_ALIGN_FIRST_TASK, test_draws);
  ADD ("text-scale", PL_ALIGN_START, test_text_scale);
  g_test_add ("/stack/ground", Fixture, GUINT_TO_POINTER (PL_ALIGN_START), set_up, test_ground, tear_down);
  g_test_add_func ("/stack/alike", test_alike);
  g_test_add ("/stack/moment", Fixture, GUINT_TO_POINTER (PL_ALIGN_FIRST_TASK), set_up, test_moment, tear_down);
  g_test_add ("/stack/still", Fixture, GUINT_TO_POINTER (PL_ALIGN_FIRST_TASK), set_up, test_still, tear_down);
  g_test_add ("/stack/level", Fixture, GUINT_TO_POINTER (PL_ALIGN_START), set_up, test_level, tear_down);
  g_test_add ("/stack/again", Fixture, GUINT_TO_POINTER (PL_ALIGN_START), set_up, test_again, tear_down);
  g_test_add_func ("/stack/measures", test_measures);
  return g_test_run ();
}
