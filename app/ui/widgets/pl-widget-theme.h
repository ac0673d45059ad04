/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Which of the painter's themes fits the widgets around it. The only place that asks the style
 * context for anything. */

#include <gtk/gtk.h>

#include "paint/pl-theme.h"

G_BEGIN_DECLS

PlThemeId pl_widget_theme (GtkWidget *widget);
/* How large type is to be: 1 as designed, 1.5 for half as large again. The desktop's choice, times what style.css
 * makes of it here. */
double pl_widget_text_scale (GtkWidget *widget);
/* How many times as large as the window's text its own is: what style.css made of it, without the desktop's choice. */
double pl_widget_get_text_size (GtkWidget *widget);
/* What its text is written in. */
void pl_widget_color (GtkWidget *widget, GdkRGBA *color);

/* Keeps the style classes pl-light, pl-dark and pl-contrast of the window right, for style.css. */
void pl_widget_theme_watch (GtkWidget *window);

/* It is in a window so low that not everything has room there beside a picture. */
gboolean pl_widget_is_low (GtkWidget *widget);

/* Gives it a style class, or takes it away. */
void pl_widget_set_class (GtkWidget *widget, const char *name, gboolean on);

/* For the class of a widget whose first child takes all of it: it needs what that needs. */
void pl_widget_measure_child (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                              int *minimum_baseline, int *natural_baseline);
GtkSizeRequestMode pl_widget_get_child_request_mode (GtkWidget *widget);
/* For dispose. */
void pl_widget_unparent_children (GtkWidget *widget);

G_END_DECLS
