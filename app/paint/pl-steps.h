/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A line of very many steps. On screen it is laid into a mask, which cairo then paints once: a stroke of a thousand
 * steps costs cairo more than all lanes of a picture. */

#include <cairo.h>

#include "paint/pl-picture.h"
#include "paint/pl-theme.h"

G_BEGIN_DECLS

/* At height y from x0 to x1; the next one begins at x1. User space. */
typedef struct { double x0, x1, y; } PlStep;

/* box: holds the line; what lies outside may be missing. vector: the target keeps lines as lines. */
void pl_steps_stroke (cairo_t *cr, const PlStep *steps, guint n, double width, const PlColor *color, const PlBox *box,
                      gboolean vector);
/* The path alone, to be stroked or closed and filled. */
void pl_steps_path (cairo_t *cr, const PlStep *steps, guint n);

G_END_DECLS
