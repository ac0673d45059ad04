/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Shapes in the look of a state or of a lost update: colour and pattern. */

#include <cairo.h>

#include "paint/pl-picture.h"

G_BEGIN_DECLS

/* Lines of a hatch: one every so many units; and of a tile of it, drawn in pixels, at most. */
#define PL_HATCH_PERIOD 6
#define PL_HATCH_MAX 24
/* Stripes: one unit every three, from the top of a tile on: told from any hatch, and in a strip a pixel wide. */
#define PL_STRIPE_PERIOD (PL_HATCH_PERIOD / 2)

/* How many pixels of the target a unit of user space is; device: how many of them are the target's own scale. */
double pl_look_scale (cairo_t *cr, double *device);
/* Whether an image can be laid there pixel on pixel. */
gboolean pl_look_on_pixels (cairo_t *cr, double x, double y);
/* Lays it there. */
void pl_look_lay (cairo_t *cr, cairo_surface_t *image, const PlBox *box);
/* One pixel of such a tile of period x period pixels; scale: pixels a unit. */
guint32 pl_look_hatch_pixel (const PlStateLook *look, int x, int y, int period, double scale);
/* The lines, or stripes, across a box. */
void pl_look_hatch (cairo_t *cr, const PlStateLook *look, const PlBox *box);
/* One rectangle in a look, straight onto cr: swatches and the like. */
void pl_look_fill (cairo_t *cr, const PlStateLook *look, double x, double y, double width, double height);
/* The current path, as one; vector: the target keeps lines as lines. Clears the path. */
void pl_look_fill_path (cairo_t *cr, const PlStateLook *look, gboolean vector);
/* The cross of a death, centred. */
void pl_look_cross (cairo_t *cr, const PlStateLook *look, const PlTheme *theme, double x, double y, double radius);

G_END_DECLS
