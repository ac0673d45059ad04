/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "scene/scene-util.h"

#include <sched.h>
#include <signal.h>

#include "control/pl-run.h"
#include "log/pl-runner-protocol.h"
#include "log/scene/pl-scene-blocks.h"

/* Shared memory that has a name: each variant leaves what it says, and Paralane nothing, whoever is killed and when. */

static guint
count_blocks (pid_t runner)
{
  guint n = 0;

  for (guint i = 0; i < PL_SCENE_MAX_BLOCKS; i++)
    {
      char name[PL_SCENE_BLOCK_NAME];
      g_autofree char *path = NULL;

      pl_scene_block_name (name, runner, i);
      path = g_strconcat ("/dev/shm", name, NULL);
      n += g_file_test (path, G_FILE_TEST_EXISTS);
    }
  return n;
}

static pid_t
runner_of (PlLog *log)
{
  return pl_log_lane (log, 0)->pid;
}

/* "S 123 ...": its state and its parent; NULL when it is not there. */
static char *
stat_of (pid_t pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", (int) pid);
  g_autofree char *stat = NULL;
  const char *end;

  if (!g_file_get_contents (path, &stat, NULL, NULL) || (end = strrchr (stat, ')')) == NULL)
    return NULL;
  return g_strdup (end + 2);
}

static pid_t
parent_of (pid_t pid)
{
  g_autofree char *stat = stat_of (pid);

  return stat ? (pid_t) g_ascii_strtoll (stat + 2, NULL, 10) : 0;
}

static gboolean
is_worker (PlLog *log, pid_t pid)
{
  for (guint lane = 1; lane < pl_log_n_lanes (log); lane++)
    if (pl_log_lane (log, lane)->pid == pid)
      return TRUE;
  return FALSE;
}

/* The child of the runner's that is no worker. Everybody must have been forked. */
static pid_t
find_guardian (PlLog *log)
{
  g_autoptr (GDir) proc = g_dir_open ("/proc", 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (proc)) != NULL)
    {
      pid_t pid = (pid_t) g_ascii_strtoll (name, NULL, 10);

      if (pid > 0 && parent_of (pid) == runner_of (log) && !is_worker (log, pid))
        return pid;
    }
  return 0;
}

static void
init_plan (PlPlanData *plan, guint variant, guint rounds)
{
  pl_plan_init_scene (plan, PL_SCENE_BLOCK);
  plan->scene_variant = variant;
  plan->scene_rounds = rounds;
}

/* So many blocks were made. */
typedef struct { PlLog *log; guint64 blocks; } Progress;

static gboolean
has_made_cb (gpointer data)
{
  const Progress *progress = data;

  for (guint lane = 1; lane < pl_log_n_lanes (progress->log); lane++)
    if (pl_log_lane (progress->log, lane)->pid == 0)
      return FALSE;
  return atomic_load (&pl_log_lane (progress->log, 1)->tasks) >= progress->blocks;
}

static void
start (RaceRun *run, guint variant, guint64 blocks)
{
  Progress progress;
  PlPlanData plan;

  init_plan (&plan, variant, PL_SCENE_MAX_BLOCKS);
  race_run_start (run, &plan);
  progress = (Progress) { run->log, blocks };
  race_wait_for (has_made_cb, &progress);
}

static char
state_of (pid_t pid)
{
  g_autofree char *stat = stat_of (pid);

  return stat ? *stat : 'X';
}

/* Stopped, the creator keeps the run from going on to its end. */
static gboolean
hold (PlLog *log)
{
  pid_t creator = pl_log_lane (log, 1)->pid;
  char state;

  kill (creator, SIGSTOP);
  while ((state = state_of (creator)) != 'T')
    if (state == 'X' || state == 'Z')
      return FALSE;
  return TRUE;
}

static void
let_go (PlLog *log)
{
  kill (pl_log_lane (log, 1)->pid, SIGCONT);
}

/* On a busy machine a run may be over before it can be held: then another one. */
static void
start_held (RaceRun *run, guint variant)
{
  start (run, variant, 2);
  while (!hold (run->log))
    {
      race_run_wait (run);
      race_run_clear (run);
      start (run, variant, 2);
    }
}

static gboolean
nothing_left_cb (gpointer data)
{
  PlLog *log = data;

  return count_blocks (runner_of (log)) == 0 && race_all_gone_cb (log);
}

/* --- what is left --- */

