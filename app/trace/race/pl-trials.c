/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/race/pl-trials.h"

#include "base/pl-order.h"

PL_ORDER_BY (compare_values, PlTrialBin, final_value)

gboolean
pl_trials_in_shares (PlLog *log)
{
  const PlPlanData *plan = pl_log_plan (log);

  for (guint part = 0; part < plan->n_parts; part++)
    if (pl_plan_part_is_timed (plan, part) && pl_log_trial_races (log, part) != NULL)
      return TRUE;
  return FALSE;
}

static guint
n_done (PlLog *log, guint part)
{
  return MIN (pl_log_header (log)->status.parts[part].trials_done, pl_log_plan (log)->trials);
}

void
pl_trials_get (PlLog *log, guint part, guint trial, PlTrialResult *result)
{
  const PlPlanData *plan = pl_log_plan (log);
  const PlTrialRace *races = pl_log_trial_races (log, part);
  guint64 initial = pl_log_header (log)->status.parts[part].initial_value;
  gboolean timed = pl_plan_part_is_timed (plan, part);

  result->final_value = pl_log_trials (log, part)[trial].final_value;
  result->expected = initial + (timed && races != NULL ? races[trial].made : plan->workers * plan->increments);
  result->lost = result->expected > result->final_value ? result->expected - result->final_value : 0;
  result->overlap_ns = races != NULL ? races[trial].overlap_ns : -1;
  result->verdict = pl_race_verdict (plan->parts[part].method, result->lost);
}

static guint64
share_of (const PlTrialResult *result)
{
  double share = (double) result->final_value / MAX ((double) result->expected, 1);

  if (result->lost == 0)
    return PL_TRIALS_SHARES;
  return MIN ((guint64) (share * PL_TRIALS_SHARES), PL_TRIALS_SHARES - 1);
}

GArray *
pl_trials_bins (PlLog *log, guint part, gboolean shares)
{
  guint n = n_done (log, part), kept = 0;
  GArray *bins = g_array_new (FALSE, FALSE, sizeof (PlTrialBin));

  for (guint i = 0; i < n; i++)
    {
      PlTrialResult result;
      PlTrialBin bin = { 0, 1 };

      pl_trials_get (log, part, i, &result);
      bin.final_value = shares ? share_of (&result) : result.final_value;
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

  *trials = (PlTrials) { .n = n_done (log, part), .smallest = G_MAXUINT64 };
  if (!pl_plan_part_is_timed (plan, part))
    trials->right = pl_log_header (log)->status.parts[part].initial_value + plan->workers * plan->increments;
  for (guint i = 0; i < trials->n; i++)
    {
      PlTrialResult result;

      pl_trials_get (log, part, i, &result);
      trials->smallest = MIN (trials->smallest, result.final_value);
      trials->largest = MAX (trials->largest, result.final_value);
      trials->correct += result.verdict == PL_RACE_VERDICT_RIGHT;
      trials->lost += result.verdict == PL_RACE_VERDICT_LOST;
      trials->unraced += result.verdict == PL_RACE_VERDICT_DID_NOT_RACE;
    }
  if (trials->n == 0)
    trials->smallest = 0;
}
