/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/canvas/pl-viewer-private.h"

#include <glib/gi18n.h>

#include "base/pl-text.h"

static void
set_marker (gboolean *set,
            gint64   *at_ns,
            gint64    t_ns)
{
  *set = !*set || *at_ns != t_ns;
  *at_ns = t_ns;
}

void
pl_viewer_set_marker (PlViewer *self,
                      guint     which,
                      gint64    t_ns)
{
  PlViewport *view = &self->viewport;
  gint64 begin, end;

  if (self->picture == NULL || !pl_picture_get_whole (self->picture, &begin, &end))
    return;
  t_ns = CLAMP (t_ns, begin, end);
  if (which == 0)
    set_marker (&view->has_a, &view->a_ns, t_ns);
  else
    set_marker (&view->has_b, &view->b_ns, t_ns);
  pl_viewer_changed (self, PL_VIEWER_MARKS);
}

void
pl_viewer_clear_markers (PlViewer *self)
{
  if (!self->viewport.has_a && !self->viewport.has_b)
    return;
  self->viewport.has_a = self->viewport.has_b = FALSE;
  pl_viewer_changed (self, PL_VIEWER_MARKS);
}

/* As exact as their distance, or of one alone what is in sight, asks for. */
static char *
moment_text (PlViewer *self,
             gint64    t_ns,
             gint64    length_ns)
{
  gint64 step_ns = 1;

  while (step_ns < length_ns / 1000)
    step_ns *= 10;
  return pl_text_axis_time (t_ns, step_ns, MAX (t_ns, 1));
}

char *
pl_viewer_describe_markers (PlViewer *self)
{
  const PlViewport *view = &self->viewport;
  gint64 from = 0, to = 0, length;

  if (!view->has_a && !view->has_b)
    return NULL;
  pl_viewer_get_range (self, &from, &to);
  length = view->has_a && view->has_b ? ABS (view->b_ns - view->a_ns) : to - from;

  g_autofree char *a = moment_text (self, view->a_ns, length), *b = moment_text (self, view->b_ns, length);
  g_autofree char *distance = pl_text_duration (length);

  if (view->has_a && view->has_b)
    return g_strdup_printf (_("A at %s, B at %s: %s apart."), a, b, distance);
  return view->has_a ? g_strdup_printf (_("Marker A at %s."), a) : g_strdup_printf (_("Marker B at %s."), b);
}

gboolean
pl_viewer_get_marked_range (PlViewer *self,
                            gint64   *from_ns,
                            gint64   *to_ns)
{
  const PlViewport *view = &self->viewport;

  *from_ns = MIN (view->a_ns, view->b_ns);
  *to_ns = MAX (view->a_ns, view->b_ns);
  return view->has_a && view->has_b && *to_ns > *from_ns;
}

void
pl_viewer_set_highlights (PlViewer        *self,
                          PlHighlightKind  kind,
                          PlHighlights    *highlights)
{
  if (self->picture == NULL || (highlights == NULL && pl_picture_get_highlights (self->picture, kind) == NULL))
    return;
  pl_picture_set_highlights (self->picture, kind, highlights);
  pl_viewer_changed (self, PL_VIEWER_MARKS);
}

static void
select_and_reveal (PlViewer     *self,
                   const PlItem *item,
                   gint64        from_ns,
                   gint64        to_ns)
{
  pl_viewer_select (self, item);
  pl_viewer_reveal (self, from_ns, to_ns);
}

gboolean
pl_viewer_select_found (PlViewer         *self,
                        const PlFindSpan *span)
{
  PlItem item = { .kind = span->written ? PL_ITEM_OUTPUT : 0, .index = span->item, .last = span->item };

  if (self->picture == NULL || !pl_picture_row_of_lane (self->picture, span->lane, &item.lane))
    return FALSE;
  select_and_reveal (self, &item, span->from_ns, span->to_ns);
  return TRUE;
}

gboolean
pl_viewer_get_found (PlViewer     *self,
                     PlFindSource *source,
                     PlFindSpan   *span)
{
  const PlViewport *view = &self->viewport;
  gint64 from_ns, to_ns;
  guint lane;

  if (!view->has_selection || self->picture == NULL
      || !pl_picture_lane_of_row (self->picture, view->selected.lane, &lane)
      || !pl_picture_item_time (self->picture, view, &view->selected, &from_ns, &to_ns))
    return FALSE;
  return view->selected.kind == PL_ITEM_OUTPUT ? pl_find_source_find_written (source, lane, from_ns, span)
                                               : pl_find_source_find_item (source, lane, view->selected.index, from_ns, span);
}

PlFindSource *
pl_viewer_make_source (PlViewer *self)
{
  PlFindSource *source = self->picture != NULL ? pl_picture_make_source (self->picture) : NULL;

  if (source != NULL)
    pl_find_source_set_until (source, self->viewport.until_ns);
  return source;
}

gboolean
pl_viewer_select_longest (PlViewer *self,
                          guint32   states)
{
  g_autoptr(PlFindSource) source = pl_viewer_make_source (self);
  PlFindSpan span;

  return source != NULL && pl_find_source_longest (source, states, 0, G_MAXINT64, &span)
         && pl_viewer_select_found (self, &span);
}

gboolean
pl_viewer_follow (PlViewer *self,
                  gboolean  forth)
{
  const PlViewport *view = &self->viewport;
  gint64 from_ns, to_ns;
  PlItem to;

  if (!view->has_selection || !pl_picture_follow (self->picture, &view->selected, forth, &to)
      || !pl_picture_item_time (self->picture, view, &to, &from_ns, &to_ns))
    return FALSE;
  select_and_reveal (self, &to, from_ns, to_ns);
  return TRUE;
}
