/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/pl-cli.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>

#include "base/pl-text.h"
#include "control/pl-kinds-run.h"
#include "paint/pl-pictures.h"
#include "trace/recording/pl-recording.h"

/* Processes, threads and threads under one global lock, measured. */

typedef struct {
  PlCliTargets targets;
} Options;

typedef struct {
  GMainLoop *loop;
  GError *error;
} Course;

static gboolean
parse_options (Options *options, int argc, char **argv, int *status)
{
  const GOptionEntry entries[] = {
    PL_CLI_FILE ("save", targets.save, N_("record Python's part once more, and save that"), "FILE.paralane"),
    PL_CLI_FILES ("output", targets.outputs, N_("draw the table; may be given again"), "FILE.png|svg|pdf"),
    PL_CLI_PICTURE (targets.picture),
    PL_CLI_FLAG ("json", targets.json, N_("print one JSON object instead of the table")),
    G_OPTION_ENTRY_NULL
  };

  return pl_cli_parse ("kinds", NULL,
                       _("Measures what processes, threads, and threads under one global lock cost and give on this machine, "
                         "and beside them Python's own."), entries, argc, argv, 0, NULL, status);
}

static void
done_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  Course *course = data;

  pl_kinds_measure_finish (PL_KINDS (object), result, &course->error);
  g_main_loop_quit (course->loop);
}

static gboolean
stop_cb (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return G_SOURCE_CONTINUE;
}

/* FALSE and error: it came to nothing, or somebody stopped it. */
static gboolean
measure (PlKinds *kinds, GError **error)
{
  static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Course course = { g_main_loop_new (NULL, FALSE), NULL };
  guint sources[G_N_ELEMENTS (signals)];

  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    sources[i] = g_unix_signal_add (signals[i], stop_cb, cancellable);
  pl_kinds_measure_async (kinds, cancellable, NULL, done_cb, &course);
  g_main_loop_run (course.loop);
  g_main_loop_unref (course.loop);
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_source_remove (sources[i]);
  if (course.error != NULL)
    g_propagate_error (error, course.error);
  return course.error == NULL;
}

static void
add_values (JsonBuilder *builder, PlKinds *kinds, PlKindMeasure measure)
{
  for (guint kind = 0; kind < PL_N_KINDS; kind++)
    {
      double value = 0;
      gboolean known = pl_kinds_get (kinds, measure, kind, &value);

      if (known && measure == PL_KIND_OWN_MEMORY)
        {
          json_builder_set_member_name (builder, pl_kind_key (kind));
          json_builder_add_boolean_value (builder, value > 0);
        }
      else if (measure == PL_KIND_CPU || measure == PL_KIND_WAITING)
        pl_cli_json_known_double (builder, pl_kind_key (kind), known, value);
      else
        pl_cli_json_known_int (builder, pl_kind_key (kind), known, (gint64) value);
    }
}

static void
add_row (JsonBuilder *builder, PlKinds *kinds, PlKindsRow row)
{
  PlKindMeasure measure = pl_kinds_row_measure (row);
  g_autofree char *sentence = pl_kinds_row_sentence (kinds, row);

  json_builder_begin_object (builder);
  pl_cli_json_string (builder, "name", pl_kind_measure_key (measure));
  pl_cli_json_string (builder, "unit", pl_kind_measure_unit (measure));
  add_values (builder, kinds, measure);
  if (row == PL_KINDS_ROW_MESSAGE)
    {
      json_builder_set_member_name (builder, pl_kind_measure_key (PL_KIND_MEBIBYTE));
      json_builder_begin_object (builder);
      add_values (builder, kinds, PL_KIND_MEBIBYTE);
      json_builder_end_object (builder);
    }
  if (row == PL_KINDS_ROW_CPU)
    pl_cli_json_int (builder, "workers", pl_kinds_get_cpu_workers (kinds));
  if (row == PL_KINDS_ROW_WAITING)
    pl_cli_json_int (builder, "workers", PL_KINDS_WAITING_WORKERS);
  if (row == PL_KINDS_ROW_CRASH)
    pl_cli_json_int (builder, "workers", PL_KINDS_CRASH_WORKERS);
  pl_cli_json_string (builder, "sentence", sentence);
  json_builder_end_object (builder);
}

typedef struct {
  PlKinds *kinds;
  PlTrace *recorded;      /* of Python's part; NULL: it was not asked for, or failed */
} Report;

static void
add_recorded (JsonBuilder *builder, PlTrace *trace)
{
  static const char *const keys[] = { "creation_ns", "thread_creation_ns", "message_ns" };

  json_builder_set_member_name (builder, "recorded");
  json_builder_begin_object (builder);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      double value = 0;
      gboolean known = pl_recording_figure (trace, keys[i], &value);

      pl_cli_json_known_int (builder, keys[i], known, (gint64) value);
    }
  json_builder_end_object (builder);
}

static void
fill_cb (JsonBuilder *builder, gpointer data)
{
  const Report *report = data;
  PlKinds *kinds = report->kinds;

  pl_cli_json_int (builder, "cpus", g_get_num_processors ());
  if (pl_kinds_get_python_note (kinds) != NULL)
    pl_cli_json_string (builder, "python", pl_kinds_get_python_note (kinds));
  if (report->recorded != NULL)
    add_recorded (builder, report->recorded);
  json_builder_set_member_name (builder, "rows");
  json_builder_begin_array (builder);
  for (guint row = 0; row < PL_N_KINDS_ROWS; row++)
    add_row (builder, kinds, row);
  json_builder_end_array (builder);
}

