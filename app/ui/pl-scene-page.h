/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A scene acted out by real processes: what became of it, and each span in words; before the first one, what to do. */

#include <gtk/gtk.h>

#include "control/pl-run.h"
#include "paint/pl-scene-picture.h"

G_BEGIN_DECLS

#define PL_TYPE_SCENE_PAGE (pl_scene_page_get_type ())
G_DECLARE_FINAL_TYPE (PlScenePage, pl_scene_page, PL, SCENE_PAGE, GtkWidget)

/* A run has just been started. */
void pl_scene_page_follow (PlScenePage *self, PlRun *run);
/* The run is over: shows it; where it came to nothing, what was shown before is shown again. */
void pl_scene_page_finish (PlScenePage *self);
void pl_scene_page_show_log (PlScenePage *self, PlLog *log);

/* What is shown; NULL: nothing. */
PlTrace *pl_scene_page_get_trace (PlScenePage *self);
PlLog *pl_scene_page_get_log (PlScenePage *self);
/* The time that is looked at, without the selection: that is explained in the window only. */
void pl_scene_page_get_picture_view (PlScenePage *self, PlSceneView *view);
GtkWidget *pl_scene_page_get_view (PlScenePage *self);

G_END_DECLS
