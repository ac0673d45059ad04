/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/pl-cli.h"

#include <glib/gi18n.h>

#include "base/pl-error.h"

typedef struct {
  char *from, *to, *rows, *mark_a, *mark_b;
  char **outputs;
  PlCliPicture picture;
  PlCliOutput how;
  PlCliFrames frames;
} Options;

static void
clear_options (Options *options)
{
  g_free (options->from);
  g_free (options->to);
  g_free (options->mark_a);
  g_free (options->mark_b);
  g_free (options->rows);
  pl_cli_picture_clear (&options->picture);
  g_strfreev (options->outputs);
  g_free (options->frames.folder);
  g_free (options->frames.fps);
  g_free (options->frames.speed);
}

static gboolean
parse_options (Options *options, int argc, char **argv, char ***files, int *status)
{
  const GOptionEntry entries[] = {
    PL_CLI_FILES ("output", outputs, N_("the picture, or the data; may be given again"), "FILE.png|svg|pdf|json|csv|jsonl"),
    PL_CLI_FLAG ("by-cpu", how.by_cpu, N_("a lane a CPU: who had it, and who moved to another")),
    PL_CLI_TEXT ("from", from, N_("the first moment to show (default 0)"), "T"),
    PL_CLI_TEXT ("to", to, N_("the last moment to show (default the end)"), "T"),
    PL_CLI_TEXT ("mark-a", mark_a, N_("marker A at that moment"), "T"),
    PL_CLI_TEXT ("mark-b", mark_b, N_("marker B at that moment; the picture says how far it is from A"), "T"),
    PL_CLI_PICTURE (picture),
    PL_CLI_TEXT ("rows", rows, N_("what CSV holds (default increments where there are some, else spans)"),
                 "spans|messages|increments"),
    PL_CLI_FILE ("frames", frames.folder, N_("a series of pictures, as the run is replayed: frame-00001.png and on"), "DIR"),
    PL_CLI_TEXT ("fps", frames.fps, N_("frames: so many a second, 1 to 120 (default 25)"), "N"),
    PL_CLI_TEXT ("speed", frames.speed, N_("frames: at that part of the run's speed (default as takes some 10 s)"), "1/1000..1"),
    PL_CLI_FLAG ("json", frames.json, N_("frames: tell what was written as one JSON object")),
    G_OPTION_ENTRY_NULL
  };

  return pl_cli_parse ("export", "FILE.paralane",
                       _("Draws a saved run as a picture that stands alone, or writes its data as text: Trace Event JSON, "
                         "CSV or JSON Lines."), entries, argc, argv,
                       1, files, status);
}

static gboolean
check_options (Options *options, GError **error)
{
  static const char *const frames[] = { "frame.png", NULL };
  guint32 rows = PL_DATA_ROWS_AUTO;

  options->how.to_ns = -1;
  if (!pl_cli_value_frames (&options->frames, error))
    return FALSE;
  if (options->outputs == NULL && options->frames.folder == NULL)
    {
      g_set_error_literal (error, PL_ERROR, PL_ERROR_PLAN,
                           _("--output is missing: name the picture, as in run.png."));
      return FALSE;
    }
  if (!pl_cli_value_outputs (options->outputs, error)
      || !pl_cli_value_duration ("--from", options->from, G_MAXINT64, &options->how.from_ns, error)
      || !pl_cli_value_duration ("--to", options->to, G_MAXINT64, &options->how.to_ns, error)
      || !pl_cli_value_duration ("--mark-a", options->mark_a, PL_LOG_MAX_NS, &options->how.look.a_ns, error)
      || !pl_cli_value_duration ("--mark-b", options->mark_b, PL_LOG_MAX_NS, &options->how.look.b_ns, error)
      || !pl_cli_value_choice ("--rows", options->rows, pl_data_rows_from_key, "spans, messages, increments", &rows,
                               error)
      || !pl_cli_picture_check (&options->picture, options->frames.folder != NULL ? (char **) frames : options->outputs, error))
    return FALSE;
  options->how.look.has_a = options->mark_a != NULL;
  options->how.look.has_b = options->mark_b != NULL;
  options->how.rows = rows;
  options->how.picture = &options->picture;
  return TRUE;
}

static int
draw_all (const Options *options, PlLog *log)
{
  int status = PL_CLI_OK;

  for (guint i = 0; options->outputs != NULL && options->outputs[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      int failed;

      if (pl_cli_output (log, options->outputs[i], &options->how, &error))
        continue;
      failed = pl_cli_fail ("export", error);
      status = MAX (status, failed);
    }
  if (options->frames.folder != NULL)
    {
      g_autoptr (GError) error = NULL;

      if (!pl_cli_write_frames (log, &options->frames, &options->how, &error))
        {
          int failed = pl_cli_fail ("export", error);

          status = MAX (status, failed);
        }
    }
  return status;
}

/* Whether all of it can be written is known before the run is read. */
static int
export_file (Options *options, const char *file)
{
  const PlCliTargets targets = { .outputs = options->outputs };
  g_autoptr (GArray) held = NULL;
  g_autoptr (GError) error = NULL;
  PlLog *log;
  int status;

  if (!check_options (options, &error))
    return pl_cli_fail ("export", error);
  held = pl_cli_try_files (&targets, NULL);
  if (held == NULL)
    return PL_CLI_FAILED;
  log = pl_cli_open_run (file, &error);
  status = log != NULL ? draw_all (options, log) : pl_cli_fail ("export", error);
  pl_log_unref (log);
  return status;
}

int
pl_cli_export (int argc, char **argv)
{
  Options options = { 0 };
  g_auto (GStrv) files = NULL;
  int status = PL_CLI_OK;

  if (parse_options (&options, argc, argv, &files, &status))
    status = export_file (&options, files[0]);
  clear_options (&options);
  return status;
}
