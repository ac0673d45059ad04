/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/parts/pl-legend.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "paint/pl-look.h"
#include "trace/pl-trace-text.h"

#define TEXT_GAP 8.0
#define SHARE_GAP (PL_LEGEND_SHARE_X - TEXT_GAP)

PlLegendFlow
pl_legend_in_rows (PlInk *ink, const PlTheme *theme, const PlBox *box)
{
  return (PlLegendFlow) {
    .ink = ink, .theme = theme, .font = { 13, PL_INK_PLAIN, 0 }, .x = box->x, .y = box->y, .width = box->width,
    .middle = PL_LEGEND_SWATCH_HEIGHT / 2, .swatch = PL_LEGEND_SWATCH_WIDTH, .gap = 22, .row = 28,
  };
}

gboolean
pl_legend_take (PlLegendFlow *self, const char *name, const char *share)
{
  double left = self->swatch + TEXT_GAP, width;

  pl_ink_measure (self->ink, name, &self->font, &self->name_width, NULL);
  width = left + (self->whole ? ceil (self->name_width) : self->name_width);
  if (share)
    width += SHARE_GAP + pl_words_width (self->ink, &self->font, share);
  self->max_width = 0;
  if (self->next > 0 && self->x + self->next + width > self->x + self->width)
    {
      if (self->row <= 0)
        return FALSE;
      self->next = 0;
      self->down += self->row;
    }
  else if (self->next <= 0 && self->row <= 0 && width > self->width)
    {
      /* The first is cut short rather than left out. */
      self->max_width = floor (MAX (self->width - left, 1));
    }
  self->name = name;
  self->share = share;
  self->at_x = self->x + self->next;
  self->at_y = self->y + self->down;
  self->next += width + self->gap;
  return TRUE;
}

void
pl_legend_write (PlLegendFlow *self, cairo_t *cr)
{
  PlFont font = self->font;
  double x = self->at_x + self->swatch + TEXT_GAP, y = self->at_y + self->middle;

  font.max_width = self->max_width;
  pl_ink_draw (self->ink, cr, self->name, &font, x, y, PL_INK_START, &self->theme->text);
  if (self->share)
    pl_ink_draw (self->ink, cr, self->share, &font, x + self->name_width + SHARE_GAP, y, PL_INK_START,
                 &self->theme->dim_text);
}

void
pl_legend_add_words (PlLegendFlow *self, cairo_t *cr, const char *words)
{
  const double swatch = self->swatch;

  /* Where the swatch of an entry would begin. */
  self->swatch = -PL_LEGEND_SHARE_X;
  pl_legend_take (self, "", words);
  if (cr)
    pl_legend_write (self, cr);
  self->swatch = swatch;
}

void
pl_legend_add_hidden (PlLegendFlow *self, cairo_t *cr, guint n)
{
  g_autofree char *text = g_strdup_printf (ngettext ("%u state hidden", "%u states hidden", n), n);

  if (n > 0)
    pl_legend_add_words (self, cr, text);
}

void
pl_legend_arrow_draw (cairo_t *cr, double width, double height)
{
  double left = width * 0.16, right = width * 0.78, bottom = height - 1;

  cairo_set_line_width (cr, 1.2);
  cairo_move_to (cr, left, 2);
  cairo_curve_to (cr, left, height * 0.7, right, height * 0.3, right, bottom - 4);
  cairo_stroke (cr);
  cairo_move_to (cr, right, bottom);
  cairo_rel_line_to (cr, -3.5, -5.5);
  cairo_rel_line_to (cr, 7, 0);
  cairo_close_path (cr);
  cairo_fill (cr);
}

void
pl_legend_add_arrow (PlLegendFlow *self, cairo_t *cr, const char *name, const PlColor *color, double alpha)
{
  pl_legend_take (self, name, NULL);
  if (!cr)
    return;
  cairo_save (cr);
  cairo_translate (cr, self->at_x, self->at_y);
  pl_set_color_alpha (cr, color, alpha);
  pl_legend_arrow_draw (cr, PL_LEGEND_SWATCH_WIDTH, PL_LEGEND_SWATCH_HEIGHT);
  cairo_restore (cr);
  pl_legend_write (self, cr);
}

double
pl_legend_rows_height (const PlLegendFlow *self)
{
  return self->down + PL_LEGEND_SWATCH_HEIGHT;
}

const char *
pl_legend_letter (guint look)
{
  /* A thin line at the end of a lane explains itself. */
  if (look == PL_STATE_FINISHED)
    return "";
  for (guint part = 0; part < PL_N_CPU_PARTS; part++)
    if (pl_cpu_part_look (part) == look)
      return pl_cpu_part_letter (part);
  return pl_state_letter (look);
}

/* On a ground of its own where the lines of a pattern would run through it; above what is low. */
static void
draw_letter (cairo_t *cr, PlInk *ink, const PlTheme *theme, guint look_id, double width, double height)
{
  const PlStateLook *look = &theme->states[look_id];
  const char *letter = pl_legend_letter (look_id);
  gboolean low = look->height < 0.5;

  if (*letter == '\0')
    return;
  if (look->pattern != PL_PATTERN_SOLID)
    {
      pl_set_color (cr, &look->tint);
      cairo_rectangle (cr, width / 2 - 7, height - height * look->height, 14, height * look->height);
      cairo_fill (cr);
    }
  pl_ink_draw (ink, cr, letter, &(PlFont) { PL_LEAST_TYPE, PL_INK_BOLD, 0 }, width / 2,
               height - MAX (look->height, 0.5) * height / 2 - (low ? height / 5 : 0), PL_INK_CENTER, low ? &theme->dim_text : &look->text);
}

void
pl_legend_swatch_draw (cairo_t *cr, PlInk *ink, guint look_id, const PlTheme *theme, double width, double height)
{
  const PlStateLook *look = &theme->states[look_id];
  double share = MAX (round (height * look->height), 2);

  if (look->pattern == PL_PATTERN_CROSS)
    {
      pl_look_cross (cr, look, theme, width / 2, height / 2, MIN (width, height) * 0.3);
      return;
    }
  pl_look_fill (cr, look, 0, height - share, width, share);
  if (ink)
    draw_letter (cr, ink, theme, look_id, width, height);
}

void
pl_legend_draw_state (PlLegendFlow *self, cairo_t *cr, guint look, gboolean letter)
{
  cairo_save (cr);
  cairo_translate (cr, self->at_x, self->at_y);
  pl_legend_swatch_draw (cr, letter ? self->ink : NULL, look, self->theme, PL_LEGEND_SWATCH_WIDTH, PL_LEGEND_SWATCH_HEIGHT);
  cairo_restore (cr);
}

void
pl_legend_add_marks (PlLegendFlow *self, cairo_t *cr, const PlLegendMarks *marks, PlTrace *trace, gint64 from_ns,
                     gint64 to_ns)
{
  guint32 occurring = marks->occurring (trace, from_ns, to_ns);

  for (guint mark = 0; mark < marks->n; mark++)
    {
      if (!(occurring & (1u << mark)))
        continue;
      pl_legend_take (self, marks->name (mark), NULL);
      if (!cr)
        continue;
      cairo_save (cr);
      cairo_translate (cr, self->at_x, self->at_y);
      marks->draw (cr, mark, self->theme, PL_LEGEND_SWATCH_WIDTH, PL_LEGEND_SWATCH_HEIGHT);
      cairo_restore (cr);
      pl_legend_write (self, cr);
    }
}
