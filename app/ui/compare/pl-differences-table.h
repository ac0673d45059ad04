/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What differs between runs, as a table: a line a figure, and of each run but the first what that is of the first's. */

#include <gtk/gtk.h>

#include "trace/compare/pl-differences.h"

G_BEGIN_DECLS

/* A widget that scrolls where it has no room. */
GtkWidget *pl_differences_table_new (const PlDifferences *differences);
/* The same rows and runs, other values: see pl_differences_move (). */
void pl_differences_table_update (GtkWidget *table, const PlDifferences *differences);

G_END_DECLS
