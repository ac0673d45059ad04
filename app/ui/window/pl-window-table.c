/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/window/pl-window-private.h"

/* The table beside the picture of the page in front: to its right, or where the window is narrow, below it. */

/* In pixels, with type of the usual size. */
#define WIDE 1200
#define TABLE_WIDTH 520
#define TABLE_HEIGHT 260

static void
page_changed_cb (PlWindow *self)
{
  pl_table_pane_set_canvas (self->table_pane, pl_page_get_canvas (pl_window_get_shown (self)));
}

static void
place (PlWindow *self)
{
  int width, height;
  GtkOrientation before = gtk_orientable_get_orientation (GTK_ORIENTABLE (self->beside)), now;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  now = width >= WIDE ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL;
  if (now == before && gtk_paned_get_end_child (self->beside) != NULL &&
      g_object_get_data (G_OBJECT (self->beside), "pl-placed") != NULL)
    return;
  g_object_set_data (G_OBJECT (self->beside), "pl-placed", self->beside);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->beside), now);
  gtk_widget_set_size_request (GTK_WIDGET (self->table_pane), now == GTK_ORIENTATION_HORIZONTAL ? TABLE_WIDTH : -1,
                               now == GTK_ORIENTATION_VERTICAL ? TABLE_HEIGHT : -1);
}

static void
shown_cb (PlWindow *self)
{
  gboolean shown = gtk_widget_get_visible (GTK_WIDGET (self->table_pane));

  if (shown)
    {
      page_changed_cb (self);
      place (self);
      pl_table_pane_begin (self->table_pane);
    }
  else if (gtk_window_get_focus (GTK_WINDOW (self)) == NULL)
    {
      pl_window_focus_picture (self);
    }
}

void
pl_window_init_table (PlWindow *self)
{
  g_autoptr(GPropertyAction) action = g_property_action_new ("show-table", self->table_pane, "visible");

  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
  g_signal_connect_object (self->pages, "notify::visible-child", G_CALLBACK (page_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->table_pane, "notify::visible", G_CALLBACK (shown_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self, "notify::default-width", G_CALLBACK (place), self, G_CONNECT_SWAPPED);
  page_changed_cb (self);
}
