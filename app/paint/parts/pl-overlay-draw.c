/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/parts/pl-overlay-private.h"

#include <math.h>

#include "base/pl-text.h"

/* Of the path; it has a rim besides. */
#define LINE_WIDTH 2.5
/* Of a marker, of what is between two, and of a note's leader. */
#define THIN_WIDTH 1.5

/* Thick, on a rim of the background that keeps it apart from dark marks. */
static void
stroke_rimmed (PlOverlay *self, cairo_t *cr, double thick)
{
  pl_set_color (cr, &self->theme->background);
  cairo_set_line_width (cr, (thick + 2) * self->scale);
  cairo_stroke_preserve (cr);
  pl_set_color (cr, &self->theme->accent);
  cairo_set_line_width (cr, thick * self->scale);
  cairo_stroke (cr);
}

/* The path of lines that lie apart from each other, or go another way than along or straight up and down. */
static void
stroke_lines (PlOverlay *self, cairo_t *cr, gboolean upright_too)
{
  const PlOverlayLine *last = NULL;

  for (guint i = 0; i < self->lines->len; i++)
    {
      const PlOverlayLine *line = &g_array_index (self->lines, PlOverlayLine, i);

      if (!upright_too && (line->x0 == line->x1 || line->y0 == line->y1))
        continue;
      if (!last || last->x1 != line->x0 || last->y1 != line->y0)
        cairo_move_to (cr, line->x0, line->y0);
      cairo_line_to (cr, line->x1, line->y1);
      last = line;
    }
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  stroke_rimmed (self, cr, LINE_WIDTH);
}

/* Lines along or straight up and down are filled: so many pixels are less work than one stroke. */
static PlBox
box_of_line (const PlOverlayLine *line, double thick)
{
  return (PlBox) { MIN (line->x0, line->x1) - floor (thick / 2), MIN (line->y0, line->y1) - floor (thick / 2),
                   fabs (line->x1 - line->x0) + thick, fabs (line->y1 - line->y0) + thick };
}

static void
fill_lines (PlOverlay *self, cairo_t *cr, const PlPixels *to, const GArray *lines, double thick, const PlColor *color)
{
  g_autoptr (GArray) boxes = g_array_new (FALSE, FALSE, sizeof (PlBox));

  for (guint i = 0; i < lines->len; i++)
    {
      const PlOverlayLine *line = &g_array_index (lines, PlOverlayLine, i);
      PlBox box = box_of_line (line, thick);

      if (line->x0 == line->x1 || line->y0 == line->y1)
        g_array_append_val (boxes, box);
    }
  pl_overlay_fill (self, cr, to, color, boxes);
}

static void
fill_rimmed (PlOverlay *self, cairo_t *cr, const PlPixels *to, const GArray *lines, double thick)
{
  double rim = MAX (round (self->scale), 1);

  thick = MAX (round (thick * self->scale), 2);
  fill_lines (self, cr, to, lines, thick + 2 * rim, &self->theme->background);
  fill_lines (self, cr, to, lines, thick, &self->theme->accent);
}

static void
draw_lines (PlOverlay *self, cairo_t *cr, const PlPixels *to)
{
  if (self->lines->len == 0)
    return;
  stroke_lines (self, cr, self->vector);
  if (!self->vector)
    fill_rimmed (self, cr, to, self->lines, LINE_WIDTH);
}

/* Its edges, without a ground: what it is on stays to be seen. In whole pixels: filling is much cheaper than stroking. */
static void
add_target (PlOverlay *self, GArray *boxes, const PlOverlayNote *note, double rim)
{
  double thick = MAX (round (1.5 * self->scale), 1), left = round (note->target.x + 1 - thick / 2);
  double right = round (note->target.x + note->target.width - 1 - thick / 2);
  double top = round (note->target.y), height = round (note->target.height);
  const PlBox edges[] = {
    { left - rim, top - rim, thick + 2 * rim, height + rim }, { left, top - rim, right - left, thick + 2 * rim },
    { right - rim, top - rim, thick + 2 * rim, height + rim },
  };

  g_array_append_vals (boxes, edges, right - left <= 1 ? 1 : G_N_ELEMENTS (edges));
}

static void
fill_targets (PlOverlay *self, cairo_t *cr, const PlPixels *to, double rim, const PlColor *color)
{
  g_autoptr (GArray) boxes = g_array_new (FALSE, FALSE, sizeof (PlBox));

  for (guint i = 0; i < self->notes->len; i++)
    add_target (self, boxes, &g_array_index (self->notes, PlOverlayNote, i), rim);
  pl_overlay_fill (self, cr, to, color, boxes);
}

static void
add_flag (PlOverlay *self, cairo_t *cr, const PlOverlayNote *note)
{
  double left = note->target.x + 1, top = note->target.y, flag = 7 * self->scale;

  cairo_move_to (cr, left, top);
  cairo_line_to (cr, left + flag, top + flag / 2);
  cairo_line_to (cr, left, top + flag);
  cairo_close_path (cr);
}

static void
fill_leaders (PlOverlay *self, const PlPixels *to, double thick, const PlColor *color)
{
  for (guint i = 0; i < self->notes->len; i++)
    {
      const PlOverlayNote *note = &g_array_index (self->notes, PlOverlayNote, i);

      if (note->has_label)
        pl_pixels_line (to, note->leader, thick * self->scale, pl_color_pixel (color));
    }
}

