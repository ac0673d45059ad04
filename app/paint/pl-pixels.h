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
/* The same in two colours: the second one from y, in user space, on. */
void pl_pixels_fill_split (const PlPixels *to, const PlBox *box, double y, guint32 above, guint32 below);
/* A straight line in user space, smoothed, cut off at its ends; for lines that lie askew. ends: x, y, x, y. */
void pl_pixels_line (const PlPixels *to, const double ends[4], double thick, guint32 pixel);

/* Each byte of a pixel times share / 255, rounded, and apart from the next one by another byte: so all are one product. */
static inline guint64
pl_pixels_share (guint32 pixel, guint32 share)
{
  const guint64 apart = G_GUINT64_CONSTANT (0x00ff00ff00ff00ff);
  guint64 wide = (((guint64) pixel | (guint64) pixel << 24) & apart) * share + G_GUINT64_CONSTANT (0x0080008000800080);

  return ((wide + ((wide >> 8) & apart)) >> 8) & apart;
}

/* Sums of shares, none of them over 255, to an opaque pixel. */
static inline guint32
pl_pixels_join (guint64 wide)
{
  return 0xff000000u | (guint32) (wide | wide >> 24);
}

G_END_DECLS
