/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/parts/pl-overlay-private.h"

#include <math.h>

#include "base/pl-text.h"

/* Of the path; it has a rim besides. */
#define LINE_WIDTH 2.5

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

static void
fill_lines (PlOverlay *self, cairo_t *cr, const PlPixels *to, double thick, const PlColor *color)
{
  g_autoptr (GArray) boxes = g_array_new (FALSE, FALSE, sizeof (PlBox));

  for (guint i = 0; i < self->lines->len; i++)
    {
      const PlOverlayLine *line = &g_array_index (self->lines, PlOverlayLine, i);
      PlBox box = { MIN (line->x0, line->x1) - floor (thick / 2), MIN (line->y0, line->y1) - floor (thick / 2),
                    fabs (line->x1 - line->x0) + thick, fabs (line->y1 - line->y0) + thick };

      if (line->x0 == line->x1 || line->y0 == line->y1)
        g_array_append_val (boxes, box);
    }
  pl_overlay_fill (self, cr, to, color, boxes);
}

static void
draw_lines (PlOverlay *self, cairo_t *cr, const PlPixels *to)
{
  double thick = MAX (round (LINE_WIDTH * self->scale), 2), rim = MAX (round (self->scale), 1);

  if (self->lines->len == 0)
    return;
  stroke_lines (self, cr, self->vector);
  if (self->vector)
    return;
  fill_lines (self, cr, to, thick + 2 * rim, &self->theme->background);
  fill_lines (self, cr, to, thick, &self->theme->accent);
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
draw_notes (PlOverlay *self, cairo_t *cr, const PlPixels *to)
{
  if (self->notes->len == 0)
    return;
  fill_targets (self, cr, to, 1, &self->theme->background);
  fill_targets (self, cr, to, 0, &self->theme->accent);
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
  stroke_rimmed (self, cr, 1.5);
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

/* Above the plot: how far the markers are apart, between their flags or, where there is no room, behind the later one. */
static void
draw_distance (PlOverlay *self, cairo_t *cr, double y, double flag)
{
  const PlOverlayMarker *a = &self->markers[0], *b = &self->markers[1];
  g_autofree char *distance = pl_text_duration (ABS (b->t_ns - a->t_ns));
  double left = CLAMP (MIN (a->x, b->x), self->plot.x, self->plot.x + self->plot.width);
  double right = CLAMP (MAX (a->x, b->x), self->plot.x, self->plot.x + self->plot.width), width;

  pl_ink_measure (self->ink, distance, &(PlFont) { 12 * self->scale, PL_INK_BOLD, 0 }, &width, NULL);
  width += flag + 12 * self->scale;
  if (right - left > width + flag)
    {
      cairo_move_to (cr, left, y);
      cairo_line_to (cr, right, y);
      stroke_rimmed (self, cr, 1.5);
      draw_words (self, cr, distance, (left + right) / 2, y, 0);
    }
  else if (right > left || in_sight (self, a->x))
    {
      draw_words (self, cr, distance, right + width / 2 + 2 * self->scale, y, 0);
    }
}

/* A flag each. */
static void
draw_markers (PlOverlay *self, cairo_t *cr)
{
  static const char *const names[] = { "A", "B" };
  double y = MAX (self->plot.y - 10 * self->scale, 9 * self->scale), flag = 18 * self->scale;

  if (self->markers[0].set && self->markers[1].set)
    draw_distance (self, cr, y, flag);
  for (guint i = 0; i < 2; i++)
    {
      double x = round (self->markers[i].x) + 0.5;

      if (!self->markers[i].set || !in_sight (self, x))
        continue;
      cairo_move_to (cr, x, y);
      cairo_line_to (cr, x, self->plot.y + self->plot.height);
      stroke_rimmed (self, cr, 1.5);
      draw_words (self, cr, names[i], x, y, flag);
    }
}

/* Around the plot rims and lines of what lies at its edge go beyond it. */
#define AROUND 16

void
pl_overlay_draw (PlOverlay *self, cairo_t *cr)
{
  PlBox box = { floor (self->plot.x) - AROUND, floor (self->plot.y) - AROUND, ceil (self->plot.width) + 2 * AROUND,
                ceil (self->plot.height) + 2 * AROUND };
  PlPixels pixels;
  const PlPixels *to = !self->vector && pl_pixels_find (cr, &box, &pixels) ? &pixels : NULL;

  cairo_save (cr);
  /* Nobody sees the difference in a line, and it is many lines. */
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_FAST);
  draw_lines (self, cr, to);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  pl_overlay_draw_bars (self, cr, to);
  draw_markers (self, cr);
  /* Last: they are there to be read. */
  draw_notes (self, cr, to);
  cairo_restore (cr);
}
