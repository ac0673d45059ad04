/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pl-cli.h"

#include <glib/gi18n.h>

#include "plan/pl-plan.h"

typedef struct {
  char *workers, *increments, *lock, *trials, *seed;
  gboolean no_record;
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
  g_free (options->targets.save);
  g_strfreev (options->targets.outputs);
}

static gboolean
parse_options (Options *options, int argc, char **argv, int *status)
{
#define TEXT(name, field, description, value) \
  { name, 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_STRING, &options->field, description, value }
#define FLAG(name, field, description) \
  { name, 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &options->field, description, NULL }
  const GOptionEntry entries[] = {
    TEXT ("workers", workers, N_("racing processes, 1 to 256 (255 recorded; default 4)"), "N"),
    TEXT ("increments", increments,
          N_("increments a worker, 1 to 1,000,000,000 (16,777,215 recorded; default 100,000)"), "N"),
    TEXT ("lock", lock, N_("what protects the counter (default none, and a mutex to compare)"),
          "none|mutex|atomic"),
    TEXT ("trials", trials, N_("how often to repeat each race, 1 to 10,000 (default 1)"), "N"),
    FLAG ("no-record", no_record, N_("do not record the increments")),
    TEXT ("seed", seed, N_("kept with the run (default 1)"), "N"),
    { "save", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, &options->targets.save,
      N_("save the race"), "FILE.paralane" },
    { "output", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME_ARRAY, &options->targets.outputs,
      N_("draw the race; may be given again"), "FILE.png|svg|pdf" },
    FLAG ("json", targets.json, N_("print one JSON object instead of the summary")),
    G_OPTION_ENTRY_NULL
  };
#undef TEXT
#undef FLAG

  return pl_cli_parse ("race", NULL,
                       _("Lets real processes increment one counter at the same time and counts the "
                         "updates that were lost."),
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
make_plan (const Options *options, PlPlanData *plan, GError **error)
{
  guint32 method = PL_RACE_NONE;

  pl_plan_init_race (plan);
  if (!pl_cli_value_count32 ("--workers", options->workers, 1, PL_MAX_RACE_WORKERS, &plan->workers,
                             error)
      || !pl_cli_value_count ("--increments", options->increments, 1, PL_MAX_INCREMENTS,
                              &plan->increments, error)
      || !pl_cli_value_choice ("--lock", options->lock, pl_race_method_from_key,
                               "none, mutex, atomic", &method, error)
      || !pl_cli_value_count32 ("--trials", options->trials, 1, PL_MAX_TRIALS, &plan->trials, error)
      || !pl_cli_value_count ("--seed", options->seed, 0, G_MAXUINT64, &plan->seed, error)
      || !pl_cli_value_outputs (options->targets.outputs, error))
    return FALSE;
  set_parts (plan, method, options->lock == NULL, !options->no_record);
  return pl_plan_validate (plan, error);
}

int
pl_cli_race (int argc, char **argv)
{
  Options options = { 0 };
  g_autoptr (GError) error = NULL;
  PlPlanData plan;
  int status = PL_CLI_OK;

  if (parse_options (&options, argc, argv, &status))
    {
      if (make_plan (&options, &plan, &error))
        status = pl_cli_perform ("race", &plan, &options.targets);
      else
        status = pl_cli_fail ("race", error);
    }
  clear_options (&options);
  return status;
}
