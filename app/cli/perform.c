/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/pl-cli.h"

int
pl_cli_report (PlLog *log, gboolean json, const PlCliMore *more)
{
  g_autoptr (GError) failure = pl_run_error_from_log (log);

  if (json)
    pl_cli_json_print (log, more);
  else if (more != NULL && more->text != NULL)
    more->text (more->data, log);
  else
    pl_cli_summary (log);
  if (!pl_cli_flush ())
    return PL_CLI_FAILED;
  if (failure != NULL)
    return pl_cli_fail (NULL, failure);
  return pl_cli_all_right (log) ? PL_CLI_OK : PL_CLI_FAILED;
}

int
pl_cli_perform (const char *command, const PlPlanData *plan, const PlCliTargets *targets)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlRun) run = pl_run_new (plan, &error);
  g_autoptr (GArray) held = NULL;
  PlLog *log;
  int status;

  if (run == NULL)
    return pl_cli_fail (command, error);
  held = pl_cli_try_files (targets, NULL);
  if (held == NULL)
    return PL_CLI_FAILED;
  log = pl_run_get_log (run);
  pl_cli_warn (pl_log_plan (log), 1);
  if (!pl_cli_follow (run, &error))
    {
      /* A helper program that could not be started has left nothing to save or draw. */
      if (targets->json && pl_run_get_finished (run))
        pl_cli_json_print (log, NULL);
      return pl_cli_fail (command, error);
    }
  /* First what cannot fail for want of a disk. */
  status = pl_cli_report (log, targets->json, NULL);
  return pl_cli_write_files (log, targets) ? status : PL_CLI_FAILED;
}
