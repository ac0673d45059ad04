/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The list of scenes, and under it the variant and the numbers of the chosen one. A plan chooses its scene and shows
 * its numbers; those of other scenes stay as they are. */

#include "ui/widgets/pl-form.h"

G_BEGIN_DECLS

#define PL_TYPE_SCENE_FORM (pl_scene_form_get_type ())
G_DECLARE_FINAL_TYPE (PlSceneForm, pl_scene_form, PL, SCENE_FORM, PlForm)

G_END_DECLS
