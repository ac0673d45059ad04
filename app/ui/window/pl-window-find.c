/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/window/pl-window-private.h"

#include "ui/find/pl-find-tabs.h"

/* The pane below the picture of the page in front. */

static void
page_changed_cb (PlWindow *self)
{
  pl_find_pane_set_canvas (self->find_pane, pl_page_get_canvas (pl_window_get_shown (self)));
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
  page_changed_cb (self);
}
