/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/pl-pixels.h"

#include <math.h>
#include <string.h>

#include "paint/pl-look.h"

static gboolean
is_one_rectangle (cairo_t *cr)
{
  cairo_rectangle_list_t *list = cairo_copy_clip_rectangle_list (cr);
  gboolean one = list->status == CAIRO_STATUS_SUCCESS && list->num_rectangles == 1;

  cairo_rectangle_list_destroy (list);
  return one;
}

static gboolean
is_image (cairo_surface_t *target)
{
  cairo_format_t format;

  if (cairo_surface_get_type (target) != CAIRO_SURFACE_TYPE_IMAGE)
    return FALSE;
  format = cairo_image_surface_get_format (target);
  return (format == CAIRO_FORMAT_RGB24 || format == CAIRO_FORMAT_ARGB32) && cairo_image_surface_get_data (target);
}

gboolean
pl_pixels_find (cairo_t *cr, const PlBox *box, PlPixels *to)
{
  cairo_surface_t *target = cairo_get_group_target (cr);
  double device, x0, y0, x1, y1, left = box->x, top = box->y;
  int x, y;

  *to = (PlPixels) { .x = box->x, .y = box->y, .scale = pl_look_scale (cr, &device) };
  if (!is_image (target) || to->scale <= 0)
    return FALSE;
  cairo_clip_extents (cr, &x0, &y0, &x1, &y1);
  if (x0 > box->x || y0 > box->y)
    return FALSE;
  to->width = (int) MIN (MAX (ceil (box->width * to->scale), 1), floor ((x1 - box->x) * to->scale + 1e-6));
  to->height = (int) MIN (MAX (ceil (box->height * to->scale), 1), floor ((y1 - box->y) * to->scale + 1e-6));
  cairo_user_to_device (cr, &left, &top);
  cairo_surface_get_device_offset (target, &x0, &y0);
  left = left * device + x0;
  top = top * device + y0;
  x = (int) lround (left);
  y = (int) lround (top);
  if (x < 0 || y < 0 || fabs (left - x) >= 1e-6 || fabs (top - y) >= 1e-6 || !is_one_rectangle (cr))
    return FALSE;
  to->width = MIN (to->width, cairo_image_surface_get_width (target) - x);
  to->height = MIN (to->height, cairo_image_surface_get_height (target) - y);
  to->stride = cairo_image_surface_get_stride (target) / (int) sizeof (guint32);
  to->pixels = (guint32 *) (void *) cairo_image_surface_get_data (target) + (gssize) y * to->stride + x;
  return TRUE;
}

/* Most marks, and lines that stand upright, are this narrow and much taller: a row at a time would mostly be the loop. */
#define MOST_NARROW 8

static inline void
write_two (guint32 *at, guint32 pixel)
{
  const guint32 two[2] = { pixel, pixel };

  memcpy (at, two, sizeof two);
}

static inline void
write_four (guint32 *at, guint32 pixel)
{
  const guint32 four[4] = { pixel, pixel, pixel, pixel };

  memcpy (at, four, sizeof four);
}

/* From both ends, which may meet in the middle. step: 0 where all rows have the same pixel. */
static inline void
fill_narrow (guint32 *at, gssize stride, int width, int height, const guint32 *pixel, gssize step)
{
  if (width >= 4)
    for (int y = 0; y < height; y++, at += stride, pixel += step)
      {
        write_four (at, *pixel);
        write_four (at + width - 4, *pixel);
      }
  else if (width >= 2)
    for (int y = 0; y < height; y++, at += stride, pixel += step)
      {
        write_two (at, *pixel);
        write_two (at + width - 2, *pixel);
      }
  else if (width == 1)
    for (int y = 0; y < height; y++, at += stride, pixel += step)
      *at = *pixel;
}

void
pl_pixels_fill_rows (guint32 *at, gssize stride, int width, int height, const guint32 *pixels)
{
  if (width <= MOST_NARROW)
    fill_narrow (at, stride, width, height, pixels, 1);
  else
    for (int y = 0; y < height; y++, at += stride)
      pl_pixels_fill_block (at, stride, width, 1, pixels[y]);
}

