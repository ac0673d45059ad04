/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Two to four runs of one kind side by side: a row a figure, a column a run, and what each is of the first one. Of
 * each measure there is a row as soon as one of the runs has it. Main thread only. */

#include "trace/compare/pl-compared.h"
#include "trace/compare/pl-measures.h"

G_BEGIN_DECLS

typedef struct _PlDifferences PlDifferences;

/* FALSE and error: they are too few, too many, or not of one kind. names: how somebody knows them (files); NULL: by
 * their letters. */
gboolean pl_differences_check (PlLog *const *logs, const char *const *names, guint n, GError **error);
/* Of logs that passed the check; takes references. Free it. */
PlDifferences *pl_differences_new (PlLog *const *logs, guint n);
void pl_differences_free (PlDifferences *self);

/* Values from now on are those of the runs at these moments, ns since the start of each; 0, or the end: as they ended. Rows
 * stay; what nobody knew by then is not known. What was looked up for that is kept. */
void pl_differences_move (PlDifferences *self, const gint64 *until_ns);

guint pl_differences_get_n_runs (const PlDifferences *self);
PlLog *pl_differences_get_log (const PlDifferences *self, guint run);
/* "A", "B", .. as all that compares runs calls them (static). */
const char *pl_run_letter (guint run);

guint pl_differences_get_n_rows (const PlDifferences *self);
PlMeasure pl_differences_get_row (const PlDifferences *self, guint row);
/* FALSE: this run does not know it. */
gboolean pl_differences_get_value (const PlDifferences *self, guint row, guint run, double *value);
/* As a share of the first run's, 1: the same. FALSE: that is no number. */
gboolean pl_differences_get_relative (const PlDifferences *self, guint row, guint run, double *relative);

/* Never translated: "wall_ns". */
const char *pl_measure_key (PlMeasure measure);
/* Its values are whole numbers: ns, counts. */
gboolean pl_measure_is_whole (PlMeasure measure);
/* Translated: "Wall time" (static). */
const char *pl_measure_name (PlMeasure measure);
/* Free them. "1.02 s"; "–" where it is not known. */
char *pl_differences_value_text (const PlDifferences *self, guint row, guint run);
/* "-18.2 %", "the same", "3.1 times"; "" where it says nothing, also of the first. */
char *pl_differences_relative_text (const PlDifferences *self, guint row, guint run);
/* The one that differs most in wall time from the first, in a sentence; translated. */
char *pl_differences_sentence (const PlDifferences *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlDifferences, pl_differences_free)

G_END_DECLS
