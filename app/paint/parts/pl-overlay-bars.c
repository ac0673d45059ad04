/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/parts/pl-overlay-private.h"

#include <math.h>

#include "paint/pl-look.h"

/* Bars under what a search has found: there may be very many, in lanes that hold still more hits. */

/* Hits that are no farther apart than this are one bar: many of them cannot be told apart, and each costs. */
#define BAR_GAP 3.0
#define BAR_HEIGHT 3.0

gboolean
pl_overlay_row_box (PlOverlay *self, PlDrawing *drawing, guint log_lane, PlBox *row)
{
  guint lane, above;
  gboolean open;

  if (!pl_picture_row_of_lane (self->picture, log_lane, &lane))
    return FALSE;
  return pl_drawing_lane_box (drawing, lane, row)
         || (pl_picture_get_fold (self->picture, lane, &above, &open) && pl_drawing_lane_box (drawing, above, row));
}

gboolean
pl_overlay_find_row (PlOverlay *self, PlDrawing *drawing, guint log_lane, PlBox *row)
{
  double top, bottom;

  if (!pl_overlay_row_box (self, drawing, log_lane, row))
    return FALSE;
  top = MAX (row->y, self->plot.y);
  bottom = MIN (row->y + row->height, self->plot.y + self->plot.height);
  row->y = top;
  row->height = bottom - top;
  return row->height > 2;
}

static void
add_bars (PlOverlay *self, PlDrawing *drawing, PlHighlights *highlights, guint log_lane, const PlBox *row)
{
  guint end, i = pl_highlights_find_hit (highlights, log_lane, drawing->from_ns, &end);
  double per_ns = self->plot.width / (double) MAX (drawing->to_ns - drawing->from_ns, 1), offset = self->plot.x;
  double height = BAR_HEIGHT * self->scale, y = round (row->y + row->height - height);
  gint64 gap_ns = MAX ((gint64) (BAR_GAP / per_ns), 1);

  while (i < end)
    {
      const PlStretch *hit = &g_array_index (highlights->hits, PlStretch, i);
      double left = MAX (offset + (double) (hit->from_ns - drawing->from_ns) * per_ns, offset), right;

      /* Whole pixels; by a cast, which is inlined. */
      left = (double) (gint64) left;
      if (hit->from_ns >= self->to_ns || left >= self->right)
        break;
      i = pl_highlights_next_group (highlights, i, end, gap_ns);
      hit = &g_array_index (highlights->hits, PlStretch, i - 1);
      right = offset + (double) (hit->to_ns - drawing->from_ns) * per_ns;
      right = MIN (MAX ((double) (gint64) (right + 1), left + 1), self->right);
      g_array_append_vals (self->bars, &(PlBox) { left, y, right - left, height }, 1);
    }
}

void
pl_overlay_find_bars (PlOverlay *self, PlDrawing *drawing, PlHighlights *highlights)
{
  PlBox row;
  guint end;

  /* Lane by lane. */
  for (guint i = 0; i < highlights->hits->len; i = MAX (end, i + 1))
    {
      guint lane = g_array_index (highlights->hits, PlStretch, i).lane;

      pl_highlights_find_hit (highlights, lane, G_MININT64, &end);
      if (pl_overlay_find_row (self, drawing, lane, &row))
        add_bars (self, drawing, highlights, lane, &row);
    }
}

static const PlBox *
bar (const PlOverlay *self, guint i)
{
  return &g_array_index (self->bars, PlBox, i);
}

/* Behind the last bar that lies in the same row as the i-th. */
static guint
end_of_row (const PlOverlay *self, guint i)
{
  guint end = i + 1;

  while (end < self->bars->len && bar (self, end)->y == bar (self, i)->y)
    end++;
  return end;
}

static void
draw_shapes (PlOverlay *self, cairo_t *cr)
{
  for (guint i = 0; i < self->bars->len; i++)
    cairo_rectangle (cr, bar (self, i)->x, bar (self, i)->y - self->scale, bar (self, i)->width,
                     bar (self, i)->height + self->scale);
  pl_set_color (cr, &self->theme->background);
  cairo_fill (cr);
  for (guint i = 0; i < self->bars->len; i++)
    cairo_rectangle (cr, bar (self, i)->x, bar (self, i)->y, bar (self, i)->width, bar (self, i)->height);
  pl_set_color (cr, &self->theme->focus);
  cairo_fill (cr);
}

typedef struct {
  cairo_surface_t *image;
  guint32 *pixels;
  int width, height, stride, rim;       /* stride in pixels; rim: rows of it */
  double left, scale;
} Strip;

/* Of the bars of one row the pixels; clear: makes them empty again. */
static void
write_row (PlOverlay *self, const Strip *strip, guint from, guint end, gboolean clear)
{
  const guint32 rim = clear ? 0 : pl_color_pixel (&self->theme->background);
  const guint32 ink = clear ? 0 : pl_color_pixel (&self->theme->focus);

  cairo_surface_flush (strip->image);
  for (guint i = from; i < end; i++)
    {
      int x0 = MAX ((int) ((bar (self, i)->x - strip->left) * strip->scale), 0);
      int x1 = MIN ((int) ((bar (self, i)->x + bar (self, i)->width - strip->left) * strip->scale), strip->width);

      for (int y = 0; y < strip->height; y++)
        for (int x = x0; x < x1; x++)
          strip->pixels[y * strip->stride + x] = y < strip->rim ? rim : ink;
    }
  cairo_surface_mark_dirty (strip->image);
}

/* cairo takes thousands of rectangles apart and puts them together again: too dear for every frame. */
static void
draw_pixels (PlOverlay *self, cairo_t *cr)
{
  double scale = MAX (pl_look_scale (cr, NULL), 1), height = bar (self, 0)->height + self->scale;
  Strip strip = { .left = floor (self->plot.x), .scale = scale };

  strip.width = (int) ceil ((self->plot.width + 2) * scale);
  strip.height = MAX ((int) lround (height * scale), 2);
  strip.rim = MAX ((int) lround (self->scale * scale), 1);
  strip.image = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, strip.width, strip.height);
  strip.pixels = (guint32 *) (void *) cairo_image_surface_get_data (strip.image);
  strip.stride = cairo_image_surface_get_stride (strip.image) / (int) sizeof (guint32);
  cairo_surface_set_device_scale (strip.image, scale, scale);
  for (guint i = 0, end; strip.pixels && i < self->bars->len; i = end)
    {
      end = end_of_row (self, i);
      write_row (self, &strip, i, end, FALSE);
      pl_look_lay (cr, strip.image, &(PlBox) { strip.left, bar (self, i)->y - self->scale, self->plot.width + 2, height });
      write_row (self, &strip, i, end, TRUE);
    }
  cairo_surface_destroy (strip.image);
}

void
pl_overlay_draw_bars (PlOverlay *self, cairo_t *cr)
{
  cairo_antialias_t before = cairo_get_antialias (cr);

  if (self->bars->len == 0)
    return;
  /* Whole pixels: nothing to smooth. */
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  if (self->vector)
    draw_shapes (self, cr);
  else
    draw_pixels (self, cr);
  cairo_set_antialias (cr, before);
}
