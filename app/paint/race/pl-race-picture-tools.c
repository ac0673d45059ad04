/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/race/pl-race-picture-private.h"

#include <math.h>
#include <string.h>

#include "paint/pl-fill.h"

PlRpRect
pl_rp_snapped (const PlRpRect *rect)
{
  double x0 = round (rect->x), y0 = round (rect->y);

  return (PlRpRect) { x0, y0, round (rect->x + rect->width) - x0,
                     round (rect->y + rect->height) - y0 };
}

void
pl_rp_fill (cairo_t *cr, const PlRpRect *rect, const PlColor *color)
{
  PlRpRect r = pl_rp_snapped (rect);

  pl_set_color (cr, color);
  cairo_rectangle (cr, r.x, r.y, r.width, r.height);
  cairo_fill (cr);
}

void
pl_rp_outline (cairo_t *cr, const PlRpRect *rect, const PlColor *color, double line_width)
{
  PlRpRect r = pl_rp_snapped (rect);

  pl_set_color (cr, color);
  cairo_set_line_width (cr, line_width);
  cairo_rectangle (cr, r.x + line_width / 2, r.y + line_width / 2, r.width - line_width,
                   r.height - line_width);
  cairo_stroke (cr);
}

void
pl_rp_draw_card (PlRacePicture *self, cairo_t *cr, const PlRpRect *rect, const PlColor *stripe)
{
  const PlTheme *theme = self->theme;
  PlRpRect edge = { rect->x, rect->y, 4, rect->height };

  pl_rp_fill (cr, rect, &theme->panel);
  /* High contrast has no shades. */
  if (memcmp (&theme->panel, &theme->background, sizeof theme->panel) == 0)
    pl_rp_outline (cr, rect, &theme->line, 1);
  pl_rp_fill (cr, &edge, stripe);
}

void
pl_rp_draw_look (cairo_t *cr, const PlRpRect *rect, const PlStateLook *look)
{
  PlRpRect r = pl_rp_snapped (rect);

  /* There is no room for a pattern in a hair. */
  if (r.width < 4)
    pl_rp_fill (cr, rect, &look->color);
  else
    pl_look_fill (cr, look, r.x, r.y, r.width, r.height);
  if (look->pattern == PL_PATTERN_HOLLOW_HATCH && r.width >= 4)
    pl_rp_outline (cr, rect, &look->color, 2);
}

PlFont
pl_rp_font (PlRacePicture *self, PlRpFont font)
{
  static const struct { double size; guint flags; } fonts[PL_RP_N_FONTS] = {
    [PL_RP_TITLE] = { 20, PL_INK_BOLD },
    [PL_RP_HEAD] = { 15, PL_INK_BOLD },
    [PL_RP_BODY] = { 14, PL_INK_PLAIN },
    [PL_RP_BODY_BOLD] = { 14, PL_INK_BOLD },
    [PL_RP_SMALL] = { 13, PL_INK_PLAIN },
    [PL_RP_SMALL_BOLD] = { 13, PL_INK_BOLD },
    [PL_RP_TINY] = { 12, PL_INK_PLAIN },
    [PL_RP_BIG] = { 36, PL_INK_BOLD },
    [PL_RP_LARGE] = { 25, PL_INK_BOLD },
  };

  return (PlFont) { fonts[font].size * self->scale, fonts[font].flags, 0 };
}

double
pl_rp_text_width (PlRacePicture *self, PlRpFont font, const char *text)
{
  PlFont f = pl_rp_font (self, font);

  return pl_words_width (self->ink, &f, text);
}

double
pl_rp_line_height (PlRacePicture *self, PlRpFont font)
{
  PlFont f = pl_rp_font (self, font);
  double height;

  pl_ink_measure (self->ink, "0", &f, NULL, &height);
  return ceil (height);
}

double
pl_rp_text_height (PlRacePicture *self, PlRpFont font, const char *text, double width)
{
  return pl_paragraph_height (self->ink, text, pl_rp_font (self, font), floor (width));
}

void
pl_rp_text (PlRacePicture *self, cairo_t *cr, PlRpFont font, const PlColor *color, double x,
            double y, double width, double align, const char *text)
{
  PlFont f = pl_rp_font (self, font);
  double w = pl_rp_text_width (self, font, text);

  if (width >= 0 && w > width)
    {
      f.max_width = floor (MAX (width, 1));
      w = width;
    }
  pl_ink_draw (self->ink, cr, text, &f, round (x - align * w),
               round (y) + pl_rp_line_height (self, font) / 2, PL_INK_START, color);
}

void
pl_rp_text_wrapped (PlRacePicture *self, cairo_t *cr, PlRpFont font, const PlColor *color, double x,
                    double y, double width, const char *text)
{
  pl_paragraph_draw (self->ink, cr, text, pl_rp_font (self, font), color, round (x), round (y), floor (width));
}

const char *
pl_rp_fitting (PlRacePicture *self, PlRpFont font, double width, const char *const *texts)
{
  for (guint i = 0; texts[i]; i++)
    if (pl_rp_text_width (self, font, texts[i]) <= width)
      return texts[i];
  return NULL;
}
