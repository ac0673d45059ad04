/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fixture-log.h"
#include "paint/parts/pl-bars.h"

/* A histogram: bars as high as they count, and where they are pointed at. */

#define WIDTH 600
#define HEIGHT 140

static PlHistogram *
make_histogram (guint32 states)
{
  PlLog *log = fixture_pool (&(FixturePlan) { .workers = 3, .tasks = 90, .task_ns = 900000, .seed = 4 });
  g_autoptr (PlTrace) trace = pl_trace_new (log);
  g_autoptr (PlFindSource) source = pl_find_source_of_trace (trace);
  PlHistogram *histogram = pl_histogram_new (source, states, 0, G_MAXINT64);

  pl_log_unref (log);
  while (pl_histogram_step (histogram, 1000))
    ;
  return histogram;
}

static guint32
pixel (cairo_surface_t *surface, int x, int y)
{
  return ((guint32 *) (gpointer) (cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface)))[x]
         & 0xffffff;
}

/* Pixels in the colour of the bars, from the base line up. */
static int
count_up (cairo_surface_t *surface, int x, guint32 colour)
{
  int n = 0;

  for (int y = 0; y < HEIGHT; y++)
    n += pixel (surface, x, y) == colour;
  return n;
}

static void
test_heights (void)
{
  g_autoptr (PlHistogram) histogram = make_histogram (PL_FIND_TASKS);
  PlBars bars = { histogram, PL_STATE_WORKING, PL_THEME_LIGHT, WIDTH, HEIGHT, 1, -1 };
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  g_autoptr (GObject) owner = g_object_new (G_TYPE_OBJECT, NULL);
  guint32 colour = pl_color_pixel (&pl_theme_get (PL_THEME_LIGHT)->states[PL_STATE_WORKING].color) & 0xffffff;
  guint n = pl_histogram_get_n_bins (histogram);
  cairo_t *cr = cairo_create (surface);
  guint64 most = 0;
  int highest = 0;
  PlBin bin;

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  pl_bars_draw (&bars, pl_ink_for (owner), cr);
  cairo_surface_flush (surface);
  g_assert_cmpuint (n, >, 3);
  for (guint i = 0; pl_histogram_get_bin (histogram, i, &bin); i++)
    most = MAX (most, bin.n);
  for (guint i = 0; pl_histogram_get_bin (histogram, i, &bin); i++)
    highest = MAX (highest, count_up (surface, (int) ((i + 0.5) * WIDTH / n), colour));
  g_assert_cmpint (highest, >, HEIGHT / 2);
  for (guint i = 0; pl_histogram_get_bin (histogram, i, &bin); i++)
    {
      int x = (int) ((i + 0.5) * WIDTH / n);

      g_assert_cmpint (ABS (count_up (surface, x, colour) - (int) (bin.n * (guint64) highest / most)), <=, 2);
      g_assert_cmpint (pl_bars_pick (&bars, x, HEIGHT / 2), ==, bin.n > 0 ? (int) i : -1);
    }
  g_assert_cmpint (pl_bars_pick (&bars, -1, 5), ==, -1);
  g_assert_cmpint (pl_bars_pick (&bars, WIDTH + 1, 5), ==, -1);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* Nothing to count is nothing to draw, and no mishap. */
static void
test_nothing (void)
{
  g_autoptr (PlHistogram) histogram = make_histogram (1u << PL_STATE_PAUSED);
  PlBars bars = { histogram, PL_STATE_PAUSED, PL_THEME_DARK, WIDTH, HEIGHT, 1, -1 };
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  g_autoptr (GObject) owner = g_object_new (G_TYPE_OBJECT, NULL);
  cairo_t *cr = cairo_create (surface);
  g_autofree char *text = pl_bars_describe (histogram, 0);

  pl_bars_draw (&bars, pl_ink_for (owner), cr);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  g_assert_cmpint (pl_bars_pick (&bars, 5, 5), ==, -1);
  g_assert_cmpstr (text, ==, "");
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bars/heights", test_heights);
  g_test_add_func ("/bars/nothing", test_nothing);
  return g_test_run ();
}
