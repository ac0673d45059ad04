/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/pl-cli.h"


/* All files that were asked for; one that fails does not keep the others from being written. */
static gboolean
write_files (PlLog *log, const PlCliTargets *targets)
{
  const PlExportOptions options = { .theme = PL_THEME_PRINT, .width = PL_EXPORT_DEFAULT_WIDTH };
  gboolean all = TRUE;

  if (targets->save != NULL)
    {
      g_autoptr (GError) error = NULL;

      if (!pl_run_save_log (log, targets->save, &error))
        {
          pl_cli_error ("%s", error->message);
          all = FALSE;
        }
    }
  if (targets->extra != NULL)
    {
      g_autoptr (GError) error = NULL;

      if (!targets->write_extra (log, targets->extra, &error))
        {
          pl_cli_error ("%s", error->message);
          all = FALSE;
        }
    }
  for (guint i = 0; targets->outputs != NULL && targets->outputs[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;

      if (!pl_cli_draw (log, targets->outputs[i], &options, 0, -1, &error))
        {
          pl_cli_error ("%s", error->message);
          all = FALSE;
        }
    }
  return all;
}

int
pl_cli_report (PlLog *log, gboolean json)
{
  g_autoptr (GError) failure = pl_run_error_from_log (log);

  if (json)
    pl_cli_json_print (log);
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
  PlLog *log;
  gboolean written;
  int status;

  if (run == NULL)
    return pl_cli_fail (command, error);
  log = pl_run_get_log (run);
  if (!pl_cli_follow (run, &error))
    {
      /* A helper program that could not be started has left nothing to save or draw. */
      if (targets->json && pl_run_get_finished (run))
        pl_cli_json_print (log);
      return pl_cli_fail (command, error);
    }
  written = write_files (log, targets);
  status = pl_cli_report (log, targets->json);
  return written ? status : PL_CLI_FAILED;
}
