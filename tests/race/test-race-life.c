/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "race/race-harness.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "log/pl-runner-protocol.h"

/* Races that are stopped, abandoned, or lose a worker: told in the log, and nobody stays behind. */

#define WORKERS 3

/* Long enough not to end by itself: even the bare counter is slowed down. */
static void
start_method (RaceRun *run, PlRaceMethod method)
{
  PlPlanData plan;

  race_plan_init (&plan, MIN (WORKERS, pl_race_method_max_workers (method)), PL_MAX_INCREMENTS);
  race_plan_add (&plan, method, FALSE);
  plan.window = PL_RACE_WINDOW_SPIN;
  plan.window_amount = 10;
  /* There is no window in an atomic add. */
  if (method == PL_RACE_ATOMIC)
    plan.trials = PL_MAX_TRIALS;
  race_run_start (run, &plan);
}

static void
start_endless (RaceRun *run)
{
  start_method (run, PL_RACE_MUTEX);
}

static gboolean
all_born_cb (gpointer data)
{
  RaceRun *run = data;

  for (guint i = 1; i < pl_log_n_lanes (run->log); i++)
    if (pl_log_lane (run->log, i)->pid == 0)
      return FALSE;
  return TRUE;
}

static void
test_stop (void)
{
  RaceRun run;

  start_endless (&run);
  race_wait_for (all_born_cb, &run);
  race_run_send (&run, PL_COMMAND_STOP, 0);
  g_assert_cmpint (race_run_wait (&run), ==, 0);
  race_check_ended (&run, PL_PHASE_STOPPED);
  g_assert_cmpuint (pl_log_header (run.log)->status.parts[0].trials_done, ==, 0);
  race_run_clear (&run);
}

static void
test_stop_at_once (void)
{
  RaceRun run;

  start_endless (&run);
  race_run_send (&run, PL_COMMAND_PAUSE, 0);  /* harmless */
  race_run_send (&run, PL_COMMAND_STOP, 0);
  g_assert_cmpint (race_run_wait (&run), ==, 0);
  g_assert_cmpuint (pl_log_header (run.log)->status.phase, ==, PL_PHASE_STOPPED);
  race_run_clear (&run);
}

static void
test_front_end_gone (void)
{
  RaceRun run;

  start_endless (&run);
  race_wait_for (all_born_cb, &run);
  close (run.control_fd);
  run.control_fd = -1;
  g_assert_cmpint (race_run_wait (&run), ==, 0);
  race_check_ended (&run, PL_PHASE_STOPPED);
  race_run_clear (&run);
}

static void
test_worker_killed (void)
{
  const PlRunStatus *status;
  RaceRun run;

  start_endless (&run);
  race_wait_for (all_born_cb, &run);
  status = &pl_log_header (run.log)->status;
  g_assert_cmpint (kill (pl_log_lane (run.log, 2)->pid, SIGKILL), ==, 0);
  g_assert_cmpint (race_run_wait (&run), ==, 0);
  race_check_ended (&run, PL_PHASE_FAILED);
  g_assert_cmpuint (status->error, ==, PL_RUN_GIVEN_UP);
  g_assert_cmpuint (status->error_args[0], ==, 2);
  g_assert_cmpuint (status->error_args[1], ==, 0);
  g_assert_true (WIFSIGNALED (status->error_detail));
  g_assert_cmpint (WTERMSIG (status->error_detail), ==, SIGKILL);
  race_run_clear (&run);
}

static void
test_kill_command (void)
{
  RaceRun run;

  start_endless (&run);
  race_wait_for (all_born_cb, &run);
  race_run_send (&run, PL_COMMAND_KILL, 99);  /* nobody */
  race_run_send (&run, PL_COMMAND_KILL, 3);
  g_assert_cmpint (race_run_wait (&run), ==, 0);
  race_check_ended (&run, PL_PHASE_FAILED);
  g_assert_cmpuint (pl_log_header (run.log)->status.error_args[0], ==, 3);
  race_run_clear (&run);
}

static void
test_runner_killed (void)
{
  RaceRun run;

  start_endless (&run);
  race_wait_for (all_born_cb, &run);
  g_assert_cmpint (kill (run.pid, SIGKILL), ==, 0);
  g_assert_true (WIFSIGNALED (race_run_wait (&run)));
  race_wait_for (race_all_gone_cb, run.log);
  race_run_clear (&run);
}

/* However somebody leaves, no lock keeps the others. */
static void
test_methods (void)
{
  for (guint i = 0; i < 3 * PL_N_RACE_METHODS; i++)
    {
      RaceRun run;

      start_method (&run, i / 3);
      race_wait_for (all_born_cb, &run);
      if (i % 3 == 0)
        race_run_send (&run, PL_COMMAND_STOP, 0);
      else if (i % 3 == 1)
        g_assert_cmpint (kill (pl_log_lane (run.log, 1)->pid, SIGKILL), ==, 0);
      else
        g_assert_cmpint (kill (run.pid, SIGKILL), ==, 0);
      race_run_wait (&run);
      if (i % 3 < 2)
        race_check_ended (&run, i % 3 == 0 ? PL_PHASE_STOPPED : PL_PHASE_FAILED);
      race_wait_for (race_all_gone_cb, run.log);
      race_run_clear (&run);
    }
}

/* A stop between two trials leaves the account of the last complete one. */
static gboolean
some_trials_cb (gpointer data)
{
  RaceRun *run = data;

  return pl_log_header (run->log)->status.done > 2;
}

static void
test_stop_between_trials (void)
{
  const PlRunStatus *status;
  PlPlanData plan;
  RaceRun run;

  race_plan_init (&plan, WORKERS, 20000);
  race_plan_add (&plan, PL_RACE_MUTEX, TRUE);
  plan.trials = PL_MAX_TRIALS;
  race_run_start (&run, &plan);
  race_wait_for (some_trials_cb, &run);
  race_run_send (&run, PL_COMMAND_STOP, 0);
  g_assert_cmpint (race_run_wait (&run), ==, 0);
  race_check_ended (&run, PL_PHASE_STOPPED);
  status = &pl_log_header (run.log)->status;
  g_assert_cmpuint (status->parts[0].trials_done, >, 2);
  g_assert_cmpuint (status->parts[0].trials_done, <, PL_MAX_TRIALS);
  g_assert_cmpuint (status->parts[0].final_value, ==, 60000);
  race_run_clear (&run);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/race/life/stop", test_stop);
  g_test_add_func ("/race/life/stop-at-once", test_stop_at_once);
  g_test_add_func ("/race/life/front-end-gone", test_front_end_gone);
  g_test_add_func ("/race/life/worker-killed", test_worker_killed);
  g_test_add_func ("/race/life/kill-command", test_kill_command);
  g_test_add_func ("/race/life/runner-killed", test_runner_killed);
  g_test_add_func ("/race/life/methods", test_methods);
  g_test_add_func ("/race/life/stop-between-trials", test_stop_between_trials);
  return g_test_run ();
}
