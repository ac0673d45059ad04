/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What is said about a widget where the pointer rests on it. */

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* As gtk_widget_set_tooltip_text (), which for each text of a visible widget grabs the X server and asks it where the pointer is:
 * 0.2 ms, and dozens of them before a window is seen. Nobody can point at what is not in a
 * window yet, or in one that is not there yet. Templates set tooltips as GTK does. */
void pl_tip_set (GtkWidget *widget, const char *text);

G_END_DECLS
