/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/pl-steps.h"

#include <math.h>

#include "paint/pl-look.h"

/* Coverage of pixels, row by row, in a box whose first one is at x, y of the target; only the rows are there that steps can
 * reach. */
typedef struct {
  cairo_surface_t *surface;
  guchar *cover;                /* from the row `first` of the box on */
  int x, y, width, height, first, stride;
} Mask;

void
pl_steps_path (cairo_t *cr, const PlStep *steps, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      if (i == 0)
        cairo_move_to (cr, steps[i].x0, steps[i].y);
      else if (steps[i].y != steps[i - 1].y)
        {
          cairo_line_to (cr, steps[i].x0, steps[i - 1].y);
          cairo_line_to (cr, steps[i].x0, steps[i].y);
        }
      if (i + 1 == n)
        cairo_line_to (cr, steps[i].x1, steps[i].y);
    }
}

/* Which rows a line along the steps reaches. */
static void
find_rows (const PlStep *steps, guint n, double width, double *top, double *bottom)
{
  *top = *bottom = steps[0].y;
  for (guint i = 1; i < n; i++)
    {
      *top = MIN (*top, steps[i].y);
      *bottom = MAX (*bottom, steps[i].y);
    }
  *top -= width / 2;
  *bottom += width / 2;
}

static gboolean
start_mask (Mask *mask, const PlBox *box, double scale, double top, double bottom)
{
  int rows;

  mask->x = (int) floor (box->x * scale);
  mask->y = (int) floor (box->y * scale);
  mask->width = (int) ceil ((box->x + box->width) * scale) - mask->x;
  mask->height = (int) ceil ((box->y + box->height) * scale) - mask->y;
  /* And one more, for what is rounded. */
  mask->first = (int) CLAMP (floor (top * scale) - 1 - mask->y, 0, MAX (mask->height - 1, 0));
  rows = (int) CLAMP (ceil (bottom * scale) + 1 - mask->y, 0, mask->height) - mask->first;
  mask->surface = cairo_image_surface_create (CAIRO_FORMAT_A8, MAX (mask->width, 1), MAX (rows, 1));
  mask->cover = cairo_image_surface_get_data (mask->surface);
  mask->stride = cairo_image_surface_get_stride (mask->surface);
  if (mask->cover)
    return TRUE;
  cairo_surface_destroy (mask->surface);
  return FALSE;
}

/* How much of pixel i lies in [a, b). */
static inline float
part_of (int i, float a, float b)
{
  return MIN (b, (float) (i + 1)) - MAX (a, (float) i);
}

/* In pixels of the mask. Boxes that share a pixel add up. */
static void
cover_box (const Mask *mask, float x0, float y0, float x1, float y1)
{
  x0 = MAX (x0, 0);
  y0 = MAX (y0, 0);
  x1 = MIN (x1, (float) mask->width);
  y1 = MIN (y1, (float) mask->height);
  for (int y = (int) y0; (float) y < y1 && x0 < x1; y++)
    {
      guchar *row = mask->cover + (y - mask->first) * mask->stride;
      float share = 255 * part_of (y, y0, y1);

      for (int x = (int) x0; (float) x < x1; x++)
        row[x] = (guchar) MIN (row[x] + (int) (share * part_of (x, x0, x1) + 0.5f), 255);
    }
}

static void
cover_steps (const Mask *mask, const PlStep *steps, guint n, double scale, double width)
{
  float half = (float) (width * scale / 2), unit = (float) scale;

  for (guint i = 0; i < n; i++)
    {
      float x0 = (float) steps[i].x0 * unit - (float) mask->x, x1 = (float) steps[i].x1 * unit - (float) mask->x;
      float y = (float) steps[i].y * unit - (float) mask->y;
      gboolean rises = i > 0 && steps[i - 1].y != steps[i].y, falls = i + 1 < n && steps[i + 1].y != steps[i].y;

      /* The corners belong to what goes up or down. */
      cover_box (mask, rises ? x0 + half : x0, y - half, falls ? x1 - half : x1, y + half);
      if (rises)
        {
          float last_y = (float) steps[i - 1].y * unit - (float) mask->y;

          cover_box (mask, x0 - half, MIN (y, last_y) - half, x0 + half, MAX (y, last_y) + half);
        }
    }
}

void
pl_steps_stroke (cairo_t *cr, const PlStep *steps, guint n, double width, const PlColor *color, const PlBox *box,
                 gboolean vector)
{
  double scale = pl_look_scale (cr, NULL);
  double top, bottom;
  Mask mask;

  if (n == 0)
    return;
  find_rows (steps, n, width, &top, &bottom);
  pl_set_color (cr, color);
  if (vector || !start_mask (&mask, box, scale, top, bottom))
    {
      /* Steps are upright: with mitred joins cairo strokes them as boxes, at a third of the cost. */
      cairo_set_line_join (cr, CAIRO_LINE_JOIN_MITER);
      cairo_set_line_width (cr, width);
      pl_steps_path (cr, steps, n);
      cairo_stroke (cr);
      return;
    }
  cover_steps (&mask, steps, n, scale, width);
  cairo_surface_mark_dirty (mask.surface);
  cairo_surface_set_device_scale (mask.surface, scale, scale);
  cairo_mask_surface (cr, mask.surface, mask.x / scale, (mask.y + mask.first) / scale);
  cairo_surface_destroy (mask.surface);
}
