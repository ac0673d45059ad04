/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/pl-cli.h"

#include <glib/gi18n.h>

#include "paint/stack/pl-stack.h"
#include "plan/pl-plan.h"
#include "trace/compare/pl-differences.h"

/* Saved runs beside each other: a picture with one time axis, and what is different. */

typedef struct {
  char *align;
  PlCliTargets targets;         /* only outputs and json */
} Options;

/* The runs, the names they were asked for by, and how they stand beside each other. */
typedef struct {
  GPtrArray *logs, *names;
  PlAlign align;
} Runs;

static gboolean
parse_options (Options *options, int argc, char **argv, char ***files, int *status)
{
  const GOptionEntry entries[] = {
    PL_CLI_FILES ("output", targets.outputs, N_("the picture; may be given again"), "FILE.png|svg|pdf"),
    PL_CLI_TEXT ("align", align, N_("the moment the runs have in common (default first-task)"), "first-task|start"),
    PL_CLI_PICTURE (targets.picture),
    PL_CLI_FLAG ("json", targets.json, N_("print one JSON object instead of the table")),
    G_OPTION_ENTRY_NULL
  };

  return pl_cli_parse ("compare", "A.paralane B.paralane [C.paralane [D.paralane]]",
                       _("Shows two to four saved runs of one kind on one time axis, and what is different. The picture of a "
                         "comparison holds its runs: it can stand for them."), entries, argc, argv, PL_CLI_ANY_ARGUMENTS,
                       files, status);
}

static gboolean
check_options (Options *options, guint32 *align, GError **error)
{
  return pl_cli_targets_check (&options->targets, error)
         && pl_cli_value_choice ("--align", options->align, pl_align_from_key, "first-task, start", align, error);
}

/* A picture may hold several, and how they were aligned. */
static gboolean
open_file (Runs *runs, const char *file, GError **error)
{
  g_auto (PlCompared) opened = { 0 };

  if (!pl_cli_open_runs (file, &opened, error))
    return FALSE;
  for (guint i = 0; i < opened.n; i++)
    {
      g_ptr_array_add (runs->logs, pl_log_ref (opened.logs[i]));
      g_ptr_array_add (runs->names, g_filename_display_basename (file));
    }
  if (opened.n > 1)
    runs->align = opened.align;
  return TRUE;
}

/* What cannot be compared is refused before any of it is read: files are quickly counted. */
static gboolean
open_runs (Runs *runs, char **files, GError **error)
{
  guint n = files != NULL ? g_strv_length (files) : 0;

  if (n == 0 || n > PL_MAX_COMPARED)
    return pl_differences_check (NULL, NULL, n, error);
  for (guint i = 0; i < n; i++)
    if (!open_file (runs, files[i], error))
      return FALSE;
  return pl_differences_check ((PlLog *const *) runs->logs->pdata, (const char *const *) runs->names->pdata, runs->logs->len,
                               error);
}

static void
print_table (const PlDifferences *differences)
{
  guint n = pl_differences_get_n_runs (differences);
  PlCliTable *table = pl_cli_table_new (2 * n);
  g_autofree char *sentence = pl_differences_sentence (differences);

  /* The first column, one for the first run, and two for each other: its figure, and what that is of the first's. */
  pl_cli_table_add (table, g_strdup (""));
  for (guint run = 0; run < n; run++)
    {
      pl_cli_table_add (table, g_strdup (pl_run_letter (run)));
      if (run > 0)
        pl_cli_table_add (table, g_strdup (_("against A")));
    }
  for (guint row = 0; row < pl_differences_get_n_rows (differences); row++)
    {
      pl_cli_table_add (table, g_strdup (pl_measure_name (pl_differences_get_row (differences, row))));
      for (guint run = 0; run < n; run++)
        {
          pl_cli_table_add (table, pl_differences_value_text (differences, row, run));
          if (run > 0)
            pl_cli_table_add (table, pl_differences_relative_text (differences, row, run));
        }
    }
  pl_cli_table_print (table, stdout);
  pl_cli_print (stdout, "\n%s\n", sentence);
}

static void
print_runs (const Runs *runs)
{
  for (guint i = 0; i < runs->logs->len; i++)
    {
      g_autofree char *title = pl_plan_title (pl_log_plan (runs->logs->pdata[i]));

      pl_cli_print (stdout, "%s  %s (%s)\n", pl_run_letter (i), title, (const char *) runs->names->pdata[i]);
    }
  pl_cli_print (stdout, "\n");
}

