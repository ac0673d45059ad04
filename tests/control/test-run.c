/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "base/pl-error.h"
#include "control/control-util.h"
#include "control/pl-run-progress.h"

/* A run from start to its end, and what can be asked of it in between. */

typedef struct {
  guint phases, finishes;
  guint last_phase;
} Notes;

static void
phase_cb (PlRun *run, GParamSpec *pspec, Notes *notes)
{
  notes->phases++;
  notes->last_phase = pl_run_get_phase (run);
}

static void
finished_cb (PlRun *run, GParamSpec *pspec, Notes *notes)
{
  notes->finishes++;
  g_assert_true (pl_run_get_finished (run));
}

static PlRun *
start (const PlPlanData *plan)
{
  g_autoptr (GError) error = NULL;
  PlRun *run = pl_run_new (plan, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (pl_run_get_phase (run), ==, PL_PHASE_CREATED);
  g_assert_true (pl_run_start (run, &error));
  g_assert_no_error (error);
  return run;
}

static void
assert_all_right (PlRun *run)
{
  const PlRunStatus *status = &pl_log_header (pl_run_get_log (run))->status;

  g_assert_cmpuint (pl_run_get_phase (run), ==, PL_PHASE_DONE);
  g_assert_null (pl_run_get_error (run));
  g_assert_cmpuint (pl_run_get_done (run), ==, pl_run_get_total (run));
  g_assert_cmpuint (atomic_load (&status->right), ==, pl_run_get_total (run));
  g_assert_cmpuint (atomic_load (&status->wrong), ==, 0);
}

static void
test_finish (void)
{
  PlPlanData plan;
  Notes notes = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) pids = NULL;
  PlRun *run;

  for (guint ipc = 0; ipc < PL_N_IPC; ipc++)
    {
      pl_plan_init_pool (&plan);
      plan.ipc = ipc;
      plan.task_time_ns = 100000;
      run = start (&plan);
      memset (&notes, 0, sizeof notes);
      g_signal_connect (run, "notify::phase", G_CALLBACK (phase_cb), &notes);
      g_signal_connect (run, "notify::finished", G_CALLBACK (finished_cb), &notes);
      g_assert_true (pl_run_wait (run, &error));
      g_assert_no_error (error);
      assert_all_right (run);
      g_assert_cmpuint (notes.finishes, ==, 1);
      g_assert_cmpuint (notes.phases, >=, 1);
      g_assert_cmpuint (notes.last_phase, ==, PL_PHASE_DONE);
      g_clear_pointer (&pids, g_array_unref);
      pids = pl_test_get_pids (pl_run_get_log (run));
      g_assert_cmpuint (pids->len, ==, 5);
      pl_test_wait_for (pl_test_all_gone, pids, "the processes to be gone");
      g_object_unref (run);
    }
}

static void
test_no_tasks (void)
{
  PlPlanData plan;
  g_autoptr (PlRun) run = NULL;

  pl_plan_init_pool (&plan);
  plan.tasks = 0;
  run = start (&plan);
  g_assert_true (pl_run_wait (run, NULL));
  assert_all_right (run);
}

static void
test_race (void)
{
  PlPlanData plan;
  g_autoptr (PlRun) run = NULL;

  pl_plan_init_race (&plan);
  plan.workers = 2;
  plan.increments = 1000;
  plan.trials = 3;
  run = start (&plan);
  g_assert_cmpuint (pl_run_get_total (run), ==, 9);
  g_assert_true (pl_run_wait (run, NULL));
  g_assert_cmpuint (pl_run_get_phase (run), ==, PL_PHASE_DONE);
  g_assert_cmpuint (pl_run_get_done (run), ==, 9);
}

static void
test_stop (void)
{
  for (guint ipc = 0; ipc < PL_N_IPC; ipc++)
    {
      PlPlanData plan;
      g_autoptr (GArray) pids = NULL;
      g_autoptr (PlRun) run = NULL;

      pl_test_init_long_plan (&plan, ipc);
      run = start (&plan);
      pl_test_wait_for (pl_test_has_results, run, "results");
      pids = pl_test_get_pids (pl_run_get_log (run));
      pl_run_stop (run);
      g_assert_true (pl_run_wait (run, NULL));
      g_assert_cmpuint (pl_run_get_phase (run), ==, PL_PHASE_STOPPED);
      g_assert_null (pl_run_get_error (run));
      g_assert_cmpuint (pl_run_get_done (run), >=, 3);
      g_assert_cmpuint (pl_run_get_done (run), <, plan.tasks);
      pl_test_wait_for (pl_test_all_gone, pids, "the processes to be gone");
    }
}

