/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The list of scenes, and under it the variant and the numbers of the chosen one. */

#include <gtk/gtk.h>

#include "log/pl-plan-data.h"
#include "log/pl-scenes.h"

G_BEGIN_DECLS

#define PL_TYPE_SCENE_FORM (pl_scene_form_get_type ())
G_DECLARE_FINAL_TYPE (PlSceneForm, pl_scene_form, PL, SCENE_FORM, GtkWidget)

/* Chooses its scene and shows its numbers; those of other scenes stay as they are. */
void pl_scene_form_set_plan (PlSceneForm *self, const PlPlanData *plan);
/* FALSE and error: the first thing that is wrong; the fields say so too. */
gboolean pl_scene_form_get_plan (PlSceneForm *self, PlPlanData *plan, GError **error);
PlSceneId pl_scene_form_get_scene (PlSceneForm *self);

G_END_DECLS