static char *
cell_text (PlKinds *kinds, PlKindsRow row, PlKind kind)
{
  g_autofree char *value = pl_kinds_value_text (kinds, pl_kinds_row_measure (row), kind);
  g_autofree char *more = row == PL_KINDS_ROW_MESSAGE ? pl_kinds_value_text (kinds, PL_KIND_MEBIBYTE, kind) : NULL;

  if (value == NULL)
    return g_strdup (_("unknown"));
  return more != NULL ? g_strdup_printf ("%s, %s", value, more) : g_steal_pointer (&value);
}

static void
print_table (PlKinds *kinds)
{
  gboolean python = pl_kinds_has (kinds, PL_KIND_PYTHON_PROCESS);
  guint n = python ? PL_N_KINDS : PL_KIND_GIL + 1;
  g_autofree char *subtitle = pl_kinds_subtitle (kinds), *footer = pl_kinds_footer (kinds);
  PlCliTable *table = pl_cli_table_new (n + 1);

  pl_cli_table_add (table, g_strdup (""));
  for (guint kind = 0; kind < n; kind++)
    pl_cli_table_add (table, g_strdup (pl_kind_name (kind)));
  for (guint row = 0; row < PL_N_KINDS_ROWS; row++)
    {
      pl_cli_table_add (table, g_strdup (pl_kinds_row_name (row)));
      for (guint kind = 0; kind < n; kind++)
        pl_cli_table_add (table, cell_text (kinds, row, kind));
    }
  pl_cli_table_print (table, stdout);
  pl_cli_print (stdout, "\n%s\n%s\n", subtitle, footer);
}

static PlPicture *
to_picture (gpointer kinds)
{
  return pl_picture_of_kinds (kinds);
}

static gboolean
stop_run_cb (gpointer run)
{
  pl_run_stop (run);
  return G_SOURCE_CONTINUE;
}

static gboolean
save (gpointer log, const char *path, GError **error)
{
  return pl_run_save_log (log, path, error);
}

/* What Python's figures come from, as a run. NULL: it did not come to one, and that was said. */
static PlRun *
record (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlRun) run = pl_kinds_new_recording (&error);
  guint source;
  gboolean ended;

  if (run == NULL || !pl_run_start (run, &error))
    {
      pl_cli_error ("%s", error->message);
      return NULL;
    }
  source = g_unix_signal_add (SIGINT, stop_run_cb, run);
  ended = pl_run_wait (run, &error);
  g_source_remove (source);
  if (!ended)
    pl_cli_error ("%s", error->message);
  return ended ? g_steal_pointer (&run) : NULL;
}

/* Of the recording, in its words. */
static void
print_recorded (PlTrace *trace)
{
  static const struct { const char *key, *text; } lines[] = {
    { "creation_ns", N_("As recorded, a process, from the call to its first moment (median)") },
    { "thread_creation_ns", N_("As recorded, a thread, from the call to its first moment (median)") },
    { "message_ns", N_("As recorded, a message through a pipe, until it was read (median)") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      double value = 0;

      if (pl_recording_figure (trace, lines[i].key, &value))
        {
          g_autofree char *time = pl_text_duration ((gint64) value);

          pl_cli_print (stdout, "%s: %s\n", _(lines[i].text), time);
        }
    }
}

static gboolean
report (PlKinds *kinds, PlRun *run, const PlCliTargets *targets)
{
  g_autoptr (PlTrace) trace = run != NULL ? pl_trace_new (pl_run_get_log (run)) : NULL;
  Report it = { kinds, trace };

  if (targets->json)
    pl_cli_json_print_object (fill_cb, &it);
  else
    print_table (kinds);
  if (!targets->json && trace != NULL)
    print_recorded (trace);
  return pl_cli_flush ();
}

static int
perform (const PlCliTargets *targets)
{
  g_autoptr (GArray) held = pl_cli_try_files (targets, NULL);
  g_autoptr (PlKinds) kinds = pl_kinds_new ();
  g_autoptr (PlRun) run = NULL;
  g_autoptr (GError) error = NULL;
  gboolean done;

  if (held == NULL)
    return PL_CLI_FAILED;
  if (!measure (kinds, &error))
    return pl_cli_fail ("kinds", error);
  run = targets->save != NULL ? record () : NULL;
  done = report (kinds, run, targets) && pl_cli_write_result (kinds, NULL, to_picture, NULL, targets);
  if (targets->save != NULL)
    done = run != NULL && pl_cli_write_or_spare (pl_run_get_log (run), save, targets->save) && done;
  return done ? PL_CLI_OK : PL_CLI_FAILED;
}

int
pl_cli_compare_kinds (int argc, char **argv)
{
  Options options = { 0 };
  g_autoptr (GError) error = NULL;
  int status = PL_CLI_OK;

  if (parse_options (&options, argc, argv, &status))
    status = pl_cli_targets_check (&options.targets, &error) ? perform (&options.targets) : pl_cli_fail ("kinds", error);
  pl_cli_targets_clear (&options.targets);
  return status;
}
