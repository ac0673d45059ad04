/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/parts/pl-overlay-private.h"

#include <math.h>

/* The line of the path lies above the bars. Steps that are no longer than this cannot be told apart. */
#define LEAST_STEP 6.0
#define LINE_ABOVE 6.0

static void
clear_note (gpointer data)
{
  g_free ((char *) ((PlOverlayNote *) data)->text);
}

/* --- the path --- */

static void
add_line (PlOverlay *self, double x0, double y0, double x1, double y1)
{
  PlOverlayLine line = { x0, y0, x1, y1 };

  g_array_append_val (self->lines, line);
}

/* The place of a moment on whole pixels. */
static double
place (PlDrawing *drawing, gint64 t_ns)
{
  return round (pl_drawing_x (drawing, t_ns));
}

/* Steps that lie so close together that they cannot be told apart are one: behind them, and where they end. */
static guint
find_group (PlOverlay *self, PlDrawing *drawing, const GArray *path, guint i, double left, double *right)
{
  const PlStretch *step = &g_array_index (path, PlStretch, i);
  double least = MIN (left + LEAST_STEP, self->right);

  *right = place (drawing, step->to_ns);
  if (*right < least)
    {
      /* The one behind them ends later: it begins at that place, or before it. */
      i = pl_highlights_find_step (pl_picture_get_highlights (self->picture, PL_HIGHLIGHT_PATH), i + 1,
                                   pl_drawing_time (drawing, least));
      *right = MAX (place (drawing, g_array_index (path, PlStretch, i - 1).to_ns), left + 1);
    }
  else
    {
      i++;
    }
  *right = MIN (*right, self->right);
  return i;
}

static void
find_lines (PlOverlay *self, PlDrawing *drawing, const PlHighlights *highlights)
{
  guint i = pl_highlights_find_step (highlights, 0, drawing->from_ns), n = highlights->path->len;
  double last_x = self->plot.x, last_y = -1;

  while (i < n)
    {
      const PlStretch *step = &g_array_index (highlights->path, PlStretch, i);
      double left = MAX (place (drawing, step->from_ns), last_x), right, y;
      PlBox row;

      if (step->from_ns >= self->to_ns)
        break;
      i = find_group (self, drawing, highlights->path, i, left, &right);
      if (!pl_overlay_find_row (self, drawing, step->lane, &row))
        {
          last_y = -1;
          continue;
        }
      y = round (row.y + row.height - MIN (LINE_ABOVE * self->scale, row.height / 2));
      /* Upright where nothing lies between the two: many such lines are cheap. */
      if (last_y >= 0 && (last_y != y || last_x < left))
        add_line (self, left - last_x < 1 ? left : last_x, last_y, left, y);
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
  PlHighlights *hits = pl_picture_get_highlights (picture, PL_HIGHLIGHT_HITS);
  const PlHighlights *path = pl_picture_get_highlights (picture, PL_HIGHLIGHT_PATH);
  PlOverlay *self;
  gint64 begin_ns, end_ns;

  if (drawing->plot.width <= 0 || drawing->plot.height <= 0 || !pl_picture_get_whole (picture, &begin_ns, &end_ns))
    return NULL;
  self = g_new0 (PlOverlay, 1);
  self->picture = g_object_ref (picture);
  self->ink = pl_ink_for (G_OBJECT (picture));
  self->theme = pl_theme_get (paper->theme);
  self->theme_id = paper->theme;
  self->scale = drawing->scale;
  self->vector = (paper->parts & PL_PART_VECTOR) != 0;
  self->plot = drawing->plot;
  end_at (self, drawing, viewport->until_ns);
  self->notes = g_array_new (FALSE, FALSE, sizeof (PlOverlayNote));
  g_array_set_clear_func (self->notes, clear_note);
  self->bars = g_array_new (FALSE, FALSE, sizeof (PlBox));
  self->lines = g_array_new (FALSE, FALSE, sizeof (PlOverlayLine));
  find_marker (self, drawing, 0, viewport->has_a, viewport->a_ns);
  find_marker (self, drawing, 1, viewport->has_b, viewport->b_ns);
  if (hits && pl_picture_get_log (picture))
    pl_overlay_find_bars (self, drawing, hits);
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
