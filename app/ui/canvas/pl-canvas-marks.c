/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/canvas/pl-canvas-private.h"

#include "paint/parts/pl-overlay.h"

static gboolean
pointer_moment (PlCanvas *self,
                gint64   *t_ns)
{
  PlDrawing *drawing = pl_canvas_get_drawing (self);
  const PlBox *plot = drawing != NULL ? &drawing->plot : NULL;

  if (!self->pointer_inside || plot == NULL || self->pointer_x < plot->x || self->pointer_x > plot->x + plot->width)
    return FALSE;
  *t_ns = pl_drawing_time (drawing, self->pointer_x);
  return TRUE;
}

gboolean
pl_canvas_get_moment (PlCanvas *self,
                      gboolean  end,
                      gint64   *t_ns)
{
  gint64 from, to;

  if (!pl_viewer_get_range (self->viewer, &from, &to))
    return FALSE;
  if (pointer_moment (self, t_ns))
    return TRUE;
  *t_ns = from + (to - from) / 2;
  if (pl_viewer_get_selected_time (self->viewer, &from, &to))
    *t_ns = end ? to : from;
  return TRUE;
}

gboolean
pl_canvas_mark (PlCanvas *self,
                guint     which)
{
  gint64 t_ns;

  if (!pl_canvas_get_moment (self, which == 1, &t_ns))
    return FALSE;
  pl_viewer_set_marker (self->viewer, which, t_ns);
  return TRUE;
}

static gboolean
within (const PlBox *box,
        double       x,
        double       y)
{
  return x >= box->x && x < box->x + box->width && y >= box->y && y < box->y + box->height;
}

guint32
pl_canvas_note_at (PlCanvas *self,
                   double    x,
                   double    y)
{
  PlDrawing *drawing = pl_canvas_get_drawing (self);
  PlOverlayNote note;

  for (guint i = 0; drawing != NULL && pl_overlay_get_note (drawing->overlay, i, &note); i++)
    {
      PlBox flag = { note.target.x - 2, note.target.y, 12, 12 };

      if (note.has_label ? within (&note.label, x, y) : within (&flag, x, y))
        return note.id;
    }
  return 0;
}
