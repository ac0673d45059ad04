/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/canvas/pl-canvas-private.h"

#include <math.h>

/* Pixels the pointer may move and it is still a click. */
#define CLICK_SLOP 4
/* What one notch of a wheel does. */
#define ZOOM_STEP 1.25
#define SCROLL_STEP 60.0

/* There is time to be seen here. */
static gboolean
has_time (PlCanvas *self)
{
  PlDrawing *drawing = pl_canvas_get_drawing (self);
  return drawing != NULL && drawing->plot.width > 0;
}

static gint64
time_at (PlCanvas *self,
         double    x)
{
  return has_time (self) ? pl_drawing_time (self->drawing, x) : 0;
}

static gboolean
item_at (PlCanvas *self,
         double    x,
         double    y,
         PlItem   *item)
{
  PlDrawing *drawing = pl_canvas_get_drawing (self);
  PlBox box;

  return drawing != NULL && pl_drawing_pick (drawing, x, y, item, &box);
}

static gboolean
chosen_at (PlCanvas *self,
           double    x,
           double    y,
           PlItem   *chosen)
{
  PlItem item;

  return item_at (self, x, y, &item) &&
         pl_picture_choose_item (pl_canvas_get_picture (self), pl_canvas_get_viewport (self), &item, chosen);
}

static void
motion_cb (PlCanvas *self,
           double    x,
           double    y)
{
  PlItem item;

  self->pointer_x = x;
  self->pointer_y = y;
  self->pointer_inside = TRUE;
  if (!self->dragging)
    pl_viewer_hover (self->viewer, chosen_at (self, x, y, &item) ? &item : NULL);
}

static void
leave_cb (PlCanvas *self)
{
  self->pointer_inside = FALSE;
  pl_viewer_hover (self->viewer, NULL);
}

static gboolean
pan_notches (PlCanvas *self,
             double    notches)
{
  pl_viewer_pan (self->viewer, (gint64) (notches * SCROLL_STEP * pl_canvas_scale (self)));
  return GDK_EVENT_STOP;
}

static gboolean
over_plot (PlCanvas *self)
{
  const PlBox *plot = &self->drawing->plot;

  return self->pointer_x >= plot->x && self->pointer_x < plot->x + plot->width &&
         self->pointer_y >= plot->y && self->pointer_y < plot->y + plot->height;
}

/* Lanes that do not fit scroll under the wheel; else a canvas that fills its place moves in time, and one on a page
 * that scrolls leaves the wheel to the page. */
static gboolean
scroll_plain (PlCanvas *self,
              double    dx,
              double    dy)
{
  if (!self->fills && !over_plot (self))
    return GDK_EVENT_PROPAGATE;
  if (dy != 0 && fabs (dy) >= fabs (dx) && pl_canvas_overflows (self))
    {
      pl_canvas_scroll_to (self, self->drawing->scroll + dy * self->drawing->scroll_step);
      return GDK_EVENT_STOP;
    }
  if (self->fills)
    return pan_notches (self, dx + dy);
  return fabs (dx) > fabs (dy) ? pan_notches (self, dx) : GDK_EVENT_PROPAGATE;
}

static gboolean
scroll_cb (PlCanvas                 *self,
           double                    dx,
           double                    dy,
           GtkEventControllerScroll *controller)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));

  if (!has_time (self))
    return GDK_EVENT_PROPAGATE;
  if (state & GDK_CONTROL_MASK)
    {
      pl_viewer_zoom (self->viewer, pow (ZOOM_STEP, dy), time_at (self, self->pointer_x));
      return GDK_EVENT_STOP;
    }
  if (state & GDK_SHIFT_MASK)
    return pan_notches (self, dx + dy);
  return scroll_plain (self, dx, dy);
}

static void
click_at (PlCanvas *self,
          double    x,
          double    y,
          gboolean  twice)
{
  guint32 note = pl_canvas_note_at (self, x, y);
  PlItem item, chosen;
  guint lane;

  /* What lies over the picture hides what is below it. */
  if (note > 0)
    {
      pl_viewer_show_note (self->viewer, note);
      if (twice)
        pl_canvas_write_note (self, note);
      return;
    }
  if (pl_drawing_pick_fold (pl_canvas_get_drawing (self), x, y, &lane))
    {
      pl_viewer_toggle_fold (self->viewer, lane);
      return;
    }
  if (!item_at (self, x, y, &item))
    {
      pl_viewer_clear (self->viewer);
      return;
    }
  if (chosen_at (self, x, y, &chosen))
    {
      pl_viewer_select (self->viewer, &chosen);
      item = chosen;
    }
  /* A fold that nothing can be chosen of is opened as a whole. */
  if (twice)
    pl_viewer_open (self->viewer, &item);
}

/* In the strip of the whole run: the window goes there; close up, the finding that is nearest. */
static void
go_to (PlCanvas *self,
       gint64    t_ns)
{
  gint64 from, to;
  guint64 finding;

  if (!pl_viewer_get_range (self->viewer, &from, &to))
    return;
  if (pl_canvas_get_viewport (self)->to_ns > 0)
    pl_viewer_show (self->viewer, t_ns - (to - from) / 2, t_ns + (to - from) / 2);
  else if (pl_picture_nearest_finding (pl_canvas_get_picture (self), t_ns, &finding))
    pl_viewer_show_finding (self->viewer, finding);
}

