/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A scene as a picture: what became of it, what was counted, and the lanes with the moment it went
 * wrong and the ring of waits drawn over them. While it goes on: what is known so far. Pure, like
 * the timeline it is built on. */

#include <cairo.h>

#include "paint/pl-theme.h"
#include "trace/pl-trace.h"

G_BEGIN_DECLS

typedef struct {
  gint64 from_ns, to_ns;        /* to_ns 0: what is worth looking at */
  gboolean room_for_end;        /* so that the lanes stay where they are when the verdict comes */
  gboolean has_selection;       /* one span */
  guint selected_lane;
  guint64 selected_index;
} PlSceneView;

typedef struct _PlScenePicture PlScenePicture;

/* trace: of a log of kind PL_RUN_SCENE. height 0: natural.
 * parts: PlParts; TITLE, LEGEND, FOOTER, VECTOR apply. */
PlScenePicture *pl_scene_picture_new (PlTrace *trace, const PlSceneView *view, PlThemeId theme,
                                      double width, double height, guint parts);
void pl_scene_picture_free (PlScenePicture *self);
void pl_scene_picture_draw (PlScenePicture *self, cairo_t *cr);
double pl_scene_picture_get_height (PlScenePicture *self);
/* The same at its most condensed, without a footer; below it the end of the picture is cut off. */
double pl_scene_picture_get_least_height (PlScenePicture *self);
/* The time that is shown. */
void pl_scene_picture_get_range (PlScenePicture *self, gint64 *from_ns, gint64 *to_ns);
/* The time at x, within what is shown. */
gint64 pl_scene_picture_get_time (PlScenePicture *self, double x);
/* The span under the pointer; FALSE: none. tooltip: its sentence. */
gboolean pl_scene_picture_pick (PlScenePicture *self, double x, double y, guint *lane,
                                guint64 *index, char **tooltip);
/* The row of a lane with its name. */
void pl_scene_picture_lane_box (PlScenePicture *self, guint lane, double *x, double *y,
                                double *width, double *height);

G_END_DECLS
