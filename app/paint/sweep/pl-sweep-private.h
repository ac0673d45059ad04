/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a sweep came to: a mark a plan, with the spread of its trials. Over the size of the pool: the speed-up, with the
 * ideal line, Amdahl's curve and the CPUs; over the tasks of a message, or by channel: the wall time. */

#include "paint/parts/pl-words.h"
#include "trace/sweep/pl-sweep.h"

G_BEGIN_DECLS

typedef struct {
  guint point;                  /* of the sweep */
  guint series;
  double x, y;                  /* its median */
  double top, bottom;           /* of all trials */
  double upper, lower;          /* of the middle half of them */
} PlSweepMark;

#define PL_SWEEP_NAME_FONT ((PlFont) { 12, PL_INK_BOLD, 0 })

typedef struct {
  PlDrawing drawing;
  PlSweep *sweep;
  const PlTheme *theme;
  PlInk *ink;
  guint parts;
  gboolean has_selection;
  PlItem selected;
  PlSweepAxis axis;
  PlBox title, legend, card, footer;  /* height 0: not there */
  PlBox plot;
  double width, height;         /* in its own units, as all of this */
  double least_x, most_x;       /* as the axis counts: workers, log2 of tasks a message, channels */
  double most_y;                /* speed-up, or ns */
  char *sentence;               /* NULL: too little has run */
  GArray *marks;                /* PlSweepMark, by series and x */
} PlSweepDrawing;

/* pl-sweep-layout.c; height 0: natural. */
PlSweepDrawing *pl_sweep_lay_out (PlSweep *sweep, const PlViewport *viewport, const PlPaper *paper);
/* On the axis, and from there to the place. */
double pl_sweep_axis_x (const PlSweepDrawing *self, double x);
double pl_sweep_place_x (const PlSweepDrawing *self, double on_axis);
double pl_sweep_place_y (const PlSweepDrawing *self, double y);
/* What the upright axis counts; translated. */
const char *pl_sweep_y_name (const PlSweepDrawing *self);
/* How a series looks: no two that are alike, in grey either. */
const PlColor *pl_sweep_color (const PlSweepDrawing *self, guint series);
void pl_sweep_draw_mark (const PlSweepDrawing *self, cairo_t *cr, guint series, double x, double y);

/* pl-sweep-legend.c: draws when cr is given; returns the height it takes. */
double pl_sweep_legend_flow (PlSweepDrawing *self, cairo_t *cr, const PlBox *box);
/* The line of a curve of that series, as it is dashed. */
void pl_sweep_set_dash (cairo_t *cr, guint series);

/* pl-sweep-axes.c */
void pl_sweep_draw_axes (PlSweepDrawing *self, cairo_t *cr);

/* pl-sweep-drawing.c */
extern const PlDrawingClass pl_sweep_drawing_class;

G_END_DECLS
