/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "scene/scene-util.h"

#include <signal.h>
#include <sys/wait.h>

#include "log/pl-runner-protocol.h"

/* Scenes that are stopped, abandoned, or lose somebody: told in the log, and nobody stays behind.
 */

/* Long enough not to end before the test has had its say. */
static void
start_long (RaceRun *run)
{
  PlPlanData plan;

  pl_plan_init_scene (&plan, PL_SCENE_PHILOSOPHERS);
  plan.scene_variant = PL_PHILOSOPHERS_ORDERED;
  plan.scene_rounds = 400;
  race_run_start (run, &plan);
}

/* Into a state that only the watchdog ends. */
static void
start_hanging (RaceRun *run)
{
  PlPlanData plan;

  pl_plan_init_scene (&plan, PL_SCENE_OWNER);
  race_run_start (run, &plan);
}

static gboolean
at_work_cb (gpointer data)
{
  RaceRun *run = data;

  for (guint lane = 1; lane < pl_log_n_lanes (run->log); lane++)
    if (pl_log_lane (run->log, lane)->pid == 0 || pl_log_count (run->log, lane) < 8)
      return FALSE;
  return TRUE;
}

static gboolean
owner_killed_cb (gpointer data)
{
  RaceRun *run = data;
  guint64 n = pl_log_count (run->log, 1);

  return n > 0 && pl_log_records (run->log, 1)[n - 1].state == PL_STATE_DEAD;
}

static void
test_stop (void)
{
  RaceRun run;

  start_long (&run);
  race_wait_for (at_work_cb, &run);
  race_run_send (&run, PL_COMMAND_PAUSE, 0);  /* harmless */
  race_run_send (&run, PL_COMMAND_STOP, 0);
  g_assert_cmpint (race_run_wait (&run), ==, 0);
  race_check_ended (&run, PL_PHASE_STOPPED);
  g_assert_cmpuint (scene_status (run.log)->outcome, ==, PL_OUTCOME_NONE);
  race_run_clear (&run);
}

static void
test_stop_hanging (void)
{
  RaceRun run;

  start_hanging (&run);
  race_wait_for (owner_killed_cb, &run);
  race_run_send (&run, PL_COMMAND_STOP, 0);
  g_assert_cmpint (race_run_wait (&run), ==, 0);
  /* The watchdog may have been faster. */
  race_check_ended (&run, pl_log_header (run.log)->status.phase == PL_PHASE_DONE ? PL_PHASE_DONE
                                                                                 : PL_PHASE_STOPPED);
  race_run_clear (&run);
}

static void
test_front_end_gone (void)
{
  RaceRun run;

  start_long (&run);
  race_wait_for (at_work_cb, &run);
  close (run.control_fd);
  run.control_fd = -1;
  g_assert_cmpint (race_run_wait (&run), ==, 0);
  race_check_ended (&run, PL_PHASE_STOPPED);
  race_run_clear (&run);
}

static void
test_runner_killed (void)
{
  RaceRun run;

  start_hanging (&run);
  race_wait_for (owner_killed_cb, &run);
  g_assert_cmpint (kill (run.pid, SIGKILL), ==, 0);
  g_assert_true (WIFSIGNALED (race_run_wait (&run)));
  race_wait_for (race_all_gone_cb, run.log);
  race_run_clear (&run);
}

/* A philosopher dies with whatever it holds: the others may wait for its forks for ever, and are
 * ended. */
static void
test_worker_killed (void)
{
  const PlSceneStatus *status;
  RaceRun run;

  start_long (&run);
  race_wait_for (at_work_cb, &run);
  race_run_send (&run, PL_COMMAND_KILL, 99);  /* nobody */
  race_run_send (&run, PL_COMMAND_KILL, 3);
  g_assert_cmpint (race_run_wait (&run), ==, 0);
  race_check_ended (&run, PL_PHASE_DONE);
  status = scene_status (run.log);
  g_assert_cmpuint (status->outcome, !=, PL_OUTCOME_DEADLOCK);
  g_assert_cmpuint (status->outcome, !=, PL_OUTCOME_NONE);
  g_assert_cmpuint (pl_log_records (run.log, 3)[pl_log_count (run.log, 3) - 1].state, ==,
                    PL_STATE_DEAD);
  if (status->outcome == PL_OUTCOME_HANG)
    g_assert_cmpuint (status->culprit, ==, 3);
  race_run_clear (&run);
}

/* The watchdog is not fooled by a long pause: nobody may be taken for stuck who is only stopped. */
static gboolean
resume_cb (gpointer data)
{
  RaceRun *run = data;

  for (guint lane = 1; lane < pl_log_n_lanes (run->log); lane++)
    kill (pl_log_lane (run->log, lane)->pid, SIGCONT);
  return G_SOURCE_REMOVE;
}

static void
test_stopped_is_not_stuck (void)
{
  RaceRun run;

  start_long (&run);
  race_wait_for (at_work_cb, &run);
  for (guint lane = 1; lane < pl_log_n_lanes (run.log); lane++)
    kill (pl_log_lane (run.log, lane)->pid, SIGSTOP);
  /* Longer than the watchdog's patience; that it then still runs is what is tested. */
  g_usleep (600000);
  g_assert_cmpuint (pl_log_header (run.log)->status.phase, ==, PL_PHASE_RUNNING);
  resume_cb (&run);
  race_run_send (&run, PL_COMMAND_STOP, 0);
  g_assert_cmpint (race_run_wait (&run), ==, 0);
  race_check_ended (&run, PL_PHASE_STOPPED);
  race_run_clear (&run);
}

/* Files of a scene have no name anywhere. */
static void
test_no_file_left (void)
{
  static const guint variants[] = { PL_OWNER_FCNTL, PL_OWNER_FLOCK };

  for (guint i = 0; i < G_N_ELEMENTS (variants); i++)
    {
      g_autofree char *folder = g_dir_make_tmp ("scene-XXXXXX", NULL);
      g_autofree char *before = g_get_current_dir ();
      PlPlanData plan;

      g_assert_cmpint (chdir (folder), ==, 0);
      pl_plan_init_scene (&plan, PL_SCENE_OWNER);
      plan.scene_variant = variants[i];
      pl_log_unref (scene_run (&plan));
      g_assert_cmpint (chdir (before), ==, 0);
      /* Only an empty folder can be removed. */
      g_assert_cmpint (rmdir (folder), ==, 0);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scene/life/stop", test_stop);
  g_test_add_func ("/scene/life/stop-hanging", test_stop_hanging);
  g_test_add_func ("/scene/life/front-end-gone", test_front_end_gone);
  g_test_add_func ("/scene/life/runner-killed", test_runner_killed);
  g_test_add_func ("/scene/life/worker-killed", test_worker_killed);
  g_test_add_func ("/scene/life/stopped-is-not-stuck", test_stopped_is_not_stuck);
  g_test_add_func ("/scene/life/no-file-left", test_no_file_left);
  return g_test_run ();
}
