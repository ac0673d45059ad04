/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "fixture-log.h"
#include "log/pl-lane-writer.h"
#include "paint/pl-pictures.h"
#include "timeline-util.h"
#include "trace/pl-trace-text.h"

/* A run at one of its moments: what lies after it is not there. */

static void
check_moment (PlTrace *trace, gint64 until_ns)
{
  PlTrace *past = pl_trace_at (trace, until_ns);
  PlSpan span;

  g_assert_cmpint (pl_trace_get_end_ns (past), ==, until_ns);
  g_assert_true (pl_trace_whole (past) == trace);
  for (guint lane = 0; lane < pl_trace_get_n_lanes (past); lane++)
    {
      guint64 n = pl_trace_get_n_records (past, lane);

      for (guint64 i = 0; i < n; i++)
        {
          g_assert_true (pl_trace_get_span (past, lane, i, &span));
          g_assert_cmpint (span.start_ns, <=, until_ns);
          g_assert_cmpint (span.end_ns, <=, until_ns);
        }
      if (pl_trace_get_span (trace, lane, n, &span))
        g_assert_cmpint (span.start_ns, >, until_ns);
    }
}

/* There and back, the marks are those of a trace that was never at another moment. */
static void
test_moments (void)
{
  g_autoptr (PlTrace) trace = timeline_pool (4, 400, 200000), fresh = timeline_pool (4, 400, 200000);
  gint64 end_ns = pl_trace_get_end_ns (trace);
  const gint64 shares[] = { 10, 11, 50, 90, 51, 100, 7, 99 };

  g_assert_true (pl_trace_at (trace, 0) == trace);
  g_assert_true (pl_trace_at (trace, end_ns) == trace);
  for (guint i = 0; i < G_N_ELEMENTS (shares); i++)
    {
      gint64 until_ns = end_ns * shares[i] / 100;
      PlViewport view;
      PlTimeline *a, *b;

      check_moment (trace, until_ns);
      timeline_view (&view, trace);
      a = timeline_lay_out (pl_trace_at (trace, until_ns), &view, PL_THEME_LIGHT, 900, 400, 0);
      g_object_set_data (G_OBJECT (fresh), "pl-folds", NULL);
      b = timeline_lay_out (pl_trace_at (fresh, until_ns), &view, PL_THEME_LIGHT, 900, 400, 0);
      g_assert_cmpuint (pl_timeline_get_n_marks (a), ==, pl_timeline_get_n_marks (b));
      for (guint k = 0; k < pl_timeline_get_n_marks (a); k++)
        {
          PlMark x, y;

          pl_timeline_get_mark (a, k, &x);
          pl_timeline_get_mark (b, k, &y);
          g_assert_cmpuint (x.first, ==, y.first);
          g_assert_cmpuint (x.last, ==, y.last);
          g_assert_cmpfloat (x.width, ==, y.width);
          g_assert_cmpint (x.to_ns, <=, until_ns);
        }
      pl_timeline_free (a);
      pl_timeline_free (b);
    }
}

/* Sentences and counts are those of the moment; and it is stepped from event to event. */
static void
test_words (void)
{
  g_autoptr (PlTrace) trace = timeline_pool (4, 40, 2000000);
  g_autoptr (PlPicture) picture = pl_picture_of_pool (trace);
  gint64 at_ns = 0, next_ns, back_ns, end_ns = pl_trace_get_end_ns (trace);
  g_autofree char *first = NULL, *half = NULL;
  guint n = 0;
  PlViewport view;

  pl_picture_init_viewport (picture, &view);
  view.until_ns = 1;
  first = pl_picture_subtitle_at (picture, &view);
  g_assert_nonnull (strstr (first, "0 of 40 tasks done"));
  view.until_ns = end_ns / 2;
  half = pl_picture_subtitle_at (picture, &view);
  g_assert_nonnull (strstr (half, "of 40 tasks done"));
  g_assert_null (strstr (half, "40 of 40"));
  while (pl_picture_next_event (picture, at_ns, TRUE, &next_ns))
    {
      g_assert_cmpint (next_ns, >, at_ns);
      g_assert_true (pl_picture_next_event (picture, next_ns, FALSE, &back_ns));
      g_assert_cmpint (back_ns, ==, at_ns);
      at_ns = next_ns;
      n++;
    }
  g_assert_cmpuint (n, >, 40);
  g_assert_cmpint (at_ns, <=, end_ns);
}

