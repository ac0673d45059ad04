/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/canvas/pl-canvas-private.h"

#include <string.h>

#include "ui/pl-accels.h"

#define ZOOM_STEP 1.5
#define PAN_STEP 0.15     /* of the visible range */

/* Zooming by keyboard keeps what is selected where it is, when it is in sight; else what the picture is about. */
static gint64
zoom_center (PlCanvas *self)
{
  PlDrawing *drawing = pl_canvas_get_drawing (self);
  gint64 from, to, selected_from, selected_to, center;

  if (!pl_viewer_get_range (self->viewer, &from, &to))
    return 0;
  center = drawing != NULL ? drawing->centre_ns : 0;
  if (pl_viewer_get_selected_time (self->viewer, &selected_from, &selected_to))
    {
      selected_from = MAX (selected_from, from);
      selected_to = MIN (selected_to, to);
      center = selected_from + (selected_to - selected_from) / 2;
      if (selected_to < selected_from)
        center = 0;
    }
  return center > from && center < to ? center : from + (to - from) / 2;
}

static void
zoom (PlCanvas *self,
      double    factor)
{
  pl_viewer_zoom (self->viewer, factor, zoom_center (self));
}

static void
pan (PlCanvas *self,
     double    share)
{
  gint64 from, to;

  if (pl_viewer_get_range (self->viewer, &from, &to))
    pl_viewer_pan (self->viewer, (gint64) (share * (double) (to - from)));
}

static gboolean zoom_in (PlCanvas *self) { zoom (self, 1 / ZOOM_STEP); return TRUE; }
static gboolean zoom_out (PlCanvas *self) { zoom (self, ZOOM_STEP); return TRUE; }
static gboolean pan_left (PlCanvas *self) { pan (self, -PAN_STEP); return TRUE; }
static gboolean pan_right (PlCanvas *self) { pan (self, PAN_STEP); return TRUE; }
static gboolean page_left (PlCanvas *self) { pan (self, -0.9); return TRUE; }
static gboolean page_right (PlCanvas *self) { pan (self, 0.9); return TRUE; }
static gboolean back (PlCanvas *self) { return pl_viewer_go_back (self->viewer); }
static gboolean fit (PlCanvas *self) { pl_viewer_show_all (self->viewer); return TRUE; }
static gboolean mark_a (PlCanvas *self) { return pl_canvas_mark (self, 0); }
static gboolean mark_b (PlCanvas *self) { return pl_canvas_mark (self, 1); }
static gboolean clear_marks (PlCanvas *self) { pl_viewer_clear_markers (self->viewer); return TRUE; }
static gboolean note (PlCanvas *self) { return pl_canvas_write_note (self, 0); }
static gboolean undo_note (PlCanvas *self) { return pl_viewer_undo_note (self->viewer); }
static gboolean follow_forth (PlCanvas *self) { return pl_viewer_follow (self->viewer, TRUE); }
static gboolean follow_back (PlCanvas *self) { return pl_viewer_follow (self->viewer, FALSE); }
static gboolean longest_wait (PlCanvas *self) { return pl_viewer_select_longest (self->viewer, PL_FIND_WAITS); }
static gboolean slowest_task (PlCanvas *self) { return pl_viewer_select_longest (self->viewer, PL_FIND_TASKS); }
static gboolean next_event (PlCanvas *self) { return pl_replay_step (self->replay, TRUE); }
static gboolean previous_event (PlCanvas *self) { return pl_replay_step (self->replay, FALSE); }
static gboolean leave_replay (PlCanvas *self) { pl_replay_leave (self->replay); return TRUE; }
static gboolean walk_right (PlCanvas *self) { return pl_viewer_walk (self->viewer, PL_WALK_RIGHT); }
static gboolean walk_left (PlCanvas *self) { return pl_viewer_walk (self->viewer, PL_WALK_LEFT); }
static gboolean walk_up (PlCanvas *self) { return pl_viewer_walk (self->viewer, PL_WALK_UP); }
static gboolean walk_down (PlCanvas *self) { return pl_viewer_walk (self->viewer, PL_WALK_DOWN); }

/* What was begun last ends first. */
static gboolean
clear (PlCanvas *self)
{
  if (pl_replay_get_active (self->replay))
    pl_replay_leave (self->replay);
  else
    pl_viewer_clear (self->viewer);
  return TRUE;
}

static gboolean
critical_path (PlCanvas *self)
{
  return gtk_widget_activate_action (GTK_WIDGET (self), "win.look-closer", "s", "path");
}

static gboolean
look_closer (PlCanvas *self)
{
  return gtk_widget_activate_action (GTK_WIDGET (self), "win.look-closer", "s", "find");
}

/* A picture of findings, close up, begins and ends with the first and last of them, not with time. */
static gboolean
begin (PlCanvas *self)
{
  if (!pl_viewer_step_findings (self->viewer, -G_MAXINT64))
    pl_viewer_show_begin (self->viewer);
  return TRUE;
}

