/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/recording/pl-cli-recording.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "base/pl-file.h"
#include "control/pl-recording.h"
#include "plan/pl-plan.h"

typedef struct {
  char *threads, *limit;
  gboolean no_python, json;
  PlCliTargets targets;         /* extra: the JSON's own file */
} Options;

static void
clear_options (Options *options)
{
  g_free (options->threads);
  g_free (options->limit);
  g_free (options->targets.save);
  g_free (options->targets.extra);
  g_strfreev (options->targets.outputs);
}

static gboolean
json_cb (const char *name, const char *value, gpointer data, GError **error)
{
  Options *options = data;

  options->json = TRUE;
  g_free (options->targets.extra);
  options->targets.extra = g_strdup (value);
  return TRUE;
}

/* Up to the program's own name: what follows is its own. */
static int
count_own (int argc, char **argv)
{
  for (int i = 1; i < argc; i++)
    if (g_str_equal (argv[i], "--"))
      return i;
  return argc;
}

static gboolean
parse_options (Options *options, int argc, char **argv, int *status)
{
  const GOptionEntry entries[] = {
    PL_CLI_FILE ("save", targets.save, N_("save the recording"), "FILE.paralane"),
    PL_CLI_FILES ("output", targets.outputs, N_("draw the recording; may be given again"), "FILE.png|svg|pdf"),
    PL_CLI_FLAG ("no-python", no_python, N_("do not ask Python for names")),
    PL_CLI_TEXT ("threads", threads, N_("lanes of threads: all, waiting or none (default all)"), "WHICH"),
    PL_CLI_TEXT ("for", limit, N_("end the program after this time"), "TIME"),
    PL_CLI_FLAG ("json", json, N_("print one JSON object on standard error instead of the summary; --json=FILE writes it to a file")),
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (GPtrArray) rest = g_ptr_array_new ();

  /* GOption has no option whose value may be left out. */
  for (int i = 0; i < argc; i++)
    if (g_str_has_prefix (argv[i], "--json="))
      json_cb ("--json", argv[i] + 7, options, NULL);
    else
      g_ptr_array_add (rest, argv[i]);
  return pl_cli_parse ("record", "-- PROGRAM [ARGUMENT…]",
                       _("Runs a program that is not Paralane's as it would run without, and shows what its processes and threads did."),
                       entries, (int) rest->len, (char **) rest->pdata, 0, NULL, status);
}

static gboolean
make_plan (const Options *options, PlPlanData *plan, GError **error)
{
  pl_plan_init_recording (plan);
  plan->recording_python = !options->no_python;
  return pl_cli_value_choice ("--threads", options->threads, pl_plan_threads_from_key, "all, waiting, none",
                              &plan->recording_threads, error)
         && pl_cli_value_duration ("--for", options->limit, G_GINT64_CONSTANT (86400000000000), &plan->recording_limit_ns, error)
         && pl_cli_value_outputs (options->targets.outputs, error);
}

static gboolean
terminate_cb (gpointer recording)
{
  pl_recording_signal (recording, SIGTERM);
  return G_SOURCE_CONTINUE;
}

static void
nothing_cb (int signal)
{
}

/* The terminal's Ctrl+C goes to the program, which knows what to do; we only must not die of it. A handler, because
 * what is ignored would be ignored by the program, too. */
static void
stand_aside (void)
{
  const struct sigaction action = { .sa_handler = nothing_cb, .sa_flags = SA_RESTART };

  sigaction (SIGINT, &action, NULL);
  sigaction (SIGQUIT, &action, NULL);
  signal (SIGXFSZ, SIG_DFL);
  signal (SIGPIPE, SIG_DFL);
}

static int
exit_status (int status)
{
  return WIFSIGNALED (status) ? 128 + WTERMSIG (status) : WEXITSTATUS (status);
}

static void
fill_cb (JsonBuilder *builder, gpointer log)
{
  pl_cli_json_string (builder, "kind", "recording");
  pl_cli_json_recording (builder, log);
}

static gboolean
tell (PlLog *log, const Options *options)
{
  if (options->targets.extra != NULL)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = pl_cli_json_text (fill_cb, log);

      if (pl_file_replace_bytes (options->targets.extra, text, strlen (text), &error))
        return TRUE;
      pl_cli_error ("%s", error->message);
      return FALSE;
    }
  if (options->json)
    {
      g_autofree char *text = pl_cli_json_text (fill_cb, log);

      pl_cli_put (stderr, text);
      return TRUE;
    }
  pl_cli_tell_recording (log, stderr);
  return TRUE;
}

static int
perform (const Options *options, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlRecording) recording = NULL;
  g_autoptr (GArray) held = NULL;
  g_autofree char *command = NULL;
  PlCliTargets targets = options->targets;
  PlPlanData plan;
  PlLog *log;
  guint source;
  gboolean told;

  if (!make_plan (options, &plan, &error))
    return pl_cli_fail ("record", error);
  command = pl_recording_join (argv);
  pl_plan_set_command (&plan, command);
  recording = pl_recording_new (&plan, (const char *const *) argv, &error);
  if (recording == NULL)
    return pl_cli_fail ("record", error);
  held = pl_cli_try_files (&targets, NULL);
  if (held == NULL)
    return PL_CLI_FAILED;
  stand_aside ();
  source = g_unix_signal_add (SIGTERM, terminate_cb, recording);
  if (!pl_recording_start (recording, &error))
    return pl_cli_fail (NULL, error);
  signal (SIGXFSZ, SIG_IGN);
  signal (SIGPIPE, SIG_IGN);
  pl_recording_wait (recording);
  g_source_remove (source);
  log = pl_recording_finish (recording, &error);
  if (log == NULL)
    return pl_cli_fail (NULL, error);
  told = tell (log, options);
  targets.extra = NULL;
  told = pl_cli_write_files (log, &targets) && told;
  pl_log_unref (log);
  return told ? exit_status (pl_recording_get_status (recording)) : PL_CLI_FAILED;
}

static int
run (int argc, char **argv)
{
  Options options = { 0 };
  int own = count_own (argc, argv), status = PL_CLI_OK;

  if (parse_options (&options, own, argv, &status))
    {
      if (own + 1 >= argc)
        status = pl_cli_usage_error ("record", _("the program is missing: write it behind “--”."));
      else
        status = perform (&options, argv + own + 1);
    }
  clear_options (&options);
  return status;
}

/* Whatever the program did, it was recorded. */
static gboolean
all_right (PlLog *log)
{
  return TRUE;
}

const PlCliKind pl_cli_recording = {
  .command = { "record", N_("record a program that is not Paralane's") , run, NULL, NULL },
  .json = pl_cli_json_recording, .summary = pl_cli_summary_recording, .all_right = all_right,
};
