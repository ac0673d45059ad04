/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pl-race-picture-private.h"

#include <math.h>

#include "pl-fill.h"

/* The boxes themselves, all of one look at once: there may be thousands. */

#define LEAST_LOST 2.0
/* Less than this has no room for an outline and a pattern within. */
#define LEAST_HATCHED 6.0

/* A fold shows which share of it was lost, and never hides that some was. */
double
pl_rp_lost_height (const PlRpBox *box)
{
  double height = round (box->rect.height);

  if (box->n_lost == 0)
    return 0;
  if (box->n_lost >= box->n)
    return height;
  return CLAMP (round (height * (double) box->n_lost / box->n), LEAST_LOST,
                height - LEAST_LOST);
}

static PlRpRect
snapped (const PlRpRect *rect)
{
  double x0 = round (rect->x), y0 = round (rect->y);

  return (PlRpRect) { x0, y0, round (rect->x + rect->width) - x0,
                      round (rect->y + rect->height) - y0 };
}

static gboolean
is_hatched (const PlRpRect *rect)
{
  return rect->width >= LEAST_HATCHED && rect->height >= LEAST_HATCHED;
}

/* The lost or the surviving share of each box of the wanted kind. */
static void
add_shares (PlRacePicture *self, cairo_t *cr, gboolean lost, gboolean hatched, double inset)
{
  cairo_new_path (cr);
  for (guint i = 0; i < self->boxes->len; i++)
    {
      const PlRpBox *box = &g_array_index (self->boxes, PlRpBox, i);
      PlRpRect rect = snapped (&box->rect);
      double height = pl_rp_lost_height (box);

      if (lost)
        rect.y += rect.height - height;
      rect.height = lost ? height : rect.height - height;
      if (rect.height <= 0 || (lost && is_hatched (&rect) != hatched))
        continue;
      cairo_rectangle (cr, rect.x + inset, rect.y + inset, rect.width - 2 * inset,
                       rect.height - 2 * inset);
    }
}

void
pl_rp_draw_marks (PlRacePicture *self, cairo_t *cr)
{
  const PlTheme *theme = self->theme;
  gboolean vector = (self->parts & PL_PART_VECTOR) != 0;

  add_shares (self, cr, FALSE, FALSE, 0);
  pl_rp_set_color (cr, &theme->survivor.color);
  cairo_fill (cr);
  add_shares (self, cr, TRUE, FALSE, 0);
  pl_rp_set_color (cr, &theme->lost.color);
  cairo_fill (cr);
  add_shares (self, cr, TRUE, TRUE, 0);
  pl_look_fill_path (cr, &theme->lost, vector);
  add_shares (self, cr, TRUE, TRUE, 1);
  pl_rp_set_color (cr, &theme->lost.color);
  cairo_set_line_width (cr, 2);
  cairo_stroke (cr);
}

void
pl_rp_draw_waits (PlRacePicture *self, cairo_t *cr)
{
  cairo_new_path (cr);
  for (guint i = 0; i < self->waits->len; i++)
    {
      PlRpRect rect = snapped (&g_array_index (self->waits, PlRpWait, i).rect);

      cairo_rectangle (cr, rect.x, rect.y, rect.width, rect.height);
    }
  pl_look_fill_path (cr, &self->theme->states[PL_STATE_WAITING_LOCK],
                     (self->parts & PL_PART_VECTOR) != 0);
}

static void
draw_outline (PlRacePicture *self, cairo_t *cr, const PlRpBox *box, const PlColor *color,
              double outset, double line_width)
{
  PlRpRect around = { box->rect.x - outset, box->rect.y - outset, box->rect.width + 2 * outset,
                      box->rect.height + 2 * outset };

  pl_rp_outline (cr, &around, &self->theme->background, line_width + 1);
  pl_rp_outline (cr, &around, color, line_width);
}

void
pl_rp_draw_outlines (PlRacePicture *self, cairo_t *cr)
{
  for (guint i = 0; i < self->boxes->len; i++)
    {
      const PlRpBox *box = &g_array_index (self->boxes, PlRpBox, i);

      if (box->role == PL_RP_LOST || box->role == PL_RP_RIVAL)
        draw_outline (self, cr, box, &self->theme->text, PL_RP_OUTLINE, 1.5);
      if (box->selected)
        draw_outline (self, cr, box, &self->theme->focus, 3, 3);
    }
}
