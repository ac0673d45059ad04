/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One window: settings on the left, the picture on the right, one run at a time. */

#include <gtk/gtk.h>

#include "ui/pl-page.h"

G_BEGIN_DECLS

#define PL_TYPE_WINDOW (pl_window_get_type ())
G_DECLARE_FINAL_TYPE (PlWindow, pl_window, PL, WINDOW, GtkApplicationWindow)

PlWindow *pl_window_new (GtkApplication *app);

/* Opens a saved run; what goes wrong is said in the window. */
void pl_window_open_path (PlWindow *self, const char *path);
/* The page of that key ("pool"); made, if it has not been yet. */
PlPage *pl_window_get_page (PlWindow *self, const char *key);
/* Nothing has been run or opened here, and nothing is going on. */
gboolean pl_window_is_empty (PlWindow *self);

G_END_DECLS
