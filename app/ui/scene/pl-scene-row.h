/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One scene in the list: its name, and what it is about. */

#include <gtk/gtk.h>

#include "log/pl-scenes.h"

G_BEGIN_DECLS

GtkWidget *pl_scene_row_new (PlSceneId scene);
/* All of them, in its key, name or description; none: TRUE. */
gboolean pl_scene_row_has_words (GtkListBoxRow *row, const char *words);
PlSceneId pl_scene_row_get_scene (GtkListBoxRow *row);
/* The chosen one shows all of its description, the others a line of it. */
void pl_scene_row_set_chosen (GtkListBoxRow *row, gboolean chosen);

/* A variant to choose: what it is called, and what is expected of it. Grouped with the one before, if any. */
GtkWidget *pl_scene_variant_button_new (const PlSceneVariantInfo *variant, GtkCheckButton *before);

G_END_DECLS
