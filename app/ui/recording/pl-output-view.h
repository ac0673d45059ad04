/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a recorded program writes: the end of it, which is followed unless somebody looks further up. */

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PL_TYPE_OUTPUT_VIEW (pl_output_view_get_type ())
G_DECLARE_FINAL_TYPE (PlOutputView, pl_output_view, PL, OUTPUT_VIEW, GtkWidget)

void pl_output_view_clear (PlOutputView *self);
/* Translated, above what was written: what there is to say about it. NULL: nothing. */
void pl_output_view_set_note (PlOutputView *self, const char *note);
/* UTF-8. Beyond a MiB what came first is left out. */
void pl_output_view_append (PlOutputView *self, const char *text);
/* Instead of what was written: what had been by a moment of it. NULL: what was written, again. */
void pl_output_view_show_past (PlOutputView *self, const char *text);
/* What is shown. Belongs to the caller. */
char *pl_output_view_get_text (PlOutputView *self);

G_END_DECLS
