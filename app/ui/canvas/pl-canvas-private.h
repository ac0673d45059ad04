/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* pl-canvas.c (drawing, size), -input.c (pointer), -keys.c (keys), -words.c (what is told), -menu.c. */

#include "ui/canvas/pl-canvas.h"

G_BEGIN_DECLS

struct _PlCanvas
{
  GtkWidget parent_instance;

  PlViewer *viewer;
  GtkAdjustment *adjustment;
  GtkWidget *popover;
  gboolean fills;
  int least_width;
  char *name;

  /* The picture as last laid out; NULL: to be made anew. */
  PlDrawing *drawing;
  PlThemeId theme;
  double text_scale;
  gint64 frame_cost_us, refreshed_us;

  /* The pointer */
  double pointer_x, pointer_y;
  gboolean dragging;          /* a range is being selected */
  gboolean dragging_overview; /* the strip of all time is being dragged along */
  double drag_x;
  gint64 drag_ns;
  gint64 pan_from_ns, pan_to_ns;
  double pan_scroll;
  gint64 pinch_from_ns, pinch_to_ns, pinch_center_ns;
};

/* Nanoseconds a pixel; 0: there is no time. */
double pl_canvas_scale (PlCanvas *self);
/* Lanes do not all fit. */
gboolean pl_canvas_overflows (PlCanvas *self);
/* Clamped to what there is. */
void pl_canvas_scroll_to (PlCanvas *self, double scroll);

void pl_canvas_init_input (PlCanvas *self);
void pl_canvas_class_init_keys (GtkWidgetClass *widget_class);
void pl_canvas_update_accessible (PlCanvas *self);
gboolean pl_canvas_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip);
void pl_canvas_popup_menu (PlCanvas *self, guint lane, double x, double y);

G_END_DECLS
