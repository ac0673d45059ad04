/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One line of a form: a visible label that is also the control's accessible name, the control, and under them
 * a note, or in words what is wrong. */

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PL_TYPE_FORM_ROW (pl_form_row_get_type ())
G_DECLARE_FINAL_TYPE (PlFormRow, pl_form_row, PL, FORM_ROW, GtkWidget)

/* Properties: "label" (with a mnemonic), "child", "note". */

void pl_form_row_set_note (PlFormRow *self, const char *note);
/* NULL: nothing is wrong. While something is, it stands in the note's place. */
void pl_form_row_set_error (PlFormRow *self, const char *error);
const char *pl_form_row_get_error (PlFormRow *self);
/* The label without its mnemonic's underscore. */
const char *pl_form_row_get_text (PlFormRow *self);
GtkWidget *pl_form_row_get_child (PlFormRow *self);

G_END_DECLS
