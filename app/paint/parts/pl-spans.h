/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The items of pictures whose items are the spans of a trace: which stands for a fold, what lies
 * next to one, what is seen when one is opened. lane and index are the trace's. viewport: its time
 * is what is shown, and what it hides is passed over. */

#include "paint/pl-picture.h"
#include "trace/pl-trace.h"

G_BEGIN_DECLS

/* No picture of spans goes closer. */
#define PL_SPANS_LEAST_NS 200

/* The worst of a fold that is not filtered out. FALSE: there is no such span, or all of it is filtered out. */
gboolean pl_spans_choose (PlTrace *trace, const PlViewport *viewport, const PlItem *item, PlItem *chosen);
gboolean pl_spans_time (PlTrace *trace, const PlItem *item, gint64 *from_ns, gint64 *to_ns);
/* From NULL: what is in the middle. NEXT and PREVIOUS go to the deaths. lanes: n of them as they stand below each other;
 * NULL: all in their order. */
gboolean pl_spans_walk (PlTrace *trace, const guint *lanes, guint n, const PlViewport *viewport, const PlItem *from,
                        PlWalk direction, PlItem *to);
/* Shows the item with some of what is around it, within [0, end_ns). */
gboolean pl_spans_open (PlTrace *trace, const PlItem *item, gint64 end_ns, gint64 least_ns, PlViewport *viewport);

G_END_DECLS
