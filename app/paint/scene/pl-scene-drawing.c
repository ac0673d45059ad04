/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/scene/pl-scene-picture-private.h"

/* What is asked of a scene's drawing is asked of its lanes. */

static PlScenePicture *
scene_of (PlDrawing *drawing)
{
  return (PlScenePicture *) drawing;
}

static PlDrawing *
lanes_of (PlDrawing *drawing)
{
  return &scene_of (drawing)->timeline->drawing;
}

static void
move_out (PlDrawing *drawing, PlBox *box)
{
  box->x += scene_of (drawing)->lanes.x;
  box->y += scene_of (drawing)->lanes.y;
}

static gboolean
pick (PlDrawing *drawing, double x, double y, PlItem *item, PlBox *box)
{
  const PlBox *lanes = &scene_of (drawing)->lanes;

  if (!pl_drawing_pick (lanes_of (drawing), x - lanes->x, y - lanes->y, item, box))
    return FALSE;
  move_out (drawing, box);
  return TRUE;
}

static gboolean
locate (PlDrawing *drawing, const PlItem *item, PlBox *box)
{
  if (!pl_drawing_locate (lanes_of (drawing), item, box))
    return FALSE;
  move_out (drawing, box);
  return TRUE;
}

static gboolean
lane_box (PlDrawing *drawing, guint lane, PlBox *box)
{
  if (!pl_drawing_lane_box (lanes_of (drawing), lane, box))
    return FALSE;
  move_out (drawing, box);
  return TRUE;
}

static gboolean
pick_lane (PlDrawing *drawing, double x, double y, guint *lane)
{
  const PlBox *lanes = &scene_of (drawing)->lanes;

  return pl_drawing_pick_lane (lanes_of (drawing), x - lanes->x, y - lanes->y, lane);
}

static char *
tooltip (PlDrawing *drawing, double x, double y)
{
  const PlBox *lanes = &scene_of (drawing)->lanes;

  return pl_drawing_tooltip (lanes_of (drawing), x - lanes->x, y - lanes->y);
}

const PlDrawingClass pl_scene_drawing_class = {
  .draw = pl_scene_picture_draw, .free = pl_scene_picture_free, .pick = pick, .locate = locate, .lane_box = lane_box,
  .pick_lane = pick_lane, .tooltip = tooltip,
};
