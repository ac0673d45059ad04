/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Lays children out like words: side by side at their natural width, on as many lines as needed; in the
 * middle, where the widget itself is to stand there. */

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PL_TYPE_WRAP_LAYOUT (pl_wrap_layout_get_type ())
G_DECLARE_FINAL_TYPE (PlWrapLayout, pl_wrap_layout, PL, WRAP_LAYOUT, GtkLayoutManager)

#define PL_WRAP_SPACING 4

G_END_DECLS
