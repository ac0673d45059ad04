/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/race/pl-cli-race.h"

#include <glib/gi18n.h>

#include "base/pl-error.h"
#include "plan/pl-plan.h"
#include "trace/race/pl-race-certificate.h"

typedef struct {
  char *workers, *increments, *lock, *trials, *seed, *window, *cpus, *depth, *time, *overlap, *guess, *csv;
  gboolean no_record, list_locks;
  PlCliTargets targets;
} Options;

static void
clear_options (Options *options)
{
  g_free (options->workers);
  g_free (options->increments);
  g_free (options->lock);
  g_free (options->trials);
  g_free (options->seed);
  g_free (options->window);
  g_free (options->cpus);
  g_free (options->depth);
  g_free (options->time);
  g_free (options->overlap);
  g_free (options->guess);
  g_free (options->csv);
  pl_cli_targets_clear (&options->targets);
}

static gboolean
parse_options (Options *options, int argc, char **argv, int *status)
{
  const GOptionEntry entries[] = {
    PL_CLI_TEXT ("workers", workers,
                 N_("racing processes, 1 to 256 (255 recorded; default 4)"), "N"),
    PL_CLI_TEXT ("increments", increments,
          N_("increments a worker, 1 to 1,000,000,000 (recorded: 16,777,215, default 100,000; "
             "unrecorded, if not given: see --overlap)"), "N"),
    PL_CLI_TEXT ("overlap", overlap,
          N_("unrecorded: race on until two workers had a CPU at once for so long, 10ms to 3s "
             "(default 50ms), or 20 times that is over"), "T"),
    PL_CLI_TEXT ("lock", lock,
                 N_("what protects the counter (default none, and a mutex to compare)"),
          "LOCK"),
    PL_CLI_FLAG ("list-locks", list_locks,
                 N_("list all locks, right and wrong, and do nothing else")),
    PL_CLI_TEXT ("window", window, N_("what a worker does between load and store (default none)"),
          "none|spin:N|yield|sleep:T"),
    PL_CLI_TEXT ("cpus", cpus,
                 N_("on which CPUs the workers run (default free)"), "free|one|spread"),
    PL_CLI_TEXT ("depth", depth,
                 N_("how often the recursive mutex is locked, 1 to 64 (default 1)"), "N"),
    PL_CLI_TEXT ("time", time,
                 N_("with several locks: how long to race with each, up to 60s (default 50ms)"),
          "T"),
    PL_CLI_TEXT ("guess", guess,
          N_("what you think the first race comes to, 1 to workers times increments"), "N"),
    PL_CLI_TEXT ("trials", trials,
                 N_("how often to repeat each race, 1 to 10,000 (default 1)"), "N"),
    PL_CLI_FLAG ("no-record", no_record, N_("do not record the increments")),
    PL_CLI_TEXT ("seed", seed, N_("kept with the run (default 1)"), "N"),
    PL_CLI_FILE ("save", targets.save, N_("save the race"), "FILE.paralane"),
    PL_CLI_FILES ("output", targets.outputs,
                  N_("draw the race, or its trials; may be given again"), "FILE.png|svg|pdf"),
    PL_CLI_PICTURE (targets.picture),
    PL_CLI_FILE ("certificate", targets.extra,
                 N_("write what each increment read, for others to check"), "FILE.csv"),
    PL_CLI_FILE ("csv", csv, N_("with several locks: write the table"), "FILE.csv"),
    PL_CLI_FLAG ("json", targets.json, N_("print one JSON object instead of the summary")),
    G_OPTION_ENTRY_NULL
  };

  return pl_cli_parse ("race", NULL,
                       _("Lets real processes increment one counter at the same time and counts the "
                         "updates that were lost. LOCK is one of --list-locks; with several, commas "
                         "between, or “all”, these are compared at 1, 2, 4, ... workers."),
                       entries, argc, argv, 0, NULL, status);
}

static void
add_part (PlPlanData *plan, guint32 method, gboolean record)
{
  plan->parts[plan->n_parts++] = (PlRacePart) { .method = method, .record = record };
}

/* The first part is what was asked for. Recording changes what is recorded, so the same race is
 * also run without; and without --lock a mutex shows how it should be. */
static void
set_parts (PlPlanData *plan, guint32 method, gboolean compare, gboolean record)
{
  plan->n_parts = 0;
  add_part (plan, method, record);
  if (compare)
    add_part (plan, PL_RACE_MUTEX, record);
  if (record)
    add_part (plan, method, FALSE);
}

static gboolean
set_window (const Options *options, PlPlanData *plan, GError **error)
{
  if (options->window == NULL || pl_plan_set_window (plan, options->window))
    return TRUE;
  g_set_error (error, PL_ERROR, PL_ERROR_PLAN,
               _("--window “%s” is not possible: choose none, spin:N, yield or sleep:T, as in "
                 "spin:100 or sleep:50us."),
               options->window);
  return FALSE;
}

