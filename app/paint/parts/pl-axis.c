/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/parts/pl-axis.h"

gint64
pl_axis_next_step (gint64 step)
{
  gint64 power = 1;

  while (power <= step / 10)
    power *= 10;
  if (step < 2 * power)
    return 2 * power;
  return step < 5 * power ? 5 * power : 10 * power;
}

gint64
pl_axis_step (gint64 range, gint64 most)
{
  gint64 step = 1;

  while (step < range / most + (range % most > 0))
    step = pl_axis_next_step (step);
  return step;
}

gint64
pl_axis_first (gint64 from, gint64 step)
{
  gint64 beyond = from % step;

  return beyond > 0 ? from - beyond + step : from - beyond;
}

gboolean
pl_axis_take (PlAxisRow *row, double left, double width)
{
  if (left < row->taken || left + width > row->right)
    return FALSE;
  row->taken = left + width + row->gap;
  return TRUE;
}
