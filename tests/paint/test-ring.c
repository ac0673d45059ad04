/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A ring of waits in the picture of a recording: what its arrows are for can be read, also where its lanes are pointed out. */
#include "config.h"

#include "fixture-log.h"
#include "log/pl-lane-writer.h"
#include "paint/pl-pictures.h"
#include "paint/pl-theme.h"

#define MS G_GINT64_CONSTANT (1000000)
#define WIDTH 800
/* What is pointed out in a row is underlined so high. */
#define UNDERLINE 3

/* So many wait for each other, from the second lane on, for locks with names. */
static PlPicture *
make_ring (guint n)
{
  PlLog *log = fixture_recording (PL_THREADS_ALL);
  PlPicture *picture;
  PlTrace *trace;

  for (guint lane = 1; lane <= n + 1; lane++)
    {
      PlLaneWriter writer;

      pl_log_add_lane (log, PL_LANE_PROCESS, lane == 1 ? PL_LANE_NOBODY : 1, (int) lane, (int) lane, MS, pl_log_add_name (log, "P"), 16);
      pl_lane_writer_init (&writer, log, lane);
      pl_lane_record_at (&writer, MS, PL_STATE_WORKING, PL_NO_TASK, 0);
      if (lane == 1)
        continue;
      pl_lane_record_at (&writer, 10 * MS, PL_STATE_WAITING_LOCK, pl_log_add_name (log, "Lock, ring.py:46"), PL_WAIT_LOCK);
      pl_lane_event_at (&writer, 10 * MS, PL_EVENT_HOLDER, lane <= n ? lane + 1 : 2);
    }
  fixture_end (log, 100 * MS);
  trace = pl_trace_new (log);
  pl_log_unref (log);
  picture = pl_picture_of_recording (trace);
  g_object_unref (trace);
  return picture;
}

/* Its edges lie between two pixels, on white. */
static double
half (double color)
{
  return (color + 1) / 2 * 255;
}

static gboolean
is_lost (cairo_surface_t *surface, int x, int y)
{
  const guint8 *pixel = cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface) + 4 * x;
  const PlColor *lost = &pl_theme_get (PL_THEME_LIGHT)->lost.color;

  return ABS (pixel[2] - half (lost->r)) < 25 && ABS (pixel[1] - half (lost->g)) < 25 && ABS (pixel[0] - half (lost->b)) < 25;
}

/* An edge of a plate with a name: longer than an arrow's head is wide. */
static gboolean
is_edge (cairo_surface_t *surface, int y)
{
  int length = 0;

  for (int x = 0; x < WIDTH; x++)
    {
      length = is_lost (surface, x, y) ? length + 1 : 0;
      if (length > 40)
        return TRUE;
    }
  return FALSE;
}

/* As a finding does. */
static void
point_out (PlPicture *picture, guint n)
{
  PlHighlights *highlights = pl_highlights_new ();

  for (guint lane = 2; lane <= n + 1; lane++)
    g_array_append_vals (highlights->hits, &(PlStretch) { lane, 10 * MS, 100 * MS }, 1);
  pl_picture_set_highlights (picture, PL_HIGHLIGHT_HITS, highlights);
}

/* Of what is as high as marks get in that lane. */
static double
middle_of (PlDrawing *drawing, guint lane)
{
  PlBox box;
  PlItem item = { .lane = lane, .index = 0, .last = 0 };

  g_assert_true (pl_drawing_locate (drawing, &item, &box));
  return box.y + box.height / 2;
}

/* Where rows are pointed out, none ends within a plate, nor in the line above that; else it stands midway between two. */
static void
assert_clear (guint n, int height, gboolean marked)
{
  g_autoptr (PlPicture) picture = make_ring (n);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, height);
  const PlPaper paper = { PL_THEME_LIGHT, 1, WIDTH, height, 0 };
  cairo_t *cr = cairo_create (surface);
  g_autoptr (PlDrawing) drawing = NULL;
  int top = -1, plates = 0;
  PlViewport view;

  if (marked)
    point_out (picture, n);
  pl_picture_init_viewport (picture, &view);
  drawing = pl_picture_lay_out (picture, &view, &paper);
  pl_drawing_draw (drawing, cr);
  cairo_surface_flush (surface);
  for (int y = 0; y < height; y++)
    {
      if (!is_edge (surface, y) || (y > 0 && is_edge (surface, y - 1)))
        continue;
      if (top < 0)
        {
          top = y;
          continue;
        }
      plates++;
      if (!marked)
        g_assert_cmpfloat_with_epsilon ((top + y) / 2.0, (middle_of (drawing, 2) + middle_of (drawing, 3)) / 2, 1.5);
      for (guint row = 0; row < n + 1 && marked; row++)
        {
          guint lane;
          PlBox box;

          g_assert_true (pl_picture_row_of_lane (picture, row + 1, &lane) && pl_drawing_lane_box (drawing, lane, &box));
          g_assert_false (box.y + box.height > top && box.y + box.height - UNDERLINE < y);
        }
      top = -1;
    }
  g_assert_cmpint (plates, >, 0);
  g_assert_cmpint (top, <, 0);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static void
test_names (void)
{
  for (int height = 220; height <= 420; height += 25)
    {
      assert_clear (2, height, TRUE);
      assert_clear (3, height + 80, TRUE);
      assert_clear (2, height, FALSE);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/ring/names", test_names);
  return g_test_run ();
}
