/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How a lesson came out, of many runs: each outcome with its number, the most frequent first. Main thread only. */

#include <glib-object.h>

#include "plan/lesson/pl-lesson.h"

G_BEGIN_DECLS

#define PL_TYPE_TALLY (pl_tally_get_type ())
G_DECLARE_FINAL_TYPE (PlTally, pl_tally, PL, TALLY, GObject)

/* lesson: NULL, none yet. */
PlTally *pl_tally_new (const PlLesson *lesson);
void pl_tally_add (PlTally *self, const char *outcome);
guint pl_tally_get_runs (PlTally *self);
/* Different outcomes. */
guint pl_tally_get_n (PlTally *self);
/* How many there can be; 0: nobody knows. */
guint pl_tally_get_possible (PlTally *self);
/* Of the i-th; outcome may be NULL, else it is owned by the tally until the next one is added. Returns how often. */
guint pl_tally_get (PlTally *self, guint i, const char **outcome);

/* Translated; free them. */
char *pl_tally_title (PlTally *self);
char *pl_tally_summary (PlTally *self);         /* "100 runs, 7 of 24 possible outcomes" */
/* "outcome,count,share": shares as decimals with a point. */
char *pl_tally_to_csv (PlTally *self);

G_END_DECLS
