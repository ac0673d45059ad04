/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/canvas/pl-viewer-private.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (PlViewer, pl_viewer, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

void
pl_viewer_changed (PlViewer *self,
                   guint     what)
{
  g_signal_emit (self, signals[CHANGED], 0, what);
}

/* Another picture of the same run. */
static gboolean
shows_same_log (PlViewer  *self,
                PlPicture *picture)
{
  PlLog *log = picture != NULL ? pl_picture_get_log (picture) : NULL;

  return log != NULL && self->picture != NULL && pl_picture_get_log (self->picture) == log;
}

void
pl_viewer_set_picture (PlViewer  *self,
                       PlPicture *picture,
                       gint64     expected_ns)
{
  PlViewport *view = &self->viewport, before = *view;
  gboolean show_messages = view->show_messages, same = shows_same_log (self, picture);

  g_set_object (&self->picture, picture);
  if (!same)
    g_clear_pointer (&self->undo, g_array_unref);
  *view = (PlViewport) { 0 };
  self->moving = FALSE;
  self->shown_from_ns = self->shown_to_ns = 0;
  self->n_before = 0;
  self->follow = FOLLOW_ALL;
  if (picture != NULL)
    {
      pl_picture_refresh (picture);
      pl_picture_init_viewport (picture, view);
      self->own_range = view->to_ns <= 0;
      self->close_up = self->own_range && (view->scroll < 0 || pl_picture_get_n_findings (picture) > 0);
      if (!self->own_range && pl_picture_get_live (picture))
        view->to_ns = MAX (view->to_ns, expected_ns);
    }
  view->show_messages = show_messages;
  view->hide_notes = before.hide_notes;
  if (same)
    {
      view->has_a = before.has_a;
      view->has_b = before.has_b;
      view->a_ns = before.a_ns;
      view->b_ns = before.b_ns;
      view->until_ns = before.until_ns;
    }
  pl_viewer_changed (self, PL_VIEWER_PICTURE | PL_VIEWER_MARKS | PL_VIEWER_DATA | PL_VIEWER_VIEW | PL_VIEWER_SELECTION |
                     PL_VIEWER_FILTER | PL_VIEWER_CURSOR);
}

void
pl_viewer_hover (PlViewer     *self,
                 const PlItem *item)
{
  PlViewport *view = &self->viewport;

  if (item == NULL ? !view->has_hover : view->has_hover && pl_item_equal (&view->hover, item))
    return;
  view->has_hover = item != NULL;
  if (item != NULL)
    view->hover = *item;
  pl_viewer_changed (self, PL_VIEWER_HOVER);
}

/* What is filtered out cannot stay selected. */
static void
set_hidden (PlViewer *self,
            guint32   bits)
{
  PlViewport *view = &self->viewport;
  guint what = PL_VIEWER_FILTER;
  PlItem item;

  if (bits == view->hidden)
    return;
  view->hidden = bits;
  view->has_hover = FALSE;
  if (view->has_selection && !pl_picture_choose_item (self->picture, view, &view->selected, &item))
    {
      view->has_selection = FALSE;
      what |= PL_VIEWER_SELECTION;
    }
  pl_viewer_changed (self, what);
}

void
pl_viewer_set_hidden (PlViewer *self,
                      guint     entry,
                      gboolean  hidden)
{
  guint32 bits = self->viewport.hidden & ~(1u << entry);

  set_hidden (self, hidden ? bits | 1u << entry : bits);
}

void
pl_viewer_hide_nothing (PlViewer *self)
{
  set_hidden (self, 0);
}

void
pl_viewer_set_show_messages (PlViewer *self,
                             gboolean  show)
{
  if (self->viewport.show_messages == show)
    return;
  self->viewport.show_messages = show;
  /* Who switches them on wants to see them, however many they are. */
  self->viewport.all_messages = show;
  pl_viewer_changed (self, PL_VIEWER_FILTER);
}

gboolean
pl_viewer_describe (PlViewer *self,
                    char    **title,
                    char    **sentence)
{
  const PlViewport *view = &self->viewport;

  if (self->picture == NULL)
    return FALSE;
  if (view->has_range)
    {
      *title = g_strdup (_("Selected range"));
      *sentence = pl_picture_range_text (self->picture, view, view->range_from_ns, view->range_to_ns);
      return TRUE;
    }
  return view->has_selection && pl_picture_item_text (self->picture, view, &view->selected, title, sentence);
}

PlPicture *
pl_viewer_get_picture (PlViewer *self)
{
  return self->picture;
}

const PlViewport *
pl_viewer_get_viewport (PlViewer *self)
{
  return &self->viewport;
}

PlViewer *
pl_viewer_new (void)
{
  return g_object_new (PL_TYPE_VIEWER, NULL);
}

static void
pl_viewer_dispose (GObject *object)
{
  g_clear_object (&PL_VIEWER (object)->picture);
  g_clear_pointer (&PL_VIEWER (object)->undo, g_array_unref);
  G_OBJECT_CLASS (pl_viewer_parent_class)->dispose (object);
}

static void
pl_viewer_class_init (PlViewerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pl_viewer_dispose;

  /* void changed (PlViewer *viewer, guint what): what is PlViewerChange bits */
  signals[CHANGED] = g_signal_new ("changed", PL_TYPE_VIEWER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
pl_viewer_init (PlViewer *self)
{
  self->viewport.show_messages = TRUE;
}
