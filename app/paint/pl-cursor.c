/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/pl-cursor.h"

#include <math.h>

#define HEIGHT 19.0
#define PADDING 6.0
/* Above the plot stands the ruler: its ticks are covered, not its line. */
#define GAP 4.0

void
pl_cursor_draw (cairo_t *cr, PlInk *ink, const PlTheme *theme, const char *text, double x, double left, double right,
                double top, double bottom)
{
  PlFont font = { 12, PL_INK_BOLD, 0 };
  double width, y = text ? MAX (round (top - GAP - HEIGHT), 0) : round (top) - HEIGHT, at = round (x);

  pl_set_color (cr, &theme->background);
  cairo_rectangle (cr, at - 1, y + HEIGHT, 4, bottom - y - HEIGHT);
  cairo_fill (cr);
  pl_set_color (cr, &theme->focus);
  cairo_rectangle (cr, at, y + HEIGHT, 2, bottom - y - HEIGHT);
  cairo_fill (cr);
  if (text == NULL)
    return;
  pl_ink_measure (ink, text, &font, &width, NULL);
  width = ceil (width) + 2 * PADDING;
  left = round (CLAMP (x - width / 2, left, MAX (right - width, left)));
  cairo_rectangle (cr, left, y, width, HEIGHT);
  cairo_fill (cr);
  pl_ink_draw (ink, cr, text, &font, left + width / 2, y + HEIGHT / 2, PL_INK_CENTER, &theme->background);
}
