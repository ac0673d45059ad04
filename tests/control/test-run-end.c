/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "base/pl-error.h"
#include "control/control-util.h"

/* Ends that nobody planned: whatever happens, nothing is left over. */

static PlRun *
start_long (PlIpc ipc)
{
  PlPlanData plan;
  g_autoptr (GError) error = NULL;
  PlRun *run;

  pl_test_init_long_plan (&plan, ipc);
  run = pl_run_new (&plan, &error);
  g_assert_no_error (error);
  g_assert_true (pl_run_start (run, &error));
  g_assert_no_error (error);
  pl_test_wait_for (pl_test_has_results, run, "results");
  g_assert_false (pl_run_get_finished (run));
  return run;
}

static void
test_runner_killed (void)
{
  for (guint ipc = 0; ipc < PL_N_IPC; ipc++)
    {
      g_autoptr (PlRun) run = start_long (ipc);
      g_autoptr (GArray) pids = pl_test_get_pids (pl_run_get_log (run));
      g_autoptr (GError) error = NULL;
      const PlRunStatus *status = &pl_log_header (pl_run_get_log (run))->status;

      g_assert_cmpint (kill (g_array_index (pids, int, 0), SIGKILL), ==, 0);
      g_assert_false (pl_run_wait (run, &error));
      g_assert_error (error, PL_ERROR, PL_ERROR_RUN);
      g_assert_nonnull (strstr (error->message, "signal 9"));
      g_assert_cmpuint (pl_run_get_phase (run), ==, PL_PHASE_FAILED);
      g_assert_cmpuint (status->error, ==, PL_RUN_RUNNER_DIED);
      g_assert_cmpint (status->error_detail, ==, SIGKILL);
      g_assert_cmpint (atomic_load (&status->end_ns), >, 0);
      g_assert_cmpstr (pl_run_get_error (run)->message, ==, error->message);
      pl_test_wait_for (pl_test_all_gone, pids, "the workers to be gone");
    }
}

static void
test_unref (void)
{
  for (guint ipc = 0; ipc < PL_N_IPC; ipc++)
    {
      PlRun *run = start_long (ipc);
      g_autoptr (GArray) pids = pl_test_get_pids (pl_run_get_log (run));

      g_assert_cmpuint (pids->len, ==, 4);
      g_object_add_weak_pointer (G_OBJECT (run), (gpointer *) &run);
      g_object_unref (run);
      g_assert_null (run);
      pl_test_wait_for (pl_test_all_gone, pids, "the processes to be gone");
    }
}

static void
test_never_started (void)
{
  PlPlanData plan;
  PlRun *run;

  pl_plan_init_pool (&plan);
  run = pl_run_new (&plan, NULL);
  pl_run_stop (run);
  g_object_unref (run);
}

static void
finished_cb (PlRun *run, GParamSpec *pspec, guint *n)
{
  (*n)++;
}

static void
check_no_start (const char *runner)
{
  g_autofree char *good = g_strdup (g_getenv ("PARALANE_RUNNER"));
  g_autoptr (GError) error = NULL;
  g_autoptr (PlRun) run = NULL;
  PlPlanData plan;
  guint finished = 0;

  g_setenv ("PARALANE_RUNNER", runner, TRUE);
  pl_plan_init_pool (&plan);
  run = pl_run_new (&plan, NULL);
  g_signal_connect (run, "notify::finished", G_CALLBACK (finished_cb), &finished);
  g_assert_false (pl_run_start (run, &error));
  g_setenv ("PARALANE_RUNNER", good, TRUE);
  g_assert_error (error, PL_ERROR, PL_ERROR_RUN);
  g_assert_nonnull (strstr (error->message, runner));
  g_assert_true (pl_run_get_finished (run));
  g_assert_cmpuint (finished, ==, 1);
  g_assert_cmpuint (pl_run_get_phase (run), ==, PL_PHASE_FAILED);
  g_assert_cmpuint (pl_log_header (pl_run_get_log (run))->status.error, ==, PL_RUN_EXEC);
  g_assert_nonnull (pl_run_get_error (run));
  g_assert_false (pl_run_wait (run, NULL));
}

static void
test_no_runner (void)
{
  check_no_start ("/nonexistent/paralane-runner");
  check_no_start ("/etc/passwd");
}

/* A program that is no runner ends at once and says nothing to the log. */
static void
test_wrong_runner (void)
{
  g_autofree char *good = g_strdup (g_getenv ("PARALANE_RUNNER"));
  g_autoptr (GError) error = NULL;
  g_autoptr (PlRun) run = NULL;
  PlPlanData plan;

  g_setenv ("PARALANE_RUNNER", "/bin/false", TRUE);
  pl_plan_init_pool (&plan);
  run = pl_run_new (&plan, NULL);
  g_assert_true (pl_run_start (run, NULL));
  g_setenv ("PARALANE_RUNNER", good, TRUE);
  g_assert_false (pl_run_wait (run, &error));
  g_assert_error (error, PL_ERROR, PL_ERROR_RUN);
  g_assert_nonnull (strstr (error->message, "status 1"));
}

static void
test_find_runner (void)
{
  g_autofree char *good = g_strdup (g_getenv ("PARALANE_RUNNER"));
  g_autofree char *found = pl_run_find_runner ();
  g_autofree char *fallback = NULL;

  g_assert_cmpstr (found, ==, good);
  g_unsetenv ("PARALANE_RUNNER");
  fallback = pl_run_find_runner ();
  g_assert_true (g_str_has_suffix (fallback, "/paralane-runner"));
  g_setenv ("PARALANE_RUNNER", good, TRUE);
}

/* GSubprocess lets go of what it watched in its own time and thread. */
static gboolean
is_settled (gpointer data)
{
  return pl_test_count_fds () <= GPOINTER_TO_UINT (data);
}

/* Everything above once more, with the descriptors counted. */
static void
test_descriptors (void)
{
  guint before;

  /* What GLib opens once and keeps. */
  test_wrong_runner ();
  before = pl_test_count_fds ();
  for (guint i = 0; i < 3; i++)
    {
      test_no_runner ();
      test_wrong_runner ();
      test_never_started ();
    }
  test_runner_killed ();
  test_unref ();
  pl_test_wait_for (is_settled, GUINT_TO_POINTER (before), "the descriptors to be closed");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/run-end/runner-killed", test_runner_killed);
  g_test_add_func ("/run-end/unref", test_unref);
  g_test_add_func ("/run-end/never-started", test_never_started);
  g_test_add_func ("/run-end/no-runner", test_no_runner);
  g_test_add_func ("/run-end/wrong-runner", test_wrong_runner);
  g_test_add_func ("/run-end/find-runner", test_find_runner);
  g_test_add_func ("/run-end/descriptors", test_descriptors);
  return g_test_run ();
}