typedef struct { const Runs *runs; const PlDifferences *differences; } Told;

static void
add_number (JsonBuilder *builder, gboolean known, gboolean whole, double value)
{
  if (known && whole)
    json_builder_add_int_value (builder, (gint64) value);
  else if (known)
    json_builder_add_double_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
add_row (JsonBuilder *builder, const PlDifferences *differences, guint row)
{
  guint n = pl_differences_get_n_runs (differences);
  PlMeasure measure = pl_differences_get_row (differences, row);
  double number;

  json_builder_begin_object (builder);
  pl_cli_json_string (builder, "measure", pl_measure_key (measure));
  json_builder_set_member_name (builder, "values");
  json_builder_begin_array (builder);
  for (guint run = 0; run < n; run++)
    {
      gboolean known = pl_differences_get_value (differences, row, run, &number);

      add_number (builder, known, pl_measure_is_whole (measure), number);
    }
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "relative");
  json_builder_begin_array (builder);
  for (guint run = 0; run < n; run++)
    {
      gboolean known = pl_differences_get_relative (differences, row, run, &number);

      add_number (builder, known, FALSE, number);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
fill_cb (JsonBuilder *builder, gpointer data)
{
  const Told *told = data;

  pl_cli_json_string (builder, "kind", "comparison");
  pl_cli_json_string (builder, "of", pl_run_kind_key (pl_log_plan (told->runs->logs->pdata[0])->kind));
  json_builder_set_member_name (builder, "runs");
  json_builder_begin_array (builder);
  for (guint i = 0; i < told->runs->logs->len; i++)
    {
      g_autofree char *title = pl_plan_title (pl_log_plan (told->runs->logs->pdata[i]));

      json_builder_begin_object (builder);
      pl_cli_json_string (builder, "name", pl_run_letter (i));
      pl_cli_json_string (builder, "file", told->runs->names->pdata[i]);
      pl_cli_json_string (builder, "plan", title);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "differences");
  json_builder_begin_array (builder);
  for (guint row = 0; row < pl_differences_get_n_rows (told->differences); row++)
    add_row (builder, told->differences, row);
  json_builder_end_array (builder);
}

static void
report (const Runs *runs, const Options *options)
{
  g_autoptr (PlDifferences) differences = pl_differences_new ((PlLog *const *) runs->logs->pdata, runs->logs->len);
  Told told = { runs, differences };

  if (options->targets.json)
    {
      pl_cli_json_print_object (fill_cb, &told);
      return;
    }
  print_runs (runs);
  print_table (differences);
}

static int
draw_all (const Runs *runs, const Options *options)
{
  char **outputs = options->targets.outputs;
  g_autoptr (PlPicture) picture = NULL;
  int status = PL_CLI_OK;

  for (guint i = 0; outputs != NULL && outputs[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;

      if (picture == NULL)
        picture = pl_picture_of_logs ((PlLog *const *) runs->logs->pdata, runs->logs->len, runs->align);
      if (!pl_cli_picture_write (&options->targets.picture, picture, NULL, outputs[i], &error))
        status = pl_cli_fail ("compare", error);
    }
  return status;
}

static int
compare (Runs *runs, Options *options, char **files)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) held = NULL;
  guint32 align = PL_ALIGN_FIRST_TASK;
  int status;

  if (!check_options (options, &align, &error) || !open_runs (runs, files, &error))
    return pl_cli_fail ("compare", error);
  if (options->align != NULL)
    runs->align = align;
  held = pl_cli_try_files (&options->targets, NULL);
  if (held == NULL)
    return PL_CLI_FAILED;
  report (runs, options);
  status = draw_all (runs, options);
  return pl_cli_flush () ? status : PL_CLI_FAILED;
}

int
pl_cli_compare_runs (int argc, char **argv)
{
  Options options = { 0 };
  g_auto (GStrv) files = NULL;
  Runs runs = { g_ptr_array_new_with_free_func ((GDestroyNotify) pl_log_unref), g_ptr_array_new_with_free_func (g_free),
                PL_ALIGN_FIRST_TASK };
  int status = PL_CLI_OK;

  if (parse_options (&options, argc, argv, &files, &status))
    status = compare (&runs, &options, files);
  g_ptr_array_unref (runs.logs);
  g_ptr_array_unref (runs.names);
  g_free (options.align);
  pl_cli_targets_clear (&options.targets);
  return status;
}
