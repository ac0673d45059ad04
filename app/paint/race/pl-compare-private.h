/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Methods side by side: a bar each for its time an increment, on a log scale. */

#include "paint/parts/pl-words.h"
#include "paint/pl-ink.h"
#include "paint/pl-picture.h"
#include "trace/race/pl-compare.h"

G_BEGIN_DECLS

enum { PL_CP_SWITCHES, PL_CP_FAIRNESS, PL_CP_VERDICT, PL_CP_N_COLUMNS };

typedef struct {
  PlDrawing drawing;
  PlCompare *compare;
  const PlTheme *theme;
  PlInk *ink;
  guint parts;
  double width, height;
  gboolean compact;
  double head, top, bottom;     /* of the axis' labels; of the bars */
  double names, workers;        /* left of the names, right of the workers */
  double left, right;           /* of the axis */
  double columns[PL_CP_N_COLUMNS];    /* their right edges */
  int first_decade, n_decades;
  gboolean has_selection;
  PlItem selected;
  double *y;                    /* the middle of each row's bar */
} PlComparePicture;

/* PlParts TITLE, LEGEND and FOOTER apply. compare must not grow while the picture lives. */
PlComparePicture *pl_compare_picture_lay_out (PlCompare *compare, const PlViewport *viewport, const PlPaper *paper);
void pl_compare_picture_free (PlDrawing *drawing);
void pl_compare_picture_draw (PlDrawing *drawing, cairo_t *cr);
/* A row in words, for a tooltip or a reader; free them. */
char *pl_cp_row_text (const PlCompareRow *row);
char *pl_cp_row_title (const PlCompareRow *row);
/* The strip of a row. */
PlBox pl_cp_row_box (PlComparePicture *self, guint row);

/* pl-compare-drawing.c */
extern const PlDrawingClass pl_compare_drawing_class;

G_END_DECLS
