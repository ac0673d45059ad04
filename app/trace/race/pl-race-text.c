/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/pool/pl-pool-text.h"
#include "trace/race/pl-race-private.h"

#include <glib/gi18n-lib.h>

#include "base/pl-text.h"
#include "plan/pl-plan.h"
#include "trace/pl-trace-text.h"
#include "trace/race/pl-trials.h"

/* The three lines every picture of a race carries, and what is said when nothing was lost. */

char *
pl_race_title (PlRace *self)
{
  g_return_val_if_fail (PL_IS_RACE (self), NULL);
  return pl_plan_title (pl_log_plan (self->log));
}

static char *
recorded_text (PlRace *self, guint part, gboolean so_far)
{
  g_autofree char *recording = so_far ? NULL : pl_race_recording_text (self, part);

  if (!self->parts[part].result.recorded)
    return g_strdup (_("not recorded"));
  /* Translators: what recording did to the race */
  return recording ? g_strdup_printf (_("recorded (%s)"), recording) : g_strdup (_("recorded"));
}

static const char *
interrupted_text (PlRace *self)
{
  switch (atomic_load_explicit (&pl_log_header (self->log)->status.phase, memory_order_acquire))
    {
    case PL_PHASE_DONE:
      return NULL;
    case PL_PHASE_STOPPED:
      return _("stopped before it was through");
    case PL_PHASE_FAILED:
      return _("failed before it was through");
    default:
      return _("still running");
    }
}

static char *
subtitle (PlRace *self, gboolean so_far)
{
  g_autoptr (GPtrArray) phrases = NULL;
  g_autofree char *text = NULL, *options = NULL;
  const PlPlanData *plan;
  const char *interrupted;
  guint part;

  plan = pl_log_plan (self->log);
  part = pl_race_get_main_part (self);
  phrases = g_ptr_array_new_with_free_func (g_free);
  interrupted = interrupted_text (self);
  if (plan->workers > 1)
    g_ptr_array_add (phrases, g_strdup (_("Released by a barrier")));
  else
    g_ptr_array_add (phrases, g_strdup (_("One worker, nobody to collide with")));
  if (part < self->n_parts && self->parts[part].result.done)
    {
      if (plan->workers > 1 && !so_far)
        {
          g_autofree char *overlap = pl_text_percent (self->parts[part].result.overlap, 1);
          g_autofree char *account = pl_race_account_text (self, part);

          g_ptr_array_add (phrases, g_strdup_printf (_("overlap %s"), overlap));
          if (account)
            g_ptr_array_add (phrases, g_steal_pointer (&account));
        }
      g_ptr_array_add (phrases, recorded_text (self, part, so_far));
    }
  if (plan->trials > 1)
    g_ptr_array_add (phrases, g_strdup_printf (ngettext ("the last of %u trial",
                                                         "the last of %u trials", plan->trials),
                                               plan->trials));
  if (interrupted)
    g_ptr_array_add (phrases, g_strdup (interrupted));
  g_ptr_array_add (phrases, NULL);
  text = g_strjoinv (", ", (char **) phrases->pdata);
  options = pl_plan_race_options (plan);
  return g_strconcat (text, options, NULL);
}

char *
pl_race_subtitle (PlRace *self)
{
  g_return_val_if_fail (PL_IS_RACE (self), NULL);
  return subtitle (self, FALSE);
}

char *
pl_race_subtitle_so_far (PlRace *self)
{
  g_return_val_if_fail (PL_IS_RACE (self), NULL);
  return subtitle (self, TRUE);
}

static char *
account_text (PlRace *self)
{
  guint part = pl_race_get_main_part (self);
  const PlRacePartTrace *p = pl_race_get_part (self, part);
  g_autofree char *survivors = NULL, *lost = NULL, *made = NULL, *overwritten = NULL;

  if (!p || !p->result.done)
    return g_strdup (_("The race did not come to an end."));
  if (!p->result.recorded)
    return g_strdup (_("Not recorded: the counter tells how many updates were lost, but not "
                        "which."));
  if (!p->result.balanced)
    return g_strdup (_("The account does not balance: this recording is damaged."));
  survivors = pl_text_count (p->result.survivors);
  lost = pl_text_count (p->result.lost_proven);
  made = pl_text_count (p->made);
  overwritten = pl_text_count (p->result.branches);
  if (p->result.branches < p->result.lost_proven)
    /* Translators: "6,852 were overwritten, 129,410 lost with what was built on them: 270,590 survivors + 129,410 lost =
     * 400,000 made." */
    return g_strdup_printf (ngettext ("%s was overwritten, %s lost with what was built on it: %s survivors + %s lost = %s made.",
                                      "%s were overwritten, %s lost with what was built on them: %s survivors + %s lost = %s made.",
                                      (gulong) p->result.branches),
                            overwritten, lost, survivors, lost, made);
  /* Translators: three numbers, "126,214 survivors + 73,786 lost = 200,000 made." */
  return g_strdup_printf (_("%s survivors + %s lost = %s made."), survivors, lost, made);
}

