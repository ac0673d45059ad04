/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Very many upright rectangles in vectors: those that stand side by side become one shape. */

#include "paint/pl-picture.h"

G_BEGIN_DECLS

/* The path of all of them. A row of boxes that touch and have one base, or one top, is one outline. */
void pl_boxes_path (cairo_t *cr, const PlBox *boxes, guint n);
/* The path of lines across them, one unit of every `period`, at multiples of it; through boxes that touch a line goes on. */
void pl_boxes_lines (cairo_t *cr, const PlBox *boxes, guint n, double period);

G_END_DECLS
