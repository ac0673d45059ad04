/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/race/pl-race-picture-private.h"

#include <math.h>

/* Items are increments: lane is the worker, index its place among those of that worker. */

static PlRacePicture *
race_of (PlDrawing *drawing)
{
  return (PlRacePicture *) drawing;
}

static void
draw (PlDrawing *drawing, cairo_t *cr)
{
  pl_race_picture_draw (race_of (drawing), cr);
}

static void
free_drawing (PlDrawing *drawing)
{
  pl_race_picture_free (race_of (drawing));
}

static gboolean
pick (PlDrawing *drawing, double x, double y, PlItem *item, PlBox *box)
{
  PlRaceMark mark;

  if (!pl_race_picture_pick_mark (race_of (drawing), x, y, &mark))
    return FALSE;
  *item = (PlItem) { 0, mark.first.worker, mark.first.seq, (guint64) mark.first.seq + mark.n_increments - 1 };
  *box = (PlBox) { mark.x, mark.y, mark.width, mark.height };
  return TRUE;
}

static gboolean
locate (PlDrawing *drawing, const PlItem *item, PlBox *box)
{
  PlRacePicture *self = race_of (drawing);

  for (guint i = 0; i < self->boxes->len; i++)
    {
      const PlRpBox *found = &g_array_index (self->boxes, PlRpBox, i);

      if (found->first.worker == item->lane && item->index >= found->first.seq
          && item->index < (guint64) found->first.seq + found->n)
        {
          *box = found->rect;
          return TRUE;
        }
    }
  return FALSE;
}

/* Close up only the lanes of those that took part have a place; in a window all have, in sight or not. */
static gboolean
lane_box (PlDrawing *drawing, guint worker, PlBox *box)
{
  PlRacePicture *self = race_of (drawing);
  double row = 0;
  gboolean found = FALSE;

  if (!self->has_lanes || worker >= self->n_workers)
    return FALSE;
  for (guint i = 0; i < self->n_lanes; i++)
    if (self->lanes[i] == worker)
      {
        row = i;
        found = TRUE;
      }
  if (!found && self->framed)
    row = (double) worker - (double) self->lanes[0];
  *box = (PlBox) { self->density.margin, self->lanes_y + row * self->lane_pitch, self->gutter, self->lane_pitch };
  return found || self->framed;
}

static gboolean
pick_lane (PlDrawing *drawing, double x, double y, guint *worker)
{
  PlRacePicture *self = race_of (drawing);
  double row = floor ((y - self->lanes_y) / self->lane_pitch);

  if (!self->has_lanes || y >= self->lanes_end || row < 0 || row >= self->n_lanes)
    return FALSE;
  *worker = self->lanes[(guint) row];
  return TRUE;
}

static char *
tooltip (PlDrawing *drawing, double x, double y)
{
  guint64 branch;
  g_autofree char *text = pl_race_picture_tooltip (race_of (drawing), x, y, &branch);

  return text ? g_markup_escape_text (text, -1) : NULL;
}

static gboolean
pick_overview (PlDrawing *drawing, double x, double y, gint64 *t_ns)
{
  return pl_race_picture_strip_time (race_of (drawing), x, y, t_ns);
}

const PlDrawingClass pl_race_drawing_class = {
  .draw = draw, .free = free_drawing, .pick = pick, .locate = locate, .lane_box = lane_box,
  .pick_lane = pick_lane, .tooltip = tooltip, .pick_overview = pick_overview,
};
