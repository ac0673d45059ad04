/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/pl-picture.h"

/* Most pictures show one run. */
void
pl_picture_get_runs (PlPicture *self, PlCompared *out)
{
  PlLog *log = pl_picture_get_log (self);

  *out = (PlCompared) { 0 };
  if (PL_PICTURE_GET_CLASS (self)->get_runs != NULL)
    PL_PICTURE_GET_CLASS (self)->get_runs (self, out);
  else if (log != NULL)
    pl_compared_add (out, log);
}
