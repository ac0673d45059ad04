/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the workers of a run did with their time. */

#include "trace/pl-trace.h"

G_BEGIN_DECLS

/* The order in which a learner meets the states: for legends and tables. */
const PlState *pl_shares_order (guint *n);
/* All workers together; times add up. Lane 0, the parent, is left out. */
void pl_shares_of_workers (PlTrace *trace, gint64 from_ns, gint64 to_ns, PlShares *shares);

G_END_DECLS
