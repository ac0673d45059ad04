/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The shortcuts window, built from the accelerator table. */

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *pl_shortcuts_window_new (void);

G_END_DECLS
