/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/race/pl-compare-private.h"

/* Items are rows: lane is the row. */

static PlComparePicture *
compare_of (PlDrawing *drawing)
{
  return (PlComparePicture *) drawing;
}

static gboolean
lane_box (PlDrawing *drawing, guint lane, PlBox *box)
{
  if (lane >= pl_compare_get_n_rows (compare_of (drawing)->compare))
    return FALSE;
  *box = pl_cp_row_box (compare_of (drawing), lane);
  return TRUE;
}

static gboolean
locate (PlDrawing *drawing, const PlItem *item, PlBox *box)
{
  return lane_box (drawing, item->lane, box);
}

/* A bar is low: all of its row's height belongs to it. */
static gboolean
pick_lane (PlDrawing *drawing, double x, double y, guint *lane)
{
  guint n = pl_compare_get_n_rows (compare_of (drawing)->compare);

  for (*lane = 0; *lane < n; (*lane)++)
    {
      PlBox box = pl_cp_row_box (compare_of (drawing), *lane);

      if (y >= box.y && y <= box.y + box.height)
        return TRUE;
    }
  return FALSE;
}

static gboolean
pick (PlDrawing *drawing, double x, double y, PlItem *item, PlBox *box)
{
  *item = (PlItem) { 0 };
  return pick_lane (drawing, x, y, &item->lane) && lane_box (drawing, item->lane, box);
}

static char *
tooltip (PlDrawing *drawing, double x, double y)
{
  g_autofree char *text = NULL;
  guint lane;

  if (!pick_lane (drawing, x, y, &lane))
    return NULL;
  text = pl_cp_row_text (pl_compare_get_row (compare_of (drawing)->compare, lane));
  return g_markup_escape_text (text, -1);
}

const PlDrawingClass pl_compare_drawing_class = {
  .draw = pl_compare_picture_draw, .free = pl_compare_picture_free, .pick = pick, .locate = locate, .lane_box = lane_box,
  .pick_lane = pick_lane, .tooltip = tooltip,
};
