/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/pool/pl-timeline-view-private.h"

#include <string.h>

#include "ui/pl-accels.h"

#define ZOOM_STEP 1.5
#define PAN_STEP 0.15     /* of the visible range */

static gint64
visible_ns (PlTimelineView *self)
{
  const PlView *view = pl_scene_get_view (self->scene);
  return view->to_ns - view->from_ns;
}

/* Zooming by keyboard keeps what is selected where it is, when it is in sight; else the middle. */
static gint64
zoom_center (PlTimelineView *self)
{
  const PlView *view = pl_scene_get_view (self->scene);
  gint64 middle = view->from_ns + visible_ns (self) / 2;
  PlSpan span;

  if (view->has_range)
    middle = view->range_from_ns + (view->range_to_ns - view->range_from_ns) / 2;
  else if (pl_scene_get_selected (self->scene, &span))
    middle = MAX (span.start_ns, view->from_ns) / 2 + MIN (span.end_ns, view->to_ns) / 2;
  return middle >= view->from_ns && middle <= view->to_ns ? middle : view->from_ns + visible_ns (self) / 2;
}

static void
pan_by (PlTimelineView *self,
        double          share)
{
  pl_scene_pan (self->scene, (gint64) (share * (double) visible_ns (self)));
}

static void
zoom_in (PlTimelineView *self)
{
  pl_scene_zoom (self->scene, 1 / ZOOM_STEP, zoom_center (self));
}

static void
zoom_out (PlTimelineView *self)
{
  pl_scene_zoom (self->scene, ZOOM_STEP, zoom_center (self));
}

static void pan_left (PlTimelineView *self) { pan_by (self, -PAN_STEP); }
static void pan_right (PlTimelineView *self) { pan_by (self, PAN_STEP); }
static void page_left (PlTimelineView *self) { pan_by (self, -0.9); }
static void page_right (PlTimelineView *self) { pan_by (self, 0.9); }
static void begin (PlTimelineView *self) { pl_scene_show_begin (self->scene); }
static void end (PlTimelineView *self) { pl_scene_show_end (self->scene); }
static void fit (PlTimelineView *self) { pl_scene_show_all (self->scene); }
static void zoom_selection (PlTimelineView *self) { pl_scene_zoom_to_selection (self->scene); }
static void zoom_span (PlTimelineView *self) { pl_scene_zoom_to_span (self->scene); }
static void clear (PlTimelineView *self) { pl_scene_clear (self->scene); }

static void
walk_span (PlTimelineView *self,
           int             direction)
{
  if (!pl_scene_walk_span (self->scene, direction))
    gtk_widget_error_bell (GTK_WIDGET (self));
}

static void
walk_lane (PlTimelineView *self,
           int             direction)
{
  if (!pl_scene_walk_lane (self->scene, direction))
    gtk_widget_error_bell (GTK_WIDGET (self));
}

static void next_span (PlTimelineView *self) { walk_span (self, 1); }
static void previous_span (PlTimelineView *self) { walk_span (self, -1); }
static void next_lane (PlTimelineView *self) { walk_lane (self, 1); }
static void previous_lane (PlTimelineView *self) { walk_lane (self, -1); }

static void
context_menu (PlTimelineView *self)
{
  const PlView *view = pl_scene_get_view (self->scene);
  PlTimeline *timeline = pl_timeline_view_layout (self);
  PlMark mark;

  if (timeline != NULL && view->has_selection &&
      pl_timeline_locate (timeline, view->selected_lane, view->selected_index, &mark))
    g_signal_emit_by_name (self, "lane-menu", view->selected_lane, mark.x + mark.width / 2, mark.y + mark.height);
}

static const struct {
  const char *name;
  void (*run) (PlTimelineView *);
} actions[] = {
  { "timeline.zoom-in", zoom_in },
  { "timeline.zoom-out", zoom_out },
  { "timeline.pan-left", pan_left },
  { "timeline.pan-right", pan_right },
  { "timeline.page-left", page_left },
  { "timeline.page-right", page_right },
  { "timeline.begin", begin },
  { "timeline.end", end },
  { "timeline.fit", fit },
  { "timeline.zoom-selection", zoom_selection },
  { "timeline.zoom-span", zoom_span },
  { "timeline.next-span", next_span },
  { "timeline.previous-span", previous_span },
  { "timeline.next-lane", next_lane },
  { "timeline.previous-lane", previous_lane },
  { "timeline.clear", clear },
  { "timeline.context-menu", context_menu },
};

static void
activate_cb (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  PlTimelineView *self = PL_TIMELINE_VIEW (widget);

  if (self->scene == NULL || pl_scene_get_trace (self->scene) == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    if (strcmp (actions[i].name, name) == 0)
      actions[i].run (self);
}

void
pl_timeline_view_class_init_keys (GtkWidgetClass *widget_class)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, NULL, activate_cb);
  pl_accels_bind (widget_class, PL_KEYS_TIMELINE);
}
