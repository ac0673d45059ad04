/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "paint/pl-boxes.h"

/* Rectangles side by side as one shape: it covers what they cover, and takes fewer points. */

#define SIDE 240

typedef void (*Path) (cairo_t *cr, const PlBox *boxes, guint n);

static void
one_by_one (cairo_t *cr, const PlBox *boxes, guint n)
{
  for (guint i = 0; i < n; i++)
    cairo_rectangle (cr, boxes[i].x, boxes[i].y, boxes[i].width, boxes[i].height);
}

static void
lines_one_by_one (cairo_t *cr, const PlBox *boxes, guint n)
{
  for (guint i = 0; i < n; i++)
    for (int y = 0; y < SIDE; y += 3)
      if (y >= boxes[i].y && y + 1 <= boxes[i].y + boxes[i].height)
        cairo_rectangle (cr, boxes[i].x, y, boxes[i].width, 1);
}

static void
lines (cairo_t *cr, const PlBox *boxes, guint n)
{
  pl_boxes_lines (cr, boxes, n, 3);
}

/* The picture of a path; and how many points it has. */
static cairo_surface_t *
fill (Path path, const PlBox *boxes, guint n, guint *points)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, SIDE, SIDE);
  cairo_t *cr = cairo_create (surface);
  cairo_path_t *made;

  path (cr, boxes, n);
  made = cairo_copy_path (cr);
  *points = 0;
  for (int i = 0; i < made->num_data; i += made->data[i].header.length)
    *points += made->data[i].header.type != CAIRO_PATH_CLOSE_PATH;
  cairo_path_destroy (made);
  cairo_fill (cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static void
check (Path path, Path plain, const PlBox *boxes, guint n, double least_saved)
{
  guint points, plain_points;
  cairo_surface_t *a = fill (path, boxes, n, &points), *b = fill (plain, boxes, n, &plain_points);
  gsize bytes = (gsize) cairo_image_surface_get_stride (a) * SIDE;

  g_assert_cmpmem (cairo_image_surface_get_data (a), bytes, cairo_image_surface_get_data (b), bytes);
  g_assert_cmpfloat (points, <=, plain_points / least_saved);
  cairo_surface_destroy (a);
  cairo_surface_destroy (b);
}

/* Strips that stand on one base, those that hang from one top, those that do neither; with gaps. */
static void
test_strips (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (3);

  for (guint k = 0; k < 40; k++)
    {
      PlBox boxes[60];
      double x = 2;

      for (guint i = 0; i < G_N_ELEMENTS (boxes); i++)
        {
          double height = g_rand_int_range (random, 0, 4) * 11 + 5;

          x += k % 4 == 3 && g_rand_int_range (random, 0, 5) == 0 ? 2 : 0;
          boxes[i] = (PlBox) { x, k % 3 == 0 ? 100 - height : 40, 3, height };
          if (k % 3 == 2)
            boxes[i].y = g_rand_int_range (random, 0, 30);
          x += 3;
        }
      check (pl_boxes_path, one_by_one, boxes, G_N_ELEMENTS (boxes), k % 3 == 2 ? 1 : 1.6);
      check (lines, lines_one_by_one, boxes, G_N_ELEMENTS (boxes), k % 3 == 2 ? 1 : 1.6);
    }
}

static void
test_one (void)
{
  const PlBox box = { 10, 11, 40, 17 };

  check (pl_boxes_path, one_by_one, &box, 1, 1);
  check (lines, lines_one_by_one, &box, 1, 1);
  check (pl_boxes_path, one_by_one, &box, 0, 1);
}

/* What lies over a row of them is not cut out of it. */
static void
test_over (void)
{
  const PlBox bases[] = { { 10, 20, 30, 60 }, { 40, 30, 30, 50 }, { 20, 40, 40, 20 } };
  const PlBox tops[] = { { 10, 20, 30, 60 }, { 40, 20, 30, 50 }, { 20, 40, 40, 20 } };

  check (pl_boxes_path, one_by_one, bases, G_N_ELEMENTS (bases), 1);
  check (pl_boxes_path, one_by_one, tops, G_N_ELEMENTS (tops), 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/boxes/strips", test_strips);
  g_test_add_func ("/boxes/one", test_one);
  g_test_add_func ("/boxes/over", test_over);
  return g_test_run ();
}
