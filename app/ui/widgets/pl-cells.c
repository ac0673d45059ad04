/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/widgets/pl-cells.h"

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item,
          gpointer                  names)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "xalign", GPOINTER_TO_INT (names) ? 0.0 : 1.0, NULL);

  gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (item, label);
}

GtkListItemFactory *
pl_cells_new (gboolean names)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), GINT_TO_POINTER (names));
  return factory;
}

void
pl_cell_set_text (GtkListItem *item,
                  const char  *text)
{
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), text);
}
