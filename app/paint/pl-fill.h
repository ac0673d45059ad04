/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Filling very many small upright rectangles. On screen they are written into pixels, which
 * goes to cairo as one image; for SVG and PDF they are gathered into one path a look. */

#include <cairo.h>

#include "paint/pl-theme.h"

G_BEGIN_DECLS

typedef struct _PlFill PlFill;

/* For drawing on cr within the given box, in user space. */
PlFill *pl_fill_new (cairo_t *cr, const PlTheme *theme, double x, double y, double width, double height, gboolean vector);
/* To draw what lies beneath the rectangles, in the same user space, before anything else; belongs to self.
 * In pixels that is the ground of the image, which then covers its box: no blending. */
cairo_t *pl_fill_ground (PlFill *self, cairo_t *cr);
/* In the look of a state; plain: its colour without a pattern. */
void pl_fill_rect (PlFill *self, PlState state, gboolean plain, double x, double y, double width, double height);
/* A stack of rectangles in plain colours, from base upwards; height in whole user units. */
typedef struct { guint8 state, height; } PlFillPart;
void pl_fill_stack (PlFill *self, double x, double width, double base, const PlFillPart *parts, guint n);
/* Paints it all onto cr. */
void pl_fill_flush (PlFill *self, cairo_t *cr);
void pl_fill_free (PlFill *self);

/* One rectangle in a look, straight onto cr: swatches and the like. */
void pl_look_fill (cairo_t *cr, const PlStateLook *look, double x, double y, double width, double height);
/* The current path, as one; vector: the target keeps lines as lines. Clears the path. */
void pl_look_fill_path (cairo_t *cr, const PlStateLook *look, gboolean vector);
/* The cross of a death, centred. */
void pl_look_cross (cairo_t *cr, const PlStateLook *look, const PlTheme *theme, double x, double y, double radius);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlFill, pl_fill_free)

G_END_DECLS
