/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/race/pl-trials.h"

static int
compare_values (gconstpointer a, gconstpointer b)
{
  const PlTrialBin *x = a, *y = b;

  return (x->final_value > y->final_value) - (x->final_value < y->final_value);
}

GArray *
pl_trials_bins (PlLog *log, guint part)
{
  const PlTrial *entries = pl_log_trials (log, part);
  guint n = MIN (pl_log_header (log)->status.parts[part].trials_done, pl_log_plan (log)->trials);
  GArray *bins = g_array_new (FALSE, FALSE, sizeof (PlTrialBin));
  guint kept = 0;

  for (guint i = 0; i < n; i++)
    {
      PlTrialBin bin = { entries[i].final_value, 1 };

      g_array_append_val (bins, bin);
    }
  g_array_sort (bins, compare_values);
  for (guint i = 0; i < n; i++)
    {
      PlTrialBin *bin = &g_array_index (bins, PlTrialBin, i);
      PlTrialBin *last = kept > 0 ? &g_array_index (bins, PlTrialBin, kept - 1) : NULL;

      if (last != NULL && last->final_value == bin->final_value)
        last->n++;
      else
        g_array_index (bins, PlTrialBin, kept++) = *bin;
    }
  g_array_set_size (bins, kept);
  return bins;
}

void
pl_trials_count (PlLog *log, guint part, PlTrials *trials)
{
  const PlPlanData *plan = pl_log_plan (log);
  const PlRacePartStatus *status = &pl_log_header (log)->status.parts[part];
  const PlTrial *entries = pl_log_trials (log, part);
  guint64 right = status->initial_value + (guint64) plan->workers * plan->increments;

  *trials = (PlTrials) {
    .n = MIN (status->trials_done, plan->trials), .smallest = G_MAXUINT64, .right = right
  };
  for (guint i = 0; i < trials->n; i++)
    {
      trials->smallest = MIN (trials->smallest, entries[i].final_value);
      trials->largest = MAX (trials->largest, entries[i].final_value);
      trials->correct += entries[i].final_value == right;
    }
  if (trials->n == 0)
    trials->smallest = 0;
}
