/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How each worker spent a range of time, as a table. */

#include <gtk/gtk.h>

#include "trace/pl-trace.h"

G_BEGIN_DECLS

/* A line for all workers, and under it one for each, to be sorted by any column. */
GtkColumnView *pl_shares_table_new (PlTrace *trace, gint64 from_ns, gint64 to_ns);
/* All of it, as it is sorted: cells apart by tabs, as spreadsheets read it. */
char *pl_shares_table_to_text (GtkColumnView *table);

/* In a window of its own, which says what time it is about. */
GtkWindow *pl_shares_window_new (GtkWindow *parent, PlTrace *trace, gint64 from_ns, gint64 to_ns);

G_END_DECLS