char *
pl_race_footer (PlRace *self)
{
  g_autofree char *account = NULL, *cpus = NULL, *text = NULL;
  const PlLogHeader *header;
  const char *version, *lacks;

  g_return_val_if_fail (PL_IS_RACE (self), NULL);
  header = pl_log_header (self->log);
  version = header->app_version[0] != '\0' ? header->app_version : PL_VERSION;
  account = account_text (self);
  cpus = g_strdup_printf (ngettext ("%u CPU", "%u CPUs", header->n_cpus), header->n_cpus);
  /* Translators: the account of the race; then "2 CPUs, Linux 6.18, Paralane 0.1.0." */
  text = g_strdup_printf (_("%s %s, %s, Paralane %s."), account, cpus, header->kernel, version);
  lacks = pl_trace_lacks_sentence (self->log);
  return lacks ? g_strconcat (text, " ", lacks, NULL) : g_steal_pointer (&text);
}

char *
pl_race_footer_so_far (PlRace *self)
{
  g_autofree char *cpus = NULL;
  const PlLogHeader *header;

  g_return_val_if_fail (PL_IS_RACE (self), NULL);
  header = pl_log_header (self->log);
  cpus = g_strdup_printf (ngettext ("%u CPU", "%u CPUs", header->n_cpus), header->n_cpus);
  /* Translators: "2 CPUs, Linux 6.18, Paralane 0.1.0." */
  return g_strdup_printf (_("%s, %s, Paralane %s."), cpus, header->kernel,
                          header->app_version[0] != '\0' ? header->app_version : PL_VERSION);
}

char *
pl_race_fall_sentence (PlRace *self, guint part)
{
  g_autofree char *fall = NULL;
  const PlRacePartTrace *p;

  g_return_val_if_fail (PL_IS_RACE (self), NULL);
  p = pl_race_get_part (self, part);
  if (!p || p->result.largest_fall == 0)
    return NULL;
  fall = pl_text_count (p->result.largest_fall);
  return g_strdup_printf (_("The counter fell back by %s or more: Worker %u found it so much below "
                             "what it had stored itself just before."),
                          fall, p->result.fall_worker + 1);
}

char *
pl_race_guess_verdict (PlRace *self)
{
  g_autofree char *off = NULL;
  guint64 guess, final;

  g_return_val_if_fail (PL_IS_RACE (self), NULL);
  guess = pl_log_plan (self->log)->guess;
  if (guess == 0 || !self->parts[0].result.done)
    return NULL;
  final = self->parts[0].result.final_value;
  if (guess == final)
    return g_strdup (_("exactly right"));
  off = pl_text_count (MAX (guess, final) - MIN (guess, final));
  /* Translators: how far a guess is off. */
  return g_strdup_printf (guess > final ? _("%s too many") : _("%s too few"), off);
}

static char *
guess_among_trials (PlLog *log, const char *guess)
{
  const PlTrial *entries = pl_log_trials (log, 0);
  g_autofree char *all = NULL, *fewer = NULL, *same = NULL, *more = NULL;
  guint n_fewer = 0, n_same = 0;
  PlTrials trials;

  pl_trials_count (log, 0, &trials);
  for (guint i = 0; i < trials.n; i++)
    {
      n_fewer += entries[i].final_value < pl_log_plan (log)->guess;
      n_same += entries[i].final_value == pl_log_plan (log)->guess;
    }
  all = pl_text_count (trials.n);
  fewer = pl_text_count (n_fewer);
  same = pl_text_count (n_same);
  more = pl_text_count (trials.n - n_fewer - n_same);
  /* Translators: the guess; then numbers of trials of a race. */
  return g_strdup_printf (_("You guessed %s: of %s trials %s ended with less, %s with just that, "
                             "%s with more."),
                          guess, all, fewer, same, more);
}

