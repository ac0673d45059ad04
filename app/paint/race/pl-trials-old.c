/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/race/pl-trials-private.h"

#include <math.h>

/* The way in without a viewport. */

PlTrialsPicture *
pl_trials_picture_new (PlRace *race, PlThemeId theme, double width, double height, guint parts)
{
  const PlPaper paper = { theme, 1, width, height, parts };
  const PlViewport viewport = { 0 };

  return pl_trials_picture_lay_out (race, &viewport, &paper);
}

double
pl_trials_picture_get_height (PlTrialsPicture *self)
{
  return ceil (self->natural);
}

double
pl_trials_picture_get_least_height (PlTrialsPicture *self)
{
  return pl_tp_least_height (self);
}

char *
pl_trials_picture_pick (PlTrialsPicture *self, double x, double y)
{
  return pl_tp_tooltip (self, x, y);
}
