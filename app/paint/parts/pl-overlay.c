/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/parts/pl-overlay-private.h"

#include <math.h>

/* Hits that are no farther apart than this are one bar: many of them cannot be told apart, and each costs. */
#define BAR_GAP 3.0
/* The bar under a hit; and the line of the path, which lies above it. */
#define BAR_HEIGHT 3.0
#define LINE_ABOVE 6.0

static void
clear_note (gpointer data)
{
  g_free ((char *) ((PlOverlayNote *) data)->text);
}

/* A row that is in sight, cut to what is of it. */
static gboolean
find_row (PlOverlay *self, PlDrawing *drawing, guint log_lane, PlBox *row)
{
  double top, bottom;
  guint lane;

  if (!pl_picture_row_of_lane (self->picture, log_lane, &lane) || !pl_drawing_lane_box (drawing, lane, row))
    return FALSE;
  top = MAX (row->y, self->plot.y);
  bottom = MIN (row->y + row->height, self->plot.y + self->plot.height);
  row->y = top;
  row->height = bottom - top;
  return row->height > 2;
}

/* --- hits: bars, cut where nobody could tell them apart --- */

static void
add_bars (PlOverlay *self, PlDrawing *drawing, const PlHighlights *highlights, guint log_lane, const PlBox *row)
{
  guint end, i = pl_highlights_find_hit (highlights, log_lane, drawing->from_ns, &end);
  double height = BAR_HEIGHT * self->scale, limit = self->right;

  while (i < end)
    {
      const PlStretch *hit = &g_array_index (highlights->hits, PlStretch, i);
      double left = MAX (floor (pl_drawing_x (drawing, hit->from_ns)), self->plot.x);
      double right = MAX (ceil (pl_drawing_x (drawing, hit->to_ns)), left + 1);
      guint next = i + 1;

      if (hit->from_ns >= self->to_ns || left >= limit)
        break;
      /* All that begins where the bar ends so far, or hardly behind it, belongs to it. */
      for (i = 0; right < limit && i != next; right = MAX (right, ceil (pl_drawing_x (drawing, hit->to_ns))))
        {
          i = next;
          next = pl_highlights_next_hit (highlights, i, end, pl_drawing_time (drawing, right + BAR_GAP));
          hit = &g_array_index (highlights->hits, PlStretch, next - 1);
        }
      g_array_append_vals (self->bars, &(PlBox) { left, round (row->y + row->height - height), MIN (right, limit) - left, height }, 1);
      i = next;
    }
}

static void
find_bars (PlOverlay *self, PlDrawing *drawing, const PlHighlights *highlights)
{
  PlBox row;
  guint end;

  /* Lane by lane. */
  for (guint i = 0; i < highlights->hits->len; i = MAX (end, i + 1))
    {
      guint lane = g_array_index (highlights->hits, PlStretch, i).lane;

      pl_highlights_find_hit (highlights, lane, G_MININT64, &end);
      if (find_row (self, drawing, lane, &row))
        add_bars (self, drawing, highlights, lane, &row);
    }
}

/* --- the path --- */

static void
add_line (PlOverlay *self, double x0, double y0, double x1, double y1)
{
  PlOverlayLine line = { x0, y0, x1, y1 };

  g_array_append_val (self->lines, line);
}

/* Of the steps that share a pixel, the last one goes on. */
static void
find_lines (PlOverlay *self, PlDrawing *drawing, const PlHighlights *highlights)
{
  guint i = pl_highlights_find_step (highlights, 0, drawing->from_ns), n = highlights->path->len;
  double limit = self->right, last_x = 0, last_y = -1;

  while (i < n)
    {
      const PlStretch *step = &g_array_index (highlights->path, PlStretch, i);
      double left = MAX (pl_drawing_x (drawing, step->from_ns), self->plot.x);
      double right = MIN (MAX (pl_drawing_x (drawing, step->to_ns), left + 1), limit), y;
      PlBox row;

      if (step->from_ns >= self->to_ns)
        break;
      i = MAX (pl_highlights_find_step (highlights, i, pl_drawing_time (drawing, right)), i + 1);
      if (!find_row (self, drawing, step->lane, &row))
        {
          last_y = -1;
          continue;
        }
      y = row.y + row.height - MIN (LINE_ABOVE * self->scale, row.height / 2);
      if (last_y >= 0 && (last_y != y || last_x < left))
        add_line (self, last_x, last_y, left, y);
      add_line (self, left, y, right, y);
      last_x = right;
      last_y = y;
    }
}

