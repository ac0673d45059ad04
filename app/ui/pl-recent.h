/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Runs that were saved or opened last, as the desktop knows them. */

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A file of a run was saved or opened. */
void pl_recent_add (const char *path);
/* Fills the menu with the last ones that are still there, each for win.open-file, and keeps it so as long as it lives. */
void pl_recent_fill (GMenu *menu);

G_END_DECLS
