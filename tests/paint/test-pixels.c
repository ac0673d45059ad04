/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "paint/pl-pixels.h"

/* Pixels that are written past cairo are those that cairo would fill. */

#define SIDE 40
#define COLOR 0xff205080u

static cairo_surface_t *
by_cairo (const PlBox *box)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, SIDE, SIDE);
  cairo_t *cr = cairo_create (surface);

  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  cairo_set_source_rgb (cr, 0x20 / 255.0, 0x50 / 255.0, 0x80 / 255.0);
  cairo_rectangle (cr, box->x, box->y, box->width, box->height);
  cairo_fill (cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static cairo_surface_t *
by_pixels (const PlBox *box)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, SIDE, SIDE);
  cairo_t *cr = cairo_create (surface);
  PlPixels to;

  g_assert_true (pl_pixels_find (cr, &(PlBox) { 0, 0, SIDE, SIDE }, &to));
  cairo_surface_flush (surface);
  pl_pixels_fill (&to, box, COLOR);
  cairo_surface_mark_dirty (surface);
  cairo_destroy (cr);
  return surface;
}

static void
compare (const PlBox *box)
{
  cairo_surface_t *wanted = by_cairo (box), *got = by_pixels (box);

  for (int y = 0; y < SIDE; y++)
    for (int x = 0; x < SIDE; x++)
      {
        gsize at = (gsize) y * (gsize) cairo_image_surface_get_stride (wanted) + (gsize) x * 4;
        guint32 a = *(guint32 *) (void *) (cairo_image_surface_get_data (wanted) + at) & 0xffffff;
        guint32 b = *(guint32 *) (void *) (cairo_image_surface_get_data (got) + at) & 0xffffff;

        if (a != b)
          g_error ("%g,%g %gx%g: the pixel at %d,%d is %06x instead of %06x", box->x, box->y, box->width, box->height, x, y, b, a);
      }
  cairo_surface_destroy (wanted);
  cairo_surface_destroy (got);
}

/* Each width has its own way of being written. */
static void
test_fill (void)
{
  for (int width = 0; width <= 14; width++)
    for (int height = 0; height <= 3; height++)
      compare (&(PlBox) { 5, 7, width, height });
  compare (&(PlBox) { 5.4, 7.6, 2.5, 3.4 });
  compare (&(PlBox) { 5.6, 7.3, 11.2, 1.9 });
}

/* Nothing is written outside of the image. */
static void
test_edges (void)
{
  compare (&(PlBox) { -3, -3, 6, 6 });
  compare (&(PlBox) { SIDE - 2, SIDE - 2, 9, 9 });
  compare (&(PlBox) { -5, 10, SIDE + 10, 2 });
  compare (&(PlBox) { SIDE + 3, 4, 2, 2 });
  compare (&(PlBox) { 4, -9, 2, 3 });
}

/* How dark a pixel is that was white. */
static int
darkness (cairo_surface_t *surface, int x, int y)
{
  return 255 - cairo_image_surface_get_data (surface)[y * cairo_image_surface_get_stride (surface) + x * 4];
}

static cairo_surface_t *
draw_line (const double ends[4], double thick, gboolean stroked)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, SIDE, SIDE);
  cairo_t *cr = cairo_create (surface);
  PlPixels to;

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_surface_flush (surface);
  g_assert_true (pl_pixels_find (cr, &(PlBox) { 0, 0, SIDE, SIDE }, &to));
  if (stroked)
    {
      cairo_set_source_rgb (cr, 0, 0, 0);
      cairo_set_line_width (cr, thick);
      cairo_move_to (cr, ends[0], ends[1]);
      cairo_line_to (cr, ends[2], ends[3]);
      cairo_stroke (cr);
    }
  else
    {
      pl_pixels_line (&to, ends, thick, 0xff000000);
      cairo_surface_mark_dirty (surface);
    }
  cairo_destroy (cr);
  return surface;
}

/* As cairo does it, but for how it is cut off at its ends: as dark in all, and nowhere much darker or lighter. */
static void
compare_line (double angle, double thick)
{
  const double middle = SIDE / 2.0, reach = SIDE / 2.0 - 3, x = cos (angle), y = sin (angle);
  const double ends[] = { middle - reach * x, middle - reach * y, middle + reach * x, middle + reach * y };
  cairo_surface_t *wanted = draw_line (ends, thick, TRUE), *got = draw_line (ends, thick, FALSE);
  int in_all = 0, differs = 0;

  for (int row = 0; row < SIDE; row++)
    for (int column = 0; column < SIDE; column++)
      {
        int a = darkness (wanted, column, row), b = darkness (got, column, row);

        in_all += a;
        differs += b - a;
        if (hypot (column + 0.5 - middle, row + 0.5 - middle) < reach - thick)
          g_assert_cmpint (ABS (a - b), <=, 32);
      }
  g_assert_cmpint (ABS (differs), <=, in_all / 33);
  cairo_surface_destroy (wanted);
  cairo_surface_destroy (got);
}

static void
test_line (void)
{
  for (int i = 0; i < 48; i++)
    {
      compare_line (i * G_PI / 24 + 0.01, 1.5);
      compare_line (i * G_PI / 24 + 0.01, 3.5);
    }
}

/* Nothing is written outside of the image, and nothing at all where it begins and ends in one place. */
static void
test_line_beyond (void)
{
  const double beyond[][4] = { { -50, -20, 90, 80 }, { -9, 4, -2, 30 }, { 2, SIDE + 9, 70, SIDE + 3 }, { 1e9, 1e9, -1e9, 1e8 } };
  const double nowhere[] = { 7, 9, 7, 9 };
  cairo_surface_t *surface = draw_line (nowhere, 3, FALSE);

  for (int i = 0; i < SIDE * SIDE; i++)
    g_assert_cmpint (darkness (surface, i % SIDE, i / SIDE), ==, 0);
  cairo_surface_destroy (surface);
  for (guint i = 0; i < G_N_ELEMENTS (beyond); i++)
    cairo_surface_destroy (draw_line (beyond[i], 3, FALSE));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/pixels/fill", test_fill);
  g_test_add_func ("/paint/pixels/edges", test_edges);
  g_test_add_func ("/paint/pixels/line", test_line);
  g_test_add_func ("/paint/pixels/line-beyond", test_line_beyond);
  return g_test_run ();
}
