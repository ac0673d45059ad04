/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/pool/pl-timeline-view-private.h"

/* Pixels the pointer may move and it is still a click. */
#define CLICK_SLOP 4
/* What one notch of a wheel does. */
#define ZOOM_STEP 1.25
#define SCROLL_STEP 60.0

static gboolean
has_trace (PlTimelineView *self)
{
  return self->scene != NULL && pl_scene_get_trace (self->scene) != NULL;
}

static gint64
time_at (PlTimelineView *self,
         double          x)
{
  PlTimeline *timeline = pl_timeline_view_layout (self);
  return timeline != NULL ? pl_timeline_time (timeline, x) : 0;
}

static void
motion_cb (PlTimelineView *self,
           double          x,
           double          y)
{
  guint64 index;
  PlMark mark;

  self->pointer_x = x;
  self->pointer_y = y;
  if (!has_trace (self) || self->dragging)
    return;
  if (pl_timeline_view_span_at (self, x, y, &mark, &index))
    pl_scene_hover (self->scene, mark.lane, index);
  else
    pl_scene_hover_none (self->scene);
}

static void
leave_cb (PlTimelineView *self)
{
  if (has_trace (self))
    pl_scene_hover_none (self->scene);
}

static gboolean
overflows (PlTimelineView *self)
{
  return gtk_adjustment_get_upper (self->adjustment) > gtk_adjustment_get_page_size (self->adjustment) + 0.5;
}

static gboolean
scroll_cb (PlTimelineView           *self,
           double                    dx,
           double                    dy,
           GtkEventControllerScroll *controller)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));
  double step = SCROLL_STEP * pl_timeline_view_scale (self);

  if (!has_trace (self))
    return FALSE;
  if (state & GDK_CONTROL_MASK)
    {
      double factor = 1;

      for (double turned = dy; turned > 0; turned -= 1)
        factor *= turned < 1 ? 1 + (ZOOM_STEP - 1) * turned : ZOOM_STEP;
      for (double turned = -dy; turned > 0; turned -= 1)
        factor /= turned < 1 ? 1 + (ZOOM_STEP - 1) * turned : ZOOM_STEP;
      pl_scene_zoom (self->scene, factor, time_at (self, self->pointer_x));
      return TRUE;
    }

  if (state & GDK_SHIFT_MASK)
    {
      dx += dy;
      dy = 0;
    }
  if (dy != 0 && overflows (self))
    gtk_adjustment_set_value (self->adjustment, gtk_adjustment_get_value (self->adjustment) + dy * SCROLL_STEP);
  else
    dx += dy;
  if (dx != 0)
    pl_scene_pan (self->scene, (gint64) (dx * step));
  return TRUE;
}

static void
click_at (PlTimelineView *self,
          double          x,
          double          y,
          gboolean        twice)
{
  guint64 index;
  PlMark mark;

  if (!pl_timeline_view_span_at (self, x, y, &mark, &index))
    {
      pl_scene_clear (self->scene);
      return;
    }
  pl_scene_select_span (self->scene, mark.lane, index);
  if (twice)
    pl_scene_zoom_to_span (self->scene);
}

static void
drag_begin_cb (PlTimelineView *self,
               double          x,
               double          y)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->dragging = FALSE;
  self->drag_x = x;
  self->drag_ns = time_at (self, x);
}

static void
drag_update_cb (PlTimelineView *self,
                double          dx,
                double          dy)
{
  if (!has_trace (self) || (!self->dragging && ABS (dx) < CLICK_SLOP))
    return;
  self->dragging = TRUE;
  pl_scene_hover_none (self->scene);
  pl_scene_select_range (self->scene, self->drag_ns, time_at (self, self->drag_x + dx));
}

static void
drag_end_cb (PlTimelineView *self)
{
  self->dragging = FALSE;
}

static void
released_cb (PlTimelineView  *self,
             int              n_press,
             double           x,
             double           y,
             GtkGestureClick *gesture)
{
  if (has_trace (self) && !self->dragging && ABS (x - self->drag_x) < CLICK_SLOP)
    click_at (self, x, y, n_press == 2);
}

