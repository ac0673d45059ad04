/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/pl-cli.h"

#include <glib/gi18n.h>

gboolean
pl_cli_open_runs (const char *path, PlCompared *runs, GError **error)
{
  g_autofree char *left_out = NULL;

  if (!pl_run_open_logs (path, runs, &left_out, error))
    return FALSE;
  if (left_out != NULL)
    pl_cli_error ("%s", left_out);
  return TRUE;
}

PlLog *
pl_cli_open_run (const char *path, GError **error)
{
  g_auto (PlCompared) runs = { 0 };
  g_autofree char *name = g_filename_display_name (path);

  if (!pl_cli_open_runs (path, &runs, error))
    return NULL;
  if (runs.n > 1)
    pl_cli_error (_("“%s” holds %u runs, and this is about the first; “%s compare” takes all of them."), name, runs.n,
                  PL_CLI_NAME);
  return pl_log_ref (runs.logs[0]);
}
