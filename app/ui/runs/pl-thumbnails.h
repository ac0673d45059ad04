/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The pictures of runs that are kept, drawn small: of each kind its own. Made once, in a thread, and kept beside the run. */

#include <gtk/gtk.h>

#include "control/pl-run-entry.h"
#include "paint/pl-theme.h"

G_BEGIN_DECLS

/* Logical pixels; there are twice as many of them. */
#define PL_THUMBNAIL_WIDTH 96
#define PL_THUMBNAIL_HEIGHT 54

/* What there is already, from memory; NULL: nothing yet. Owned by the entry. */
GdkTexture *pl_thumbnails_get (PlRunEntry *entry, PlThemeId theme);
/* Makes it, or reads it; one after the other. NULL from the second: there is none, the run cannot be read. */
void pl_thumbnails_make (PlRunEntry *entry, PlThemeId theme, GCancellable *cancellable, GAsyncReadyCallback ready,
                         gpointer data);
GdkTexture *pl_thumbnails_make_finish (PlRunEntry *entry, GAsyncResult *result);

G_END_DECLS