static void
menu_pressed_cb (PlTimelineView  *self,
                 int              n_press,
                 double           x,
                 double           y,
                 GtkGestureClick *gesture)
{
  PlTimeline *timeline = pl_timeline_view_layout (self);
  guint64 index;
  PlMark mark;
  guint lane;

  if (timeline == NULL || !pl_timeline_pick_lane (timeline, y, &lane))
    return;
  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (pl_timeline_view_span_at (self, x, y, &mark, &index))
    pl_scene_select_span (self->scene, mark.lane, index);
  g_signal_emit_by_name (self, "lane-menu", lane, x, y);
}

static void
pan_begin_cb (PlTimelineView *self)
{
  const PlView *view;

  if (!has_trace (self))
    return;
  view = pl_scene_get_view (self->scene);
  self->pan_from_ns = view->from_ns;
  self->pan_to_ns = view->to_ns;
  self->pan_scroll = gtk_adjustment_get_value (self->adjustment);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "grabbing");
}

static void
pan_update_cb (PlTimelineView *self,
               double          dx,
               double          dy)
{
  gint64 delta = (gint64) (dx * pl_timeline_view_scale (self));

  if (!has_trace (self))
    return;
  pl_scene_show (self->scene, self->pan_from_ns - delta, self->pan_to_ns - delta);
  gtk_adjustment_set_value (self->adjustment, self->pan_scroll - dy);
}

static void
pan_end_cb (PlTimelineView *self)
{
  gtk_widget_set_cursor (GTK_WIDGET (self), NULL);
}

static void
pinch_begin_cb (PlTimelineView   *self,
                GdkEventSequence *sequence,
                GtkGesture       *gesture)
{
  double x = self->pointer_x, y;

  if (!has_trace (self))
    return;
  gtk_gesture_get_bounding_box_center (gesture, &x, &y);
  self->pinch_from_ns = pl_scene_get_view (self->scene)->from_ns;
  self->pinch_to_ns = pl_scene_get_view (self->scene)->to_ns;
  self->pinch_center_ns = time_at (self, x);
}

static void
pinch_cb (PlTimelineView *self,
          double          scale)
{
  if (!has_trace (self) || scale <= 0)
    return;
  pl_scene_show (self->scene,
                 self->pinch_center_ns - (gint64) ((double) (self->pinch_center_ns - self->pinch_from_ns) / scale),
                 self->pinch_center_ns + (gint64) ((double) (self->pinch_to_ns - self->pinch_center_ns) / scale));
}

static void
add (PlTimelineView     *self,
     GtkEventController *controller)
{
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

void
pl_timeline_view_init_input (PlTimelineView *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  add (self, motion);

  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  add (self, scroll);

  GtkGesture *drag = gtk_gesture_drag_new ();
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  add (self, GTK_EVENT_CONTROLLER (drag));

  /* After the drag in the order of controllers, but first to see the release. */
  GtkGesture *click = gtk_gesture_click_new ();
  g_signal_connect_swapped (click, "released", G_CALLBACK (released_cb), self);
  add (self, GTK_EVENT_CONTROLLER (click));

  GtkGesture *menu = gtk_gesture_click_new ();
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (menu), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (menu, "pressed", G_CALLBACK (menu_pressed_cb), self);
  add (self, GTK_EVENT_CONTROLLER (menu));

  GtkGesture *pan = gtk_gesture_drag_new ();
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (pan), GDK_BUTTON_MIDDLE);
  g_signal_connect_swapped (pan, "drag-begin", G_CALLBACK (pan_begin_cb), self);
  g_signal_connect_swapped (pan, "drag-update", G_CALLBACK (pan_update_cb), self);
  g_signal_connect_swapped (pan, "drag-end", G_CALLBACK (pan_end_cb), self);
  add (self, GTK_EVENT_CONTROLLER (pan));

  GtkGesture *pinch = gtk_gesture_zoom_new ();
  g_signal_connect_swapped (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect_swapped (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  add (self, GTK_EVENT_CONTROLLER (pinch));
}
