/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/find/pl-find-link.h"

#include <glib/gi18n.h>

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

gboolean
pl_find_link_get_range (PlFindLink  *self,
                        gint64      *from_ns,
                        gint64      *to_ns,
                        const char **what)
{
  const PlViewport *view = self->viewer != NULL ? pl_viewer_get_viewport (self->viewer) : NULL;
  gint64 begin, end;

  if (pl_find_link_get_picture (self) == NULL || !pl_viewer_get_range (self->viewer, from_ns, to_ns) ||
      !pl_picture_get_whole (pl_find_link_get_picture (self), &begin, &end))
    return FALSE;
  *what = *from_ns <= begin && *to_ns >= end ? _("Whole run") : _("What is in sight");
  *to_ns = MIN (*to_ns, MAX (end, begin + 1));
  if (view->has_range)
    {
      *what = _("Selected range");
      *from_ns = view->range_from_ns;
      *to_ns = view->range_to_ns;
    }
  else if (pl_viewer_get_marked_range (self->viewer, &begin, &end))
    {
      *what = _("Between A and B");
      *from_ns = begin;
      *to_ns = end;
    }
  return *to_ns > *from_ns;
}

gboolean
pl_find_link_get_range_so_far (PlFindLink  *self,
                               gint64      *from_ns,
                               gint64      *to_ns,
                               const char **what)
{
  gint64 begin, end, until_ns;

  if (!pl_find_link_get_range (self, from_ns, to_ns, what))
    return FALSE;
  until_ns = pl_viewer_get_viewport (self->viewer)->until_ns;
  if (until_ns <= 0 || *to_ns <= until_ns)
    return TRUE;
  pl_picture_get_whole (pl_find_link_get_picture (self), &begin, &end);
  if (*from_ns <= begin && *to_ns >= end)
    *what = _("The run so far");
  *to_ns = until_ns;
  return *to_ns > *from_ns;
}

const char *
pl_find_link_why_nothing (PlFindLink *self)
{
  const char *what;
  gint64 from_ns, to_ns;

  if (pl_find_link_get_picture (self) == NULL)
    return _("Nothing has run yet.");
  if (pl_find_link_get_range (self, &from_ns, &to_ns, &what) && !pl_find_link_get_range_so_far (self, &from_ns, &to_ns, &what))
    return _("At this moment of the replay nothing has happened there yet.");
  return _("There is nothing to count in this picture.");
}

gboolean
pl_find_link_goes_on (PlFindLink *self,
                      guint       what)
{
  PlPicture *picture = pl_find_link_get_picture (self);

  return picture != NULL && !(what & PL_VIEWER_PICTURE) &&
         (pl_picture_get_live (picture) || pl_viewer_get_moving (self->viewer));
}

PlPicture *
pl_find_link_get_picture (PlFindLink *self)
{
  return self->viewer != NULL ? pl_viewer_get_picture (self->viewer) : NULL;
}
