/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Where an axis has its ticks, and which of them have room for a label. Steps are 1, 2 or 5 times a
 * power of ten, in whole units (ns, counts). */

#include <glib.h>

G_BEGIN_DECLS

/* The one after step. */
gint64 pl_axis_next_step (gint64 step);
/* The least of which `most` reach across range; most > 0. */
gint64 pl_axis_step (gint64 range, gint64 most);
/* The first tick at from or after it. */
gint64 pl_axis_first (gint64 from, gint64 step);

/* Labels in a row, from left to right. */
typedef struct { double taken, right, gap; } PlAxisRow;
/* FALSE: there is no room, for the label before it or for the row's end. */
gboolean pl_axis_take (PlAxisRow *row, double left, double width);

G_END_DECLS
