/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/canvas/pl-viewer-private.h"

/* What is selected has a row. FALSE: it had one. */
static gboolean
unfold (PlViewer *self,
        guint     lane)
{
  gboolean open;
  guint above;

  if (self->picture == NULL || !pl_picture_get_fold (self->picture, lane, &above, &open) || open || above == lane)
    return FALSE;
  pl_picture_set_fold (self->picture, lane, TRUE);
  return TRUE;
}

void
pl_viewer_select (PlViewer     *self,
                  const PlItem *item)
{
  PlViewport *view = &self->viewport;
  gboolean unfolded = unfold (self, item->lane);

  if (view->has_selection && pl_item_equal (&view->selected, item) && !view->has_range && !unfolded)
    return;
  view->has_selection = TRUE;
  view->selected = *item;
  view->has_range = FALSE;
  pl_viewer_changed (self, PL_VIEWER_SELECTION | (unfolded ? PL_VIEWER_ROWS : 0));
}

gboolean
pl_viewer_toggle_fold (PlViewer *self,
                       guint     lane)
{
  PlViewport *view = &self->viewport;
  guint above, selected;
  gboolean open;

  if (self->picture == NULL || !pl_picture_get_fold (self->picture, lane, &above, &open))
    return FALSE;
  if (lane != above && !pl_picture_get_fold (self->picture, above, &above, &open))
    return FALSE;
  pl_picture_set_fold (self->picture, above, !open);
  /* What has no row any more is not selected either. */
  if (view->has_selection && pl_picture_get_fold (self->picture, view->selected.lane, &selected, &open)
      && view->selected.lane != selected && !open)
    view->has_selection = FALSE;
  view->has_hover = FALSE;
  pl_viewer_changed (self, PL_VIEWER_SELECTION | PL_VIEWER_HOVER | PL_VIEWER_ROWS);
  return TRUE;
}

void
pl_viewer_select_range (PlViewer *self,
                        gint64    from_ns,
                        gint64    to_ns)
{
  PlViewport *view = &self->viewport;
  gint64 begin, end;

  if (self->picture == NULL || !pl_picture_get_whole (self->picture, &begin, &end))
    return;
  view->range_from_ns = MAX (MIN (from_ns, to_ns), begin);
  view->range_to_ns = MIN (MAX (from_ns, to_ns), end);
  view->has_range = view->range_to_ns > view->range_from_ns;
  if (view->has_range)
    view->has_selection = FALSE;
  pl_viewer_changed (self, PL_VIEWER_SELECTION);
}

void
pl_viewer_clear (PlViewer *self)
{
  if (self->viewport.has_range)
    self->viewport.has_range = FALSE;
  else if (self->viewport.has_selection)
    self->viewport.has_selection = FALSE;
  else
    return;
  pl_viewer_changed (self, PL_VIEWER_SELECTION);
}

gboolean
pl_viewer_get_selected_time (PlViewer *self,
                             gint64   *from_ns,
                             gint64   *to_ns)
{
  const PlViewport *view = &self->viewport;

  if (view->has_range)
    {
      *from_ns = view->range_from_ns;
      *to_ns = view->range_to_ns;
      return TRUE;
    }
  return view->has_selection && pl_picture_item_time (self->picture, view, &view->selected, from_ns, to_ns);
}

gboolean
pl_viewer_open (PlViewer     *self,
                const PlItem *item)
{
  PlViewport before = self->viewport;

  if (self->picture == NULL || !pl_picture_open_item (self->picture, item, &self->viewport))
    return FALSE;
  pl_viewer_choose_follow (self);
  pl_viewer_changed (self, PL_VIEWER_VIEW | PL_VIEWER_SELECTION);
  pl_viewer_remember (self, &before);
  return TRUE;
}

gboolean
pl_viewer_zoom_to_selection (PlViewer *self)
{
  const PlViewport *view = &self->viewport;

  if (!view->has_range)
    return view->has_selection && pl_viewer_open (self, &view->selected);
  pl_viewer_show (self, view->range_from_ns, view->range_to_ns);
  return TRUE;
}

gboolean
pl_viewer_walk (PlViewer *self,
                PlWalk    direction)
{
  const PlViewport *view = &self->viewport;
  gint64 from_ns, to_ns;
  PlItem to;

  if (self->picture == NULL ||
      !pl_picture_walk (self->picture, view, view->has_selection ? &view->selected : NULL, direction, &to))
    return FALSE;
  pl_viewer_select (self, &to);
  if (pl_picture_item_time (self->picture, view, &to, &from_ns, &to_ns))
    pl_viewer_reveal (self, from_ns, to_ns);
  return TRUE;
}

gboolean
pl_viewer_show_finding (PlViewer *self,
                        guint64   finding)
{
  PlViewport *view = &self->viewport, before = *view;
  guint64 n;

  if (self->picture == NULL || !self->close_up)
    return FALSE;
  n = pl_picture_get_n_findings (self->picture);
  pl_picture_init_viewport (self->picture, view);
  if (n > 0)
    view->focus = MIN (finding, n - 1);
  view->hidden = before.hidden;
  view->show_messages = before.show_messages;
  view->all_messages = before.all_messages;
  if (before.focus == view->focus && before.to_ns == view->to_ns && !before.has_selection && !before.has_range)
    *view = before;
  else
    pl_viewer_changed (self, PL_VIEWER_VIEW | PL_VIEWER_SELECTION);
  return TRUE;
}

gboolean
pl_viewer_step_findings (PlViewer *self,
                         gint64    by)
{
  guint64 focus = self->viewport.focus, size = (guint64) ABS (by);

  if (self->picture == NULL || pl_picture_get_n_findings (self->picture) == 0)
    return FALSE;
  if (by < 0)
    focus -= MIN (focus, size);
  else
    focus += MIN (G_MAXUINT64 - focus, size);
  return pl_viewer_show_finding (self, focus);
}
