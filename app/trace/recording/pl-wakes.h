/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Who let whom go on: edges from whoever gave a lock back, or told a condition, to the end of a wait. */

#include "log/pl-log-events.h"
#include "trace/pl-trace.h"

G_BEGIN_DECLS

typedef struct _PlWakes PlWakes;

PlWakes *pl_wakes_new (void);
void pl_wakes_free (PlWakes *self);
/* Any event, of each lane in its order; most are none of its business. */
void pl_wakes_take (PlWakes *self, const PlLogEvent *event);
/* The last one that reached the lane in (from, to]. FALSE: there is none, or nobody is known to have sent it. O(lanes x log n). */
gboolean pl_wakes_find (const PlWakes *self, guint lane, gint64 from_ns, gint64 to_ns, PlMessage *wake);

G_END_DECLS
