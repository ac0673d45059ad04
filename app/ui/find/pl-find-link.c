/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/find/pl-find-link.h"

void
pl_find_link_clear (PlFindLink *self)
{
  if (self->changed_id != 0)
    g_signal_handler_disconnect (self->viewer, self->changed_id);
  self->changed_id = 0;
  g_clear_object (&self->viewer);
  g_clear_weak_pointer (&self->canvas);
}

void
pl_find_link_set (PlFindLink *self,
                  PlCanvas   *canvas,
                  GCallback   changed,
                  gpointer    data)
{
  pl_find_link_clear (self);
  g_set_weak_pointer (&self->canvas, canvas);
  self->viewer = g_object_ref (pl_canvas_get_viewer (canvas));
  self->changed_id = g_signal_connect_swapped (self->viewer, "changed", changed, data);
}

PlPicture *
pl_find_link_get_picture (PlFindLink *self)
{
  return self->viewer != NULL ? pl_viewer_get_picture (self->viewer) : NULL;
}
