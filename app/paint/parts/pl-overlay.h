/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a person puts over a picture, whatever kind it is of: the markers A and B with their distance, notes, what a search
 * has found, and a path through the lanes. pl_picture_lay_out () makes it and pl_drawing_draw () draws it: it knows no
 * more of the picture than its plot and its rows. Lengths as those of the drawing, larger type included. */

#include "paint/pl-picture.h"

G_BEGIN_DECLS

/* As drawn. */
typedef struct {
  guint32 id;                   /* of the log's list */
  PlBox target;                 /* what it is on, as far as that is in sight */
  gboolean has_label;           /* FALSE: a bookmark, or there was no place for it: a flag alone */
  PlBox label;                  /* never over its target, and over no other label */
  double leader[4];             /* x, y at the label; x, y at the edge of the target */
  const char *text;             /* as far as it is shown */
} PlOverlayNote;

/* NULL: there is nothing to draw. */
PlOverlay *pl_overlay_new (PlPicture *picture, const PlViewport *viewport, const PlPaper *paper, PlDrawing *drawing);
void pl_overlay_free (PlOverlay *self);
void pl_overlay_draw (PlOverlay *self, cairo_t *cr);

/* The i-th note in sight. FALSE: there are no more. */
gboolean pl_overlay_get_note (PlOverlay *self, guint i, PlOverlayNote *note);
/* Bars that mark hits, and lines of the path. */
guint pl_overlay_get_n_bars (PlOverlay *self);
guint pl_overlay_get_n_lines (PlOverlay *self);

G_END_DECLS
