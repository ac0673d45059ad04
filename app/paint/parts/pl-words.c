/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/parts/pl-words.h"

#include <math.h>

double
pl_words_width (PlInk *ink, const PlFont *font, const char *text)
{
  double width;

  pl_ink_measure (ink, text, font, &width, NULL);
  return ceil (width);
}

void
pl_words_draw (PlInk *ink, cairo_t *cr, const PlFont *font, const char *text, double x, double y, PlInkAlign align,
               const PlColor *color, double picture_width, double margin)
{
  PlFont fitted = *font;
  double room = align == PL_INK_END ? x - margin : picture_width - margin - x;

  if (align != PL_INK_CENTER && pl_words_width (ink, font, text) > room)
    fitted.max_width = floor (MAX (room, 1));
  pl_ink_draw (ink, cr, text, &fitted, round (x), round (y), align, color);
}

static PlFont
wrapped (PlFont font, double width)
{
  return (PlFont) { font.size, font.flags | PL_INK_WRAP, MAX (width, 1) };
}

double
pl_paragraph_height (PlInk *ink, const char *text, PlFont font, double width)
{
  PlFont in_lines = wrapped (font, width);
  double height;

  if (!text || !*text)
    return 0;
  pl_ink_measure (ink, text, &in_lines, NULL, &height);
  return ceil (height);
}

double
pl_paragraph_draw (PlInk *ink, cairo_t *cr, const char *text, PlFont font, const PlColor *color, double x, double y,
                   double width)
{
  PlFont in_lines = wrapped (font, width);

  if (!text || !*text)
    return 0;
  pl_ink_draw (ink, cr, text, &in_lines, x, y, PL_INK_START, color);
  return pl_paragraph_height (ink, text, font, width);
}

void
pl_card_draw (cairo_t *cr, const PlTheme *theme, const PlBox *box, const PlColor *stripe, double stripe_width)
{
  pl_set_color (cr, &theme->panel);
  cairo_rectangle (cr, box->x, box->y, box->width, box->height);
  cairo_fill (cr);
  pl_set_color (cr, stripe);
  cairo_rectangle (cr, box->x, box->y, stripe_width, box->height);
  cairo_fill (cr);
}

void
pl_range_draw (cairo_t *cr, const PlTheme *theme, const PlBox *plot, double x0, double x1)
{
  double left = CLAMP (round (MIN (x0, x1)), plot->x, plot->x + plot->width);
  double right = CLAMP (round (MAX (x0, x1)), plot->x, plot->x + plot->width);

  /* All that is seen is not told from anything by a veil over it, as when somebody zoomed to it. */
  if (right - left < plot->width - 2)
    {
      cairo_rectangle (cr, left, plot->y, right - left, plot->height);
      pl_set_color_alpha (cr, &theme->accent, 0.14);
      cairo_fill (cr);
    }
  pl_set_color (cr, &theme->accent);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, left + 0.5, plot->y);
  cairo_line_to (cr, left + 0.5, plot->y + plot->height);
  cairo_move_to (cr, right - 0.5, plot->y);
  cairo_line_to (cr, right - 0.5, plot->y + plot->height);
  cairo_stroke (cr);
}

void
pl_outline_draw (cairo_t *cr, const PlTheme *theme, const PlBox *box, double thick)
{
  double room = thick / 2;

  cairo_rectangle (cr, box->x - room, box->y - room, box->width + thick, box->height + thick);
  pl_set_color (cr, &theme->background);
  cairo_set_line_width (cr, thick + 2);
  cairo_stroke_preserve (cr);
  pl_set_color (cr, &theme->focus);
  cairo_set_line_width (cr, thick);
  cairo_stroke (cr);
}
