/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Prints a picture on one page. */

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Draws the picture for that size into cr, in the units of the size. */
typedef void (*PlPrintDraw) (cairo_t *cr, double width, double height, gpointer data);

/* Asks for the printer; the data is freed when the job is done. FALSE: error says why not. */
gboolean pl_print (GtkWindow *parent, const char *name, PlPrintDraw draw, gpointer data, GDestroyNotify free_data,
                   GError **error);

G_END_DECLS
