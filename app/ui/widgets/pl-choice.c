/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/widgets/pl-choice.h"

typedef struct {
  GtkDropDown *drop_down;
  GtkListItem *item;
  GtkWidget *check;
} Row;

static void
update_check (Row *row)
{
  gboolean chosen = gtk_drop_down_get_selected_item (row->drop_down) == gtk_list_item_get_item (row->item);
  gtk_widget_set_opacity (row->check, chosen ? 1 : 0);
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item,
          GtkDropDown              *drop_down)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *check = gtk_image_new_from_icon_name ("object-select-symbolic");

  gtk_box_append (GTK_BOX (box), g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "hexpand", TRUE, NULL));
  gtk_box_append (GTK_BOX (box), check);
  gtk_list_item_set_child (item, box);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         GtkDropDown              *drop_down)
{
  GtkWidget *box = gtk_list_item_get_child (item);
  const char *text = gtk_string_object_get_string (gtk_list_item_get_item (item));
  Row *row = g_new (Row, 1);

  *row = (Row) { drop_down, item, gtk_widget_get_last_child (box) };
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_first_child (box)), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (box)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  g_object_set_data_full (G_OBJECT (item), "pl-row", row, g_free);
  g_signal_connect_swapped (drop_down, "notify::selected-item", G_CALLBACK (update_check), row);
  update_check (row);
}

static void
unbind_cb (GtkSignalListItemFactory *factory,
           GtkListItem              *item,
           GtkDropDown              *drop_down)
{
  g_signal_handlers_disconnect_by_data (drop_down, g_object_get_data (G_OBJECT (item), "pl-row"));
  g_object_set_data (G_OBJECT (item), "pl-row", NULL);
}

void
pl_choice_fill (GtkDropDown *drop_down,
                const char  *(*name) (guint i),
                guint        n)
{
  g_autoptr(GtkStringList) list = gtk_string_list_new (NULL);
  g_autoptr(GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  for (guint i = 0; i < n; i++)
    gtk_string_list_append (list, name (i));

  /* The button keeps GTK's way of showing the chosen one. Before there are any: else all would be made in that way, too. */
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), drop_down);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), drop_down);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), drop_down);
  gtk_drop_down_set_list_factory (drop_down, factory);
  gtk_drop_down_set_model (drop_down, G_LIST_MODEL (list));
}
