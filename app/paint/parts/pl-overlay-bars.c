/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/parts/pl-overlay-private.h"

#include <math.h>

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

/* For the hits from i up to `end`, which are of one lane. */
static void
add_bars (PlOverlay *self, PlDrawing *drawing, PlHighlights *highlights, guint i, guint end, const PlBox *row)
{
  double per_ns = self->plot.width / (double) MAX (drawing->to_ns - drawing->from_ns, 1), offset = self->plot.x;
  /* What was found is to be seen above them, also where rows are low. */
  double height = MIN (BAR_HEIGHT * self->scale, MAX (floor (row->height / 3), 1)), y = round (row->y + row->height - height);
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
      right = MIN (MAX ((double) (gint64) (right + 1), left + 1), floor (self->right));
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
      guint first = pl_highlights_find_hit (highlights, lane, drawing->from_ns, &end);

      if (pl_overlay_find_row (self, drawing, lane, &row))
        add_bars (self, drawing, highlights, first, end, &row);
    }
}

/* So many are filled at once: cairo takes rectangles that overlap apart and puts them together again, which for all of
 * them takes longer than all of the picture. */
#define AT_ONCE 16u

static void
fill_shapes (PlOverlay *self, cairo_t *cr, const PlColor *color, const PlBox *boxes, guint n)
{
  cairo_antialias_t before = cairo_get_antialias (cr);

  /* Whole pixels: nothing to smooth. */
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  pl_set_color (cr, color);
  for (guint i = 0; i < n; i++)
    {
      cairo_rectangle (cr, boxes[i].x, boxes[i].y, boxes[i].width, boxes[i].height);
      if (!self->vector && i % AT_ONCE == AT_ONCE - 1)
        cairo_fill (cr);
    }
  cairo_fill (cr);
  cairo_set_antialias (cr, before);
}

void
pl_overlay_fill (PlOverlay *self, cairo_t *cr, const PlPixels *to, const PlColor *color, const GArray *boxes)
{
  const PlBox *all = (const PlBox *) (const void *) boxes->data;
  guint32 pixel = pl_color_pixel (color);

  if (!to)
    {
      fill_shapes (self, cr, color, all, boxes->len);
      return;
    }
  cairo_surface_flush (cairo_get_group_target (cr));
  for (guint i = 0; i < boxes->len; i++)
    pl_pixels_fill (to, &all[i], pixel);
  cairo_surface_mark_dirty (cairo_get_group_target (cr));
}

static PlBox
rim_of (const PlOverlay *self, const PlBox *bar)
{
  /* A little of it lies below the bar: there is no seam. */
  return (PlBox) { bar->x, bar->y - self->scale, bar->width, MIN (2 * self->scale, bar->height + self->scale) };
}

/* Each with its rim, while its pixels are at hand. From below, so that where rows are very low no rim lies over the bar above. */
static void
fill_bars (PlOverlay *self, cairo_t *cr, const PlPixels *to)
{
  const PlBox *bars = (const PlBox *) (const void *) self->bars->data;
  guint32 rim_pixel = pl_color_pixel (&self->theme->background), pixel = pl_color_pixel (&self->theme->focus);

  cairo_surface_flush (cairo_get_group_target (cr));
  for (guint i = self->bars->len; i-- > 0; )
    {
      PlBox box = { bars[i].x, bars[i].y - self->scale, bars[i].width, bars[i].height + self->scale };

      pl_pixels_fill_split (to, &box, bars[i].y, rim_pixel, pixel);
    }
  cairo_surface_mark_dirty (cairo_get_group_target (cr));
}

/* On a rim of the background that keeps them apart from dark marks. */
void
pl_overlay_draw_bars (PlOverlay *self, cairo_t *cr, const PlPixels *to)
{
  g_autoptr (GArray) rims = NULL;

  if (to)
    {
      fill_bars (self, cr, to);
      return;
    }
  rims = g_array_sized_new (FALSE, FALSE, sizeof (PlBox), self->bars->len);
  for (guint i = 0; i < self->bars->len; i++)
    {
      PlBox rim = rim_of (self, &g_array_index (self->bars, PlBox, i));

      g_array_append_val (rims, rim);
    }
  pl_overlay_fill (self, cr, NULL, &self->theme->background, rims);
  pl_overlay_fill (self, cr, NULL, &self->theme->focus, self->bars);
}
