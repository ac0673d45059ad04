/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The moment a run is replayed up to: a line over the plot, and what time it is. */

#include "paint/pl-ink.h"
#include "paint/pl-theme.h"

G_BEGIN_DECLS

/* text NULL: only the line. x: of the moment; left .. right: where the text may stand; top, bottom: of the plot. */
void pl_cursor_draw (cairo_t *cr, PlInk *ink, const PlTheme *theme, const char *text, double x, double left, double right,
                     double top, double bottom);

G_END_DECLS
