/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Compares the chosen locks; the arrow beside it opens the list to choose from. */

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PL_TYPE_COMPARE_BUTTON (pl_compare_button_get_type ())
G_DECLARE_FINAL_TYPE (PlCompareButton, pl_compare_button, PL, COMPARE_BUTTON, GtkWidget)

/* Property "locks" (guint64): PlLocks. It activates win.compare. */

G_END_DECLS
