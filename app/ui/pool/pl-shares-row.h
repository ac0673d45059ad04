/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How one worker, or all of them, spent a range of time: a line of the table. */

#include <gio/gio.h>

#include "trace/pl-trace.h"

G_BEGIN_DECLS

#define PL_TYPE_SHARES_ROW (pl_shares_row_get_type ())
G_DECLARE_FINAL_TYPE (PlSharesRow, pl_shares_row, PL, SHARES_ROW, GObject)

/* Column numbers: a state, or one of these. */
enum {
  PL_SHARES_NAME = PL_N_STATES, PL_SHARES_TASKS, PL_SHARES_ON_CPU, PL_SHARES_WAITING_CPU, PL_SHARES_ASLEEP,
  PL_SHARES_BUSY, PL_SHARES_CPU, PL_SHARES_VOLUNTARY, PL_SHARES_INVOLUNTARY
};

/* As it is shown; what is not known is said to be so. */
char *pl_shares_row_text (PlSharesRow *self, guint column);
/* To be sorted by: the lane, a share of the time, a count, nanoseconds; below all others where it is not known. */
double pl_shares_row_value (PlSharesRow *self, guint column);

/* The order in which a learner meets the states: for legends and tables. */
const PlState *pl_shares_order (guint *n);
/* All workers together; times add up. Lane 0, the parent, is left out. */
void pl_shares_of_workers (PlTrace *trace, gint64 from_ns, gint64 to_ns, PlShares *shares);
gint64 pl_shares_total_ns (const PlShares *shares);

/* A line for each worker; *all is one for all of them. */
GListStore *pl_shares_rows_new (PlTrace *trace, gint64 from_ns, gint64 to_ns, PlSharesRow **all);
/* It was ever in that state. */
gboolean pl_shares_row_has (PlSharesRow *self, PlState state);

G_END_DECLS
