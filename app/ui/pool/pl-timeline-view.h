/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The timeline: draws the scene's view, and turns pointer and keys into changes of the scene. */

#include <gtk/gtk.h>

#include "ui/pool/pl-scene.h"

G_BEGIN_DECLS

#define PL_TYPE_TIMELINE_VIEW (pl_timeline_view_get_type ())
G_DECLARE_FINAL_TYPE (PlTimelineView, pl_timeline_view, PL, TIMELINE_VIEW, GtkWidget)

/* Signal "lane-menu" (guint lane, double x, double y): a menu for that lane is wanted there. */

void pl_timeline_view_set_scene (PlTimelineView *self, PlScene *scene);
/* The lanes' scroll, in pixels; belongs to the view. */
GtkAdjustment *pl_timeline_view_get_adjustment (PlTimelineView *self);
/* What one frame costs now: geometry and cairo, smoothed. For pacing live pictures. */
gint64 pl_timeline_view_get_frame_cost_us (PlTimelineView *self);
/* Where time is drawn, in the view's coordinates. FALSE: nothing is drawn yet. */
gboolean pl_timeline_view_get_plot (PlTimelineView *self, double *x, double *width);
/* A popover whose parent is the view: kept until the next one, or the end. */
void pl_timeline_view_take_popover (PlTimelineView *self, GtkWidget *popover);

G_END_DECLS
