/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pl-race-picture-private.h"

#include <math.h>

void
pl_rp_set_color (cairo_t *cr, const PlColor *color)
{
  cairo_set_source_rgb (cr, color->r, color->g, color->b);
}

static void
snapped (cairo_t *cr, const PlRpRect *rect, double inset)
{
  double x0 = round (rect->x), y0 = round (rect->y);
  double x1 = round (rect->x + rect->width), y1 = round (rect->y + rect->height);

  cairo_rectangle (cr, x0 + inset, y0 + inset, MAX (x1 - x0 - 2 * inset, 0.5), MAX (y1 - y0 - 2 * inset, 0.5));
}

void
pl_rp_fill (cairo_t *cr, const PlRpRect *rect, const PlColor *color)
{
  pl_rp_set_color (cr, color);
  snapped (cr, rect, 0);
  cairo_fill (cr);
}

void
pl_rp_outline (cairo_t *cr, const PlRpRect *rect, const PlColor *color, double line_width)
{
  pl_rp_set_color (cr, color);
  cairo_set_line_width (cr, line_width);
  snapped (cr, rect, line_width / 2);
  cairo_stroke (cr);
}

void
pl_rp_hatch (cairo_t *cr, const PlRpRect *rect, const PlColor *color, gboolean back)
{
  const double step = 6;
  double start;

  cairo_save (cr);
  snapped (cr, rect, 0);
  cairo_clip (cr);
  pl_rp_set_color (cr, color);
  cairo_set_line_width (cr, 1);
  /* Anchored to the page, so that neighbours' lines meet. */
  start = floor ((rect->x - rect->height) / step) * step;
  for (double x = start; x < rect->x + rect->width; x += step)
    {
      cairo_move_to (cr, back ? x + rect->height : x, rect->y);
      cairo_line_to (cr, back ? x : x + rect->height, rect->y + rect->height);
    }
  cairo_stroke (cr);
  cairo_restore (cr);
}

void
pl_rp_draw_look (cairo_t *cr, const PlRpRect *rect, const PlStateLook *look)
{
  switch (look->pattern)
    {
    case PL_PATTERN_SOLID:
    case PL_PATTERN_CROSS:
    default:
      pl_rp_fill (cr, rect, &look->color);
      break;
    case PL_PATTERN_HATCH:
    case PL_PATTERN_HATCH_BACK:
    case PL_PATTERN_HOLLOW_HATCH:
      if (rect->width < 4)
        {
          pl_rp_fill (cr, rect, &look->color);
          break;
        }
      pl_rp_fill (cr, rect, &look->tint);
      pl_rp_hatch (cr, rect, &look->color, look->pattern == PL_PATTERN_HATCH_BACK);
      if (look->pattern == PL_PATTERN_HOLLOW_HATCH)
        pl_rp_outline (cr, rect, &look->color, 2);
      break;
    }
}

static PangoLayout *
layout_new (PlRacePicture *self, PlRpFont font)
{
  static const struct { double size; PangoWeight weight; } fonts[PL_RP_N_FONTS] = {
    [PL_RP_TITLE] = { 20, PANGO_WEIGHT_SEMIBOLD },
    [PL_RP_HEAD] = { 15, PANGO_WEIGHT_SEMIBOLD },
    [PL_RP_BODY] = { 14, PANGO_WEIGHT_NORMAL },
    [PL_RP_BODY_BOLD] = { 14, PANGO_WEIGHT_SEMIBOLD },
    [PL_RP_SMALL] = { 13, PANGO_WEIGHT_NORMAL },
    [PL_RP_SMALL_BOLD] = { 13, PANGO_WEIGHT_SEMIBOLD },
    [PL_RP_TINY] = { 12, PANGO_WEIGHT_NORMAL },
    [PL_RP_BIG] = { 36, PANGO_WEIGHT_SEMIBOLD },
    [PL_RP_LARGE] = { 25, PANGO_WEIGHT_SEMIBOLD },
  };
  PangoLayout *layout = pango_layout_new (self->pango);
  PangoFontDescription *description = pango_font_description_new ();

  pango_font_description_set_family_static (description, "Sans");
  pango_font_description_set_weight (description, fonts[font].weight);
  pango_font_description_set_absolute_size (description, fonts[font].size * self->scale * PANGO_SCALE);
  pango_layout_set_font_description (layout, description);
  pango_font_description_free (description);
  return layout;
}

/* One line of text, unlimited, until the caller says otherwise. Owned by the picture. */
static PangoLayout *
layout_for (PlRacePicture *self, PlRpFont font, const char *text)
{
  PangoLayout *layout;

  if (!self->layouts[font])
    self->layouts[font] = layout_new (self, font);
  layout = self->layouts[font];
  pango_layout_set_width (layout, -1);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_NONE);
  pango_layout_set_text (layout, text, -1);
  return layout;
}

void
pl_rp_text_clear (PlRacePicture *self)
{
  for (guint i = 0; i < PL_RP_N_FONTS; i++)
    g_clear_object (&self->layouts[i]);
}

static void
layout_size (PangoLayout *layout, double *width, double *height)
{
  int w, h;

  pango_layout_get_size (layout, &w, &h);
  if (width)
    *width = (double) w / PANGO_SCALE;
  if (height)
    *height = (double) h / PANGO_SCALE;
}

double
pl_rp_text_width (PlRacePicture *self, PlRpFont font, const char *text)
{
  PangoLayout *layout = layout_for (self, font, text);
  double width;

  layout_size (layout, &width, NULL);
  return ceil (width);
}

double
pl_rp_line_height (PlRacePicture *self, PlRpFont font)
{
  if (self->line_heights[font] <= 0)
    {
      layout_size (layout_for (self, font, "0"), NULL, &self->line_heights[font]);
      self->line_heights[font] = ceil (self->line_heights[font]);
    }
  return self->line_heights[font];
}

static void
wrap (PangoLayout *layout, double width)
{
  pango_layout_set_width (layout, (int) (MAX (width, 1) * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
}

double
pl_rp_text_height (PlRacePicture *self, PlRpFont font, const char *text, double width)
{
  PangoLayout *layout = layout_for (self, font, text);
  double height;

  wrap (layout, width);
  layout_size (layout, NULL, &height);
  return ceil (height);
}

static void
show (cairo_t *cr, PangoLayout *layout, const PlColor *color, double x, double y)
{
  pl_rp_set_color (cr, color);
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
}

void
pl_rp_text (PlRacePicture *self, cairo_t *cr, PlRpFont font, const PlColor *color, double x, double y, double width,
            double align, const char *text)
{
  PangoLayout *layout = layout_for (self, font, text);
  double w;

  layout_size (layout, &w, NULL);
  if (width >= 0 && w > width)
    {
      pango_layout_set_width (layout, (int) (MAX (width, 1) * PANGO_SCALE));
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
      w = width;
    }
  show (cr, layout, color, round (x - align * w), round (y));
}

void
pl_rp_text_wrapped (PlRacePicture *self, cairo_t *cr, PlRpFont font, const PlColor *color, double x, double y, double width,
                    const char *text)
{
  PangoLayout *layout = layout_for (self, font, text);

  wrap (layout, width);
  show (cr, layout, color, round (x), round (y));
}

const char *
pl_rp_fitting (PlRacePicture *self, PlRpFont font, double width, const char *const *texts)
{
  for (guint i = 0; texts[i]; i++)
    if (pl_rp_text_width (self, font, texts[i]) <= width)
      return texts[i];
  return NULL;
}
