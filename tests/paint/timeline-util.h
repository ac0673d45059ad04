/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the tests of the timeline share. */

#include "paint/pool/pl-timeline-private.h"

G_BEGIN_DECLS

#define TIMELINE_PARTS (PL_PART_COUNTERS | PL_PART_LEGEND)

/* Of a log that it takes over. */
PlTrace *timeline_take (PlLog *log);
/* Of a pool that was made up, with two deaths. */
PlTrace *timeline_pool (guint workers, guint tasks, gint64 task_ns);
/* All of it, with messages. */
void timeline_view (PlViewport *view, PlTrace *trace);
PlTimeline *timeline_lay_out (PlTrace *trace, const PlViewport *view, PlThemeId theme, double width, double height,
                              guint parts);
double timeline_natural_height (PlTrace *trace, double width, guint parts);

G_END_DECLS
