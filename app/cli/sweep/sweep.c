/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/sweep/pl-cli-sweep.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>
#include "base/pl-text.h"
#include "paint/pl-pictures.h"
#include "plan/pl-machine.h"
#include "plan/pl-plan.h"

/* The options as text; NULL: not given. */
typedef struct {
  char *pool_size, *tasks, *ipc, *work, *task_time, *spread, *chunk, *payload, *seed, *trials;
  PlCliTargets targets;         /* extra: the CSV */
} Options;

/* One sweep while it goes on. */
typedef struct {
  PlSweep *sweep;
  gint64 begin_us;
  gboolean stopped;             /* somebody asked for its end */
} Course;

static void
clear_options (Options *options)
{
  char **texts[] = { &options->pool_size, &options->tasks,   &options->ipc,  &options->work,   &options->task_time,
                     &options->spread,    &options->chunk,   &options->payload, &options->seed, &options->trials };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (*texts[i]);
  pl_cli_targets_clear (&options->targets);
}

static gboolean
parse_options (Options *options, int argc, char **argv, int *status)
{
  const GOptionEntry entries[] = {
    PL_CLI_TEXT ("pool-size", pool_size, N_("worker processes (default 1, 2, 4, … up to twice the CPUs)"), "N,N,…"),
    PL_CLI_TEXT ("ipc", ipc, N_("how tasks travel (default queue)"), "queue,pipe,array"),
    PL_CLI_TEXT ("chunk", chunk, N_("tasks a message (default auto)"), "auto|N,N,…"),
    PL_CLI_TEXT ("trials", trials, N_("how often each is run, 1 to 1,000 (default 5)"), "N"),
    PL_CLI_TEXT ("tasks", tasks, N_("tasks, 0 to 1,000,000 (default 40)"), "N"),
    PL_CLI_TEXT ("work", work, N_("what a task does (default spin)"), "spin|sleep|squares|primes"),
    PL_CLI_TEXT ("task-time", task_time, N_("how long a task takes on average, 0 to 60s (default 100ms)"), "T"),
    PL_CLI_TEXT ("spread", spread, N_("how the time differs from task to task (default uniform)"),
                 "equal|uniform|exponential|straggler"),
    PL_CLI_TEXT ("payload", payload, N_("bytes a task each way, 0 to 1MiB (default 0)"), "BYTES"),
    PL_CLI_TEXT ("seed", seed, N_("the same seed gives the same tasks and order (default 1)"), "N"),
    PL_CLI_FILES ("output", targets.outputs, N_("draw the speed-up; may be given again"), "FILE.png|svg|pdf"),
    PL_CLI_PICTURE (targets.picture),
    PL_CLI_FILE ("csv", targets.extra, N_("write a line a run"), "FILE.csv"),
    PL_CLI_FLAG ("json", targets.json, N_("print one JSON object instead of the table")),
    G_OPTION_ENTRY_NULL
  };

  return pl_cli_parse ("sweep", NULL,
                       _("Runs the same tasks on pools of different sizes, channels or messages, several times each, and says "
                         "what limits them."), entries, argc, argv, 0, NULL, status);
}

static gboolean
set_base (const Options *options, PlPlanData *base, GError **error)
{
  pl_plan_init_pool_on (base, pl_machine_n_cpus ());
  return pl_cli_value_count32 ("--tasks", options->tasks, 0, PL_MAX_TASKS, &base->tasks, error)
         && pl_cli_value_choice ("--work", options->work, pl_work_from_key, "spin, sleep, squares, primes", &base->work, error)
         && pl_cli_value_choice ("--spread", options->spread, pl_spread_from_key, "equal, uniform, exponential, straggler",
                                 &base->spread, error)
         && pl_cli_value_duration ("--task-time", options->task_time, PL_MAX_TASK_TIME_NS, &base->task_time_ns, error)
         && pl_cli_value_bytes ("--payload", options->payload, PL_MAX_PAYLOAD, &base->payload, error)
         && pl_cli_value_count ("--seed", options->seed, 0, G_MAXUINT64, &base->seed, error);
}

static GArray *
only_first (void)
{
  const guint32 zero = 0;

  return g_array_append_val (g_array_new (FALSE, FALSE, sizeof zero), zero);
}

/* NULL: one of the options is not possible. */
static PlSweep *
make_sweep (Options *options, GError **error)
{
  GArray *sizes = pl_plan_sizes_on (pl_machine_n_cpus ()), *ipcs = only_first (),
         *chunks = only_first ();
  g_autoptr (GArray) plans = NULL;
  guint32 trials = PL_SWEEP_DEFAULT_TRIALS;
  PlPlanData base;

  if (set_base (options, &base, error)
      && pl_cli_value_counts ("--pool-size", options->pool_size, FALSE, 1, PL_MAX_POOL_SIZE, &sizes, error)
      && pl_cli_value_choices ("--ipc", options->ipc, pl_ipc_from_key, "queue, pipe, array", &ipcs, error)
      && pl_cli_value_counts ("--chunk", options->chunk, TRUE, 1, MAX (base.tasks, 1), &chunks, error)
      && pl_cli_value_count32 ("--trials", options->trials, 1, PL_SWEEP_MAX_TRIALS, &trials, error)
      && pl_cli_targets_check (&options->targets, error))
    plans = pl_plan_sweep (&base, sizes, ipcs, chunks, error);
  g_array_unref (sizes);
  g_array_unref (ipcs);
  g_array_unref (chunks);
  return plans != NULL ? pl_sweep_new (plans, trials, base.seed) : NULL;
}

