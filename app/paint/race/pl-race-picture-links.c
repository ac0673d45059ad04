/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/race/pl-race-picture-private.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "base/pl-text.h"

/* Who read whose store, and which store went over which. Drawn under the boxes. */

typedef struct { double x, top, bottom; guint lane; gboolean inside; } End;

/* More would be a tangle. */
#define MAX_LINKS 40u
/* A loop back to the same lane that is no wider shows its head alone. */
#define LEAST_LOOP 6.0

static gboolean
is_shown (PlRacePicture *self, PlIncrement increment)
{
  const PlLostBranch *b = &self->branch;

  return (increment.worker == b->head.worker && increment.seq == b->head.seq) ||
         (increment.worker == b->rival.worker && increment.seq == b->rival.seq);
}

static gboolean
find_end (PlRacePicture *self, PlIncrement increment, gboolean store, End *end)
{
  PlIncrementInfo info;

  if (!pl_race_get_increment (self->race, self->part, increment, &info))
    return FALSE;
  for (guint i = 0; i < self->n_lanes; i++)
    if (self->lanes[i] == increment.worker)
      {
        gint64 at = store ? info.store_ns : info.load_ns;

        end->lane = i;
        end->inside = at >= self->from_ns && at <= self->to_ns;
        end->x = CLAMP (round (pl_rp_x (self, at)), self->plot.x, self->plot.x + self->plot.width);
        end->top = pl_rp_lane_y (self, i);
        end->bottom = end->top + self->density.box_height;
        /* These two have an outline around them. */
        if (self->has_branch && is_shown (self, increment))
          {
            end->top -= PL_RP_OUTLINE + 1;
            end->bottom += PL_RP_OUTLINE + 1;
          }
        return TRUE;
      }
  return FALSE;
}

static void
arrow_head (cairo_t *cr, double x, double y, double angle)
{
  cairo_save (cr);
  cairo_translate (cr, x, y);
  cairo_rotate (cr, angle);
  cairo_move_to (cr, 0, 0);
  cairo_line_to (cr, -7, -3.5);
  cairo_line_to (cr, -7, 3.5);
  cairo_close_path (cr);
  cairo_fill (cr);
  cairo_restore (cr);
}

/* From one box edge to another: an S between lanes, a loop under the boxes within one. */
static void
draw_curve (cairo_t *cr, const End *from, const End *to, const PlColor *color, gboolean dashed)
{
  const double dashes[] = { 5, 4 };
  gboolean down = to->lane >= from->lane;
  double y0 = down ? from->bottom : from->top, y1, bend;

  pl_set_color (cr, color);
  cairo_set_line_width (cr, 2);
  if (dashed)
    cairo_set_dash (cr, dashes, 2, 0);
  cairo_move_to (cr, from->x, y0);
  if (to->lane == from->lane)
    {
      bend = 20;
      y1 = to->bottom;
      cairo_curve_to (cr, from->x, y0 + bend, to->x, y1 + bend, to->x, y1);
    }
  else
    {
      double stub;

      y1 = down ? to->top : to->bottom;
      /* Straight past the small text at the boxes' edges. */
      stub = CLAMP ((y1 - y0) * 0.28, -14, 14);
      bend = (y1 - y0) / 2;
      cairo_line_to (cr, from->x, y0 + stub);
      cairo_curve_to (cr, from->x, y0 + bend, to->x, y1 - bend, to->x, y1 - stub);
      cairo_line_to (cr, to->x, y1);
    }
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
  arrow_head (cr, to->x, y1, to->lane == from->lane || !down ? -G_PI / 2 : G_PI / 2);
}

/* The store that was read lies before what is shown, or is the initial word: from the left. */
static void
draw_from_outside (PlRacePicture *self, cairo_t *cr, const End *to, const PlColor *color)
{
  double y = to->top + self->density.box_height / 2;

  pl_set_color (cr, color);
  cairo_set_line_width (cr, 2);
  cairo_move_to (cr, self->plot.x, y);
  cairo_line_to (cr, to->x, y);
  cairo_stroke (cr);
  cairo_arc (cr, self->plot.x, y, 3.5, 0, 2 * G_PI);
  cairo_fill (cr);
  arrow_head (cr, to->x, y, 0);
}

