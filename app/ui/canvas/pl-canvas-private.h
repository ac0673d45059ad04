/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* pl-canvas.c (the widget: size, properties) on -input.c (pointer), -keys.c (keys), -words.c and -lanes.c (what is told); these on
 * -menu.c, -marks.c and -note.c (markers and notes), and -drawing.c (the picture as laid out, and where in it what is) and -replay.c. */

#include "ui/canvas/pl-canvas.h"

G_BEGIN_DECLS

struct _PlCanvas
{
  GtkWidget parent_instance;

  PlViewer *viewer;
  PlReplay *replay;
  guint replay_tick_id;       /* 0: it does not play */
  GtkAdjustment *adjustment;
  GtkWidget *popover;
  guint menu_lane;            /* whose menu is open */
  gboolean fills, bare, legend, folds;
  int least_width;
  char *name;

  /* The picture as last laid out; NULL: to be made anew. */
  PlDrawing *drawing;
  PlThemeId theme;
  double text_scale;
  gint64 frame_cost_us, refreshed_us;
  GPtrArray *lanes;           /* GtkWidget, each with the name of a lane; NULL: none */

  /* The pointer */
  double pointer_x, pointer_y;
  gboolean pointer_inside;
  GtkWidget *note_popover;    /* where a note is being written; NULL: nowhere */
  gboolean dragging;          /* a range is being selected */
  gboolean dragging_overview; /* the strip of all time is being dragged along */
  double drag_x;
  gint64 drag_ns;
  gint64 pan_from_ns, pan_to_ns;
  double pan_scroll;
  gint64 pinch_from_ns, pinch_to_ns, pinch_center_ns;
};

/* What it is laid out on; width, height: for it. */
PlPaper pl_canvas_get_paper (PlCanvas *self, double width, double height);
/* It is to be made anew. */
void pl_canvas_drop_drawing (PlCanvas *self);
/* Nanoseconds a pixel; 0: there is no time. */
double pl_canvas_scale (PlCanvas *self);
/* Lanes do not all fit. */
gboolean pl_canvas_overflows (PlCanvas *self);
/* Clamped to what there is. */
void pl_canvas_scroll_to (PlCanvas *self, double scroll);
/* To be called outside of layout and drawing: these may move the view. */
void pl_canvas_update_scroll (PlCanvas *self);
void pl_canvas_reveal_selected_lane (PlCanvas *self);

/* pl-canvas-lanes.c: what can be walked through by assistive technology. */
void pl_canvas_update_lanes (PlCanvas *self);
void pl_canvas_allocate_lanes (PlCanvas *self, int width, int height);
void pl_canvas_clear_lanes (PlCanvas *self);

/* The moment of a marker or note: under the pointer; else where what is selected begins, or ends; else the middle of what
 * is in sight. FALSE: there is no time. */
gboolean pl_canvas_get_moment (PlCanvas *self, gboolean end, gint64 *t_ns);
gboolean pl_canvas_mark (PlCanvas *self, guint which);
/* Asks for the text of a note: a new one, or that. FALSE: there is nothing to write on. */
gboolean pl_canvas_write_note (PlCanvas *self, guint32 id);
/* The note whose label or flag lies there; 0: none. */
guint32 pl_canvas_note_at (PlCanvas *self, double x, double y);

/* pl-canvas-replay.c: the clock of its replay. Plays, or pauses; FALSE: there is nothing to play. */
void pl_canvas_init_replay (PlCanvas *self);
gboolean pl_canvas_play (PlCanvas *self);

void pl_canvas_init_input (PlCanvas *self);
void pl_canvas_class_init_keys (GtkWidgetClass *widget_class);
void pl_canvas_update_accessible (PlCanvas *self);
gboolean pl_canvas_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip);
void pl_canvas_popup_menu (PlCanvas *self, guint lane, double x, double y);

G_END_DECLS
