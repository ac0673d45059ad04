/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/window/pl-window-private.h"

#include "ui/find/pl-find-tabs.h"
#include "ui/runs/pl-runs.h"

/* The pane below the picture of the page in front. */

/* A note was written, changed or deleted: what is kept of the run gets it, too, and what was saved or opened is no longer
 * what is shown. */
static void
changed_cb (PlWindow *self,
            guint     what,
            PlViewer *viewer)
{
  PlPicture *picture = pl_viewer_get_picture (viewer);
  PlLog *log = picture != NULL ? pl_picture_get_log (picture) : NULL;
  guint serial = log != NULL ? pl_log_notes_serial (log) : 0;
  const PlPageInfo *info = pl_window_get_shown_info (self);
  PlRunEntry *entry;

  if (!(what & PL_VIEWER_MARKS) || log == NULL)
    return;
  if (serial == GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (viewer), "pl-notes")))
    return;
  g_object_set_data (G_OBJECT (viewer), "pl-notes", GUINT_TO_POINTER (serial));
  /* Another run has come, and its notes with it. */
  if (what & PL_VIEWER_PICTURE)
    return;
  entry = pl_window_find_entry (self, log);
  if (entry != NULL)
    pl_run_store_update (pl_runs_get_store (pl_runs_get ()), entry, log);
  if (g_hash_table_lookup (self->kept, info) == log)
    g_hash_table_remove (self->kept, info);
}

static void
page_changed_cb (PlWindow *self)
{
  PlCanvas *canvas = pl_page_get_canvas (pl_window_get_shown (self));
  PlViewer *viewer = pl_canvas_get_viewer (canvas);

  pl_find_pane_set_canvas (self->find_pane, canvas);
  if (g_signal_handler_find (viewer, G_SIGNAL_MATCH_FUNC | G_SIGNAL_MATCH_DATA, 0, 0, NULL, changed_cb, self) == 0)
    g_signal_connect_object (viewer, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
}

void
pl_window_show_find_tab (PlWindow   *self,
                         const char *key)
{
  page_changed_cb (self);
  pl_find_pane_show (self->find_pane, key);
}

/* Before there is anything to go on with, it asks what for. */
void
pl_window_find_next (PlWindow *self,
                     gboolean  forward)
{
  page_changed_cb (self);
  if (!pl_find_tab_step (pl_find_pane_get_tab (self->find_pane, "find"), forward))
    pl_find_pane_show (self->find_pane, "find");
}

/* After the pages: theirs is the first to hear that another one is in front, and makes it. */
void
pl_window_init_find (PlWindow *self)
{
  g_signal_connect_object (self->pages, "notify::visible-child", G_CALLBACK (page_changed_cb), self, G_CONNECT_SWAPPED);
  /* In a low window there is no room for the kept runs as well. */
  g_signal_connect_object (self->find_pane, "notify::visible", G_CALLBACK (pl_window_update_runs), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self, "notify::default-height", G_CALLBACK (pl_window_update_runs), self, G_CONNECT_SWAPPED);
  page_changed_cb (self);
}
