/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/race/pl-compare-private.h"

#include <math.h>

/* The way in without a viewport. */

PlComparePicture *
pl_compare_picture_new (PlCompare *compare, PlThemeId theme, double width, guint parts)
{
  const PlPaper paper = { theme, 1, width, 0, parts };
  const PlViewport viewport = { 0 };

  return pl_compare_picture_lay_out (compare, &viewport, &paper);
}

double
pl_compare_picture_get_height (PlComparePicture *self)
{
  return ceil (self->height);
}

gboolean
pl_compare_picture_pick (PlComparePicture *self, double y, guint *row)
{
  PlItem item;
  PlBox box;

  if (!pl_drawing_pick (&self->drawing, self->width / 2, y, &item, &box))
    return FALSE;
  *row = item.lane;
  return TRUE;
}

char *
pl_compare_picture_describe (PlComparePicture *self, guint i)
{
  const PlCompareRow *row = pl_compare_get_row (self->compare, i);

  g_return_val_if_fail (row != NULL, NULL);
  return pl_cp_row_text (row);
}
