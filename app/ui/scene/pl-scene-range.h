/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The time a scene's picture shows: zoomed, moved, brought back. Plain arithmetic. */

#include "paint/scene/pl-scene-picture.h"

G_BEGIN_DECLS

typedef struct {
  gint64 from_ns, to_ns;
} PlSceneRange;

/* factor < 1: closer; at_ns stays where it is. FALSE: it is as close as it gets, or all of 0 .. end_ns already. */
gboolean pl_scene_range_zoom (PlSceneRange *range, double factor, gint64 at_ns, gint64 end_ns);
/* By a share of what is shown; > 0: later. FALSE: there is nothing more. */
gboolean pl_scene_range_move (PlSceneRange *range, double share, gint64 end_ns);
/* The run goes on, or is over: what showed its end at before_ns goes on doing so. FALSE: it stays as it is. */
gboolean pl_scene_range_follow (PlSceneRange *range, gint64 before_ns, gint64 end_ns, gboolean live);
/* Moves as little as needed to show the span, or its begin where it is too long. FALSE: it was shown already. */
gboolean pl_scene_range_reveal (PlSceneRange *range, const PlSpan *span, gint64 end_ns);

G_END_DECLS
