/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* pl-overlay.c (what lies where) on -bars.c (hits) and -notes.c (where the notes find a place); -draw.c draws it, with
 * -bars.c and -labels.c. */

#include "paint/parts/pl-overlay.h"
#include "paint/pl-ink.h"
#include "paint/pl-pixels.h"

G_BEGIN_DECLS

typedef struct {
  gboolean set;
  double x;                     /* in sight or not */
  gint64 t_ns;
} PlOverlayMarker;

typedef struct { double x0, y0, x1, y1; } PlOverlayLine;

struct _PlOverlay {
  PlPicture *picture;
  PlInk *ink;
  const PlTheme *theme;
  PlThemeId theme_id;
  double scale;                 /* of the type */
  gboolean vector;              /* the target keeps shapes as shapes */
  PlBox plot;
  gint64 to_ns;                 /* so far there is something to point out: in a replay to the cursor */
  double right;                 /* that moment's place */
  PlOverlayMarker markers[2];
  GArray *notes;                /* PlOverlayNote, which own their texts */
  GArray *bars;                 /* PlBox */
  GArray *lines;                /* PlOverlayLine */
};

#define PL_OVERLAY_PAD 6.0

/* Of the text of a note. */
PlFont pl_overlay_note_font (PlOverlay *self);
/* pl-overlay-bars.c; a row that is in sight, cut to what is of it. */
/* The row of a lane, or the one it is folded below. */
gboolean pl_overlay_row_box (PlOverlay *self, PlDrawing *drawing, guint log_lane, PlBox *row);
gboolean pl_overlay_find_row (PlOverlay *self, PlDrawing *drawing, guint log_lane, PlBox *row);
void pl_overlay_find_bars (PlOverlay *self, PlDrawing *drawing, PlHighlights *highlights);
void pl_overlay_draw_bars (PlOverlay *self, cairo_t *cr, const PlPixels *to);
/* Many rectangles in a colour, into the pixels of the target or, without any, as shapes. */
void pl_overlay_fill (PlOverlay *self, cairo_t *cr, const PlPixels *to, const PlColor *color, const GArray *boxes);
/* pl-overlay-labels.c: of a note, in its box. */
void pl_overlay_draw_label (PlOverlay *self, cairo_t *cr, const PlOverlayNote *note);
/* pl-overlay-notes.c */
void pl_overlay_place_notes (PlOverlay *self, PlDrawing *drawing);

G_END_DECLS
