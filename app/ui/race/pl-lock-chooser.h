/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* All methods of the race to choose from, each with a line on what it does, and the button that compares them. */

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PL_TYPE_LOCK_CHOOSER (pl_lock_chooser_get_type ())
G_DECLARE_FINAL_TYPE (PlLockChooser, pl_lock_chooser, PL, LOCK_CHOOSER, GtkWidget)

/* Property "locks" (guint64): PlLocks. The button activates win.compare and puts away the popover it lies in. */

G_END_DECLS
