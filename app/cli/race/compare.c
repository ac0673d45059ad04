/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/race/pl-cli-race.h"

#include "plan/pl-plan.h"
#include "paint/pl-pictures.h"

/* FALSE: it failed or was stopped; *status says how, and what is there by then is kept. */
static gboolean
run_one (PlCompare *compare, const PlPlanData *plan, int *status)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlRun) run = pl_run_new (plan, &error);
  PlLog *log = run != NULL ? pl_run_get_log (run) : NULL;
  g_autoptr (GError) failure = NULL;

  if (run == NULL || !pl_cli_follow (run, &error))
    {
      *status = pl_cli_fail ("race", error);
      return FALSE;
    }
  pl_compare_add (compare, log);
  failure = pl_run_error_from_log (log);
  if (failure != NULL)
    *status = pl_cli_fail (NULL, failure);
  else if (atomic_load (&pl_log_header (log)->status.phase) != PL_PHASE_DONE)
    *status = PL_CLI_FAILED;
  return *status == PL_CLI_OK;
}

static char *
to_csv (gpointer compare)
{
  return pl_compare_to_csv (compare);
}

static PlPicture *
to_picture (gpointer compare)
{
  return pl_picture_of_compare (compare);
}

static void
fill_cb (JsonBuilder *builder, gpointer compare)
{
  pl_cli_compare_json (builder, compare);
}

int
pl_cli_compare (const PlPlanData *plan, const guint32 *methods, guint n,
                const PlCliCompareTargets *targets)
{
  g_autoptr (GArray) plans = pl_plan_comparison (plan, methods, n);
  g_autoptr (PlCompare) compare = pl_compare_new ();
  g_autoptr (GArray) held = pl_cli_try_files (&targets->targets, targets->csv);
  int status = PL_CLI_OK;

  if (held == NULL)
    return PL_CLI_FAILED;
  pl_cli_warn ((const PlPlanData *) (gconstpointer) plans->data, plans->len);
  for (guint i = 0; i < plans->len; i++)
    if (!run_one (compare, &g_array_index (plans, PlPlanData, i), &status))
      break;
  if (pl_compare_get_n_rows (compare) == 0)
    return status;
  if (targets->targets.json)
    pl_cli_json_print_object (fill_cb, compare);
  else
    pl_cli_compare_print (compare);
  if (!pl_cli_flush () || !pl_compare_is_right (compare))
    status = MAX (status, PL_CLI_FAILED);
  if (!pl_cli_write_result (compare, to_csv, to_picture, targets->csv, &targets->targets))
    status = PL_CLI_FAILED;
  return status;
}