static void
check_variant (guint variant, guint rounds)
{
  guint made = variant >= PL_BLOCK_VARIANT_KILLED ? rounds / 2 + 1 : rounds;
  guint users = variant == PL_BLOCK_VARIANT_TRACKED ? 2 : 3;
  const guint64 *numbers;
  PlPlanData plan;
  PlLog *log;

  init_plan (&plan, variant, rounds);
  log = scene_run (&plan);
  numbers = scene_status (log)->numbers;
  g_assert_cmpuint (numbers[PL_BLOCK_CREATED], ==, made);
  g_assert_cmpuint (numbers[PL_BLOCK_ATTACHED], ==, made * users);
  g_assert_cmpuint (numbers[PL_BLOCK_SEEN], ==, made * users);
  g_assert_cmpuint (numbers[PL_BLOCK_UNLINKED], ==,
                    variant == PL_BLOCK_VARIANT_FORGOTTEN ? 0 : variant == PL_BLOCK_VARIANT_UNLINKED ? made : made - 1);
  g_assert_cmpuint (numbers[PL_BLOCK_TRACKED], ==, variant == PL_BLOCK_VARIANT_TRACKED ? 1 : 0);
  g_assert_cmpuint (numbers[PL_BLOCK_LEFT], ==,
                    made - numbers[PL_BLOCK_UNLINKED] - numbers[PL_BLOCK_TRACKED]);
  g_assert_cmpuint (numbers[PL_BLOCK_LEFT_BYTES], ==, numbers[PL_BLOCK_LEFT] * PL_SCENE_BLOCK_BYTES);
  g_assert_cmpuint (count_blocks (runner_of (log)), ==, 0);
  pl_log_unref (log);
}

static void
test_left (void)
{
  for (guint variant = 0; variant < pl_scene_n_variants (PL_SCENE_BLOCK); variant++)
    {
      check_variant (variant, 1);
      check_variant (variant, 7);
    }
}

/* They are there as long as the run goes on: what is removed in the end had been left. */
static void
test_seen_from_outside (void)
{
  RaceRun run;

  start_held (&run, PL_BLOCK_VARIANT_FORGOTTEN);
  g_assert_cmpuint (count_blocks (run.pid), >=, 2);
  /* Whoever cleans up after others leaves this one alone. */
  pl_scene_blocks_sweep (0);
  g_assert_cmpuint (count_blocks (run.pid), >=, 2);
  race_run_send (&run, PL_COMMAND_STOP, 0);
  g_assert_cmpint (race_run_wait (&run), ==, 0);
  g_assert_true (nothing_left_cb (run.log));
  race_run_clear (&run);
}

/* --- kills --- */

static void
test_runner_killed (void)
{
  for (guint i = 0; i < 12; i++)
    {
      guint variant = i % pl_scene_n_variants (PL_SCENE_BLOCK);
      RaceRun run;

      start (&run, variant, i * 3);
      g_assert_cmpint (kill (run.pid, SIGKILL), ==, 0);
      race_run_wait (&run);
      race_wait_for (nothing_left_cb, run.log);
      race_run_clear (&run);
    }
}

/* As soon as the first block is there, and a little later each time. */
static void
test_runner_killed_at_first (void)
{
  for (guint i = 0; i < 12; i++)
    {
      PlPlanData plan;
      RaceRun run;

      init_plan (&plan, PL_BLOCK_VARIANT_FORGOTTEN, PL_SCENE_MAX_BLOCKS);
      race_run_start (&run, &plan);
      while (count_blocks (run.pid) == 0 && state_of (run.pid) != 'Z')
        sched_yield ();
      g_usleep (i * 150);
      g_assert_cmpint (kill (run.pid, SIGKILL), ==, 0);
      race_run_wait (&run);
      race_wait_for (nothing_left_cb, run.log);
      race_run_clear (&run);
    }
}

static void
test_worker_killed (void)
{
  for (guint lane = 1; lane <= 4; lane++)
    for (guint variant = 0; variant < pl_scene_n_variants (PL_SCENE_BLOCK); variant++)
      {
        RaceRun run;

        start_held (&run, variant);
        race_run_send (&run, PL_COMMAND_KILL, lane);
        let_go (run.log);
        g_assert_cmpint (race_run_wait (&run), ==, 0);
        g_assert_cmpuint (pl_log_header (run.log)->status.phase, ==, PL_PHASE_DONE);
        g_assert_true (nothing_left_cb (run.log));
        race_run_clear (&run);
      }
}

