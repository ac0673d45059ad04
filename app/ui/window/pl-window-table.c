/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/window/pl-window-private.h"

#include <glib/gi18n.h>

#include "ui/widgets/pl-widget-theme.h"

/* The table beside the picture of the page in front: to its right, or where the window is narrow, below it. */

/* In pixels. To its left the picture keeps what its page has to have. */
#define TABLE_WIDTH 520
#define PICTURE_WIDTH 680
#define TABLE_HEIGHT 260
#define LOW_TABLE_HEIGHT 180

static void
page_changed_cb (PlWindow *self)
{
  pl_table_pane_set_canvas (self->table_pane, pl_page_get_canvas (pl_window_get_shown (self)));
}

/* Of the settings, where they take room from the rest. */
static int
sidebar_width (PlWindow *self)
{
  int width = 0;

  if (pl_fold_get_show_sidebar (self->fold) && !pl_fold_get_folded (self->fold))
    gtk_widget_measure (GTK_WIDGET (self->forms), GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
  return width;
}

static void
place (PlWindow *self)
{
  int width, height;
  gboolean wide;

  /* What nobody sees is not measured. */
  if (!gtk_widget_get_visible (GTK_WIDGET (self->table_pane)))
    {
      pl_window_update_runs (self);
      return;
    }
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  wide = width - sidebar_width (self) >= PICTURE_WIDTH + TABLE_WIDTH;
  height = pl_widget_is_low (GTK_WIDGET (self)) ? LOW_TABLE_HEIGHT : TABLE_HEIGHT;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->beside), wide ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL);
  gtk_widget_set_size_request (GTK_WIDGET (self->table_pane), wide ? TABLE_WIDTH : -1, wide ? -1 : height);
  pl_window_update_runs (self);
}

/* Below the picture of a low window there is room for one of them. */
static void
make_room (PlWindow  *self,
           GtkWidget *for_whom)
{
  GtkWidget *other = for_whom == GTK_WIDGET (self->find_pane) ? GTK_WIDGET (self->table_pane) : GTK_WIDGET (self->find_pane);

  if (gtk_widget_get_visible (for_whom) && pl_find_pane_is_crowded (self->find_pane) &&
      pl_table_pane_is_crowded (self->table_pane))
    gtk_widget_set_visible (other, FALSE);
}

static void
shown_cb (PlWindow *self)
{
  if (gtk_widget_get_visible (GTK_WIDGET (self->table_pane)))
    {
      page_changed_cb (self);
      place (self);
      make_room (self, GTK_WIDGET (self->table_pane));
      pl_table_pane_begin (self->table_pane);
      return;
    }
  pl_window_update_runs (self);
  if (gtk_window_get_focus (GTK_WINDOW (self)) == NULL)
    pl_window_focus_picture (self);
}

static void
find_shown_cb (PlWindow *self)
{
  make_room (self, GTK_WIDGET (self->find_pane));
}

/* GTK would call both parts after their classes. */
static void
name_parts (GtkPaned *paned)
{
  for (GtkWidget *part = gtk_widget_get_first_child (GTK_WIDGET (paned)); part != NULL; part = gtk_widget_get_next_sibling (part))
    if (part != gtk_paned_get_start_child (paned) && part != gtk_paned_get_end_child (paned))
      gtk_accessible_update_property (GTK_ACCESSIBLE (part), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Border between picture and table"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (paned), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Picture and table"), -1);
}

void
pl_window_init_table (PlWindow *self)
{
  g_autoptr(GPropertyAction) action = g_property_action_new ("show-table", self->table_pane, "visible");

  name_parts (self->beside);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
  g_signal_connect_object (self->pages, "notify::visible-child", G_CALLBACK (page_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->table_pane, "notify::visible", G_CALLBACK (shown_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->find_pane, "notify::visible", G_CALLBACK (find_shown_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->fold, "notify::show-sidebar", G_CALLBACK (place), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self, "notify::default-width", G_CALLBACK (place), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self, "notify::default-height", G_CALLBACK (place), self, G_CONNECT_SWAPPED);
  page_changed_cb (self);
}
