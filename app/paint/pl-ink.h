/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Text for pictures: laid out once, kept with the trace, drawn many times. */

#include <cairo.h>
#include <pango/pangocairo.h>

#include "paint/pl-theme.h"

G_BEGIN_DECLS

typedef struct _PlInk PlInk;

/* The one kept with object (a trace), made when first asked for; goes with it. */
PlInk *pl_ink_for (GObject *object);

typedef enum { PL_INK_PLAIN = 0, PL_INK_BOLD = 1 << 0, PL_INK_WRAP = 1 << 1, PL_INK_MIDDLE = 1 << 2 } PlInkFlags;
typedef enum { PL_INK_START, PL_INK_CENTER, PL_INK_END } PlInkAlign;

/* A line of text (or, with WRAP, a paragraph) and how it stands. max_width 0: as wide as it gets,
 * else it is elided at its end (with MIDDLE in its middle) or wrapped. */
typedef struct {
  double size;                  /* pixels */
  guint flags;
  double max_width;
} PlFont;

void pl_ink_measure (PlInk *self, const char *text, const PlFont *font, double *width, double *height);
/* y is the middle of the line, or with WRAP the top of the paragraph. Returns the width. */
double pl_ink_draw (PlInk *self, cairo_t *cr, const char *text, const PlFont *font, double x, double y,
                    PlInkAlign align, const PlColor *color);

/* For those who place glyphs themselves. */
PangoContext *pl_ink_get_context (PlInk *self);
PangoFontDescription *pl_ink_describe (double size, gboolean bold);

/* Adds to attributes that in text no line ends between a number and its unit; text itself stays as it is, with plain spaces.
 * What wraps is drawn like that; this is for labels. FALSE: there was nothing to add. */
gboolean pl_ink_hold_measures (PangoAttrList *attributes, const char *text);

G_END_DECLS
