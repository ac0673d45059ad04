/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Many small numbers and letters, fast: their glyphs are looked up once and placed by hand. */

#include "paint/pl-ink.h"
#include "paint/pl-pixels.h"

G_BEGIN_DECLS

/* Many small numbers of one size in few cairo calls. */
typedef struct _PlDigits PlDigits;
PlDigits *pl_digits_new (PlInk *ink, double size);
double pl_digits_height (PlDigits *self);  /* of a digit */
/* Of a short text without any shaping: a number, a letter. What is longer is cut. */
double pl_digits_text_width (PlDigits *self, const char *text);
/* Centred at (x, y); drawn by flush, all those of one colour at once. */
void pl_digits_add_text (PlDigits *self, const char *text, double x, double y, const PlColor *color);
void pl_digits_flush (PlDigits *self, cairo_t *cr);
/* The same, into pixels. */
void pl_digits_flush_pixels (PlDigits *self, const PlPixels *to);
void pl_digits_free (PlDigits *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlDigits, pl_digits_free)

G_END_DECLS
