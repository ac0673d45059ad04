/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The picture of a scene that is acted out or has been, with one of its spans selected or none. */

#include <gtk/gtk.h>

#include "paint/scene/pl-scene-picture.h"

G_BEGIN_DECLS

#define PL_TYPE_SCENE_CANVAS (pl_scene_canvas_get_type ())
G_DECLARE_FINAL_TYPE (PlSceneCanvas, pl_scene_canvas, PL, SCENE_CANVAS, GtkWidget)

/* Signal "selection-changed" (). Keys and actions: scene.* */

/* Of a log of kind PL_RUN_SCENE; NULL: nothing to show. Nothing is selected then. */
void pl_scene_canvas_set_trace (PlSceneCanvas *self, PlTrace *trace);
PlTrace *pl_scene_canvas_get_trace (PlSceneCanvas *self);
/* Looks at the log of a scene that goes on. FALSE: nothing is new since the last time. */
gboolean pl_scene_canvas_refresh (PlSceneCanvas *self);
/* What a frame costs, in microseconds, as measured lately. */
gint64 pl_scene_canvas_get_frame_cost_us (PlSceneCanvas *self);
/* What is looked at. */
const PlSceneView *pl_scene_canvas_get_view (PlSceneCanvas *self);

void pl_scene_canvas_select (PlSceneCanvas *self, guint lane, guint64 index);
void pl_scene_canvas_select_nothing (PlSceneCanvas *self);
/* FALSE: nothing is selected. */
gboolean pl_scene_canvas_get_selected (PlSceneCanvas *self, PlSpan *span);
/* The row of the selected span, to scroll to; FALSE: nothing is selected. */
gboolean pl_scene_canvas_get_selected_row (PlSceneCanvas *self, double *y, double *height);

G_END_DECLS
