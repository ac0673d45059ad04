/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/race/pl-race-picture-private.h"

#include <math.h>

#include "paint/pl-fill.h"

/* The boxes themselves, all of one look at once: there may be thousands. */

#define LEAST_SHARE 2.0
/* Less than this has no room for an outline and a pattern within; and for an outline. */
#define LEAST_HATCHED 6.0
#define LEAST_HOLLOW 3.0

/* What occurs is seen, and hides nothing else. */
static double
share_height (double height, double part, double whole)
{
  if (part <= 0)
    return 0;
  /* Where there is no room for both it is the worse one. */
  if (part >= whole || height < 2 * LEAST_SHARE)
    return height;
  return CLAMP (round (height * part / whole), LEAST_SHARE, height - LEAST_SHARE);
}

/* Of the time that the box tells of; the increments themselves keep room for both that can become
 * of them. */
static double
waited_height (const PlRpBox *box, double height)
{
  double waited = (double) box->waited_ns;

  if (!pl_rp_is_narrow (box))
    return 0;
  return MAX (MIN (share_height (height, waited, waited + (double) box->held_ns), height - 2 * LEAST_SHARE), 0);
}

/* A fold shows which share of its time was waiting, and of its increments which share was lost. */
PlRpRect
pl_rp_share_rect (const PlRpBox *box, PlRpShare share)
{
  PlRpRect rect = pl_rp_snapped (&box->rect);
  double waited = waited_height (box, rect.height);
  double lost = share_height (rect.height - waited, (double) box->n_lost, box->n);
  const double heights[PL_RP_N_SHARES] = { waited, lost, rect.height - waited - lost };

  for (guint i = PL_RP_N_SHARES - 1; i > share; i--)
    rect.y += heights[i];
  rect.height = heights[share];
  return rect;
}

/* A wait needs no outline: its pattern goes on from one mark to the next. */
static gboolean
is_hatched (const PlRpRect *rect, PlRpShare share)
{
  if (share != PL_RP_FALLEN)
    return share == PL_RP_WAITED;
  return rect->width >= LEAST_HATCHED && rect->height >= LEAST_HATCHED;
}

/* That share of each box, of those with a pattern or of those without. */
static void
add_shares (PlRacePicture *self, cairo_t *cr, PlRpShare share, gboolean hatched, double inset)
{
  cairo_new_path (cr);
  for (guint i = 0; i < self->boxes->len; i++)
    {
      PlRpRect rect = pl_rp_share_rect (&g_array_index (self->boxes, PlRpBox, i), share);

      if (rect.height <= 0 || is_hatched (&rect, share) != hatched)
        continue;
      cairo_rectangle (cr, rect.x + inset, rect.y + inset, rect.width - 2 * inset,
                       rect.height - 2 * inset);
    }
}

static void
draw_share (PlRacePicture *self, cairo_t *cr, PlRpShare share, const PlStateLook *look)
{
  add_shares (self, cr, share, FALSE, 0);
  pl_set_color (cr, &look->color);
  cairo_fill (cr);
  add_shares (self, cr, share, TRUE, 0);
  pl_look_fill_path (cr, look, (self->parts & PL_PART_VECTOR) != 0);
}

/* What is too low for a pattern is told from the others by being hollow, also without colour. */
static void
hollow_out (PlRacePicture *self, cairo_t *cr)
{
  cairo_new_path (cr);
  for (guint i = 0; i < self->boxes->len; i++)
    {
      PlRpRect rect = pl_rp_share_rect (&g_array_index (self->boxes, PlRpBox, i), PL_RP_FALLEN);

      if (!is_hatched (&rect, PL_RP_FALLEN) && rect.height >= LEAST_HOLLOW && rect.width >= LEAST_HOLLOW)
        cairo_rectangle (cr, rect.x + 1, rect.y + 1, rect.width - 2, rect.height - 2);
    }
  pl_set_color (cr, &self->theme->lost.tint);
  cairo_fill (cr);
}

void
pl_rp_draw_marks (PlRacePicture *self, cairo_t *cr)
{
  const PlTheme *theme = self->theme;

  draw_share (self, cr, PL_RP_KEPT, &theme->survivor);
  if (pl_race_method_is_lock (self->result.method))
    draw_share (self, cr, PL_RP_WAITED, &theme->states[PL_STATE_WAITING_LOCK]);
  if (self->result.lost_proven == 0)
    return;
  draw_share (self, cr, PL_RP_FALLEN, &theme->lost);
  hollow_out (self, cr);
  add_shares (self, cr, PL_RP_FALLEN, TRUE, 1);
  pl_set_color (cr, &theme->lost.color);
  cairo_set_line_width (cr, 2);
  cairo_stroke (cr);
}

void
pl_rp_draw_waits (PlRacePicture *self, cairo_t *cr)
{
  cairo_new_path (cr);
  for (guint i = 0; i < self->waits->len; i++)
    {
      PlRpRect rect = pl_rp_snapped (&g_array_index (self->waits, PlRpWait, i).rect);

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

      if ((box->role == PL_RP_LOST || box->role == PL_RP_RIVAL) && self->lane_pitch >= PL_RP_LEAST_ARROW)
        draw_outline (self, cr, box, &self->theme->text, PL_RP_OUTLINE, 1.5);
      if (box->selected)
        draw_outline (self, cr, box, &self->theme->focus, 3, 3);
    }
}