void
pl_pixels_fill_block (guint32 *at, gssize stride, int width, int height, guint32 pixel)
{
  const guint32 *first = at;

  if (width <= MOST_NARROW)
    {
      fill_narrow (at, stride, width, height, &pixel, 0);
      return;
    }
  for (int x = 0; x < width; x++)
    at[x] = pixel;
  for (int y = 1; y < height; y++)
    {
      at += stride;
      memcpy (at, first, (gsize) width * sizeof pixel);
    }
}

/* The first one whose middle lies beyond an edge. By casts: calls would be most of what a small box costs. */
static inline int
pixel_beyond (double edge, int size)
{
  double middle = CLAMP (edge - 0.5, 0, size);
  int pixel = (int) middle;

  return pixel + (pixel < middle);
}

void
pl_pixels_fill_split (const PlPixels *to, const PlBox *box, double y, guint32 above, guint32 below)
{
  int x0 = pixel_beyond ((box->x - to->x) * to->scale, to->width);
  int x1 = pixel_beyond ((box->x + box->width - to->x) * to->scale, to->width);
  int y0 = pixel_beyond ((box->y - to->y) * to->scale, to->height);
  int y1 = pixel_beyond ((box->y + box->height - to->y) * to->scale, to->height);
  int split = CLAMP (pixel_beyond ((y - to->y) * to->scale, to->height), y0, y1);
  guint32 *at = to->pixels + (gssize) y0 * to->stride + x0;

  if (x0 < x1 && y0 < split)
    pl_pixels_fill_block (at, to->stride, x1 - x0, split - y0, above);
  if (x0 < x1 && split < y1)
    pl_pixels_fill_block (at + (gssize) (split - y0) * to->stride, to->stride, x1 - x0, y1 - split, below);
}

void
pl_pixels_fill (const PlPixels *to, const PlBox *box, guint32 pixel)
{
  pl_pixels_fill_split (to, box, box->y, pixel, pixel);
}

/* In pixels, along the axis it mostly goes along. */
typedef struct {
  double from, to, across, slope, half, cosine;
  int length, breadth;          /* of the image, along and across */
  gssize step, step_across;
  guint32 *pixels, pixel;
} Line;

/* The pixels it touches in the i-th row or column along. */
static void
blend_across (const Line *line, int i)
{
  double middle = line->across + (i + 0.5 - line->from) * line->slope, reach = (line->half + 0.5) / line->cosine;
  double here = CLAMP (MIN (i + 1, line->to) - MAX (i, line->from), 0, 1);
  int first = (int) CLAMP (middle - reach + 0.5, 0, line->breadth), after = (int) CLAMP (middle + reach + 0.5, 0, line->breadth);
  guint32 *at = line->pixels + i * line->step;

  for (int k = first; k < after; k++)
    {
      double near = CLAMP (line->half + 0.5 - fabs (k + 0.5 - middle) * line->cosine, 0, 1);
      guint32 cover = (guint32) (near * here * 255 + 0.5);
      guint32 *pixel = at + k * line->step_across;

      *pixel = pl_pixels_join (pl_pixels_share (line->pixel, cover) + pl_pixels_share (*pixel, 255 - cover));
    }
}

void
pl_pixels_line (const PlPixels *to, const double ends[4], double thick, guint32 pixel)
{
  double x0 = (ends[0] - to->x) * to->scale, y0 = (ends[1] - to->y) * to->scale;
  double x1 = (ends[2] - to->x) * to->scale, y1 = (ends[3] - to->y) * to->scale;
  gboolean level = fabs (x1 - x0) >= fabs (y1 - y0), back = level ? x1 < x0 : y1 < y0;
  double slope = level ? (y1 - y0) / (x1 - x0) : (x1 - x0) / (y1 - y0);
  Line line = {
    .half = thick * to->scale / 2, .pixels = to->pixels, .pixel = pixel,
    .from = level ? MIN (x0, x1) : MIN (y0, y1), .to = level ? MAX (x0, x1) : MAX (y0, y1),
    .across = level ? (back ? y1 : y0) : (back ? x1 : x0), .slope = slope, .cosine = 1 / sqrt (1 + slope * slope),
    .length = level ? to->width : to->height, .breadth = level ? to->height : to->width,
    .step = level ? 1 : to->stride, .step_across = level ? to->stride : 1,
  };

  if (line.to <= line.from)
    return;
  for (int i = (int) CLAMP (line.from, 0, line.length); i < MIN (line.to, line.length); i++)
    blend_across (&line, i);
}
