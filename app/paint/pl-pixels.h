/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The pixels of an image that is drawn on, to be written past cairo, which takes much longer for very many small
 * rectangles. */

#include <cairo.h>

#include "paint/pl-picture.h"

G_BEGIN_DECLS

/* Pixels (0xffRRGGBB). x, y: where the first one lies in user space. */
typedef struct {
  guint32 *pixels;
  int width, height, stride;    /* stride in pixels */
  double x, y, scale;           /* pixels a unit */
} PlPixels;

/* Those of cr's target in a box in user space, as far as nothing clips it. FALSE: it is no image, or the box does not lie on
 * whole pixels of it, or it is clipped at the left, or at the top, or otherwise than by a rectangle. Between
 * cairo_surface_flush () and cairo_surface_mark_dirty () they can be written to. */
gboolean pl_pixels_find (cairo_t *cr, const PlBox *box, PlPixels *to);
/* width and height in pixels, at least 1; stride from one row to the next, in pixels. */
void pl_pixels_fill_block (guint32 *at, gssize stride, int width, int height, guint32 pixel);
/* The same, each row in a pixel of its own, of which there are as many. Nothing where a size is not positive. */
void pl_pixels_fill_rows (guint32 *at, gssize stride, int width, int height, const guint32 *pixels);
/* Those whose middles lie in a box in user space, as cairo does it without smoothing. */
void pl_pixels_fill (const PlPixels *to, const PlBox *box, guint32 pixel);

G_END_DECLS