static gboolean
is_paused (gpointer data)
{
  return pl_run_get_phase (data) == PL_PHASE_PAUSED;
}

static gboolean
is_running (gpointer data)
{
  return pl_run_get_phase (data) == PL_PHASE_RUNNING;
}

static gboolean
has_more (gpointer data)
{
  return pl_run_get_done (data) > GPOINTER_TO_UINT (g_object_get_data (data, "done"));
}

static void
test_pause (void)
{
  PlPlanData plan;
  g_autoptr (PlRun) run = NULL;

  pl_test_init_long_plan (&plan, PL_IPC_PIPE);
  run = start (&plan);
  pl_test_wait_for (pl_test_has_results, run, "results");
  pl_run_pause (run);
  pl_test_wait_for (is_paused, run, "the pause");
  pl_run_resume (run);
  pl_test_wait_for (is_running, run, "the run to go on");
  g_object_set_data (G_OBJECT (run), "done", GUINT_TO_POINTER (pl_run_get_done (run)));
  pl_test_wait_for (has_more, run, "results after the pause");
  /* A paused run can be stopped as well. */
  pl_run_pause (run);
  pl_test_wait_for (is_paused, run, "the second pause");
  pl_run_stop (run);
  g_assert_true (pl_run_wait (run, NULL));
  g_assert_cmpuint (pl_run_get_phase (run), ==, PL_PHASE_STOPPED);
}

static gboolean
has_replacement (gpointer data)
{
  return atomic_load (&pl_log_header (pl_run_get_log (data))->status.replaced) >= 1;
}

static void
test_kill (void)
{
  PlPlanData plan;
  g_autoptr (PlRun) run = NULL;

  pl_test_init_long_plan (&plan, PL_IPC_QUEUE);
  plan.tasks = 200;
  run = start (&plan);
  pl_test_wait_for (pl_test_has_results, run, "results");
  /* Lanes that do not exist, and the parent's, are nobody's. */
  pl_run_kill_worker (run, 0);
  pl_run_kill_worker (run, 4);
  pl_run_kill_worker (run, G_MAXUINT);
  pl_run_kill_worker (run, 2);
  pl_test_wait_for (has_replacement, run, "a replacement");
  g_assert_true (pl_run_wait (run, NULL));
  assert_all_right (run);
  g_assert_cmpuint (atomic_load (&pl_log_lane (pl_run_get_log (run), 2)->incarnations), >=, 2);
}

/* After the end everything is harmless. */
static void
test_after_end (void)
{
  PlPlanData plan;
  g_autoptr (PlRun) run = NULL;

  pl_plan_init_pool (&plan);
  plan.tasks = 4;
  plan.task_time_ns = 0;
  run = start (&plan);
  g_assert_true (pl_run_wait (run, NULL));
  pl_run_stop (run);
  pl_run_pause (run);
  pl_run_resume (run);
  pl_run_kill_worker (run, 1);
  g_assert_true (pl_run_wait (run, NULL));
  assert_all_right (run);
}

static void
test_bad_plan (void)
{
  PlPlanData plan;
  g_autoptr (GError) error = NULL;

  pl_plan_init_pool (&plan);
  plan.pool_size = 300;
  g_assert_null (pl_run_new (&plan, &error));
  g_assert_error (error, PL_ERROR, PL_ERROR_PLAN);
}

static void
test_too_much_memory (void)
{
  PlPlanData plan;
  g_autoptr (GError) error = NULL;

  pl_plan_init_race (&plan);
  plan.workers = PL_MAX_RECORDED_RACE_WORKERS;
  plan.increments = PL_MAX_RECORDED_INCREMENTS;
  plan.n_parts = PL_MAX_RACE_PARTS;
  for (guint i = 0; i < plan.n_parts; i++)
    plan.parts[i].record = 1;
  g_assert_null (pl_run_new (&plan, &error));
  g_assert_error (error, PL_ERROR, PL_ERROR_RUN);
  g_assert_nonnull (strstr (error->message, "unrecorded"));
}

