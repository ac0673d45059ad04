/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/pl-cli.h"

#include <glib/gi18n.h>

#include "base/pl-error.h"

/* What --output names: a picture, or the data of the run as text. */

gboolean
pl_cli_value_outputs (char **paths, GError **error)
{
  for (guint i = 0; paths != NULL && paths[i] != NULL; i++)
    {
      PlDataFormat data;
      PlFormat picture;
      g_autofree char *name = NULL;

      if (pl_data_format_from_path (paths[i], &data) || pl_format_from_path (paths[i], &picture, NULL))
        continue;
      name = g_filename_display_name (paths[i]);
      g_set_error (error, PL_ERROR, PL_ERROR_PLAN,
                   _("--output: “%s” does not say what it is to be: let the name end in .png, .svg or .pdf for a picture, "
                     "in .json, .csv or .jsonl for the data."),
                   name);
      return FALSE;
    }
  return TRUE;
}

gboolean
pl_cli_output (PlLog *log, const char *path, const PlCliOutput *how, GError **error)
{
  const PlDataOptions options = { how->rows, how->from_ns,
                                  how->to_ns < 0 && how->from_ns > 0 ? G_MAXINT64 : how->to_ns,
                                  how->picture->no_notes };
  PlDataFormat data;

  if (pl_data_format_from_path (path, &data))
    return pl_data_export (log, &options, path, error);
  return pl_cli_draw (log, path, how, error);
}
