/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pl-cli.h"

void
pl_cli_trials (PlLog *log, guint part, PlCliTrials *trials)
{
  const PlPlanData *plan = pl_log_plan (log);
  const PlRacePartStatus *status = &pl_log_header (log)->status.parts[part];
  const PlTrial *entries = pl_log_trials (log, part);
  guint64 right = status->initial_value + (guint64) plan->workers * plan->increments;

  *trials = (PlCliTrials) { .n = MIN (status->trials_done, plan->trials), .smallest = G_MAXUINT64 };
  for (guint i = 0; i < trials->n; i++)
    {
      trials->smallest = MIN (trials->smallest, entries[i].final_value);
      trials->largest = MAX (trials->largest, entries[i].final_value);
      trials->correct += entries[i].final_value == right;
    }
  if (trials->n == 0)
    trials->smallest = 0;
}