char *
pl_race_guess_sentence (PlRace *self)
{
  g_autofree char *guess = NULL, *verdict = NULL;
  const PlPlanData *plan;

  g_return_val_if_fail (PL_IS_RACE (self), NULL);
  plan = pl_log_plan (self->log);
  if (plan->guess == 0)
    return NULL;
  guess = pl_text_count (plan->guess);
  verdict = pl_race_guess_verdict (self);
  if (verdict == NULL)
    return g_strdup_printf (_("You guessed %s."), guess);
  if (plan->trials > 1)
    return guess_among_trials (self->log, guess);
  /* Translators: "You guessed 350,000: 34,045 too many." */
  return g_strdup_printf (_("You guessed %s: %s."), guess, verdict);
}

char *
pl_race_cpus_sentence (PlRace *self)
{
  const PlPlanData *plan;

  g_return_val_if_fail (PL_IS_RACE (self), NULL);
  plan = pl_log_plan (self->log);
  if (plan->workers < 2)
    return NULL;
  if (pl_log_header (self->log)->n_cpus == 1 && plan->cpus == PL_CPUS_SPREAD)
    return g_strdup (_("There is only one CPU to spread over: the workers took turns on it."));
  if (pl_log_header (self->log)->n_cpus == 1 || plan->cpus == PL_CPUS_ONE)
    return g_strdup (_("On one CPU workers take turns: an update is lost only when a worker is "
                        "interrupted between its load and its store. A yield or a sleep in there "
                        "shows it."));
  return NULL;
}

static const char *
luck_text (PlRace *self, const PlRacePartResult *result)
{
  if (pl_log_header (self->log)->n_cpus == 1 || pl_log_plan (self->log)->cpus == PL_CPUS_ONE)
    return _("With one CPU an update is lost only when a worker is interrupted between its load "
              "and its store. "
              "Make more increments, or run it again.");
  if (result->overlap < PL_RACE_ENOUGH_OVERLAP)
    return _("Nothing prevented it: the workers were hardly at it at the same time. Make more "
              "increments, so that each works longer, or run it again.");
  return _("Nothing prevented it: it just did not happen. Make more increments, or run it again.");
}

char *
pl_race_no_loss_sentence (PlRace *self, guint part)
{
  const PlRacePartTrace *p;
  const PlPlanData *plan;

  g_return_val_if_fail (PL_IS_RACE (self), NULL);
  p = pl_race_get_part (self, part);
  plan = pl_log_plan (self->log);
  if (!p || !p->result.done)
    return g_strdup_printf ("%s\n%s", _("This race did not come to an end."),
                            _("Run it again to see what happens."));
  if (plan->increments == 0)
    return g_strdup_printf ("%s\n%s", _("There was nothing to count."),
                            _("Let each worker make some increments."));
  if (plan->workers == 1)
    return g_strdup_printf ("%s\n%s", _("One worker alone cannot lose an update."),
                            _("Choose two workers or more."));
  if (pl_race_method_is_lock (p->result.method))
    return g_strdup_printf ("%s\n%s",
                            _("No update was lost: the lock lets in one worker at a time."),
                            _("Each load reads the store made just before it. All increments form "
                               "one chain."));
  if (p->result.method == PL_RACE_ATOMIC)
    return g_strdup_printf ("%s\n%s",
                            _("No update was lost: load, add and store are one indivisible step."),
                            _("Nobody can get in between. All increments form one chain."));
  if (p->result.method == PL_RACE_CAS)
    return g_strdup_printf ("%s\n%s",
                            _("No update was lost: who comes second sees that the value has "
                               "changed, and does it again."),
                            _("Only the store that built on the newest value counts. All "
                               "increments form one chain."));
  return g_strdup_printf ("%s\n%s", _("No update was lost this time."),
                          luck_text (self, &p->result));
}

static const char *
no_robust_locks (const PlPlanData *plan)
{
  for (guint part = 0; part < plan->n_parts; part++)
    {
      if (plan->parts[part].method == PL_RACE_ROBUST)
        return _("This system has no robust locks: nobody is told that the owner of one has died.");
    }
  return NULL;
}

/* A race's own records are increments, not states: its spans are the parent's, and a pool's parent
 * does the same. */
const PlTraceKind pl_trace_race = {
  .worker_name = pl_pool_worker_name, .span_title = pl_pool_span_title,
  .span_sentence = pl_pool_span_sentence, .no_robust_locks = no_robust_locks,
  .outcome = pl_race_outcome, .result = pl_race_result,
  .measure = pl_race_measure, .begin_ns = pl_race_begin_ns,
};
