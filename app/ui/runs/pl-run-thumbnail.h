/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The thumbnail of a run, made when it is first seen. */

#include <gtk/gtk.h>

#include "control/pl-run-entry.h"

G_BEGIN_DECLS

#define PL_TYPE_RUN_THUMBNAIL (pl_run_thumbnail_get_type ())
G_DECLARE_FINAL_TYPE (PlRunThumbnail, pl_run_thumbnail, PL, RUN_THUMBNAIL, GtkWidget)

/* NULL: none. */
void pl_run_thumbnail_set_entry (PlRunThumbnail *self, PlRunEntry *entry);
/* Half as large, where there is little room. */
void pl_run_thumbnail_set_small (PlRunThumbnail *self, gboolean small);

G_END_DECLS
