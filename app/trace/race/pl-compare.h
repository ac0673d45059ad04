/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Many methods side by side: the same counter, each method at 1, 2, .. workers, each for the same
 * time, unrecorded. Filled from logs of such races, as many as it takes. */

#include "trace/race/pl-race.h"

G_BEGIN_DECLS

#define PL_TYPE_COMPARE (pl_compare_get_type ())
G_DECLARE_FINAL_TYPE (PlCompare, pl_compare, PL, COMPARE, GObject)

typedef struct {
  PlRaceMethod method;
  guint workers;
  double ns_per_increment;      /* wall time by increments made, of all workers */
  guint64 made, final_value, lost;
  guint64 fewest, most;         /* increments of one worker */
  double fairness;              /* fewest by most, 1: all the same */
  guint64 voluntary, involuntary; /* context switches */
  double switches;              /* both, per 1,000 increments */
  PlCpuAccount account;         /* of all workers; zeros: nobody told */
} PlCompareRow;

PlCompare *pl_compare_new (void);
/* The same rows: what grows on is another one, and this one stays as its picture shows it. */
PlCompare *pl_compare_copy (PlCompare *self);
/* Adds the parts of a race's log that came to an end and were not recorded. */
void pl_compare_add (PlCompare *self, PlLog *log);
guint pl_compare_get_n_rows (PlCompare *self);
/* By method, then by workers. */
const PlCompareRow *pl_compare_get_row (PlCompare *self, guint row);
/* FALSE: a method that is correct lost an update. */
gboolean pl_compare_is_right (PlCompare *self);
/* How its races ended: PL_PHASE_DONE, or how the first ended that did not end so. */
PlPhase pl_compare_get_phase (PlCompare *self);
/* The first of its logs, for machine, time and plan; NULL: it is empty. */
PlLog *pl_compare_get_log (PlCompare *self);

/* Translated; free them. */
char *pl_compare_title (PlCompare *self);    /* "21 locks, 1 to 4 workers, 50 ms each" */
char *pl_compare_subtitle (PlCompare *self); /* what is shown, window and CPUs */
char *pl_compare_footer (PlCompare *self);   /* the machine */
/* "lost 31.7 %", "correct", or "none lost this time" of a method that is not. */
char *pl_compare_verdict (const PlCompareRow *row);
/* Never translated: a line of names, then a line a row. */
char *pl_compare_to_csv (PlCompare *self);

G_END_DECLS
