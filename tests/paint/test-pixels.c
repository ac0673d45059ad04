/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/pixels/fill", test_fill);
  g_test_add_func ("/paint/pixels/edges", test_edges);
  return g_test_run ();
}
