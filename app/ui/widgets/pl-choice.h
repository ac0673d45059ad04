/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Fills a drop-down with names that assistive technology is told too: GTK 4.8 leaves its own list items nameless. */

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* name: of item i, 0..n-1; what it returns lives for ever. */
void pl_choice_fill (GtkDropDown *drop_down, const char *(*name) (guint i), guint n);

G_END_DECLS
