/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/race/pl-cli-race.h"

#include <glib/gi18n.h>

#include "base/pl-text.h"
#include "trace/race/pl-race-schedules.h"

/* The rest is in the JSON. */
#define MAX_PAIRS 6

/* Of what was not run nothing is known: neither that it lost nothing, nor how long it took. */
static void
print_undone (PlRace *race, guint part, const PlRacePartResult *result)
{
  gboolean record = pl_log_plan (pl_race_get_log (race))->parts[part].record != 0;

  pl_cli_print (stdout, record ? _("%s, recorded") : _("%s, unrecorded"), _(pl_race_method_info (result->method)->name));
  pl_cli_print (stdout, "\n  %s\n", _("did not come to an end"));
}

static void
print_result (PlRace *race, guint part, const PlRacePartResult *result)
{
  const char *name = _(pl_race_method_info (result->method)->name);
  g_autofree char *final = pl_text_count (result->final_value),
                  *expected = pl_text_count (result->expected);
  g_autofree char *lost = pl_text_count (result->lost), *why = pl_race_did_not_race_text (race, part, FALSE);
  g_autofree char *share = pl_text_percent ((double) result->lost, (double) result->expected);

  pl_cli_print (stdout, result->recorded ? _("%s, recorded") : _("%s, unrecorded"), name);
  pl_cli_print (stdout, "\n  ");
  pl_cli_print (stdout, _("%s of %s expected"), final, expected);
  pl_cli_print (stdout, ", ");
  if (result->lost > 0)
    pl_cli_print (stdout, _("%s lost (%s)"), lost, share);
  else if (why == NULL)
    pl_cli_print (stdout, "%s", _("none lost"));
  else
    pl_cli_print (stdout, _("none lost, but this was no race: %s"), why);
  pl_cli_print (stdout, "\n");
}

char *
pl_cli_increment_text (double ns)
{
  g_autofree char *number = NULL;

  if (ns >= 999.5)
    return pl_text_duration ((gint64) (ns + 0.5));
  number = pl_text_si (ns);
  return g_strdup_printf (_("%s ns"), number);
}

static void
print_speed (const PlRacePartResult *result)
{
  g_autofree char *wall = pl_text_duration (result->wall_ns);
  g_autofree char *overlap = pl_text_percent (result->overlap, 1.0);
  g_autofree char *increment = pl_cli_increment_text (result->ns_per_increment);

  pl_cli_print (stdout, "  ");
  pl_cli_print (stdout, _("%s an increment, %s in all; at least two workers at it for %s of that"),
                increment, wall, overlap);
  if (result->timed)
    {
      g_autofree char *raced = pl_text_duration (result->overlap_ns);

      pl_cli_print (stdout, " (%s)", raced);
    }
  pl_cli_print (stdout, "\n");
}

static void
print_proof (const PlRacePartResult *result)
{
  g_autofree char *survivors = pl_text_count (result->survivors),
                  *lost = pl_text_count (result->lost_proven);
  g_autofree char *branches = pl_text_count (result->branches),
                  *longest = pl_text_count (result->longest_branch);
  g_autofree char *made = pl_text_count (result->survivors + result->lost_proven);

  pl_cli_print (stdout, "  ");
  pl_cli_print (stdout, _("%s survivors + %s lost = %s made"), survivors, lost, made);
  if (result->branches > 0 && result->branches < result->lost_proven)
    {
      pl_cli_print (stdout, "; ");
      pl_cli_print (stdout,
                    ngettext ("%s was overwritten, the others were built on it, up to %s together",
                              "%s were overwritten, the others were built on them, up to %s together",
                              (gulong) result->branches),
                    branches, longest);
    }
  pl_cli_print (stdout, "\n");
}

/* "; 17 lost updates, 3 did not race": what there was none of is left out. */
static void
print_verdicts (const PlTrials *trials)
{
  g_autofree char *lost = pl_text_count (trials->lost), *right = pl_text_count (trials->correct);
  g_autofree char *unraced = pl_text_count (trials->unraced);
  const char *between = "; ";

  if (trials->lost > 0)
    {
      pl_cli_print (stdout, "%s", between);
      /* Translators: a number of trials of a race */
      pl_cli_print (stdout, ngettext ("%s lost updates", "%s lost updates", trials->lost), lost);
      between = ", ";
    }
  if (trials->correct > 0)
    {
      pl_cli_print (stdout, "%s", between);
      pl_cli_print (stdout, ngettext ("%s was right", "%s were right", trials->correct), right);
      between = ", ";
    }
  if (trials->unraced > 0)
    {
      pl_cli_print (stdout, "%s", between);
      pl_cli_print (stdout, ngettext ("%s did not race", "%s did not race", trials->unraced), unraced);
    }
}

static void
print_trials (PlLog *log, guint part)
{
  PlTrials trials;
  g_autofree char *n = NULL, *smallest = NULL, *largest = NULL;

  if (pl_log_plan (log)->trials < 2)
    return;
  pl_trials_count (log, part, &trials);
  n = pl_text_count (trials.n);
  smallest = pl_text_count (trials.smallest);
  largest = pl_text_count (trials.largest);
  pl_cli_print (stdout, "  ");
  pl_cli_print (stdout, _("%s trials: from %s to %s, the last one is shown above"), n, smallest, largest);
  print_verdicts (&trials);
  pl_cli_print (stdout, "\n");
}

static void
print_guess (PlRace *race)
{
  g_autofree char *sentence = pl_race_guess_sentence (race);

  if (sentence != NULL)
    pl_cli_print (stdout, "  %s\n", sentence);
}

