/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/race/pl-race-picture-private.h"

#include <math.h>

/* One by one: what is shown, and where. */

gboolean
pl_race_picture_pick (PlRacePicture *self, double x, double y, char **tooltip, guint64 *branch)
{
  g_autofree char *text = NULL;
  guint64 found;

  g_return_val_if_fail (self != NULL, FALSE);
  text = pl_rp_tooltip (self, x, y, &found);
  if (!text)
    return FALSE;
  if (tooltip)
    *tooltip = g_steal_pointer (&text);
  if (branch)
    *branch = found;
  return TRUE;
}

gboolean
pl_race_picture_get_window (PlRacePicture *self, gint64 *from_ns, gint64 *to_ns)
{
  g_return_val_if_fail (self != NULL, FALSE);
  *from_ns = self->from_ns;
  *to_ns = self->to_ns;
  return self->has_lanes;
}

guint
pl_race_picture_get_part (PlRacePicture *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->part;
}

gboolean
pl_race_picture_get_plot (PlRacePicture *self, double *x, double *y, double *width, double *height)
{
  g_return_val_if_fail (self != NULL, FALSE);
  *x = self->plot.x;
  *y = self->plot.y;
  *width = self->plot.width;
  *height = self->plot.height;
  return self->has_lanes;
}

guint
pl_race_picture_get_lanes (PlRacePicture *self, guint *n_shown)
{
  g_return_val_if_fail (self != NULL, 0);
  *n_shown = self->has_lanes ? self->n_lanes : 0;
  return *n_shown > 0 ? self->lanes[0] : 0;
}

gint64
pl_race_picture_time (PlRacePicture *self, double x)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->from_ns + (gint64) llround ((x - self->plot.x) / self->plot.width *
                                           (double) (self->to_ns - self->from_ns));
}
