/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/pl-cli.h"

#include <glib/gi18n.h>

int
pl_cli_show (int argc, char **argv)
{
  gboolean json = FALSE;
  g_auto (GStrv) files = NULL;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = { { "json", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &json,
                                     N_("print one JSON object instead of the summary"), NULL },
                                   G_OPTION_ENTRY_NULL };
  PlLog *log;
  int status;

  if (!pl_cli_parse ("show", "FILE.paralane",
                     _("Shows a saved run as “run” or “race” showed it when it ended."), entries,
                     argc, argv, 1, &files, &status))
    return status;
  log = pl_run_open_log (files[0], &error);
  if (log == NULL)
    return pl_cli_fail ("show", error);
  status = pl_cli_report (log, json);
  pl_log_unref (log);
  return status;
}
