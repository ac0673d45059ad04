/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/find/pl-cli-find.h"

#include <glib/gi18n.h>

static void
json_cb (gpointer looks, JsonBuilder *builder)
{
  pl_cli_looks_json (looks, builder);
}

static void
text_cb (gpointer looks, PlLog *log)
{
  pl_cli_looks_print (looks, log);
}

static int
show_file (PlCliLooks *looks, gboolean json, const char *file)
{
  const PlCliMore more = { json_cb, pl_cli_looks_any (looks) ? text_cb : NULL, looks };
  g_autoptr (GError) error = NULL;
  PlLog *log = pl_cli_open_run (file, &error);
  int status;

  if (log == NULL)
    return pl_cli_fail ("show", error);
  if (pl_cli_looks_open (looks, log, &error))
    status = pl_cli_report (log, json, &more);
  else
    status = pl_cli_fail ("show", error);
  pl_cli_looks_clear (looks);
  pl_log_unref (log);
  return status;
}

int
pl_cli_show (int argc, char **argv)
{
  gboolean json = FALSE;
  PlCliLooks found = { 0 }, *options = &found;
  g_auto (GStrv) files = NULL;
  const GOptionEntry entries[] = {
    { "json", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &json, N_("print one JSON object instead of the summary"), NULL },
    PL_CLI_TEXT ("find", query_text, N_("what to look for, as in “worker 3”, “task 17”, “waiting > 2 ms”, “lock”"), "WORDS"),
    PL_CLI_FLAG ("critical-path", critical_path, N_("the chain of tasks and waits that determined the wall time")),
    PL_CLI_FLAG ("statistics", statistics, N_("what each lane did, and how long tasks and waits lasted")),
    PL_CLI_TEXT ("from", from, N_("where the statistics begin (default 0)"), "T"),
    PL_CLI_TEXT ("to", to, N_("where they end (default the end)"), "T"),
    G_OPTION_ENTRY_NULL
  };
  int status;

  if (!pl_cli_parse ("show", "FILE.paralane",
                     _("Shows a saved run as “run” or “race” showed it when it ended, or what is found in it."), entries,
                     argc, argv, 1, &files, &status))
    return status;
  return show_file (&found, json, files[0]);
}
