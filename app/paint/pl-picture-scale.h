/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Larger type is a picture for less room, drawn larger: nothing in it can run into anything else that did not before.
 * Shared by the files of the base class. */

#include "paint/pl-picture.h"

static inline double
pl_paper_scale (const PlPaper *paper)
{
  return paper->text_scale > 0 ? paper->text_scale : 1;
}

/* As the kind is asked to lay itself out. */
static inline PlPaper
pl_paper_for_kind (const PlPaper *paper)
{
  double scale = pl_paper_scale (paper);

  return (PlPaper) { paper->theme, 1, paper->width / scale, paper->height / scale, paper->parts };
}

static inline void
pl_box_scale (PlBox *box, double by)
{
  box->x *= by;
  box->y *= by;
  box->width *= by;
  box->height *= by;
}
