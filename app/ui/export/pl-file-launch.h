/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A file in other programs: whichever opens it, or the one that shows folders. Neither is waited for. */

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Called if nobody could be found for it. */
typedef void (*PlFileLaunchFailed) (GtkWindow *parent, const GError *error);

/* parent is held until it is known. */
void pl_file_launch_open (GtkWindow *parent, const char *path, PlFileLaunchFailed failed);
/* In its folder, picked out; or, where nobody can do that, its folder. */
void pl_file_launch_show (GtkWindow *parent, const char *path, PlFileLaunchFailed failed);

G_END_DECLS