static gboolean
end (PlCanvas *self)
{
  if (!pl_viewer_step_findings (self->viewer, G_MAXINT64))
    pl_viewer_show_end (self->viewer);
  return TRUE;
}

static gboolean
next_finding (PlCanvas *self)
{
  return pl_viewer_step_findings (self->viewer, 1) || pl_viewer_walk (self->viewer, PL_WALK_NEXT);
}

static gboolean
previous_finding (PlCanvas *self)
{
  return pl_viewer_step_findings (self->viewer, -1) || pl_viewer_walk (self->viewer, PL_WALK_PREVIOUS);
}

/* Back to the close-up, where there is one. */
static gboolean
zoom_selection (PlCanvas *self)
{
  const PlViewport *view = pl_viewer_get_viewport (self->viewer);

  if (view->has_range || !pl_viewer_show_finding (self->viewer, view->focus))
    pl_viewer_zoom_to_selection (self->viewer);
  return TRUE;
}

static gboolean
open_selected (PlCanvas *self)
{
  const PlViewport *view = pl_viewer_get_viewport (self->viewer);

  if (!pl_viewer_show_finding (self->viewer, view->focus) && view->has_selection)
    pl_viewer_open (self->viewer, &view->selected);
  return TRUE;
}

/* Of the selected row, or where nothing is selected of the one under the pointer. */
static gboolean
fold (PlCanvas *self)
{
  const PlViewport *view = pl_viewer_get_viewport (self->viewer);
  PlDrawing *drawing = pl_canvas_get_drawing (self);
  guint lane = view->selected.lane;

  return (view->has_selection || (drawing != NULL && self->pointer_inside
                                  && pl_drawing_pick_lane (drawing, self->pointer_x, self->pointer_y, &lane)))
         && pl_viewer_toggle_fold (self->viewer, lane);
}

/* Of the row whose menu is open. */
static gboolean
fold_lane (PlCanvas *self)
{
  return pl_viewer_toggle_fold (self->viewer, self->menu_lane);
}

static gboolean
context_menu (PlCanvas *self)
{
  const PlViewport *view = pl_viewer_get_viewport (self->viewer);
  PlDrawing *drawing = pl_canvas_get_drawing (self);
  PlBox box;

  if (drawing != NULL && view->has_selection && pl_drawing_locate (drawing, &view->selected, &box))
    pl_canvas_popup_menu (self, view->selected.lane, box.x + box.width / 2, box.y + box.height);
  return TRUE;
}

/* FALSE: there is no way to go. */
static const struct {
  const char *name;
  gboolean (*run) (PlCanvas *);
} actions[] = {
  { "canvas.zoom-in", zoom_in },
  { "canvas.zoom-out", zoom_out },
  { "canvas.pan-left", pan_left },
  { "canvas.pan-right", pan_right },
  { "canvas.page-left", page_left },
  { "canvas.page-right", page_right },
  { "canvas.begin", begin },
  { "canvas.end", end },
  { "canvas.fit", fit },
  { "canvas.back", back },
  { "canvas.zoom-selection", zoom_selection },
  { "canvas.open", open_selected },
  { "canvas.right", walk_right },
  { "canvas.left", walk_left },
  { "canvas.up", walk_up },
  { "canvas.down", walk_down },
  { "canvas.next-finding", next_finding },
  { "canvas.previous-finding", previous_finding },
  { "canvas.fold", fold },
  { "canvas.fold-lane", fold_lane },
  { "canvas.clear", clear },
  { "canvas.follow-forth", follow_forth },
  { "canvas.follow-back", follow_back },
  { "canvas.longest-wait", longest_wait },
  { "canvas.slowest-task", slowest_task },
  { "canvas.critical-path", critical_path },
  { "canvas.look-closer", look_closer },
  { "canvas.mark-a", mark_a },
  { "canvas.mark-b", mark_b },
  { "canvas.clear-marks", clear_marks },
  { "canvas.note", note },
  { "canvas.undo-note", undo_note },
  { "canvas.context-menu", context_menu },
  { "canvas.play", pl_canvas_play },
  { "canvas.next-event", next_event },
  { "canvas.previous-event", previous_event },
  { "canvas.leave-replay", leave_replay },
};

const char *
pl_canvas_action (guint i)
{
  return i < G_N_ELEMENTS (actions) ? actions[i].name : NULL;
}

static void
activate_cb (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  PlCanvas *self = PL_CANVAS (widget);

  if (pl_viewer_get_picture (self->viewer) == NULL)
    return;
  /* What is shown is known once it is laid out. */
  pl_canvas_get_drawing (self);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    if (strcmp (actions[i].name, name) == 0 && !actions[i].run (self))
      gtk_widget_error_bell (widget);
}

void
pl_canvas_class_init_keys (GtkWidgetClass *widget_class)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, NULL, activate_cb);
  pl_accels_bind (widget_class, PL_KEYS_PICTURE);
}
