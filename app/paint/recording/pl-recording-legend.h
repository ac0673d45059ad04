/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the legend of a recording has beside states: who stood still, and what was written to the terminal. */

#include "paint/parts/pl-legend.h"
#include "trace/pl-trace.h"

G_BEGIN_DECLS

/* Of [from, to). cr NULL: only takes the room. */
void pl_recording_legend_add (PlLegendFlow *flow, cairo_t *cr, PlTrace *trace, gint64 from_ns, gint64 to_ns);

G_END_DECLS
