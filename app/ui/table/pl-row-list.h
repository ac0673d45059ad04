/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Rows as a model for GTK, which also knows which of them are selected. An item is made when a row is shown, and holds
 * nothing: what stands in a row is looked up by its position. However many there are, nothing is built for each. */

#include <gtk/gtk.h>

#include "trace/rows/pl-rows.h"

G_BEGIN_DECLS

#define PL_TYPE_ROW_LIST (pl_row_list_get_type ())
G_DECLARE_FINAL_TYPE (PlRowList, pl_row_list, PL, ROW_LIST, GObject)

PlRowList *pl_row_list_new (void);
/* Takes rows that are done; NULL: there are none. Nothing is selected then. */
void pl_row_list_set_rows (PlRowList *self, PlRows *rows);
/* NULL: none. */
PlRows *pl_row_list_get_rows (PlRowList *self);

G_END_DECLS
