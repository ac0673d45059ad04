/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/race/pl-race-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/pl-text.h"
#include "trace/race/pl-trials.h"

/* What recording did to the loss. Two races lose a different share anyway: only what lies outside of
 * what a few races differ by is said to come from recording. These are the repetitions there are, or
 * else the fifths of the recorded race. */

#define N_FIFTHS 5
/* Less is the same in any case. */
#define NO_DIFFERENCE 0.02

typedef struct { double least, most; } Spread;

static void
widen (Spread *spread, guint64 lost, guint64 all)
{
  double share = all > 0 ? (double) lost / (double) all : 0;

  spread->least = MIN (spread->least, share);
  spread->most = MAX (spread->most, share);
}

static void
widen_by_fifths (PlRace *self, guint part, Spread *spread)
{
  const PlRacePartTrace *p = &self->parts[part];
  guint64 survived[N_FIFTHS], lost[N_FIFTHS];

  if (!p->result.recorded || p->end_ns - p->begin_ns < N_FIFTHS)
    return;
  pl_race_bins (self, part, p->begin_ns, p->end_ns + 1, N_FIFTHS, survived, lost);
  for (guint i = 0; i < N_FIFTHS; i++)
    if (survived[i] + lost[i] > 0)
      widen (spread, lost[i], survived[i] + lost[i]);
}

static void
widen_by_trials (PlRace *self, guint part, Spread *spread)
{
  PlTrials trials;

  pl_trials_count (self->log, part, &trials);
  for (guint i = 0; i < trials.n; i++)
    {
      PlTrialResult trial;

      pl_trials_get (self->log, part, i, &trial);
      widen (spread, trial.lost, trial.expected);
    }
}

static Spread
spread_of (PlRace *self, guint part)
{
  const PlRacePartResult *result = &self->parts[part].result;
  Spread spread = { 1, 0 };

  widen (&spread, result->lost, result->expected);
  if (pl_log_plan (self->log)->trials > 1)
    widen_by_trials (self, part, &spread);
  else
    widen_by_fifths (self, part, &spread);
  return spread;
}

int
pl_race_find_unrecorded (PlRace *self, guint part)
{
  int other;

  g_return_val_if_fail (PL_IS_RACE (self), -1);
  if (part >= self->n_parts || !self->parts[part].result.recorded)
    return -1;
  other = pl_race_find_part (self, self->parts[part].result.method, FALSE);
  return other >= 0 && self->parts[other].result.done ? other : -1;
}

/* TRUE: a recorded part lost another share than the same one unrecorded, by more than such races differ. */
static gboolean
recording_changed (PlRace *self, guint part)
{
  int other = pl_race_find_unrecorded (self, part);
  Spread here, bare;

  if (other < 0)
    return FALSE;
  here = spread_of (self, part);
  bare = spread_of (self, (guint) other);
  return here.least > bare.most + NO_DIFFERENCE || bare.least > here.most + NO_DIFFERENCE;
}

char *
pl_race_recording_text (PlRace *self, guint part)
{
  int other = pl_race_find_unrecorded (self, part);
  g_autofree char *bare_loss = NULL, *loss = NULL;
  const PlRacePartResult *bare, *here;

  if (other < 0)
    return NULL;
  here = &self->parts[part].result;
  bare = &self->parts[other].result;
  if (bare->lost == 0 && here->lost == 0)
    return NULL;
  bare_loss = pl_text_percent ((double) bare->lost, (double) bare->expected);
  loss = pl_text_percent ((double) here->lost, (double) here->expected);
  if (bare->verdict == PL_RACE_VERDICT_DID_NOT_RACE)
    return g_strdup_printf (_("%s lost; unrecorded it was no race"), loss);
  if (here->verdict == PL_RACE_VERDICT_DID_NOT_RACE)
    return g_strdup_printf (_("it was no race; %s lost unrecorded"), bare_loss);
  if (recording_changed (self, part))
    return g_strdup_printf (_("recording changed the loss: %s lost unrecorded, %s here"), bare_loss, loss);
  if (fabs ((double) bare->lost / (double) bare->expected - (double) here->lost / (double) here->expected) >= NO_DIFFERENCE)
    return g_strdup_printf (_("recording made no difference beyond chance: %s lost unrecorded, %s here"), bare_loss,
                            loss);
  return g_strdup_printf (_("recording made no difference: %s lost unrecorded, %s here"), bare_loss, loss);
}
