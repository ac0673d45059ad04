/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Shared by the files of the picture by CPU; nobody else includes this. Items are turns: lane is the CPU's row, index
 * the turn on it. */

#include "paint/parts/pl-spans-picture.h"
#include "paint/pl-ink.h"
#include "trace/pl-by-cpu.h"

G_BEGIN_DECLS

/* Turns narrower than this fold. */
#define PL_CPUS_FOLD_PX 3.0
/* More lines than this are a thicket and tell nothing. */
#define PL_CPUS_MOST_MIGRATIONS 100u

/* One turn, or a fold of some. */
typedef struct {
  guint row, first, last;
  guint lane;                   /* whose; of a fold: of its first */
  gboolean mixed;               /* of several workers */
  double share;                 /* of its width in which anybody had the CPU, 0..1 */
  double x, width;
} PlCpusMark;

typedef struct { double x0, x1; guint from_row, to_row; } PlCpusLine;

/* It keeps what it needs of the trace: what comes after it was laid out does not change it. */
typedef struct {
  PlDrawing drawing;
  PlPicture *picture;
  PlTrace *trace;               /* the picture's */
  PlInk *ink;
  PlViewport view;
  const PlTheme *theme;
  guint parts;
  double width, height, natural_height, margin;
  PlBox title, ruler, plot, legend, details, footer;
  double pitch, mark_height, scroll;
  guint n_rows, n_workers;
  int *numbers;                 /* of the rows */
  GArray *marks;                /* PlCpusMark, row by row, left to right, never overlapping */
  GArray *lines;                /* PlCpusLine: migrations that arrive in sight, if they are not too many */
  guint n_migrations;           /* in sight */
  gint64 *told_ns;              /* of each row: who had the CPU is told up to here */
} PlCpusDrawing;

/* pl-cpus-layout.c */
/* cpus: as the trace is now; not kept. */
PlCpusDrawing *pl_cpus_lay_out (PlPicture *picture, PlTrace *trace, PlByCpu *cpus, const PlViewport *view,
                                const PlPaper *paper);
/* In the drawing's own units. */
double pl_cpus_x (PlCpusDrawing *self, gint64 t_ns);
double pl_cpus_row_y (PlCpusDrawing *self, guint row);
PlBox pl_cpus_mark_box (PlCpusDrawing *self, const PlCpusMark *mark);
/* NULL: not in sight. */
const PlCpusMark *pl_cpus_find_mark (PlCpusDrawing *self, const PlItem *item);

/* pl-cpus-legend.c: what a CPU is called, free it; how the turns of a worker look; draws the legend when cr is given, and
 * returns the height it takes. */
char *pl_cpus_row_name (int number);
PlStateLook pl_cpus_worker_look (const PlTheme *theme, guint lane);
double pl_cpus_legend_flow (PlCpusDrawing *self, cairo_t *cr, const PlBox *box);

/* pl-cpus-draw.c */
void pl_cpus_draw (PlDrawing *drawing, cairo_t *cr);

/* pl-cpus-drawing.c */
extern const PlDrawingClass pl_cpus_drawing_class;

G_END_DECLS
