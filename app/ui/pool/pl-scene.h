/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What is looked at: one trace, and one view of it that timeline, minimap, legend and
 * details share. Times are ns since the start of the run. Main thread only. */

#include <glib-object.h>

#include "paint/pool/pl-timeline.h"

G_BEGIN_DECLS

#define PL_TYPE_SCENE (pl_scene_get_type ())
G_DECLARE_FINAL_TYPE (PlScene, pl_scene, PL, SCENE, GObject)

/* The argument of the "changed" signal: bits. */
typedef enum {
  PL_SCENE_TRACE = 1 << 0,      /* another trace */
  PL_SCENE_DATA = 1 << 1,       /* the trace has more to show */
  PL_SCENE_VIEW = 1 << 2,       /* the visible range, or the lanes' scroll */
  PL_SCENE_SELECTION = 1 << 3,  /* the selected span or range */
  PL_SCENE_HOVER = 1 << 4,
  PL_SCENE_FILTER = 1 << 5,     /* what the legend hides */
} PlSceneChange;

/* The narrowest view. */
#define PL_SCENE_MIN_RANGE_NS 200

PlScene *pl_scene_new (void);

/* NULL: nothing to show. Shows the whole run with nothing selected; the filter stays.
 * expected_ns: how long a live run may take, so that the view need not grow at every frame; 0 unknown. */
void pl_scene_set_trace (PlScene *self, PlTrace *trace, gint64 expected_ns);
PlTrace *pl_scene_get_trace (PlScene *self);
const PlView *pl_scene_get_view (PlScene *self);

/* Looks at the log again; a view that follows the run is moved along. */
void pl_scene_refresh (PlScene *self);
/* The run is over: the last look, which everybody is told about. */
void pl_scene_finish (PlScene *self);

/* The visible range. All of these clamp to the run. */
void pl_scene_show (PlScene *self, gint64 from_ns, gint64 to_ns);
void pl_scene_show_all (PlScene *self);
void pl_scene_show_begin (PlScene *self);
void pl_scene_show_end (PlScene *self);
/* factor below 1 zooms in; center_ns stays where it is. */
void pl_scene_zoom (PlScene *self, double factor, gint64 center_ns);
void pl_scene_pan (PlScene *self, gint64 delta_ns);
void pl_scene_reveal (PlScene *self, gint64 from_ns, gint64 to_ns);
void pl_scene_scroll_to (PlScene *self, double scroll);

void pl_scene_select_span (PlScene *self, guint lane, guint64 index);
/* The other way round is fine; an empty range selects none. */
void pl_scene_select_range (PlScene *self, gint64 from_ns, gint64 to_ns);
/* First the range, then the span. */
void pl_scene_clear (PlScene *self);
gboolean pl_scene_get_selected (PlScene *self, PlSpan *span);
/* Shows the selected range or span. FALSE: nothing is selected. */
gboolean pl_scene_zoom_to_selection (PlScene *self);
gboolean pl_scene_zoom_to_span (PlScene *self);

void pl_scene_hover (PlScene *self, guint lane, guint64 index);
void pl_scene_hover_none (PlScene *self);

void pl_scene_set_hidden (PlScene *self, PlState state, gboolean hidden);
/* Arrows for all messages; those of the selected span are always drawn. */
void pl_scene_set_show_messages (PlScene *self, gboolean show);

/* By keyboard (pl-scene-walk.c): the neighbour span that is not filtered out; the lane above or below at the same
 * time. direction is -1 or 1. With nothing selected, the first step selects what is in the middle of the view. */
gboolean pl_scene_walk_span (PlScene *self, int direction);
gboolean pl_scene_walk_lane (PlScene *self, int direction);

/* What is selected, in words: a heading and a sentence. FALSE: nothing is selected. Free both. */
gboolean pl_scene_describe (PlScene *self, char **title, char **sentence);

G_END_DECLS
