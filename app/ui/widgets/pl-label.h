/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Labels that may be too narrow for what they say. */

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows text, which is taken, and all of it in the tooltip, too. */
void pl_label_take_text (GtkWidget *label, char *text);

G_END_DECLS
