/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The runs that are kept, in a row under the picture: the newest first. One or several can be selected. */

#include <gtk/gtk.h>

#include "control/pl-run-store.h"

G_BEGIN_DECLS

#define PL_TYPE_RUNS_STRIP (pl_runs_strip_get_type ())
G_DECLARE_FINAL_TYPE (PlRunsStrip, pl_runs_strip, PL, RUNS_STRIP, GtkWidget)

/* Signals, for whoever shows and saves runs: "open" (PlRunEntry *), "remove" (GPtrArray * of PlRunEntry), "save"
 * (PlRunEntry *), "save-all" (). Names are written by the strip itself. */

void pl_runs_strip_set_store (PlRunsStrip *self, PlRunStore *store);
/* The run that is looked at, among them or not; NULL: none. It is brought into sight. */
void pl_runs_strip_set_shown (PlRunsStrip *self, PlRunEntry *entry);
/* What is selected, the newest first; else what has the keyboard; may be empty. Free it with g_ptr_array_unref (). */
GPtrArray *pl_runs_strip_get_selected (PlRunsStrip *self);
/* Where the selection is told from: signal "selection-changed". */
GtkSelectionModel *pl_runs_strip_get_selection (PlRunsStrip *self);
/* The menu of a run: others append to it. Owned by the strip. */
GMenu *pl_runs_strip_get_menu (PlRunsStrip *self);

G_END_DECLS