static void
test_guardian_killed (void)
{
  pid_t guardian;
  RaceRun run;

  start_held (&run, PL_BLOCK_VARIANT_FORGOTTEN);
  guardian = find_guardian (run.log);
  g_assert_cmpint (guardian, >, 0);
  g_assert_cmpint (kill (guardian, SIGKILL), ==, 0);
  let_go (run.log);
  g_assert_cmpint (race_run_wait (&run), ==, 0);
  g_assert_cmpuint (scene_status (run.log)->numbers[PL_BLOCK_LEFT], ==, PL_SCENE_MAX_BLOCKS);
  g_assert_true (nothing_left_cb (run.log));
  race_run_clear (&run);
}

/* No other signal than SIGKILL reaches it, and it goes when all have gone. */
static void
test_guardian_is_steady (void)
{
  static const int signals[] = { SIGTERM, SIGINT, SIGHUP, SIGQUIT };
  pid_t guardian;
  RaceRun run;

  start_held (&run, PL_BLOCK_VARIANT_FORGOTTEN);
  guardian = find_guardian (run.log);
  g_assert_cmpint (guardian, >, 0);
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_assert_cmpint (kill (guardian, signals[i]), ==, 0);
  g_assert_cmpint (kill (run.pid, SIGKILL), ==, 0);
  race_run_wait (&run);
  race_wait_for (nothing_left_cb, run.log);
  for (guint i = 0; i < 20000 && !race_is_gone (guardian); i++)
    g_usleep (1000);
  g_assert_true (race_is_gone (guardian));
  race_run_clear (&run);
}

/* Both that would have removed the names are killed at once: whoever started the run does it, or whoever runs next. */
static void
kill_both (PlLog *log)
{
  pid_t guardian = find_guardian (log), runner = runner_of (log);

  g_assert_cmpint (guardian, >, 0);
  kill (guardian, SIGSTOP);
  kill (runner, SIGKILL);
  kill (guardian, SIGKILL);
}

static void
test_swept (void)
{
  RaceRun run;

  start_held (&run, PL_BLOCK_VARIANT_FORGOTTEN);
  kill_both (run.log);
  race_wait_for (race_all_gone_cb, run.log);
  /* As long as nobody has buried the runner its pid is its own. */
  pl_scene_blocks_sweep (0);
  g_assert_cmpuint (count_blocks (run.pid), >=, 2);
  race_run_wait (&run);
  pl_scene_blocks_sweep (0);
  g_assert_cmpuint (count_blocks (run.pid), ==, 0);
  race_run_clear (&run);
}

static PlRun *
start_controlled (void)
{
  g_autoptr (GError) error = NULL;
  Progress progress;
  PlPlanData plan;
  PlRun *run;

  init_plan (&plan, PL_BLOCK_VARIANT_FORGOTTEN, PL_SCENE_MAX_BLOCKS);
  run = pl_run_new (&plan, &error);
  g_assert_no_error (error);
  g_assert_true (pl_run_start (run, &error));
  progress = (Progress) { pl_run_get_log (run), 2 };
  race_wait_for (has_made_cb, &progress);
  return run;
}

static void
test_control (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlRun) run = start_controlled ();
  PlLog *log;

  while (!hold (pl_run_get_log (run)))
    {
      pl_run_wait (run, NULL);
      g_object_unref (run);
      run = start_controlled ();
    }
  log = pl_run_get_log (run);
  kill_both (log);
  g_assert_false (pl_run_wait (run, &error));
  g_assert_nonnull (strstr (error->message, "signal 9"));
  race_wait_for (race_all_gone_cb, log);
  g_assert_cmpuint (count_blocks (runner_of (log)), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scene/block/left", test_left);
  g_test_add_func ("/scene/block/seen-from-outside", test_seen_from_outside);
  g_test_add_func ("/scene/block/runner-killed", test_runner_killed);
  g_test_add_func ("/scene/block/runner-killed-at-first", test_runner_killed_at_first);
  g_test_add_func ("/scene/block/worker-killed", test_worker_killed);
  g_test_add_func ("/scene/block/guardian-killed", test_guardian_killed);
  g_test_add_func ("/scene/block/guardian-is-steady", test_guardian_is_steady);
  g_test_add_func ("/scene/block/swept", test_swept);
  g_test_add_func ("/scene/block/control", test_control);
  return g_test_run ();
}
