/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/pl-cli.h"

#include <glib/gi18n.h>
#include <unistd.h>

#include "base/pl-file.h"

typedef struct {
  char *save;
  gboolean json;
} Options;

/* Whether the run can be written is known before it is read. */
static int
import (const char *file, const Options *options)
{
  g_autoptr (GError) error = NULL;
  PlLog *log = NULL;
  int held = -1, status = PL_CLI_OK;

  if (!pl_file_try (options->save, &held, &error) || (log = pl_cli_open_run (file, &error)) == NULL
      || !pl_run_save_log (log, options->save, &error))
    status = pl_cli_fail ("import", error);
  else
    pl_cli_report (log, options->json, NULL);
  if (held >= 0)
    close (held);
  pl_log_unref (log);
  return status;
}

int
pl_cli_import (int argc, char **argv)
{
  Options own = { NULL, FALSE }, *options = &own;
  g_auto (GStrv) files = NULL;
  int status = PL_CLI_OK;
  const GOptionEntry entries[] = {
    PL_CLI_FILE ("save", save, N_("where to keep the run"), "FILE.paralane"),
    PL_CLI_FLAG ("json", json, N_("print one JSON object instead of the summary")),
    G_OPTION_ENTRY_NULL
  };

  if (!pl_cli_parse ("import", "FILE", _("Reads a run back from CSV or JSON Lines, and from a picture that holds it."),
                     entries, argc, argv, 1, &files, &status))
    return status;
  if (own.save == NULL)
    status = pl_cli_usage_error ("import", _("--save is missing: name the run, as in run.paralane."));
  else
    status = import (files[0], options);
  g_free (own.save);
  return status;
}
