/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A table of seven rows: a column a kind of worker, in each cell a figure and below it a small picture: a bar that is
 * as long as its share of the row's largest, whose memory is whose, how many are left. */

#include "paint/parts/pl-words.h"
#include "trace/kinds/pl-kinds.h"

G_BEGIN_DECLS

typedef struct {
  PlDrawing drawing;
  PlKinds *kinds;
  const PlTheme *theme;
  PlInk *ink;
  guint parts;
  gboolean has_selection;
  PlItem selected;
  PlBox title, card, footer;    /* height 0: not there */
  PlBox table;
  double width, height;
  double names_width, head_height, row_height, column_width;
  guint n_columns;              /* kinds of which something is known, or will be */
  char *sentence;               /* of what is selected; NULL: nothing is */
} PlKindsDrawing;

PlKindsDrawing *pl_kinds_lay_out (PlKinds *kinds, const PlViewport *viewport, const PlPaper *paper);

G_END_DECLS
