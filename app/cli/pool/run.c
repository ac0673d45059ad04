/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/pool/pl-cli-pool.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/pl-error.h"
#include "plan/pl-machine.h"
#include "plan/pl-plan.h"

/* The options as text; NULL or FALSE: not given. */
typedef struct {
  char *pool_size, *tasks, *ipc, *work, *task_time, *spread, *chunk, *payload, *seed, *workers, *start, *crash_task, *engine;
  PlCliCaller caller;
  gboolean serial, no_record;
  PlCliTargets targets;
} Options;

static void
clear_options (Options *options)
{
  char **texts[] = { &options->pool_size, &options->tasks,       &options->ipc,   &options->work,
                     &options->task_time, &options->spread,      &options->chunk, &options->payload,
                     &options->seed,      &options->workers,     &options->start, &options->crash_task,
                     &options->engine };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (*texts[i]);
  pl_cli_caller_clear (&options->caller);
  pl_cli_targets_clear (&options->targets);
}

static gboolean
parse_options (Options *options, int argc, char **argv, int *status)
{
  const GOptionEntry entries[] = {
    PL_CLI_TEXT ("pool-size", pool_size, N_("worker processes, 1 to 256; auto: one a CPU, 2 to 8 (default auto)"),
                 "auto|N"),
    PL_CLI_TEXT ("tasks", tasks, N_("tasks, 0 to 1,000,000 (default 40)"), "N"),
    PL_CLI_TEXT ("ipc", ipc, N_("how tasks travel (default queue)"), "queue|pipe|array"),
    PL_CLI_TEXT ("work", work, N_("what a task does (default spin)"), "spin|sleep|squares|primes"),
    PL_CLI_TEXT ("task-time", task_time,
                 N_("how long a task takes on average, 0 to 60s (default 100ms)"),
          "T"),
    PL_CLI_TEXT ("spread", spread, N_("how the time differs from task to task (default uniform)"),
          "equal|uniform|exponential|straggler"),
    PL_CLI_TEXT ("chunk", chunk,
                 N_("tasks a message, 1 to 1,000,000; more than there are are all (default auto)"), "auto|N"),
    PL_CLI_TEXT ("payload", payload, N_("bytes a task each way, 0 to 1MiB (default 0)"), "BYTES"),
    PL_CLI_TEXT ("seed", seed, N_("the same seed gives the same tasks (default 1)"), "N"),
    PL_CLI_TEXT ("workers", workers, N_("what the workers are: processes, threads of one process, or threads under one "
                                        "global lock, as Python's (default process)"), "process|thread|gil"),
    PL_CLI_TEXT ("start", start, N_("how a worker process comes into the world (default fork)"), "fork|spawn|forkserver"),
    PL_CLI_TEXT ("engine", engine, N_("what moves the tasks: this machine’s processes, or MPI, whose ranks are the workers; under "
                                      "mpirun, or it is started (default local)"), "local|mpi"),
    PL_CLI_TEXT ("crash-task", crash_task, N_("this task takes its process down, every time; how: segv, abort, term, "
                                              "kill or exit=CODE (default segv)"), "N[:HOW]"),
    PL_CLI_CALLER (caller),
    PL_CLI_FLAG ("serial", serial, N_("also measure the same tasks without a pool")),
    PL_CLI_FLAG ("no-record", no_record, N_("do not record what the workers do")),
    PL_CLI_FILE ("save", targets.save, N_("save the run"), "FILE.paralane"),
    PL_CLI_FILES ("output", targets.outputs,
                  N_("draw the timeline; may be given again"), "FILE.png|svg|pdf"),
    PL_CLI_PICTURE (targets.picture),
    PL_CLI_FLAG ("json", targets.json, N_("print one JSON object instead of the summary")),
    G_OPTION_ENTRY_NULL
  };

  return pl_cli_parse (
      "run", NULL, _("Runs tasks on a pool of real worker processes and says what became of them."),
      entries, argc, argv, 0, NULL, status);
}

static gboolean
set_chunk (PlPlanData *plan, const char *text, GError **error)
{
  if (text == NULL || g_str_equal (text, "auto"))
    return TRUE;
  return pl_cli_value_count32 ("--chunk", text, 1, PL_MAX_TASKS, &plan->chunk_asked, error);
}

static gboolean
set_pool_size (PlPlanData *plan, const char *text, GError **error)
{
  if (text == NULL || g_str_equal (text, "auto"))
    return TRUE;
  return pl_cli_value_count32 ("--pool-size", text, 1, PL_MAX_POOL_SIZE, &plan->pool_size, error);
}

