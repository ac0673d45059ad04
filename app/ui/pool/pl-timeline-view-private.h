/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/pool/pl-timeline-view.h"

G_BEGIN_DECLS

struct _PlTimelineView
{
  GtkWidget parent_instance;

  PlScene *scene;
  GtkAdjustment *adjustment;
  GtkWidget *popover;

  /* The picture as last laid out; NULL: to be made anew. */
  PlTimeline *timeline;
  PlThemeId theme;
  gint64 frame_cost_us;

  /* The pointer */
  double pointer_x, pointer_y;
  gboolean dragging;          /* a range is being selected */
  double drag_x;
  gint64 drag_ns;
  gint64 pan_from_ns, pan_to_ns;
  double pan_scroll;
  gint64 pinch_from_ns, pinch_to_ns, pinch_center_ns;
};

/* NULL: there is nothing to show, or no room. Owned by the view; valid until the next change. */
PlTimeline *pl_timeline_view_layout (PlTimelineView *self);
/* Nanoseconds a pixel. */
double pl_timeline_view_scale (PlTimelineView *self);
/* The worst span of what is under the pointer. */
gboolean pl_timeline_view_span_at (PlTimelineView *self, double x, double y, PlMark *mark, guint64 *index);

void pl_timeline_view_init_input (PlTimelineView *self);
void pl_timeline_view_class_init_keys (GtkWidgetClass *widget_class);

G_END_DECLS
