/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The cells of a table's column: names stand to the left, figures under each other to the right. */

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Connect its "bind" and say there what a cell shows. */
GtkListItemFactory *pl_cells_new (gboolean names);
void pl_cell_set_text (GtkListItem *item, const char *text);

G_END_DECLS