static void
draw_read (PlRacePicture *self, cairo_t *cr, PlIncrement reader, const PlColor *color)
{
  PlIncrementInfo info;
  End from, to;

  if (!find_end (self, reader, FALSE, &to) || !to.inside ||
      !pl_race_get_increment (self->race, self->part, reader, &info))
    return;
  if (info.parent.worker == G_MAXUINT)
    {
      draw_from_outside (self, cr, &to, color);
      return;
    }
  if (!find_end (self, info.parent, TRUE, &from))
    return;
  if (!from.inside || from.x <= self->plot.x)
    {
      if (to.x > self->plot.x)
        draw_from_outside (self, cr, &to, color);
      return;
    }
  if (from.lane != to.lane || to.x - from.x >= LEAST_LOOP)
    draw_curve (cr, &from, &to, color, FALSE);
}

/* Between two lanes, right of the later store: nothing else of the proof is there. */
static void
draw_over_text (PlRacePicture *self, cairo_t *cr, const End *from, const End *to)
{
  const char *texts[] = { _("stored over it, and the count goes on from here"),
                          _("stored over it"), NULL };
  double line = pl_rp_line_height (self, PL_RP_TINY), x = to->x + 12;
  double upper = pl_rp_lane_y (self, MIN (from->lane, to->lane)) + self->density.box_height;
  const char *text = pl_rp_fitting (self, PL_RP_TINY, self->plot.x + self->plot.width - x, texts);

  /* Seen from afar the two are all but one: nothing fits between. */
  if (!text || to->x - from->x < 12 || self->density.lane_gap < line + 2 ||
      ABS ((int) from->lane - (int) to->lane) != 1)
    return;
  pl_rp_text (self, cr, PL_RP_TINY, &self->theme->lost.color, x,
              upper + line + 6 + (self->density.lane_gap - line) / 2, -1, 0, text);
}

static void
draw_over (PlRacePicture *self, cairo_t *cr)
{
  End from, to;

  if (!self->collision.direct || self->collision.gap_ns < 0)
    return;
  if (!find_end (self, self->branch.head, TRUE, &from) ||
      !find_end (self, self->branch.rival, TRUE, &to) || from.lane == to.lane ||
      !from.inside || !to.inside)
    return;
  draw_curve (cr, &from, &to, &self->theme->lost.color, TRUE);
  draw_over_text (self, cr, &from, &to);
}

/* A load that read what another worker had stored. */
static gboolean
is_hand_over (PlRacePicture *self, const PlRpBox *box, End *from, End *to)
{
  PlIncrementInfo info;

  if (box->n > 1 || !pl_race_get_increment (self->race, self->part, box->first, &info) ||
      info.parent.worker == box->first.worker || info.load_ns < self->from_ns)
    return FALSE;
  return find_end (self, info.parent, TRUE, from) && find_end (self, box->first, FALSE, to) &&
         from->x > self->plot.x;
}

/* No collision to show: the chain from store to load, where it goes from one worker to another. */
static void
draw_chain (PlRacePicture *self, cairo_t *cr)
{
  g_autoptr (GArray) links = g_array_new (FALSE, FALSE, sizeof (End[2]));

  for (guint i = 0; i < self->boxes->len && links->len <= MAX_LINKS; i++)
    {
      End link[2];

      if (is_hand_over (self, &g_array_index (self->boxes, PlRpBox, i), &link[0], &link[1]))
        g_array_append_val (links, link);
    }
  for (guint i = 0; i < links->len && links->len <= MAX_LINKS; i++)
    {
      const End *link = (const End *) (void *) links->data + 2 * i;

      draw_curve (cr, &link[0], &link[1], &self->theme->text, FALSE);
    }
}

void
pl_rp_draw_links (PlRacePicture *self, cairo_t *cr)
{
  if (self->has_selection)
    draw_read (self, cr, self->selected, &self->theme->focus);
  if (!self->has_branch)
    {
      draw_chain (self, cr);
      return;
    }
  for (guint i = 0; i < self->n_readers; i++)
    if (self->readers[i].worker != self->branch.head.worker &&
        self->readers[i].worker != self->branch.rival.worker)
      draw_read (self, cr, self->readers[i], &self->theme->lost.color);
  draw_read (self, cr, self->branch.rival, &self->theme->survivor.color);
  draw_read (self, cr, self->branch.head, &self->theme->lost.color);
  draw_over (self, cr);
}
