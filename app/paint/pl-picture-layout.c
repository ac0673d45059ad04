/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/parts/pl-overlay.h"

/* A picture as it is laid out and drawn: what the kind makes of it, in its own units, and over that what a person put
 * there. */

static double
scale_of (const PlPaper *paper)
{
  return paper->text_scale > 0 ? paper->text_scale : 1;
}

static PlViewport
scaled_viewport (const PlViewport *viewport, const PlPaper *paper)
{
  PlViewport scaled = *viewport;

  scaled.scroll /= scale_of (paper);
  return scaled;
}

static void
scale_box (PlBox *box, double by)
{
  box->x *= by;
  box->y *= by;
  box->width *= by;
  box->height *= by;
}

PlDrawing *
pl_picture_lay_out (PlPicture *self, const PlViewport *viewport, const PlPaper *paper)
{
  PlPaper scaled = { paper->theme, 1, paper->width / scale_of (paper), paper->height / scale_of (paper), paper->parts };
  PlViewport moved = scaled_viewport (viewport, paper);
  PlDrawing *drawing = PL_PICTURE_GET_CLASS (self)->lay_out (self, &moved, &scaled);
  double scale = scale_of (paper);

  drawing->scale = scale;
  drawing->width *= scale;
  drawing->height *= scale;
  drawing->scroll *= scale;
  drawing->content_height *= scale;
  drawing->scroll_step *= scale;
  scale_box (&drawing->plot, scale);
  drawing->overlay = pl_overlay_new (self, viewport, paper, drawing);
  return drawing;
}

void
pl_drawing_draw (PlDrawing *self, cairo_t *cr)
{
  if (self->scale == 1)
    {
      self->klass->draw (self, cr);
    }
  else
    {
      cairo_save (cr);
      cairo_scale (cr, self->scale, self->scale);
      self->klass->draw (self, cr);
      cairo_restore (cr);
    }
  if (self->overlay)
    pl_overlay_draw (self->overlay, cr);
}

void
pl_drawing_free (PlDrawing *self)
{
  if (!self)
    return;
  pl_overlay_free (self->overlay);
  self->klass->free (self);
}