/* --- all of it --- */

static void
find_marker (PlOverlay *self, PlDrawing *drawing, guint i, gboolean set, gint64 t_ns)
{
  self->markers[i] = (PlOverlayMarker) { set, set ? pl_drawing_x (drawing, t_ns) : 0, t_ns };
}

/* What comes later has not happened yet. */
static void
end_at (PlOverlay *self, PlDrawing *drawing, gint64 until_ns)
{
  self->to_ns = until_ns > 0 ? CLAMP (until_ns, drawing->from_ns, drawing->to_ns) : drawing->to_ns;
  self->right = self->to_ns < drawing->to_ns ? pl_drawing_x (drawing, self->to_ns)
                                             : drawing->plot.x + drawing->plot.width;
}

static gboolean
is_empty (const PlOverlay *self)
{
  return !self->markers[0].set && !self->markers[1].set && self->notes->len == 0 && self->bars->len == 0
         && self->lines->len == 0;
}

PlOverlay *
pl_overlay_new (PlPicture *picture, const PlViewport *viewport, const PlPaper *paper, PlDrawing *drawing)
{
  const PlHighlights *hits = pl_picture_get_highlights (picture, PL_HIGHLIGHT_HITS);
  const PlHighlights *path = pl_picture_get_highlights (picture, PL_HIGHLIGHT_PATH);
  PlOverlay *self;
  gint64 begin_ns, end_ns;

  if (drawing->plot.width <= 0 || drawing->plot.height <= 0 || !pl_picture_get_whole (picture, &begin_ns, &end_ns))
    return NULL;
  self = g_new0 (PlOverlay, 1);
  self->picture = g_object_ref (picture);
  self->ink = pl_ink_for (G_OBJECT (picture));
  self->theme = pl_theme_get (paper->theme);
  self->scale = drawing->scale;
  self->plot = drawing->plot;
  end_at (self, drawing, viewport->until_ns);
  self->notes = g_array_new (FALSE, FALSE, sizeof (PlOverlayNote));
  g_array_set_clear_func (self->notes, clear_note);
  self->bars = g_array_new (FALSE, FALSE, sizeof (PlBox));
  self->lines = g_array_new (FALSE, FALSE, sizeof (PlOverlayLine));
  find_marker (self, drawing, 0, viewport->has_a, viewport->a_ns);
  find_marker (self, drawing, 1, viewport->has_b, viewport->b_ns);
  if (hits && pl_picture_get_log (picture))
    find_bars (self, drawing, hits);
  if (path)
    find_lines (self, drawing, path);
  if (!viewport->hide_notes && !PL_PICTURE_GET_CLASS (picture)->of_pictures)
    pl_overlay_place_notes (self, drawing);
  if (!is_empty (self))
    return self;
  pl_overlay_free (self);
  return NULL;
}

void
pl_overlay_free (PlOverlay *self)
{
  if (!self)
    return;
  g_array_unref (self->notes);
  g_array_unref (self->bars);
  g_array_unref (self->lines);
  g_object_unref (self->picture);
  g_free (self);
}

gboolean
pl_overlay_get_note (PlOverlay *self, guint i, PlOverlayNote *note)
{
  if (!self || i >= self->notes->len)
    return FALSE;
  *note = g_array_index (self->notes, PlOverlayNote, i);
  return TRUE;
}

guint
pl_overlay_get_n_bars (PlOverlay *self)
{
  return self ? self->bars->len : 0;
}

guint
pl_overlay_get_n_lines (PlOverlay *self)
{
  return self ? self->lines->len : 0;
}
