/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/race/pl-race-canvas.h"

struct _PlRaceCanvas
{
  GtkWidget parent_instance;

  PlRace *race;
  PlRaceView view;
  PlThemeId theme;
  PlRacePicture *picture;   /* as last laid out; NULL: to be made anew */

  double pointer_x, pointer_y;
  double scrolled;                      /* part of a lane that a touchpad has turned */
  gint64 drag_from_ns, drag_to_ns;      /* the window when a drag or a pinch began */
  gint64 pinch_center_ns;
  gboolean dragging_strip;
};

/* NULL: nothing is laid out. */
PlRacePicture *pl_race_canvas_layout (PlRaceCanvas *self);
/* The view has changed: draws it and tells assistive technology. */
void pl_race_canvas_view_changed (PlRaceCanvas *self);

/* pl-race-canvas-walk.c: what is in sight, and what is selected. FALSE: there is nothing to show, or
 * no way to go. */
gboolean pl_race_canvas_show (PlRaceCanvas *self, gint64 from_ns, gint64 to_ns);
/* Keeps center where it is. */
gboolean pl_race_canvas_zoom (PlRaceCanvas *self, double factor, gint64 center_ns);
gboolean pl_race_canvas_pan (PlRaceCanvas *self, gint64 by_ns);
gboolean pl_race_canvas_scroll_lanes (PlRaceCanvas *self, int by);
void pl_race_canvas_select (PlRaceCanvas *self, PlIncrement increment);
void pl_race_canvas_clear (PlRaceCanvas *self);

/* pl-race-canvas-input.c */
void pl_race_canvas_init_input (PlRaceCanvas *self);