/* "9", "9:abort", "9:exit=300" */
static gboolean
set_crash (PlPlanData *plan, const char *text, GError **error)
{
  const char *how = text != NULL ? strchr (text, ':') : NULL;
  g_autofree char *task = how != NULL ? g_strndup (text, (gsize) (how - text)) : g_strdup (text);
  guint32 number = 0;
  gint64 code;

  if (text == NULL)
    return TRUE;
  if (!pl_cli_value_count32 ("--crash-task", task, 1, MAX (plan->tasks, 1), &number, error))
    return FALSE;
  plan->fault = PL_FAULT_TASK;
  plan->fault_task = number - 1;
  if (how != NULL && g_str_has_prefix (how, ":exit=")
      && g_ascii_string_to_signed (how + strlen (":exit="), 10, G_MININT32, G_MAXINT32, &code, NULL))
    {
      plan->crash = PL_CRASH_EXIT;
      plan->crash_code = (guint32) code;
      return TRUE;
    }
  return pl_cli_value_choice ("--crash-task", how != NULL ? how + 1 : NULL, pl_crash_from_key,
                              "segv, abort, term, kill, exit=CODE", &plan->crash, error);
}

static gboolean
make_plan (Options *options, PlPlanData *plan, GError **error)
{
  pl_plan_init_pool_on (plan, pl_machine_n_cpus ());
  plan->serial = options->serial;
  plan->record = !options->no_record;
  if (!set_pool_size (plan, options->pool_size, error)
      || !pl_cli_value_count32 ("--tasks", options->tasks, 0, PL_MAX_TASKS, &plan->tasks, error)
      || !pl_cli_value_choice ("--ipc", options->ipc, pl_ipc_from_key, "queue, pipe, array",
                               &plan->ipc, error)
      || !pl_cli_value_choice ("--work", options->work, pl_work_from_key,
                               "spin, sleep, squares, primes", &plan->work, error)
      || !pl_cli_value_choice ("--spread", options->spread, pl_spread_from_key,
                               "equal, uniform, exponential, straggler", &plan->spread, error)
      || !pl_cli_value_duration ("--task-time", options->task_time, PL_MAX_TASK_TIME_NS,
                                 &plan->task_time_ns, error)
      || !pl_cli_value_bytes ("--payload", options->payload, PL_MAX_PAYLOAD, &plan->payload, error)
      || !pl_cli_value_count ("--seed", options->seed, 0, G_MAXUINT64, &plan->seed, error)
      || !pl_cli_value_choice ("--workers", options->workers, pl_workers_from_key, "process, thread, gil",
                               &plan->worker_kind, error)
      || !pl_cli_value_choice ("--start", options->start, pl_start_from_key, "fork, spawn, forkserver", &plan->start, error)
      || !set_chunk (plan, options->chunk, error)
      || !set_crash (plan, options->crash_task, error)
      || !pl_cli_caller_read (&options->caller, plan, error)
      || !pl_cli_targets_check (&options->targets, error))
    return FALSE;
  if (!pl_cli_engine_read (options->engine, options->ipc, options->pool_size, plan, error))
    return FALSE;
  if (options->no_record && options->targets.outputs != NULL)
    {
      g_set_error_literal (
          error, PL_ERROR, PL_ERROR_PLAN,
          _("--output draws the record, and --no-record leaves it out: choose one of them."));
      return FALSE;
    }
  return pl_plan_validate (plan, error);
}

static int
run (int argc, char **argv)
{
  Options options = { 0 };
  g_autoptr (GError) error = NULL;
  PlPlanData plan;
  int status = PL_CLI_OK;

  if (parse_options (&options, argc, argv, &status))
    {
      if (make_plan (&options, &plan, &error) && pl_cli_engine_join (&plan, &error))
        status = pl_cli_perform ("run", &plan, &options.targets);
      else
        status = pl_cli_fail ("run", error);
    }
  clear_options (&options);
  return status;
}

/* Who terminates a pool does not want the rest; and an exception that was ordered is what was to come. */
static gboolean
all_right (PlLog *log)
{
  const PlRunStatus *status = &pl_log_header (log)->status;
  const PlPlanData *plan = pl_log_plan (log);
  guint good = atomic_load (&status->right) + atomic_load (&status->pool.raised);

  return atomic_load (&status->wrong) == 0 && (good == plan->tasks || plan->end_after_ns > 0);
}

const PlCliKind pl_cli_pool = {
  .command = { "run", N_("run tasks on a pool of worker processes"), run },
  .json = pl_cli_json_pool, .json_stream = pl_cli_json_arrivals,
  .summary = pl_cli_summary_pool, .all_right = all_right,
  .progress = pl_cli_progress_pool,
};
