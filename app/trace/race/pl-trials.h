/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* All repetitions of one part of a race: with what the counter ended, how often. */

#include <glib.h>

#include "log/pl-log.h"

G_BEGIN_DECLS

typedef struct {
  guint n;                    /* done */
  guint64 smallest, largest;  /* final values */
  guint64 right;              /* what it would be without a loss */
  guint correct;              /* that lost nothing */
} PlTrials;
void pl_trials_count (PlLog *log, guint part, PlTrials *trials);

/* How often the counter ended with which value, from the lowest up; free with g_array_unref. */
typedef struct { guint64 final_value; guint n; } PlTrialBin;
GArray *pl_trials_bins (PlLog *log, guint part);

G_END_DECLS
