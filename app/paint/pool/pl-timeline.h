/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* (trace, view, theme, size) -> geometry -> cairo. The same geometry answers "what is
 * under the pointer". Cost follows the width in pixels, not the number of records.
 * Pure: no GTK, no global state; main thread. Lengths are device-independent pixels. */

#include <cairo.h>

#include "paint/pl-picture.h"
#include "paint/pl-theme.h"
#include "paint/pool/pl-timeline-rows.h"
#include "trace/pl-trace.h"

G_BEGIN_DECLS

/* What one drawn mark stands for. */
typedef struct {
  guint lane;
  guint64 first, last;          /* records; equal: one span */
  gint64 from_ns, to_ns;
  double x, y, width, height;
  PlState state;                /* of the span, or the worst in the fold */
  guint64 n_spans;
} PlMark;

typedef struct _PlTimeline PlTimeline;

/* As a drawing: of viewport, which tells the time to show, on that paper. */
PlTimeline *pl_timeline_lay_out (PlTrace *trace, const PlViewport *viewport, const PlPaper *paper);
/* The same with these rows; NULL: all lanes in their order. It takes a reference. */
PlTimeline *pl_timeline_lay_out_rows (PlTrace *trace, PlTimelineRows *rows, const PlViewport *viewport, const PlPaper *paper);
void pl_timeline_free (PlTimeline *self);
void pl_timeline_draw (PlTimeline *self, cairo_t *cr);

/* Where things are. */
double pl_timeline_x (PlTimeline *self, gint64 t_ns);        /* the one time -> pixel function */
/* TRUE: a mark is there, and it is exactly what is painted there. */
gboolean pl_timeline_pick (PlTimeline *self, double x, double y, PlMark *mark);
gboolean pl_timeline_pick_lane (PlTimeline *self, double y, guint *lane);
guint pl_timeline_get_n_marks (PlTimeline *self);
void pl_timeline_get_mark (PlTimeline *self, guint i, PlMark *mark);
/* Where a span is drawn, also inside a fold; FALSE: not in view. */
gboolean pl_timeline_locate (PlTimeline *self, guint lane, guint64 index, PlMark *mark);

/* The whole run in a small strip, with the visible range marked. */
void pl_minimap_draw_viewport (cairo_t *cr, PlTrace *trace, const PlViewport *viewport, PlThemeId theme, double width,
                               double height);

G_END_DECLS