/* The cursor says where it is, as finely as it can be seen: at no other moment than the first that it is there yet. */
static void
assert_cursor_text (PlPicture *picture, double width)
{
  const PlPaper paper = { PL_THEME_LIGHT, 1, width, 400, 0 };
  PlViewport view;

  for (guint x = 1; x < 6; x++)
    {
      g_autoptr (PlDrawing) drawing = NULL;

      pl_picture_init_viewport (picture, &view);
      view.until_ns = (gint64) ((double) view.to_ns * x / width) + 1;
      drawing = pl_picture_lay_out (picture, &view, &paper);
      g_assert_cmpstr (drawing->cursor_text, !=, "0");
    }
}

/* Right of the cursor nothing is drawn in the lanes, and the cursor is there. */
static void
test_drawn (void)
{
  g_autoptr (PlTrace) trace = timeline_pool (4, 40, 2000000);
  g_autoptr (PlPicture) picture = pl_picture_of_pool (trace);
  const PlPaper paper = { PL_THEME_LIGHT, 1, 900, 400, 0 };
  g_autoptr (PlDrawing) drawing = NULL, without = NULL;
  PlViewport view;
  PlItem item;

  pl_picture_init_viewport (picture, &view);
  view.until_ns = view.to_ns / 2;
  drawing = pl_picture_lay_out (picture, &view, &paper);
  g_assert_true (drawing->has_cursor);
  assert_cursor_text (picture, 900);
  /* Of several above each other the first one says it: there is no room for it twice. */
  without = pl_picture_lay_out (picture, &view, &(PlPaper) { PL_THEME_LIGHT, 1, 900, 400, PL_PART_NO_RULER });
  g_assert_true (without->has_cursor);
  g_assert_null (without->cursor_text);
  for (double y = drawing->plot.y; y < drawing->plot.y + drawing->plot.height; y += 3)
    for (double x = pl_drawing_x (drawing, view.until_ns) + 4; x < drawing->plot.x + drawing->plot.width; x += 3)
      g_assert_false (pl_drawing_pick (drawing, x, y, &item, NULL));
}

/* The picture at a share of its time; 0: all of it. closes: whether the caller closes its pool in the end. */
static GBytes *
pixels (gboolean closes, double share)
{
  PlLog *log = fixture_pool (&(FixturePlan) { .workers = 2, .tasks = 20, .task_ns = 2000000, .seed = 3 });
  g_autoptr (PlTrace) trace = NULL;
  g_autoptr (PlPicture) picture = NULL;
  g_autoptr (PlDrawing) drawing = NULL;
  const PlPaper paper = { PL_THEME_LIGHT, 1, 900, 500, 0 };
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 900, 500);
  cairo_t *cr = cairo_create (surface);
  PlLaneWriter writer;
  PlViewport view;
  GBytes *bytes;

  pl_lane_writer_init (&writer, log, 0);
  trace = pl_trace_new (log);
  pl_trace_refresh (trace, -1);
  if (closes)
    pl_lane_event_at (&writer, pl_trace_get_end_ns (trace) * 9 / 10, PL_EVENT_CALLER, PL_CALLER_ARG (PL_CALLER_CLOSES, 0));
  picture = pl_picture_of_pool (trace);
  pl_picture_init_viewport (picture, &view);
  view.until_ns = (gint64) ((double) view.to_ns * share);
  drawing = pl_picture_lay_out (picture, &view, &paper);
  pl_drawing_draw (drawing, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  bytes = g_bytes_new (cairo_image_surface_get_data (surface), 500 * (gsize) cairo_image_surface_get_stride (surface));
  cairo_surface_destroy (surface);
  pl_log_unref (log);
  return bytes;
}

/* What the caller is going to do is not told before. */
static void
test_caller (void)
{
  g_autoptr (GBytes) whole = pixels (FALSE, 0), closed = pixels (TRUE, 0);
  g_autoptr (GBytes) early = pixels (FALSE, 0.5), to_close = pixels (TRUE, 0.5);

  g_assert_false (g_bytes_equal (whole, closed));
  g_assert_true (g_bytes_equal (early, to_close));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/replay/moments", test_moments);
  g_test_add_func ("/replay/words", test_words);
  g_test_add_func ("/replay/drawn", test_drawn);
  g_test_add_func ("/replay/caller", test_caller);
  return g_test_run ();
}
