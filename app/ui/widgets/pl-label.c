/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/widgets/pl-label.h"

#include "paint/pl-ink.h"
#include "ui/widgets/pl-tip.h"

void
pl_label_take_text (GtkWidget *label,
                    char      *text)
{
  gtk_label_set_text (GTK_LABEL (label), text);
  pl_tip_set (label, text);
  g_free (text);
}

/* Beside what attributes it has of its own; those of markup are not among them. */
static void
hold_cb (GtkLabel *label)
{
  PangoAttrList *own = g_object_get_data (G_OBJECT (label), "pl-own-attributes");
  PangoAttrList *attributes = own != NULL ? pango_attr_list_copy (own) : pango_attr_list_new ();
  gboolean any = pl_ink_hold_measures (attributes, gtk_label_get_text (label));

  /* Most say none, again and again. */
  if (any || gtk_label_get_attributes (label) != own)
    gtk_label_set_attributes (label, any ? attributes : own);
  pango_attr_list_unref (attributes);
}

static void
hold_label (GtkLabel *label)
{
  PangoAttrList *own = gtk_label_get_attributes (label);

  if (!gtk_label_get_wrap (label) || g_object_get_data (G_OBJECT (label), "pl-holds") != NULL)
    return;
  g_object_set_data (G_OBJECT (label), "pl-holds", label);
  if (own != NULL)
    g_object_set_data_full (G_OBJECT (label), "pl-own-attributes", pango_attr_list_ref (own), (GDestroyNotify) pango_attr_list_unref);
  g_signal_connect (label, "notify::label", G_CALLBACK (hold_cb), NULL);
  hold_cb (label);
}

void
pl_label_hold_measures (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    hold_label (GTK_LABEL (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    pl_label_hold_measures (child);
}
