/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/widgets/pl-tip.h"

void
pl_tip_set (GtkWidget  *widget,
            const char *text)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  gboolean seen = root != NULL && gtk_widget_get_mapped (GTK_WIDGET (root));
  /* Who has the keyboard would lose it. */
  gboolean hide = gtk_widget_get_visible (widget) && !seen && !gtk_widget_is_focus (widget);

  if (g_strcmp0 (text, gtk_widget_get_tooltip_text (widget)) == 0)
    return;
  /* GTK asks only about visible widgets. */
  if (hide)
    gtk_widget_set_visible (widget, FALSE);
  gtk_widget_set_tooltip_text (widget, text);
  if (hide)
    gtk_widget_set_visible (widget, TRUE);
}
