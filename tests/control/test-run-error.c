/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <string.h>

#include "base/pl-error.h"
#include "control/control-util.h"

/* Every failure the log can name becomes a sentence with what a person needs. */

typedef struct {
  PlRunError error;
  int error_errno, detail;
  guint64 args[2];
  const char *words;          /* separated by "|" */
} Case;

static const Case cases[] = {
  { PL_RUN_FORK,
    EAGAIN,
    0,
    { 12, 64 },
    "Worker 12 of 64|temporarily unavailable|smaller pool|ulimit -u" },
  { PL_RUN_FORK, ENOMEM, 0, { 2, 4 }, "Worker 2 of 4|Cannot allocate|smaller pool|close some programs" },
  { PL_RUN_FORK, EINVAL, 0, { 1, 4 }, "Worker 1 of 4|the kernel refused|Invalid argument|emulator" },
  { PL_RUN_FORK, ENOTSUP, 0, { 1, 4 }, "Worker 1 of 4|CLONE_PARENT|Operation not supported|fork or spawn" },
  { PL_RUN_FORK, EPIPE, 0, { 1, 4 }, "Worker 1 of 4|fork server ended|another start method" },
  { PL_RUN_DESCRIPTORS,
    EMFILE,
    0,
    { 200, 256 },
    "worker 200 of 256|Too many open files|smaller pool|ulimit -n" },
  { PL_RUN_MEMORY, ENOMEM, 0, { 1024, 0 }, "1,024 MiB|Cannot allocate|fewer tasks" },
  { PL_RUN_GIVEN_UP, 0, 11, { 3, 16 }, "Worker 3|16 replacements|signal 11|Start the run again" },
  { PL_RUN_GIVEN_UP, 0, 2 << 8, { 3, 16 }, "ended with status 2" },
  { PL_RUN_CHANNEL, EPIPE, 0, { 0, 0 }, "channel|Broken pipe|Start the run again" },
  { PL_RUN_RUNNER_DIED, 0, 9, { 0, 0 }, "paralane-runner|signal 9|start the run again" },
  { PL_RUN_EXEC, ENOENT, 0, { 0, 0 }, "paralane-runner|No such file|PARALANE_RUNNER" },
  { PL_RUN_EXEC, EMFILE, 0, { 0, 0 }, "paralane-runner|Too many open files|ulimit -n" },
  { PL_RUN_EXEC, EAGAIN, 0, { 0, 0 }, "paralane-runner|ulimit -u" },
  { PL_RUN_INIT, 0, 256, { 3, 10 }, "Worker 3|initialiser 10 times|status 1" },
  { PL_RUN_BLOCK, ENOSPC, 0, { 0, 0 }, "/dev/shm: No space left|Make room" },
  { PL_RUN_POISON, 0, 11, { 16, 4 }, "Task 17|4 workers|signal 11|without this task" },
  { PL_RUN_INTERNAL, EINVAL, 0, { 0, 0 }, "Invalid argument" },
  { PL_N_RUN_ERRORS, EINVAL, -1, { G_MAXUINT64, G_MAXUINT64 }, "failed" },
};

static PlLog *
make_log (void)
{
  PlPlanData plan;
  PlLog *log = NULL;

  pl_plan_init_pool (&plan);
  g_assert_true (pl_plan_validate (&plan, NULL));
  g_assert_cmpint (pl_log_create (&plan, "test", &log), ==, 0);
  return log;
}

static void
test_sentences (void)
{
  PlLog *log = make_log ();
  PlRunStatus *status = &pl_log_header (log)->status;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) words = g_strsplit (cases[i].words, "|", -1);
      g_autoptr (GError) error = NULL;

      status->error = cases[i].error;
      status->error_errno = cases[i].error_errno;
      status->error_detail = cases[i].detail;
      memcpy (status->error_args, cases[i].args, sizeof status->error_args);
      atomic_store (&status->phase, PL_PHASE_FAILED);
      error = pl_run_error_from_log (log);
      g_assert_error (error, PL_ERROR, PL_ERROR_RUN);
      for (guint j = 0; words[j] != NULL; j++)
        {
          if (strstr (error->message, words[j]) == NULL)
            g_error ("“%s” does not say “%s”", error->message, words[j]);
        }
    }
  pl_log_unref (log);
}