/* Tasks count when they are done, not when their chunk is, recorded or not. */
static void
test_progress (void)
{
  for (guint i = 0; i < 2 * PL_N_IPC; i++)
    {
      g_autoptr (PlRun) run = NULL;
      guint last = 0, steps = 0;
      PlRunStatus *status;
      PlPlanData plan;

      pl_plan_init_pool (&plan);
      plan.ipc = i / 2;
      plan.record = i % 2;
      plan.pool_size = 1;
      plan.tasks = plan.chunk_asked = 20;
      plan.work = PL_WORK_SLEEP;
      plan.task_time_ns = 10 * 1000 * 1000;
      run = start (&plan);
      status = &pl_log_header (pl_run_get_log (run))->status;
      while (!pl_run_get_finished (run))
        {
          guint done = pl_run_get_done (run);

          g_assert_cmpuint (done, >=, last);
          g_assert_cmpuint (done, <=, 20);
          steps += done > last && atomic_load (&status->done) == 0;
          last = done;
          g_main_context_iteration (NULL, TRUE);
        }
      g_assert_cmpuint (steps, >, 3);
      assert_all_right (run);
    }
}

/* At 1 s for 10 of 40 tasks, with a pause in between, and then one after the other. */
static void
test_time_left (void)
{
  const gint64 s = G_GINT64_CONSTANT (1000000000);
  PlRunProgress progress = { 0 };
  PlPlanData plan;
  PlRunStatus *status;
  PlLog *log = NULL;

  pl_plan_init_pool (&plan);
  plan.task_time_ns = s / 10;
  g_assert_true (pl_plan_validate (&plan, NULL));
  g_assert_cmpint (pl_log_create (&plan, NULL, &log), ==, 0);
  status = &pl_log_header (log)->status;
  g_assert_cmpint (pl_run_progress_left_ns (&progress, log, 5 * s), ==, -1);
  pl_run_progress_turn (&progress, PL_PHASE_STARTING, 9 * s);
  pl_run_progress_turn (&progress, PL_PHASE_RUNNING, 10 * s);
  g_assert_cmpint (pl_run_progress_left_ns (&progress, log, 11 * s), ==, -1);
  /* The tenth is the one it is in, of a chunk of three that began with the tenth. */
  atomic_store (&status->done, 9);
  atomic_store (&pl_log_lane (log, 1)->streams[PL_STREAM_STATES].working, 11);
  g_assert_cmpuint (pl_run_progress_done (&progress, log), ==, 10);
  g_assert_cmpint (pl_run_progress_left_ns (&progress, log, 11 * s), ==, 3 * s);
  pl_run_progress_turn (&progress, PL_PHASE_PAUSED, 11 * s);
  g_assert_cmpint (pl_run_progress_left_ns (&progress, log, 99 * s), ==, 3 * s);
  pl_run_progress_turn (&progress, PL_PHASE_RUNNING, 100 * s);
  g_assert_cmpint (pl_run_progress_left_ns (&progress, log, 101 * s), ==, 6 * s);
  /* It dies: what it had done of its chunk is lost, and that does not show. */
  atomic_store (&pl_log_lane (log, 1)->streams[PL_STREAM_STATES].working, 0);
  g_assert_cmpuint (pl_run_progress_done (&progress, log), ==, 10);
  pl_log_unref (log);
  plan.serial = 1;
  g_assert_cmpint (pl_log_create (&plan, NULL, &log), ==, 0);
  status = &pl_log_header (log)->status;
  atomic_store (&status->done, 20);
  progress = (PlRunProgress) { 0 };
  pl_run_progress_turn (&progress, PL_PHASE_RUNNING, 10 * s);
  g_assert_cmpint (pl_run_progress_left_ns (&progress, log, 12 * s), ==, 6 * s);
  pl_run_progress_turn (&progress, PL_PHASE_SERIAL, 20 * s);
  atomic_store (&status->serial_done, 10);
  g_assert_cmpint (pl_run_progress_left_ns (&progress, log, 21 * s), ==, 3 * s);
  pl_log_unref (log);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/run/finish", test_finish);
  g_test_add_func ("/run/no-tasks", test_no_tasks);
  g_test_add_func ("/run/race", test_race);
  g_test_add_func ("/run/stop", test_stop);
  g_test_add_func ("/run/pause", test_pause);
  g_test_add_func ("/run/progress", test_progress);
  g_test_add_func ("/run/time-left", test_time_left);
  g_test_add_func ("/run/kill", test_kill);
  g_test_add_func ("/run/after-end", test_after_end);
  g_test_add_func ("/run/bad-plan", test_bad_plan);
  g_test_add_func ("/run/too-much-memory", test_too_much_memory);
  return g_test_run ();
}
