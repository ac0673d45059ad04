/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Filling very many small upright rectangles. On screen they are written into pixels, which
 * goes to cairo as one image; for SVG and PDF they are gathered into one path a look. */

#include <cairo.h>

#include "paint/pl-digits.h"
#include "paint/pl-look.h"

G_BEGIN_DECLS

typedef struct _PlFill PlFill;

/* For drawing on cr within the given box, in user space. */
PlFill *pl_fill_new (cairo_t *cr, const PlTheme *theme, double x, double y, double width, double height, gboolean vector);
/* In pixels what lies beneath the rectangles is the same in every row: it is drawn into one, in the same user space,
 * on the background that is already there; belongs to self. NULL: not in pixels, and there are no rows to lay. */
cairo_t *pl_fill_row (PlFill *self);
/* Lays the row over a band of the box. All of the box wants one, and each band is best laid just before what goes
 * over it: its pixels are at hand then. */
void pl_fill_lay_rows (PlFill *self, double y, double height);
/* To draw more beneath the rectangles of bands that are laid, in the same user space; belongs to self. */
cairo_t *pl_fill_ground (PlFill *self, cairo_t *cr);
/* With its pattern; in its colour alone; or the ground under its pattern alone, over rectangles of the same look. */
typedef enum { PL_FILL_PATTERN = 0, PL_FILL_PLAIN, PL_FILL_TINT, PL_N_FILLS } PlFillHow;
/* look: a state, or PL_LOOK_*. */
void pl_fill_rect (PlFill *self, guint look, PlFillHow how, double x, double y, double width, double height);
/* A stack of rectangles in plain colours, from base upwards; height in whole user units. */
typedef struct { guint8 look, height; } PlFillPart;
void pl_fill_stack (PlFill *self, double x, double width, double base, const PlFillPart *parts, guint n);
/* Numbers over the rectangles; they are gone from digits then. */
void pl_fill_digits (PlFill *self, PlDigits *digits);
/* Paints it all onto cr. */
void pl_fill_flush (PlFill *self, cairo_t *cr);
void pl_fill_free (PlFill *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlFill, pl_fill_free)

G_END_DECLS