static void
draw_leaders (PlOverlay *self, cairo_t *cr, const PlPixels *to)
{
  /* cairo would go through all rows of all of them at once, which takes longer than to write the notes. */
  if (to)
    {
      cairo_surface_flush (cairo_get_group_target (cr));
      fill_leaders (self, to, THIN_WIDTH + 2, &self->theme->background);
      fill_leaders (self, to, THIN_WIDTH, &self->theme->accent);
      cairo_surface_mark_dirty (cairo_get_group_target (cr));
      return;
    }
  for (guint i = 0; i < self->notes->len; i++)
    {
      const PlOverlayNote *note = &g_array_index (self->notes, PlOverlayNote, i);

      if (!note->has_label)
        continue;
      cairo_move_to (cr, note->leader[0], note->leader[1]);
      cairo_line_to (cr, note->leader[2], note->leader[3]);
    }
  /* Each end lies on something: round ones would cost most of the line. */
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  stroke_rimmed (self, cr, THIN_WIDTH);
}

static void
draw_notes (PlOverlay *self, cairo_t *cr, const PlPixels *to)
{
  if (self->notes->len == 0)
    return;
  fill_targets (self, cr, to, 1, &self->theme->background);
  fill_targets (self, cr, to, 0, &self->theme->accent);
  draw_leaders (self, cr, to);
  for (guint i = 0; i < self->notes->len; i++)
    if (!g_array_index (self->notes, PlOverlayNote, i).has_label)
      add_flag (self, cr, &g_array_index (self->notes, PlOverlayNote, i));
  pl_set_color (cr, &self->theme->accent);
  cairo_fill (cr);
  for (guint i = 0; i < self->notes->len; i++)
    if (g_array_index (self->notes, PlOverlayNote, i).has_label)
      pl_overlay_draw_label (self, cr, &g_array_index (self->notes, PlOverlayNote, i));
}

static gboolean
in_sight (const PlOverlay *self, double x)
{
  return x >= self->plot.x - 0.5 && x <= self->plot.x + self->plot.width + 0.5;
}

/* White on the accent, or what that is where the accent is light. */
static void
draw_words (PlOverlay *self, cairo_t *cr, const char *text, double x, double y, double least_width)
{
  PlFont font = { 12 * self->scale, PL_INK_BOLD, 0 };
  double width, height = 18 * self->scale, left = self->plot.x, right = self->plot.x + self->plot.width;

  pl_ink_measure (self->ink, text, &font, &width, NULL);
  width = MAX (width + 10 * self->scale, least_width);
  x = CLAMP (x - width / 2, left - least_width / 2, MAX (right + least_width / 2 - width, left));
  cairo_rectangle (cr, x, y - height / 2, width, height);
  pl_set_color (cr, &self->theme->accent);
  cairo_fill (cr);
  pl_ink_draw (self->ink, cr, text, &font, x + width / 2, y, PL_INK_CENTER, &self->theme->background);
}

static void
draw_straight (PlOverlay *self, cairo_t *cr, const PlPixels *to, const PlOverlayLine *line)
{
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (PlOverlayLine));

  g_array_append_vals (lines, line, 1);
  fill_rimmed (self, cr, to, lines, THIN_WIDTH);
}

/* Above the plot: how far the markers are apart, between their flags or, where there is no room, behind the later one. */
static void
draw_distance (PlOverlay *self, cairo_t *cr, const PlPixels *to, double y, double flag)
{
  const PlOverlayMarker *a = &self->markers[0], *b = &self->markers[1];
  g_autofree char *distance = pl_text_duration (ABS (b->t_ns - a->t_ns));
  double left = CLAMP (MIN (a->x, b->x), self->plot.x, self->plot.x + self->plot.width);
  double right = CLAMP (MAX (a->x, b->x), self->plot.x, self->plot.x + self->plot.width), width;

  pl_ink_measure (self->ink, distance, &(PlFont) { 12 * self->scale, PL_INK_BOLD, 0 }, &width, NULL);
  width += flag + 12 * self->scale;
  if (right - left > width + flag)
    {
      draw_straight (self, cr, to, &(PlOverlayLine) { left, y, right, y });
      draw_words (self, cr, distance, (left + right) / 2, y, 0);
    }
  else if (right > left || in_sight (self, a->x))
    {
      draw_words (self, cr, distance, right + width / 2 + 2 * self->scale, y, 0);
    }
}

/* A flag each. */
static void
draw_markers (PlOverlay *self, cairo_t *cr, const PlPixels *to)
{
  static const char *const names[] = { "A", "B" };
  double y = MAX (self->plot.y - 10 * self->scale, 9 * self->scale), flag = 18 * self->scale;

  if (self->markers[0].set && self->markers[1].set)
    draw_distance (self, cr, to, y, flag);
  for (guint i = 0; i < 2; i++)
    {
      double x = round (self->markers[i].x);

      if (!self->markers[i].set || !in_sight (self, x))
        continue;
      draw_straight (self, cr, to, &(PlOverlayLine) { x, y, x, self->plot.y + self->plot.height });
      draw_words (self, cr, names[i], x, y, flag);
    }
}


void
pl_overlay_draw (PlOverlay *self, cairo_t *cr)
{
  /* Rims and lines of what lies at the plot's edge go beyond it, and what is between two markers lies above. */
  double around = ceil (12 * self->scale) + 4;
  PlBox box = { floor (self->plot.x) - around, floor (self->plot.y) - around, ceil (self->plot.width) + 2 * around,
                ceil (self->plot.height) + 2 * around };
  PlPixels pixels;
  const PlPixels *to = !self->vector && pl_pixels_find (cr, &box, &pixels) ? &pixels : NULL;

  cairo_save (cr);
  /* Nobody sees the difference in a line, and it is many lines. */
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_FAST);
  draw_lines (self, cr, to);
  pl_overlay_draw_bars (self, cr, to);
  draw_markers (self, cr, to);
  /* Last: they are there to be read. */
  draw_notes (self, cr, to);
  cairo_restore (cr);
}