static void
drag_begin_cb (PlCanvas *self,
               double    x,
               double    y)
{
  PlDrawing *drawing = pl_canvas_get_drawing (self);

  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->dragging = FALSE;
  self->drag_x = x;
  self->dragging_overview = drawing != NULL && pl_drawing_pick_overview (drawing, x, y, &self->drag_ns);
  if (self->dragging_overview)
    go_to (self, self->drag_ns);
  else
    self->drag_ns = time_at (self, x);
}

static void
drag_update_cb (PlCanvas       *self,
                double          dx,
                double          dy,
                GtkGestureDrag *gesture)
{
  double x, y;
  gint64 t_ns;

  if (!has_time (self) || (!self->dragging && ABS (dx) < CLICK_SLOP))
    return;
  self->dragging = TRUE;
  pl_viewer_hover (self->viewer, NULL);
  if (!self->dragging_overview && pl_picture_get_whole (pl_canvas_get_picture (self), &t_ns, &t_ns))
    pl_viewer_select_range (self->viewer, self->drag_ns, time_at (self, self->drag_x + dx));
  else if (gtk_gesture_drag_get_start_point (gesture, &x, &y) &&
           pl_drawing_pick_overview (pl_canvas_get_drawing (self), x + dx, y, &t_ns))
    go_to (self, t_ns);
}

static void
drag_end_cb (PlCanvas *self)
{
  self->dragging = FALSE;
}

static void
released_cb (PlCanvas        *self,
             int              n_press,
             double           x,
             double           y,
             GtkGestureClick *gesture)
{
  if (pl_canvas_get_drawing (self) != NULL && !self->dragging && !self->dragging_overview &&
      ABS (x - self->drag_x) < CLICK_SLOP)
    click_at (self, x, y, n_press == 2);
}

static void
menu_pressed_cb (PlCanvas        *self,
                 int              n_press,
                 double           x,
                 double           y,
                 GtkGestureClick *gesture)
{
  PlDrawing *drawing = pl_canvas_get_drawing (self);
  PlItem item;
  guint lane;

  if (drawing == NULL || !pl_drawing_pick_lane (drawing, x, y, &lane))
    return;
  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (chosen_at (self, x, y, &item))
    pl_viewer_select (self->viewer, &item);
  pl_canvas_popup_menu (self, lane, x, y);
}

static void
pan_begin_cb (PlCanvas *self)
{
  if (!has_time (self) || !pl_viewer_get_range (self->viewer, &self->pan_from_ns, &self->pan_to_ns))
    return;
  self->pan_scroll = self->drawing->scroll;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "grabbing");
}

static void
pan_update_cb (PlCanvas *self,
               double    dx,
               double    dy)
{
  gint64 delta = (gint64) (dx * pl_canvas_scale (self));

  if (!has_time (self))
    return;
  pl_viewer_show (self->viewer, self->pan_from_ns - delta, self->pan_to_ns - delta);
  if (pl_canvas_overflows (self))
    pl_canvas_scroll_to (self, self->pan_scroll - dy);
}

static void
pan_end_cb (PlCanvas *self)
{
  gtk_widget_set_cursor (GTK_WIDGET (self), NULL);
}

static void
pinch_begin_cb (PlCanvas         *self,
                GdkEventSequence *sequence,
                GtkGesture       *gesture)
{
  double x = self->pointer_x, y;

  if (!has_time (self) || !pl_viewer_get_range (self->viewer, &self->pinch_from_ns, &self->pinch_to_ns))
    return;
  gtk_gesture_get_bounding_box_center (gesture, &x, &y);
  self->pinch_center_ns = time_at (self, x);
}

static void
pinch_cb (PlCanvas *self,
          double    scale)
{
  gint64 center = self->pinch_center_ns;

  if (!has_time (self) || scale <= 0)
    return;
  pl_viewer_show (self->viewer, center - (gint64) ((double) (center - self->pinch_from_ns) / scale),
                  center + (gint64) ((double) (self->pinch_to_ns - center) / scale));
}

static void
add (PlCanvas           *self,
     GtkEventController *controller)
{
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

/* A drag with that button. */
static void
add_drag (PlCanvas  *self,
          guint      button,
          GCallback  begin,
          GCallback  update,
          GCallback  end)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), button);
  g_signal_connect_swapped (drag, "drag-begin", begin, self);
  g_signal_connect_swapped (drag, "drag-update", update, self);
  g_signal_connect_swapped (drag, "drag-end", end, self);
  add (self, GTK_EVENT_CONTROLLER (drag));
}

void
pl_canvas_init_input (PlCanvas *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  add (self, motion);

  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  add (self, scroll);

  add_drag (self, GDK_BUTTON_PRIMARY, G_CALLBACK (drag_begin_cb), G_CALLBACK (drag_update_cb),
            G_CALLBACK (drag_end_cb));

  /* After the drag in the order of controllers, but first to see the release. */
  GtkGesture *click = gtk_gesture_click_new ();
  g_signal_connect_swapped (click, "released", G_CALLBACK (released_cb), self);
  add (self, GTK_EVENT_CONTROLLER (click));

  GtkGesture *menu = gtk_gesture_click_new ();
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (menu), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (menu, "pressed", G_CALLBACK (menu_pressed_cb), self);
  add (self, GTK_EVENT_CONTROLLER (menu));

  add_drag (self, GDK_BUTTON_MIDDLE, G_CALLBACK (pan_begin_cb), G_CALLBACK (pan_update_cb), G_CALLBACK (pan_end_cb));

  GtkGesture *pinch = gtk_gesture_zoom_new ();
  g_signal_connect_swapped (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect_swapped (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  add (self, GTK_EVENT_CONTROLLER (pinch));
}
