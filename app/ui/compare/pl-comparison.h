/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Runs beside each other: on one time axis, with a table of what differs; and the picture of a sweep, if they are of one.
 * Stands in the place of a page. */

#include "trace/kinds/pl-kinds.h"
#include "trace/sweep/pl-sweep.h"
#include "ui/canvas/pl-canvas.h"

G_BEGIN_DECLS

#define PL_TYPE_COMPARISON (pl_comparison_get_type ())
G_DECLARE_FINAL_TYPE (PlComparison, pl_comparison, PL, COMPARISON, GtkWidget)

/* Signals: "changed" (): another picture is in sight; "close" (): somebody wants back to what was there before. */

/* 2 to 4 of one kind: see pl_differences_check (). They are aligned as those before were. */
void pl_comparison_show_runs (PlComparison *self, PlLog *const *logs, guint n);
/* As somebody chose it elsewhere: of these runs and of later ones. */
void pl_comparison_set_align (PlComparison *self, PlAlign align);
/* While it goes on: only its picture, again and again. */
void pl_comparison_show_sweep (PlComparison *self, PlSweep *sweep);
/* It is over: its runs come along, where it kept some. */
void pl_comparison_finish_sweep (PlComparison *self, PlSweep *sweep);
/* Processes against threads, as far as they are measured: only that picture. */
void pl_comparison_show_kinds (PlComparison *self, PlKinds *kinds);
/* What is going on, and how far it is; NULL: nothing is. */
void pl_comparison_set_progress (PlComparison *self, const char *text, double fraction);
/* Of what is in sight. */
PlCanvas *pl_comparison_get_canvas (PlComparison *self);
/* The runs that are beside each other, those of a sweep when it is over; n: how many. Belong to the comparison. */
PlLog *const *pl_comparison_get_logs (PlComparison *self, guint *n);
/* "sweep", "kinds", "pool-compared": see pl_page_suggest_name (). Free it. */
char *pl_comparison_suggest_name (PlComparison *self);

G_END_DECLS
