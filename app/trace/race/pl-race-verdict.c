/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/race/pl-race-private.h"

#include <glib/gi18n-lib.h>

#include "base/pl-text.h"

/* What a race has shown. A counter that came out right says nothing by itself: without a correct
 * method it was luck, and luck is never told as if it were right. */

PlRaceVerdict
pl_race_verdict (PlRaceMethod method, guint64 lost)
{
  const PlRaceMethodInfo *info = pl_race_method_info (method);

  if (lost > 0)
    return PL_RACE_VERDICT_LOST;
  return info != NULL && info->correct ? PL_RACE_VERDICT_RIGHT : PL_RACE_VERDICT_DID_NOT_RACE;
}

const char *
pl_race_verdict_key (PlRaceVerdict verdict)
{
  static const char *const keys[] = {
    [PL_RACE_VERDICT_LOST] = "lost", [PL_RACE_VERDICT_RIGHT] = "right",
    [PL_RACE_VERDICT_DID_NOT_RACE] = "did-not-race",
  };

  g_return_val_if_fail (verdict < G_N_ELEMENTS (keys), NULL);
  return keys[verdict];
}

static gboolean
is_one_cpu (PlRace *self)
{
  return pl_log_header (self->log)->n_cpus == 1 || pl_log_plan (self->log)->cpus == PL_CPUS_ONE;
}

/* With a yield or a sleep in between they meet on one CPU, too. */
static gboolean
takes_turns (PlRace *self)
{
  guint window = pl_log_plan (self->log)->window;

  return is_one_cpu (self) && window != PL_RACE_WINDOW_YIELD && window != PL_RACE_WINDOW_SLEEP;
}

static char *
why_not (PlRace *self, const PlRacePartResult *result, gboolean brief)
{
  g_autofree char *overlap = pl_text_percent (result->overlap, 1);

  if (pl_log_plan (self->log)->workers < 2)
    return g_strdup (brief ? _("one worker alone") : _("one worker alone has nobody to race with"));
  if (takes_turns (self))
    return g_strdup (brief ? _("took turns on one CPU") : _("the workers took turns on one CPU"));
  if (result->overlap >= PL_RACE_ENOUGH_OVERLAP)
    return g_strdup (brief ? _("none lost, by luck") : _("nothing prevented a loss, it just did not happen"));
  /* Translators: "3 % overlap": for so much of the time two workers had a CPU at once */
  return g_strdup_printf (brief ? _("hardly met: %s overlap") : _("the workers hardly met: %s overlap"), overlap);
}

char *
pl_race_did_not_race_text (PlRace *self, guint part, gboolean brief)
{
  const PlRacePartTrace *p;

  g_return_val_if_fail (PL_IS_RACE (self), NULL);
  p = pl_race_get_part (self, part);
  if (!p || !p->result.done || p->result.verdict != PL_RACE_VERDICT_DID_NOT_RACE)
    return NULL;
  return why_not (self, &p->result, brief);
}

char *
pl_race_overlap_sentence (PlRace *self)
{
  g_return_val_if_fail (PL_IS_RACE (self), NULL);
  for (guint part = 0; part < self->n_parts; part++)
    {
      const PlRacePartResult *result = &self->parts[part].result;
      g_autofree char *why = pl_race_did_not_race_text (self, part, FALSE);
      const char *name = _(pl_race_method_info (result->method)->name);

      if (why == NULL)
        continue;
      /* Translators: the name of a lock or of none, then why its workers did not race */
      return g_strdup_printf (result->recorded ? _("%s, recorded: this was no race: %s.")
                                               : _("%s, not recorded: this was no race: %s."),
                              name, why);
    }
  return NULL;
}

static void
lengthen_increments (PlPlanData *plan)
{
  guint64 most = PL_MAX_INCREMENTS;

  for (guint part = 0; part < plan->n_parts; part++)
    if (plan->parts[part].record)
      /* More would take longer to prove than anybody waits. */
      most = MAX (PL_RACE_MAX_LONGER / MAX (plan->workers, 1), 1);
  plan->increments = MAX (plan->increments, MIN (plan->increments * PL_RACE_LONGER, most));
}

gboolean
pl_race_make_longer (PlRace *self, PlPlanData *plan)
{
  gboolean changed = FALSE;

  g_return_val_if_fail (PL_IS_RACE (self), FALSE);
  *plan = *pl_log_plan (self->log);
  if (plan->workers < 2 || plan->duration_ns > 0)
    return FALSE;
  for (guint part = 0; part < self->n_parts && !changed; part++)
    {
      const PlRacePartResult *result = &self->parts[part].result;

      if (!result->done || result->verdict != PL_RACE_VERDICT_DID_NOT_RACE)
        continue;
      if (result->timed)
        plan->overlap_ns = MIN (plan->overlap_ns * PL_RACE_LONGER, PL_MAX_RACE_OVERLAP_NS);
      else
        lengthen_increments (plan);
      changed = plan->overlap_ns != pl_log_plan (self->log)->overlap_ns ||
                plan->increments != pl_log_plan (self->log)->increments;
    }
  /* What was guessed is about the shorter one. */
  if (changed && plan->increments != pl_log_plan (self->log)->increments)
    plan->guess = 0;
  return changed;
}
