/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <string.h>

#include "control/pl-run-mpi.h"
#include "control/pl-run.h"
#include "plan/pl-plan.h"

/* What a window does with a run on MPI ranks: pause it, let it go on, kill a worker. */

#define RANKS 3u
#define PATIENCE_US (120 * G_USEC_PER_SEC)

typedef gboolean (*Condition) (PlRun *run, guint value);

static void
wait_for (PlRun *run, Condition condition, guint value)
{
  gint64 end = g_get_monotonic_time () + PATIENCE_US;

  while (!condition (run, value))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, FALSE);
      g_usleep (5000);
    }
}

static gboolean
has_done (PlRun *run, guint tasks)
{
  return atomic_load (&pl_log_header (pl_run_get_log (run))->status.done) >= tasks;
}

static gboolean
has_phase (PlRun *run, guint phase)
{
  return pl_run_get_phase (run) == phase;
}

static PlRun *
start (guint tasks)
{
  g_autoptr (GError) error = NULL;
  PlPlanData plan;
  PlRun *run;

  pl_plan_init_pool (&plan);
  plan.engine = PL_ENGINE_MPI;
  plan.ipc = PL_IPC_PIPE;
  plan.pool_size = RANKS;
  plan.tasks = tasks;
  plan.chunk_asked = 1;
  plan.task_time_ns = 10 * 1000 * 1000;
  run = pl_run_new (&plan, &error);
  g_assert_no_error (error);
  pl_run_start (run, &error);
  g_assert_no_error (error);
  return run;
}

/* Of a rank, user and system, in ticks. */
static guint64
ticks_of (PlRun *run, guint lane)
{
  int pid = atomic_load (&pl_log_lane (pl_run_get_log (run), lane)->pid);
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", pid), *text = NULL;
  g_auto (GStrv) fields = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return 0;
  fields = g_strsplit (strrchr (text, ')') + 2, " ", -1);
  return g_ascii_strtoull (fields[11], NULL, 10) + g_ascii_strtoull (fields[12], NULL, 10);
}

/* No rank has used a CPU for so many milliseconds. */
static gboolean
stands_still (PlRun *run, guint ms)
{
  guint64 before = 0, after = 0;

  for (guint lane = 1; lane <= RANKS; lane++)
    before += ticks_of (run, lane);
  g_usleep (ms * 1000);
  for (guint lane = 1; lane <= RANKS; lane++)
    after += ticks_of (run, lane);
  return before == after;
}

static void
test_pause (void)
{
  g_autoptr (PlRun) run = start (60);
  const PlRunStatus *status = &pl_log_header (pl_run_get_log (run))->status;
  g_autoptr (GError) error = NULL;
  guint n_paused = 0, done;

  wait_for (run, has_done, 3);
  pl_run_pause (run);
  wait_for (run, has_phase, PL_PHASE_PAUSED);
  wait_for (run, stands_still, 200);
  done = atomic_load (&status->done);
  g_assert_cmpuint (done, <, 60);
  g_assert_true (stands_still (run, 100));
  g_assert_cmpuint (atomic_load (&status->done), ==, done);
  pl_run_resume (run);
  g_assert_true (pl_run_wait (run, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (atomic_load (&status->right), ==, 60);
  for (guint64 i = 0; i < pl_log_count (pl_run_get_log (run), 0); i++)
    n_paused += pl_log_records (pl_run_get_log (run), 0)[i].state == PL_STATE_PAUSED;
  g_assert_cmpuint (n_paused, ==, 1);
}

static void
test_stop_paused (void)
{
  g_autoptr (PlRun) run = start (10000);

  wait_for (run, has_done, 3);
  pl_run_pause (run);
  wait_for (run, has_phase, PL_PHASE_PAUSED);
  pl_run_stop (run);
  g_assert_true (pl_run_wait (run, NULL));
  g_assert_cmpuint (pl_run_get_phase (run), ==, PL_PHASE_STOPPED);
}

static void
test_kill (void)
{
  g_autoptr (PlRun) run = start (10000);
  const PlRunStatus *status = &pl_log_header (pl_run_get_log (run))->status;
  g_autoptr (GError) error = NULL;
  PlRecord last;

  wait_for (run, has_done, 3);
  pl_run_kill_worker (run, 2);
  g_assert_false (pl_run_wait (run, &error));
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, "Rank 2 on the host"));
  g_assert_cmpuint (status->error, ==, PL_RUN_RANK_LOST);
  g_assert_cmpuint (atomic_load (&status->done), >=, 3);
  g_assert_cmpuint (atomic_load (&status->wrong), ==, 0);
  g_assert_true (pl_log_last_record (pl_run_get_log (run), 2, &last));
  g_assert_cmpuint (last.state, ==, PL_STATE_DEAD);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_setenv ("OMPI_ALLOW_RUN_AS_ROOT", "1", TRUE);
  g_setenv ("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1", TRUE);
  if (!pl_run_mpi_check (NULL))
    {
      g_print ("1..0 # SKIP Open MPI is not here (openmpi-bin)\n");
      return 0;
    }
  g_test_add_func ("/mpi/pause", test_pause);
  g_test_add_func ("/mpi/stop-paused", test_stop_paused);
  g_test_add_func ("/mpi/kill", test_kill);
  return g_test_run ();
}
