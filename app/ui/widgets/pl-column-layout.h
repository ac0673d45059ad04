/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Lays children out one below the other, each as wide as the widget and as tall as it needs to be. It is as wide as its widest
 * child at any height: a box that is asked how narrow it may be at one lays out its text at a dozen widths to find out.
 * For what scrolls: at no width in particular it says that it needs no height.
 * Property "spacing": between two of them, in pixels, 0 at first. */

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PL_TYPE_COLUMN_LAYOUT (pl_column_layout_get_type ())
G_DECLARE_FINAL_TYPE (PlColumnLayout, pl_column_layout, PL, COLUMN_LAYOUT, GtkLayoutManager)

G_END_DECLS