/* What makes sense for one race only, or for a comparison only. */
static gboolean
check_many (const Options *options, gboolean many, GError **error)
{
  const struct { const char *name; gboolean given, for_many; } rules[] = {
    { "--increments", options->increments != NULL, FALSE },
    { "--overlap", options->overlap != NULL, FALSE },
    { "--trials", options->trials != NULL, FALSE },
    { "--guess", options->guess != NULL, FALSE },
    { "--save", options->targets.save != NULL, FALSE },
    { "--certificate", options->targets.extra != NULL, FALSE },
    { "--time", options->time != NULL, TRUE },
    { "--csv", options->csv != NULL, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      if (!rules[i].given || rules[i].for_many == many)
        continue;
      g_set_error (error, PL_ERROR, PL_ERROR_PLAN,
                   many ? _("%s is for a race with one lock: leave it out, or name one lock.")
                        : _("%s is for several locks: leave it out, or name several, as in --lock all."),
                   rules[i].name);
      return FALSE;
    }
  if (!options->no_record || options->targets.extra == NULL)
    return TRUE;
  g_set_error_literal (error, PL_ERROR, PL_ERROR_PLAN,
                       _("--certificate needs what --no-record leaves out: leave one of them out."));
  return FALSE;
}

static gboolean
check_compare (PlPlanData *plan, const char *time, GError **error)
{
  plan->duration_ns = 50 * 1000 * 1000;
  if (!pl_cli_value_duration ("--time", time, PL_MAX_RACE_DURATION_NS, &plan->duration_ns, error))
    return FALSE;
  if (plan->duration_ns == 0)
    {
      g_set_error_literal (error, PL_ERROR, PL_ERROR_PLAN,
                           _("--time 0 is not possible: choose 1 ns to 1 min."));
      return FALSE;
    }
  plan->n_parts = 0;
  add_part (plan, PL_RACE_NONE, FALSE);
  return pl_plan_validate (plan, error);
}

/* A number of increments that was asked for is obeyed, unrecorded as well; and what a race for a time
 * comes to nobody can guess. */
static gboolean
set_overlap (const Options *options, PlPlanData *plan, GError **error)
{
  if (options->overlap != NULL)
    return pl_cli_value_duration ("--overlap", options->overlap, PL_MAX_RACE_OVERLAP_NS, &plan->overlap_ns, error);
  if (options->increments != NULL || (options->guess != NULL && options->no_record))
    plan->overlap_ns = 0;
  return TRUE;
}

static gboolean
make_plan (Options *options, PlPlanData *plan, GArray **methods, gboolean *many,
           GError **error)
{
  *methods = pl_cli_parse_locks (options->lock != NULL ? options->lock : "none", many, error);
  if (*methods == NULL || !check_many (options, *many, error))
    return FALSE;
  pl_plan_init_race (plan);
  if (!pl_cli_value_count32 ("--workers", options->workers, 1, PL_MAX_RACE_WORKERS, &plan->workers,
                             error)
      || !pl_cli_value_count ("--increments", options->increments, 1, PL_MAX_INCREMENTS,
                              &plan->increments, error)
      || !set_overlap (options, plan, error)
      || !set_window (options, plan, error)
      || !pl_cli_value_choice ("--cpus", options->cpus, pl_cpus_from_key, "free, one, spread",
                               &plan->cpus, error)
      || !pl_cli_value_count32 ("--depth", options->depth, 1, PL_MAX_RLOCK_DEPTH,
                                &plan->rlock_depth, error)
      || !pl_cli_value_count32 ("--trials", options->trials, 1, PL_MAX_TRIALS, &plan->trials, error)
      || !pl_cli_value_count ("--guess", options->guess, 1, plan->workers * plan->increments,
                              &plan->guess, error)
      || !pl_cli_value_count ("--seed", options->seed, 0, G_MAXUINT64, &plan->seed, error)
      || !pl_cli_targets_check (&options->targets, error))
    return FALSE;
  if (*many)
    return check_compare (plan, options->time, error);
  set_parts (plan, g_array_index (*methods, guint32, 0), options->lock == NULL,
             !options->no_record);
  return pl_plan_validate (plan, error);
}

static gboolean
write_certificate (PlLog *log, const char *path, GError **error)
{
  g_autoptr (PlRace) race = pl_race_new (log);

  return pl_race_write_certificate (race, path, error);
}

static int
perform (Options *options)
{
  g_autoptr (GArray) methods = NULL;
  g_autoptr (GError) error = NULL;
  PlPlanData plan;
  gboolean many;

  if (options->list_locks)
    return pl_cli_list_locks (options->targets.json);
  if (!make_plan (options, &plan, &methods, &many, &error))
    return pl_cli_fail ("race", error);
  if (many)
    {
      const PlCliCompareTargets targets = { options->targets, options->csv };

      return pl_cli_compare (&plan, (const guint32 *) (gconstpointer) methods->data, methods->len,
                             &targets);
    }
  return pl_cli_perform ("race", &plan, &options->targets);
}

static int
run (int argc, char **argv)
{
  Options options = { .targets.write_extra = write_certificate };
  int status = PL_CLI_OK;

  if (parse_options (&options, argc, argv, &status))
    status = perform (&options);
  clear_options (&options);
  return status;
}

const PlCliKind pl_cli_race = {
  .command = { "race", N_("let workers race for one counter, without and with a lock"), run,
               "--list-locks", N_("all locks, right and wrong") },
  .json = pl_cli_json_race, .summary = pl_cli_summary_race, .all_right = pl_cli_right_race,
  .progress = pl_cli_progress_race,
};