/* Whom it cost, with whom, and how far. */
static void
print_pairs (PlRace *race, guint part)
{
  g_autofree char *fall = pl_race_fall_sentence (race, part);
  guint n;
  g_autofree PlRacePair *pairs = pl_race_get_pairs (race, part, &n);

  for (guint i = 0; i < MIN (n, MAX_PAIRS); i++)
    {
      g_autofree char *lost = pl_text_count (pairs[i].lost);
      g_autofree char *branches = pl_text_count (pairs[i].branches);

      pl_cli_print (stdout, "  ");
      pl_cli_print (stdout,
                    ngettext ("Worker %u lost %s to Worker %u in %s collision",
                              "Worker %u lost %s to Worker %u in %s collisions",
                              (gulong) pairs[i].branches),
                    pairs[i].loser + 1, lost, pairs[i].rival + 1, branches);
      pl_cli_print (stdout, "\n");
    }
  if (n > MAX_PAIRS)
    {
      pl_cli_print (stdout, "  ");
      pl_cli_print (stdout, ngettext ("and %u pair more", "and %u pairs more", n - MAX_PAIRS),
                    n - MAX_PAIRS);
      pl_cli_print (stdout, "\n");
    }
  if (fall != NULL)
    pl_cli_print (stdout, "  %s\n", fall);
}

/* What can come out at all, and how often if every order of steps were as likely as any other. */
static void
print_possible (const PlPlanData *plan)
{
  g_autoptr (GArray) finals = pl_race_uniform_finals (plan->workers, plan->increments);
  g_autofree char *lowest_text = NULL, *highest_text = NULL, *share = NULL;
  guint64 lowest, highest;

  pl_race_possible_finals (plan->workers, plan->increments, &lowest, &highest);
  lowest_text = pl_text_count (lowest);
  highest_text = pl_text_count (highest);
  pl_cli_print (stdout, "  ");
  pl_cli_print (stdout, _("possible at all: every value from %s to %s"), lowest_text, highest_text);
  pl_cli_print (stdout, "\n");
  if (finals == NULL)
    return;
  share = pl_text_percent (g_array_index (finals, PlRaceFinal, finals->len - 1).share, 1.0);
  pl_cli_print (stdout, "  ");
  pl_cli_print (stdout,
                _("%s right, if every order of their loads and stores (two steps an increment) were "
                  "as likely as any other"),
                share);
  pl_cli_print (stdout, "\n");
}

/* What recording did to the race it recorded. */
static void
print_recording (PlRace *race)
{
  g_autofree char *time_with = NULL, *time_without = NULL, *loss = pl_race_recording_text (race, 0);
  int unrecorded = pl_race_find_unrecorded (race, 0);
  PlRacePartResult a, b;

  if (unrecorded < 0)
    return;
  pl_race_get_result (race, 0, &a);
  pl_race_get_result (race, (guint) unrecorded, &b);
  if (!a.done || !b.done)
    return;
  time_with = pl_cli_increment_text (a.ns_per_increment);
  time_without = pl_cli_increment_text (b.ns_per_increment);
  pl_cli_print (stdout, "\n");
  pl_cli_print (stdout, _("Recording takes time: %s an increment with it, %s without."), time_with, time_without);
  if (loss != NULL)
    {
      pl_cli_print (stdout, "\n");
      /* Translators: what recording did to the loss, as "recording made no difference: ..." */
      pl_cli_print (stdout, _("What was lost: %s."), loss);
    }
  pl_cli_print (stdout, "\n");
}

static void
print_cpus (PlRace *race)
{
  g_autofree char *sentence = pl_race_cpus_sentence (race);

  if (sentence != NULL)
    pl_cli_print (stdout, "\n%s\n", sentence);
}

static void
print_part (PlRace *race, guint part)
{
  PlLog *log = pl_race_get_log (race);
  PlRacePartResult result;

  pl_race_get_result (race, part, &result);
  if (!result.done)
    {
      print_undone (race, part, &result);
      return;
    }
  print_result (race, part, &result);
  if (part == 0)
    print_guess (race);
  print_speed (&result);
  if (result.recorded)
    {
      print_proof (&result);
      print_pairs (race, part);
    }
  print_trials (log, part);
  if (result.method == PL_RACE_NONE && !result.timed && pl_log_plan (log)->trials > 1)
    print_possible (pl_log_plan (log));
}

void
pl_cli_summary_race (PlLog *log)
{
  g_autoptr (PlRace) race = pl_race_new (log);

  for (guint part = 0; part < pl_race_get_n_parts (race); part++)
    print_part (race, part);
  print_cpus (race);
  print_recording (race);
}

gboolean
pl_cli_right_race (PlLog *log)
{
  g_autoptr (PlRace) race = pl_race_new (log);

  /* Lost updates are what a race without a lock is about; with one they would be a fault. */
  for (guint part = 0; part < pl_race_get_n_parts (race); part++)
    {
      PlRacePartResult result;

      pl_race_get_result (race, part, &result);
      if (pl_race_method_info (result.method)->correct && result.lost > 0)
        return FALSE;
      if (result.recorded && !result.balanced)
        return FALSE;
    }
  return TRUE;
}

char *
pl_cli_progress_race (PlRun *run)
{
  g_autofree char *total = pl_text_count (pl_run_get_total (run)),
                  *done = pl_text_count (pl_run_get_done (run));

  return g_strdup_printf (_("%s of %s races"), done, total);
}
