/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The runs that are kept, and whether they are: one for all windows of the program. */

#include "control/pl-run-store.h"

G_BEGIN_DECLS

#define PL_TYPE_RUNS (pl_runs_get_type ())
G_DECLARE_FINAL_TYPE (PlRuns, pl_runs, PL, RUNS, GObject)

/* Properties, kept in the settings: "keep" (gboolean): what is run is kept; "visible" (gboolean): the strips are shown;
 * "limit" (int): MiB of all of them together. */

/* Made when it is first asked for, and never goes. */
PlRuns *pl_runs_get (void);
PlRunStore *pl_runs_get_store (PlRuns *self);
gboolean pl_runs_get_keep (PlRuns *self);
void pl_runs_set_keep (PlRuns *self, gboolean keep);
gboolean pl_runs_get_visible (PlRuns *self);
/* Before the program ends: everything is on disk then. */
void pl_runs_flush (void);

G_END_DECLS
