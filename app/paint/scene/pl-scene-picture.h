/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A scene as a picture: what became of it, what was counted, and the lanes with the moment it went
 * wrong and the ring of waits drawn over them. While it goes on: what is known so far. Pure, like
 * the timeline it is built on. */

#include <cairo.h>

#include "paint/pl-picture.h"
#include "trace/pl-trace.h"

G_BEGIN_DECLS

typedef struct _PlScenePicture PlScenePicture;

/* trace: of a log of kind PL_RUN_SCENE. viewport: no time asked for is what is worth looking at.
 * PlParts TITLE, LEGEND, FOOTER, VECTOR apply. */
PlScenePicture *pl_scene_picture_lay_out (PlTrace *trace, const PlViewport *viewport, const PlPaper *paper);
void pl_scene_picture_free (PlScenePicture *self);
void pl_scene_picture_draw (PlScenePicture *self, cairo_t *cr);

G_END_DECLS
