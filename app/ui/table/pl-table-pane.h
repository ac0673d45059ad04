/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Beside the picture the same data as a table: spans, messages, increments that were lost. What is selected in one is
 * selected in the other. It is about the canvas of the page in front, and also the way in for who cannot see a picture. */

#include "ui/canvas/pl-canvas.h"

G_BEGIN_DECLS

#define PL_TYPE_TABLE_PANE (pl_table_pane_get_type ())
G_DECLARE_FINAL_TYPE (PlTablePane, pl_table_pane, PL, TABLE_PANE, GtkWidget)

/* Actions: "table.copy", "table.close" (closes, and gives the keyboard to the picture). */

/* Does not own it. */
void pl_table_pane_set_canvas (PlTablePane *self, PlCanvas *canvas);
/* It is below the picture, in a window so low that the picture needs all the room there is beside it. */
gboolean pl_table_pane_is_crowded (PlTablePane *self);
/* It is there: gives the keyboard to it. */
void pl_table_pane_begin (PlTablePane *self);

G_END_DECLS
