/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Shared by the files of the comparison's picture. */

#include "paint/pl-ink.h"
#include "paint/pl-picture.h"
#include "paint/race/pl-compare-picture.h"

G_BEGIN_DECLS

enum { PL_CP_SWITCHES, PL_CP_FAIRNESS, PL_CP_VERDICT, PL_CP_N_COLUMNS };

struct _PlComparePicture {
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
};

PlComparePicture *pl_compare_picture_lay_out (PlCompare *compare, const PlViewport *viewport, const PlPaper *paper);
/* Of a row of a comparison; pl_compare_picture_describe () without a picture. */
char *pl_cp_row_text (const PlCompareRow *row);
char *pl_cp_row_title (const PlCompareRow *row);
/* The strip of a row. */
PlBox pl_cp_row_box (PlComparePicture *self, guint row);

/* pl-compare-drawing.c */
extern const PlDrawingClass pl_compare_drawing_class;

G_END_DECLS
