/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/race/pl-race-canvas-private.h"

#include <math.h>

/* What one notch of a wheel does. */
#define ZOOM_STEP 1.25
#define PAN_STEP 0.06     /* of what is in sight */

static void
motion_cb (PlRaceCanvas *self,
           double        x,
           double        y)
{
  self->pointer_x = x;
  self->pointer_y = y;
}

static gboolean
over_plot (PlRaceCanvas  *self,
           PlRacePicture *picture)
{
  double x, y, width, height;

  return pl_race_picture_get_plot (picture, &x, &y, &width, &height) &&
         self->pointer_x >= x && self->pointer_x < x + width &&
         self->pointer_y >= y && self->pointer_y < y + height;
}

static gboolean
pan_notches (PlRaceCanvas  *self,
             PlRacePicture *picture,
             double         notches)
{
  gint64 from, to;

  if (!pl_race_picture_get_window (picture, &from, &to))
    return FALSE;
  return pl_race_canvas_pan (self, (gint64) (notches * PAN_STEP * (double) (to - from)));
}

static gboolean
scroll_lanes (PlRaceCanvas *self,
              double        dy)
{
  int lanes;

  self->scrolled += dy;
  lanes = (int) self->scrolled;
  self->scrolled -= lanes;
  return pl_race_canvas_scroll_lanes (self, lanes);
}

static gboolean
scroll_cb (PlRaceCanvas             *self,
           double                    dx,
           double                    dy,
           GtkEventControllerScroll *controller)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));
  PlRacePicture *picture = pl_race_canvas_layout (self);

  if (picture == NULL)
    return FALSE;
  if (state & GDK_CONTROL_MASK)
    return pl_race_canvas_zoom (self, pow (ZOOM_STEP, dy), pl_race_picture_time (picture, self->pointer_x));
  if (state & GDK_SHIFT_MASK)
    return pan_notches (self, picture, dx + dy);
  if (!over_plot (self, picture))
    return FALSE;
  if (fabs (dx) > fabs (dy))
    return pan_notches (self, picture, dx);
  return scroll_lanes (self, dy);
}

/* In the strip of the whole run: the window goes there; close up, the lost update that is nearest. */
static gboolean
go_to (PlRaceCanvas *self,
       double        x,
       double        y,
       gboolean      outside_too)
{
  PlRacePicture *picture = pl_race_canvas_layout (self);
  guint64 branch;
  gint64 t, from, to;

  if (picture == NULL || (!pl_race_picture_strip_time (picture, x, y, &t) && !outside_too) ||
      !pl_race_picture_get_window (picture, &from, &to))
    return FALSE;
  if (self->view.to_ns > 0)
    pl_race_canvas_show (self, t - (to - from) / 2, t + (to - from) / 2);
  else if (pl_race_nearest_branch (self->race, pl_race_picture_get_part (picture), t, &branch))
    pl_race_canvas_set_branch (self, branch);
  return TRUE;
}

/* Twice: a lost one is proven close up, a fold is opened. */
static void
open_mark (PlRaceCanvas     *self,
           const PlRaceMark *mark)
{
  PlIncrement end = { mark->first.worker, mark->first.seq + mark->n_increments - 1 };
  PlIncrementInfo first, last;
  guint64 branch;

  if (mark->n_increments == 1)
    {
      if (pl_race_find_branch (self->race, mark->part, mark->first, &branch))
        {
          pl_race_canvas_set_branch (self, branch);
          pl_race_canvas_show_branch (self);
        }
      return;
    }
  if (pl_race_get_times (self->race, mark->part, mark->first, &first) &&
      pl_race_get_times (self->race, mark->part, end, &last))
    pl_race_canvas_show (self, first.load_ns, last.store_ns);
}

static void
pressed_cb (PlRaceCanvas *self,
            int           n_press,
            double        x,
            double        y)
{
  PlRacePicture *picture = pl_race_canvas_layout (self);
  PlRaceMark mark;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (picture == NULL || go_to (self, x, y, FALSE))
    return;
  if (!pl_race_picture_pick_mark (picture, x, y, &mark))
    pl_race_canvas_clear (self);
  else if (n_press == 2)
    open_mark (self, &mark);
  else if (mark.n_increments == 1)
    pl_race_canvas_select (self, mark.first);
}

static void
drag_begin_cb (PlRaceCanvas *self,
               double        x,
               double        y)
{
  PlRacePicture *picture = pl_race_canvas_layout (self);
  gint64 t;

  self->dragging_strip = picture != NULL && pl_race_picture_strip_time (picture, x, y, &t);
}

static void
drag_update_cb (PlRaceCanvas   *self,
                double          dx,
                double          dy,
                GtkGestureDrag *gesture)
{
  double x, y;

  if (self->dragging_strip && gtk_gesture_drag_get_start_point (gesture, &x, &y))
    go_to (self, x + dx, y, TRUE);
}

static gboolean
remember_window (PlRaceCanvas *self)
{
  PlRacePicture *picture = pl_race_canvas_layout (self);

  self->drag_from_ns = self->drag_to_ns = 0;
  return picture != NULL && pl_race_picture_get_window (picture, &self->drag_from_ns, &self->drag_to_ns);
}

static void
pan_begin_cb (PlRaceCanvas *self)
{
  if (remember_window (self))
    gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "grabbing");
}

static void
pan_update_cb (PlRaceCanvas *self,
               double        dx,
               double        dy)
{
  PlRacePicture *picture = pl_race_canvas_layout (self);
  double x, y, width, height;
  gint64 delta;

  if (self->drag_to_ns == 0 || picture == NULL || !pl_race_picture_get_plot (picture, &x, &y, &width, &height))
    return;
  delta = (gint64) (dx / width * (double) (self->drag_to_ns - self->drag_from_ns));
  pl_race_canvas_show (self, self->drag_from_ns - delta, self->drag_to_ns - delta);
}

static void
pan_end_cb (PlRaceCanvas *self)
{
  gtk_widget_set_cursor (GTK_WIDGET (self), NULL);
}

static void
pinch_begin_cb (PlRaceCanvas     *self,
                GdkEventSequence *sequence,
                GtkGesture       *gesture)
{
  double x = self->pointer_x, y;

  if (!remember_window (self))
    return;
  gtk_gesture_get_bounding_box_center (gesture, &x, &y);
  self->pinch_center_ns = CLAMP (pl_race_picture_time (self->picture, x), self->drag_from_ns, self->drag_to_ns);
}

static void
pinch_cb (PlRaceCanvas *self,
          double        scale)
{
  gint64 center = self->pinch_center_ns;

  if (self->drag_to_ns > 0 && scale > 0)
    pl_race_canvas_show (self, center - (gint64) ((double) (center - self->drag_from_ns) / scale),
                         center + (gint64) ((double) (self->drag_to_ns - center) / scale));
}

static void
add (PlRaceCanvas       *self,
     GtkEventController *controller)
{
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

void
pl_race_canvas_init_input (PlRaceCanvas *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  add (self, motion);

  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  add (self, scroll);

  GtkGesture *click = gtk_gesture_click_new ();
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  add (self, GTK_EVENT_CONTROLLER (click));

  GtkGesture *drag = gtk_gesture_drag_new ();
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  add (self, GTK_EVENT_CONTROLLER (drag));

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
