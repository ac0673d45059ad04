/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/export/pl-pages-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "paint/parts/pl-words.h"

/* In the units of the picture. */
#define MARGIN 29.0
#define TOP 18.0
#define GAP 10.0
#define BOTTOM 18.0

static const PlFont title_font = { 20, PL_INK_BOLD, 0 }, subtitle_font = { 13, PL_INK_PLAIN, 0 },
                    caption_font = { 14, PL_INK_PLAIN, 0 }, small_font = { 11.5, PL_INK_PLAIN, 0 };

static PlInk *
ink_of (const PlPages *self)
{
  return pl_ink_for (G_OBJECT (self->picture));
}

static double
inner_width (const PlPages *self)
{
  return MAX (self->paper.width / self->paper.text_scale - 2 * MARGIN, 50);
}

/* The author, and which page it is. NULL: neither. */
static char *
last_line (const PlPages *self, guint page)
{
  g_autofree char *number = NULL;

  if (self->pages->len > 1)
    number = g_strdup_printf (_("page %u of %u"), page + 1, self->pages->len);
  if (number && self->author)
    return g_strdup_printf ("%s  ·  %s", self->author, number);
  return number ? g_steal_pointer (&number) : g_strdup (self->author);
}

gboolean
pl_pages_has_words (const PlPages *self)
{
  return self->head > 0 || self->foot > 0;
}

void
pl_pages_measure_words (PlPages *self)
{
  PlInk *ink = ink_of (self);
  double width = inner_width (self), head = 0, foot = 0;

  if (self->title)
    {
      g_autofree char *subtitle = pl_picture_subtitle_at (self->picture, &self->viewport);

      head = TOP + pl_paragraph_height (ink, self->title, title_font, width) + 4
             + pl_paragraph_height (ink, subtitle, subtitle_font, width) + GAP;
    }
  if (self->caption)
    foot += pl_paragraph_height (ink, self->caption, caption_font, width);
  if (self->author || self->numbered)
    foot += (self->caption ? 6 : 0) + pl_paragraph_height (ink, self->author ? self->author : "1", small_font, width);
  if (foot > 0)
    foot += BOTTOM;
  self->head = ceil (head * self->paper.text_scale);
  self->foot = ceil (foot * self->paper.text_scale);
}

static void
draw_head (const PlPages *self, PlInk *ink, const PlTheme *theme, double width, cairo_t *cr)
{
  g_autofree char *subtitle = pl_picture_subtitle_at (self->picture, &self->viewport);
  double y = TOP;

  if (!self->title)
    return;
  y += pl_paragraph_draw (ink, cr, self->title, title_font, &theme->text, MARGIN, y, width) + 4;
  pl_paragraph_draw (ink, cr, subtitle, subtitle_font, &theme->dim_text, MARGIN, y, width);
}

static void
draw_foot (const PlPages *self, guint page, PlInk *ink, const PlTheme *theme, double width, cairo_t *cr)
{
  g_autofree char *last = last_line (self, page);
  double y = (self->height - 2 * self->margin - self->foot) / self->paper.text_scale;

  if (self->caption)
    y += pl_paragraph_draw (ink, cr, self->caption, caption_font, &theme->text, MARGIN, y, width) + 6;
  if (last)
    pl_paragraph_draw (ink, cr, last, small_font, &theme->dim_text, MARGIN, y, width);
}

void
pl_pages_draw_words (const PlPages *self, guint page, cairo_t *cr)
{
  const PlTheme *theme = pl_theme_get (self->paper.theme);
  double width = inner_width (self);
  PlInk *ink = ink_of (self);

  cairo_save (cr);
  cairo_translate (cr, self->margin, self->margin);
  cairo_scale (cr, self->paper.text_scale, self->paper.text_scale);
  draw_head (self, ink, theme, width, cr);
  draw_foot (self, page, ink, theme, width, cr);
  cairo_restore (cr);
}
