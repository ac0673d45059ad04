/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What was written to the terminal, in the picture of a recording: a tick over the marks of whoever wrote, and a row of its
 * own where the pieces stand one behind the other as they came. Ticks and pieces too close to be told apart are one. */

#include "paint/pool/pl-timeline-private.h"
#include "trace/recording/pl-outputs.h"

G_BEGIN_DECLS

void pl_recording_outputs_draw (PlTimeline *timeline, cairo_t *cr);
void pl_recording_outputs_outline (PlTimeline *timeline, cairo_t *cr, const PlItem *item, double thick);
gboolean pl_recording_outputs_pick (PlTimeline *timeline, double x, double y, PlItem *item, PlBox *box);
gboolean pl_recording_outputs_locate (PlTimeline *timeline, const PlItem *item, PlBox *box);

/* Of what one is, the one that is torn, else the first. NULL: there is no such write yet. */
const PlOutput *pl_recording_output (PlTrace *trace, const PlItem *item);

G_END_DECLS
