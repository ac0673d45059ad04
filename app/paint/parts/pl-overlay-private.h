/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* pl-overlay.c (what lies where) on -notes.c (where the notes find a place); -draw.c draws it. */

#include "paint/parts/pl-overlay.h"
#include "paint/pl-ink.h"

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
  double scale;                 /* of the type */
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
/* pl-overlay-notes.c */
void pl_overlay_place_notes (PlOverlay *self, PlDrawing *drawing);

G_END_DECLS
