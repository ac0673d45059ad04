/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How a picture is looked at: one viewport of it that the canvas, the strip of the whole run, the legend and the details
 * share, and that follows a live run. Times are ns since the start of the run. Main thread only. */

#include "paint/pl-picture.h"

G_BEGIN_DECLS

#define PL_TYPE_LOOK (pl_look_get_type ())
G_DECLARE_FINAL_TYPE (PlLook, pl_look, PL, LOOK, GObject)

/* The argument of the "changed" signal: bits. */
typedef enum {
  PL_LOOK_PICTURE = 1 << 0,     /* another picture */
  PL_LOOK_DATA = 1 << 1,        /* it has more to show */
  PL_LOOK_VIEW = 1 << 2,        /* the visible range, the finding in close-up, or the lanes' scroll */
  PL_LOOK_SELECTION = 1 << 3,   /* the selected item or range */
  PL_LOOK_HOVER = 1 << 4,
  PL_LOOK_FILTER = 1 << 5,      /* what the legend hides */
} PlLookChange;

PlLook *pl_look_new (void);

/* NULL: nothing to show. Looks at it as it likes to be looked at first, with nothing selected; the filter stays.
 * expected_ns: how long a live run may take, so that the view need not grow at every frame; 0 unknown. */
void pl_look_set_picture (PlLook *self, PlPicture *picture, gint64 expected_ns);
PlPicture *pl_look_get_picture (PlLook *self);
const PlViewport *pl_look_get_viewport (PlLook *self);
/* For paper: all lanes that fit, without the pointer and without the room kept free for what is still to come. */
void pl_look_get_print_viewport (PlLook *self, PlViewport *viewport);

/* Looks at the log again; a view that follows the run is moved along. TRUE: there was something new. */
gboolean pl_look_refresh (PlLook *self);
/* The run is over: the last look, which everybody is told about. */
void pl_look_finish (PlLook *self);

/* What the canvas really shows where the viewport leaves it to the picture. */
void pl_look_set_shown (PlLook *self, gint64 from_ns, gint64 to_ns);
/* FALSE: it has no time axis. */
gboolean pl_look_get_range (PlLook *self, gint64 *from_ns, gint64 *to_ns);

/* The visible range. All of these clamp to the run, and do nothing where there is no time. */
void pl_look_show (PlLook *self, gint64 from_ns, gint64 to_ns);
/* All of it, or where the picture has a first look but no close-up of findings: that. */
void pl_look_show_all (PlLook *self);
void pl_look_show_begin (PlLook *self);
void pl_look_show_end (PlLook *self);
/* factor below 1 zooms in; center_ns stays where it is. */
void pl_look_zoom (PlLook *self, double factor, gint64 center_ns);
void pl_look_pan (PlLook *self, gint64 delta_ns);
void pl_look_reveal (PlLook *self, gint64 from_ns, gint64 to_ns);
void pl_look_scroll_to (PlLook *self, double scroll);

/* One of the picture's findings in close-up, whatever has been zoomed to; clamped to those there are. FALSE: it has no
 * close-up. */
gboolean pl_look_show_finding (PlLook *self, guint64 finding);
/* So many on, or back. FALSE: it has none. */
gboolean pl_look_step_findings (PlLook *self, gint64 by);

void pl_look_select (PlLook *self, const PlItem *item);
/* The other way round is fine; an empty range selects none. */
void pl_look_select_range (PlLook *self, gint64 from_ns, gint64 to_ns);
/* First the range, then the item. */
void pl_look_clear (PlLook *self);
/* FALSE: nothing is selected, or it is no more. */
gboolean pl_look_get_selected_time (PlLook *self, gint64 *from_ns, gint64 *to_ns);
/* Shows the selected range or item. FALSE: nothing is selected. */
gboolean pl_look_zoom_to_selection (PlLook *self);
gboolean pl_look_open (PlLook *self, const PlItem *item);
/* By keyboard: selects the neighbour and brings it into sight. FALSE: nothing lies that way. */
gboolean pl_look_walk (PlLook *self, PlWalk direction);

/* item NULL: the pointer is nowhere. */
void pl_look_hover (PlLook *self, const PlItem *item);

void pl_look_set_hidden (PlLook *self, guint entry, gboolean hidden);
/* Arrows for all messages; those of the selected item are always drawn. */
void pl_look_set_show_messages (PlLook *self, gboolean show);

/* What is selected, in words: a heading and a sentence. FALSE: nothing is selected. Free both. */
gboolean pl_look_describe (PlLook *self, char **title, char **sentence);

G_END_DECLS
