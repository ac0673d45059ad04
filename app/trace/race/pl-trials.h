/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* All repetitions of one part of a race: with what the counter ended, how often. */

#include <glib.h>

#include "log/pl-log.h"
#include "trace/race/pl-race.h"

G_BEGIN_DECLS

typedef struct {
  guint n;                    /* done */
  guint64 smallest, largest;  /* final values */
  guint64 right;              /* what it would be without a loss; 0: each made another number of increments */
  guint correct;              /* right by their method */
  guint lost;                 /* that lost updates */
  guint unraced;              /* that lost nothing, and only by luck */
} PlTrials;
void pl_trials_count (PlLog *log, guint part, PlTrials *trials);

typedef struct {
  guint64 final_value, expected, lost;
  gint64 overlap_ns;          /* two workers or more were at it; -1: kept of the last trial only */
  PlRaceVerdict verdict;
} PlTrialResult;
/* trial: 0 .. PlTrials.n - 1. */
void pl_trials_get (PlLog *log, guint part, guint trial, PlTrialResult *result);

/* Trials that make a number of increments of their own are compared by what was left of them. TRUE: some
 * part does so, and one scale for all is PL_TRIALS_SHARES times the share of the expected value; only a
 * counter without a loss comes to all of them. */
#define PL_TRIALS_SHARES 10000u
gboolean pl_trials_in_shares (PlLog *log);

/* How often the counter ended with which value, or share of what it should have been, from the lowest up;
 * free with g_array_unref. */
typedef struct { guint64 final_value; guint n; } PlTrialBin;
GArray *pl_trials_bins (PlLog *log, guint part, gboolean shares);

G_END_DECLS
