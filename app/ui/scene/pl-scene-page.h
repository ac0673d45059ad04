/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A scene acted out by real processes: its picture while it goes on, what became of it, and each span in words; before
 * the first one, what to do. */

#include <gtk/gtk.h>

#include "control/pl-run.h"
#include "paint/scene/pl-scene-picture.h"

G_BEGIN_DECLS

#define PL_TYPE_SCENE_PAGE (pl_scene_page_get_type ())
G_DECLARE_FINAL_TYPE (PlScenePage, pl_scene_page, PL, SCENE_PAGE, GtkWidget)

/* Property: "trace" (PlTrace, read-only): what is shown; NULL: nothing. */

/* Follows a run that has just been started, until it is finished. What was shown before stays until there is
 * something to see. */
void pl_scene_page_follow (PlScenePage *self, PlRun *run);
/* The run is over: the last look at its log. Where it came to nothing, what is shown stays. */
void pl_scene_page_finish (PlScenePage *self);
void pl_scene_page_show_log (PlScenePage *self, PlLog *log);

/* What is shown; NULL: nothing. */
PlTrace *pl_scene_page_get_trace (PlScenePage *self);
PlLog *pl_scene_page_get_log (PlScenePage *self);
/* The time that is looked at, without the selection, which is explained in the window only, and without the room kept
 * free for what is still to come. */
void pl_scene_page_get_picture_view (PlScenePage *self, PlSceneView *view);
GtkWidget *pl_scene_page_get_view (PlScenePage *self);

G_END_DECLS
