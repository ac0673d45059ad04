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

typedef enum { PL_INK_PLAIN = 0, PL_INK_BOLD = 1 << 0, PL_INK_WRAP = 1 << 1 } PlInkFlags;
typedef enum { PL_INK_START, PL_INK_CENTER, PL_INK_END } PlInkAlign;

/* A line of text (or, with WRAP, a paragraph) and how it stands. max_width 0: as wide as it gets,
 * else it is elided (or wrapped). */
typedef struct {
  double size;                  /* pixels */
  guint flags;
  double max_width;
} PlFont;

void pl_ink_measure (PlInk *self, const char *text, const PlFont *font, double *width, double *height);
/* y is the middle of the line, or with WRAP the top of the paragraph. Returns the width. */
double pl_ink_draw (PlInk *self, cairo_t *cr, const char *text, const PlFont *font, double x, double y,
                    PlInkAlign align, const PlColor *color);

/* Many small numbers of one size in few cairo calls. */
typedef struct _PlDigits PlDigits;
PlDigits *pl_digits_new (PlInk *ink, double size);
double pl_digits_width (PlDigits *self, guint64 number);
/* Centred at (x, y); drawn by flush, all those of one colour at once. */
void pl_digits_add (PlDigits *self, guint64 number, double x, double y, const PlColor *color);
void pl_digits_flush (PlDigits *self, cairo_t *cr);
void pl_digits_free (PlDigits *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlDigits, pl_digits_free)

G_END_DECLS
