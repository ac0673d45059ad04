/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/race/pl-race-private.h"

#include <glib/gi18n-lib.h>

#include "base/pl-text.h"
#include "trace/race/pl-trials.h"

#define MANY 10000000

/* The part a run is remembered for: the first that lost updates, else the first. */
static guint
find_part (PlLog *log, PlTrials *trials)
{
  const guint n_parts = pl_log_plan (log)->n_parts;

  for (guint part = 0; part < n_parts; part++)
    {
      pl_trials_count (log, part, trials);
      if (trials->lost > 0)
        return part;
    }
  pl_trials_count (log, 0, trials);
  return 0;
}

/* Of its first part. */
const char *
pl_race_result (PlLog *log)
{
  PlTrials trials;

  pl_trials_count (log, 0, &trials);
  if (trials.lost > 0)
    return pl_race_verdict_key (PL_RACE_VERDICT_LOST);
  return pl_race_verdict_key (trials.correct > 0 ? PL_RACE_VERDICT_RIGHT : PL_RACE_VERDICT_DID_NOT_RACE);
}

/* There is little room where it stands: of many millions nobody reads the last digits. */
static char *
count_text (guint64 n)
{
  return n < MANY ? pl_text_count (n) : pl_text_si ((double) n);
}

char *
pl_race_outcome (PlLog *log)
{
  PlTrials trials;
  guint part = find_part (log, &trials);
  g_autofree char *lost = NULL, *all = NULL;
  PlTrialResult result;

  if (trials.n == 0)
    return g_strdup ("");
  if (trials.lost == 0)
    return g_strdup (trials.correct > 0 ? _("none lost") : _("none lost, by luck"));
  if (trials.n > 1)
    /* Translators: "17 of 20 races lost some": of races repeated */
    return g_strdup_printf (_("%u of %u races lost some"), trials.lost, trials.n);
  pl_trials_get (log, part, 0, &result);
  lost = count_text (result.lost);
  all = count_text (result.expected);
  /* Translators: increments of a counter: "4,321 of 400,000 lost" */
  return g_strdup_printf (_("%s of %s lost"), lost, all);
}