/* All runs of it, one after the other. */
static void
warn (PlSweep *sweep)
{
  g_autoptr (GArray) plans = g_array_new (FALSE, FALSE, sizeof (PlPlanData));

  for (guint trial = 0; trial < pl_sweep_get_n_trials (sweep); trial++)
    for (guint i = 0; i < pl_sweep_get_n_points (sweep); i++)
      {
        PlSweepPoint point;

        pl_sweep_get_point (sweep, i, &point);
        g_array_append_val (plans, *point.plan);
      }
  pl_cli_warn ((const PlPlanData *) (gconstpointer) plans->data, plans->len);
}

/* "12 of 60 runs, 4 workers, Queue, about 20 s left" */
static char *
progress_cb (gpointer data)
{
  Course *course = data;
  guint done = pl_sweep_get_n_done (course->sweep), n = pl_sweep_get_n_runs (course->sweep);
  g_autofree char *title = pl_plan_title (pl_sweep_get_next (course->sweep));
  gint64 taken_ns = (g_get_monotonic_time () - course->begin_us) * 1000;
  g_autofree char *left = done > 0 ? pl_text_about (taken_ns / done * (n - done)) : NULL;

  if (left == NULL)
    return g_strdup_printf (_("Run %u of %u (%s)"), done + 1, n, title);
  return g_strdup_printf (_("Run %u of %u (%s), about %s left"), done + 1, n, title, left);
}

/* FALSE: it failed or was stopped, and that was said; what is there by then is kept. */
static gboolean
run_next (Course *course, int *status)
{
  g_autoptr (GError) error = NULL, failure = NULL;
  g_autoptr (PlRun) run = pl_run_new (pl_sweep_get_next (course->sweep), &error);
  PlLog *log;

  if (run == NULL || !pl_cli_follow_with (run, progress_cb, course, &error))
    {
      *status = pl_cli_fail ("sweep", error);
      return FALSE;
    }
  log = pl_run_get_log (run);
  failure = pl_run_error_from_log (log);
  if (failure != NULL)
    *status = pl_cli_fail (NULL, failure);
  else if (atomic_load (&pl_log_header (log)->status.phase) != PL_PHASE_DONE)
    *status = PL_CLI_FAILED;
  if (*status != PL_CLI_OK)
    return FALSE;
  if (!pl_cli_all_right (log))
    {
      pl_cli_error (_("Not all results of a run were right."));
      *status = PL_CLI_FAILED;
    }
  pl_sweep_add (course->sweep, log);
  return *status == PL_CLI_OK;
}

static gboolean
stop_cb (gpointer data)
{
  ((Course *) data)->stopped = TRUE;
  return G_SOURCE_CONTINUE;
}

/* Between two runs, too, Ctrl+C ends it with what is there. */
static int
run_all (PlSweep *sweep)
{
  static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
  Course course = { sweep, g_get_monotonic_time (), FALSE };
  guint sources[G_N_ELEMENTS (signals)];
  int status = PL_CLI_OK;

  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    sources[i] = g_unix_signal_add (signals[i], stop_cb, &course);
  while (pl_sweep_get_next (sweep) != NULL && !course.stopped && run_next (&course, &status))
    while (g_main_context_iteration (NULL, FALSE))
      ;
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_source_remove (sources[i]);
  if (pl_sweep_get_next (sweep) == NULL)
    return status;
  pl_cli_error (_("Ended after %u of %u runs: this is what they came to."), pl_sweep_get_n_done (sweep),
                pl_sweep_get_n_runs (sweep));
  return MAX (status, PL_CLI_FAILED);
}

static char *
to_csv (gpointer sweep)
{
  return pl_sweep_to_csv (sweep);
}

static PlPicture *
to_picture (gpointer sweep)
{
  return pl_picture_of_sweep (sweep);
}

static void
fill_cb (JsonBuilder *builder, gpointer sweep)
{
  pl_cli_sweep_json (builder, sweep);
}

static int
perform (PlSweep *sweep, const PlCliTargets *targets)
{
  g_autoptr (GArray) held = pl_cli_try_files (targets, NULL);
  int status;

  if (held == NULL)
    return PL_CLI_FAILED;
  warn (sweep);
  status = run_all (sweep);
  if (pl_sweep_get_n_done (sweep) == 0)
    return status;
  if (targets->json)
    pl_cli_json_print_object (fill_cb, sweep);
  else
    pl_cli_sweep_print (sweep);
  if (!pl_cli_flush () || !pl_cli_write_result (sweep, to_csv, to_picture, targets->extra, targets))
    status = MAX (status, PL_CLI_FAILED);
  return status;
}

int
pl_cli_sweep (int argc, char **argv)
{
  Options options = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (PlSweep) sweep = NULL;
  int status = PL_CLI_OK;

  if (parse_options (&options, argc, argv, &status))
    {
      sweep = make_sweep (&options, &error);
      status = sweep != NULL ? perform (sweep, &options.targets) : pl_cli_fail ("sweep", error);
    }
  clear_options (&options);
  return status;
}
