/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/race/pl-compare-private.h"

#include <glib/gi18n-lib.h>

/* Items are rows: lane and index are the row. */

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
  guint row;

  if (!pick_lane (drawing, x, y, &row))
    return FALSE;
  *item = (PlItem) { 0, row, row, row };
  return lane_box (drawing, row, box);
}

/* What the heads of columns mean. */
static const char *
head_text (PlComparePicture *self, double x, double y)
{
  if (self->compact || y < self->head - 12 || y > self->head + 12)
    return NULL;
  if (x > self->columns[PL_CP_SWITCHES] && x <= self->columns[PL_CP_FAIRNESS])
    return _("Fairness: the fewest increments of one worker as a share of the most.");
  return NULL;
}

static char *
tooltip (PlDrawing *drawing, double x, double y)
{
  const char *head = head_text (compare_of (drawing), x, y);
  g_autofree char *text = NULL;
  guint lane;

  if (head)
    return g_markup_escape_text (head, -1);
  if (!pick_lane (drawing, x, y, &lane))
    return NULL;
  text = pl_cp_row_text (pl_compare_get_row (compare_of (drawing)->compare, lane));
  return g_markup_escape_text (text, -1);
}

const PlDrawingClass pl_compare_drawing_class = {
  .draw = pl_compare_picture_draw, .free = pl_compare_picture_free, .pick = pick, .locate = locate, .lane_box = lane_box,
  .pick_lane = pick_lane, .tooltip = tooltip,
};