/* A job that ended before rank 0 could say anything. */
static void
assert_job (int detail, const char *begin, const char *end)
{
  PlRunStatus *status;
  PlPlanData plan;
  PlLog *log = NULL;
  g_autoptr (GError) error = NULL;

  pl_plan_init_pool (&plan);
  plan.engine = PL_ENGINE_MPI;
  g_assert_cmpint (pl_log_create (&plan, "test", &log), ==, 0);
  status = &pl_log_header (log)->status;
  status->error = PL_RUN_RUNNER_DIED;
  status->error_detail = detail;
  atomic_store (&status->phase, PL_PHASE_FAILED);
  error = pl_run_error_from_log (log);
  g_assert_error (error, PL_ERROR, PL_ERROR_RUN);
  g_assert_true (g_str_has_prefix (error->message, begin));
  g_assert_nonnull (strstr (error->message, end));
  pl_log_unref (log);
}

static void
test_job (void)
{
  assert_job (1 << 8, "The MPI job ended with status 1 before", "start the run again");
  assert_job ((128 + 9) << 8, "A rank of the MPI job was killed by signal 9", "was lost in the middle of the run, and mpirun");
  assert_job ((128 + 9) << 8, "A rank", "is kept: 0 of 40 results");
  assert_job (9, "The MPI job was killed by signal 9", "start the run again");
  g_setenv ("OMPI_COMM_WORLD_RANK", "0", TRUE);
  g_setenv ("OMPI_COMM_WORLD_SIZE", "4", TRUE);
  assert_job (9, "A rank of the MPI job was killed by signal 9", "was lost in the middle of the run, and mpirun");
  g_unsetenv ("OMPI_COMM_WORLD_SIZE");
  g_unsetenv ("OMPI_COMM_WORLD_RANK");
}

static void
test_no_failure (void)
{
  PlLog *log = make_log ();
  PlRunStatus *status = &pl_log_header (log)->status;

  for (guint phase = 0; phase < PL_N_PHASES; phase++)
    {
      if (phase == PL_PHASE_FAILED)
        continue;
      atomic_store (&status->phase, phase);
      g_assert_null (pl_run_error_from_log (log));
    }
  pl_log_unref (log);
}

/* What the engine reports of itself: a task that kills whoever takes it, workers that cannot live. */
static void
assert_fails (PlFault fault, PlRunError expected, const char *words)
{
  PlPlanData plan;
  g_autoptr (PlRun) run = NULL;
  g_autoptr (GError) error = NULL;

  pl_plan_init_pool (&plan);
  plan.task_time_ns = 0;
  plan.fault = fault;
  plan.fault_task = 6;
  run = pl_run_new (&plan, NULL);
  g_assert_true (pl_run_start (run, NULL));
  g_assert_false (pl_run_wait (run, &error));
  g_assert_cmpuint (pl_log_header (pl_run_get_log (run))->status.error, ==, expected);
  if (strstr (error->message, words) == NULL)
    g_error ("“%s” does not say “%s”", error->message, words);
}

static void
test_engine (void)
{
  assert_fails (PL_FAULT_TASK, PL_RUN_POISON, "Task 7 ");
  assert_fails (PL_FAULT_START, PL_RUN_GIVEN_UP, "given up");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/run-error/sentences", test_sentences);
  g_test_add_func ("/run-error/no-failure", test_no_failure);
  g_test_add_func ("/run-error/job", test_job);
  g_test_add_func ("/run-error/engine", test_engine);
  return g_test_run ();
}
