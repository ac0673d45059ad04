/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Labels that may be too narrow for what they say. */

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows text, which is taken, and all of it in the tooltip, too. */
void pl_label_take_text (GtkWidget *label, char *text);

/* In this label, or in all labels that are in widget now and wrap, no line ends between a number and its unit, whatever they
 * are to say later. */
void pl_label_hold_measures (GtkWidget *widget);

G_END_DECLS
