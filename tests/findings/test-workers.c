/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the workers of a pool were used: of stories that are known to the millisecond. */
#include "config.h"

#include <signal.h>

#include "story.h"

#define END 1000
/* A pool's parent, and its workers from W on. */
#define PARENT 1
#define W 2

static void
wait_for_task (PlLog *log, guint lane, double ms)
{
  story_event (log, lane, ms, PL_EVENT_READ, 77);
  story_waits (log, lane, ms, PL_WAIT_DATA, 77);
}

static PlLog *
pool_of (guint n)
{
  PlLog *log = story_new ();

  story_process (log, 0, "python3", 0);
  story_waits (log, PARENT, 1, PL_WAIT_CONDITION, 0);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("ForkPoolWorker-%u", i + 1);

      story_process (log, PARENT, name, 2);
      wait_for_task (log, W + i, 3);
    }
  return log;
}

/* Its head is read first. */
static void
take (PlLog *log, guint lane, double ms, guint32 bytes)
{
  story_event (log, lane, ms, PL_EVENT_BYTES, 4);
  story_event (log, lane, ms, PL_EVENT_READ, 77);
  story_event (log, lane, ms, PL_EVENT_BYTES, bytes);
  story_works (log, lane, ms);
}

static void
give (PlLog *log, guint lane, double ms)
{
  story_event (log, lane, ms, PL_EVENT_WROTE, 78);
  story_event (log, lane, ms, PL_EVENT_BYTES, 30);
  wait_for_task (log, lane, ms + 0.01);
}

static void
task (PlLog *log, guint lane, double from_ms, double to_ms)
{
  take (log, lane, from_ms, 50);
  give (log, lane, to_ms);
}

/* --- lost-task --- */

static PlTrace *
died (int status, gboolean with_task)
{
  PlLog *log = pool_of (2);

  task (log, W, 100, 200);
  task (log, W + 1, 100, 200);
  if (with_task)
    take (log, W + 1, 250, 50);
  story_ends (log, W + 1, 300, status);
  return story_end (log, END);
}

static void
test_lost_task (void)
{
  story_assert (died (-SIGKILL, TRUE), "lost-task", 700, 300, END, "3", "ForkPoolWorker-2 (pid 103) died at 300 ms by signal 9 (Killed) while it had a task");
  story_assert (died (-SIGSEGV, TRUE), "lost-task", 700, 300, END, "3", " by signal 11 (");
  /* A pool ends its workers so. */
  story_assert_none (died (-SIGTERM, TRUE), "lost-task");
  story_assert_none (died (1, TRUE), "lost-task");
  story_assert_none (died (0, TRUE), "lost-task");
  story_assert_none (died (-SIGKILL, FALSE), "lost-task");
}

/* Of its first task, a moment after the last of them was born. */
static void
test_lost_at_once (void)
{
  PlLog *log = pool_of (2);

  take (log, W, 5, 50);
  story_ends (log, W, 6, -SIGKILL);
  story_assert (story_end (log, END), "lost-task", 994, 6, END, "2", "ForkPoolWorker-1 (pid 102) died at 6.00 ms by signal 9");
}

/* The only one there is, and whoever takes its place. */
static void
test_lost_alone (void)
{
  PlLog *log = pool_of (1);

  take (log, W, 100, 50);
  story_ends (log, W, 300, -SIGKILL);
  story_process (log, PARENT, "ForkPoolWorker-2", 310);
  wait_for_task (log, W + 1, 311);
  story_assert (story_end (log, END), "lost-task", 700, 300, END, "2", "ForkPoolWorker-1 (pid 102) died at 300 ms by signal 9");
}

/* The other end of the pipe is closed: that was no task. */
static void
test_lost_at_end (void)
{
  PlLog *log = pool_of (2);

  story_event (log, W, 100, PL_EVENT_BYTES, 0);
  story_ends (log, W, 300, -SIGKILL);
  story_assert_none (story_end (log, END), "lost-task");
}

/* --- one-big-task, idle-workers --- */

/* So many tasks, all of one worker, one behind the other. */
static PlTrace *
used_alone (guint tasks, double each_ms, guint cpus)
{
  PlLog *log = pool_of (4);

  pl_log_header (log)->n_cpus = cpus;
  for (guint i = 0; i < tasks; i++)
    task (log, W + 2, 100 + i * each_ms, 100 + (i + 1) * each_ms);
  return story_end (log, END);
}

static void
test_one_big_task (void)
{
  story_assert (used_alone (1, 400, 2), "one-big-task", 200, 100, 500, "4 2 3 5", "one worker had it for 400 ms, and 3 others had nothing to do");
  story_assert (used_alone (1, 400, 8), "one-big-task", 300, 100, 500, "4 2 3 5", "");
  story_assert (used_alone (1, 50, 2), "one-big-task", 25, 100, 150, "4 2 3 5", "");
  /* Where it was one it was not that others had nothing. */
  story_assert_none (used_alone (1, 400, 2), "idle-workers");
  story_assert_none (used_alone (1, 400, 1), "one-big-task");
  story_assert_none (used_alone (1, 49, 2), "one-big-task");
  story_assert_none (used_alone (2, 200, 2), "one-big-task");
  story_assert_none (used_alone (0, 0, 2), "one-big-task");
}

/* Who has taken only a task counts as used; who is only told that it is over does not. */
static PlTrace *
unused (guint used, guint32 last_bytes)
{
  PlLog *log = pool_of (3);

  for (guint i = 0; i < used; i++)
    task (log, W + i, 100, 400);
  /* At which line it waits is no task. */
  story_event (log, W + 2, 410, PL_EVENT_LINE, 12);
  if (last_bytes > 0)
    take (log, W + 2, 450, last_bytes);
  story_ends (log, W + 2, 500, 0);
  return story_end (log, END);
}

static void
test_idle_workers (void)
{
  story_assert (used_alone (2, 200, 2), "idle-workers", 0, 2, END, "2 3 5", "3 of 4 workers were never used");
  story_assert (unused (2, 0), "idle-workers", 0, 2, END, "4", "1 of 3 workers was never used");
  story_assert (unused (2, 8), "idle-workers", 0, 2, END, "4", "1 of 3 workers was never used");
  story_assert_none (unused (2, 9), "idle-workers");
  story_assert_none (unused (3, 0), "idle-workers");
  story_assert_none (unused (0, 0), "idle-workers");
}

/* Of the second pool, beside one that was used. */
static void
test_idle_later (void)
{
  PlLog *log = pool_of (2);

  for (guint i = 0; i < 4; i++)
    {
      if (i >= 2)
        {
          story_process (log, PARENT, "ForkPoolWorker-3", 400);
          wait_for_task (log, W + i, 401);
        }
      if (i < 3)
        task (log, W + i, i < 2 ? 100 : 500, i < 2 ? 200 : 600);
      if (i == 2)
        task (log, W + i, 610, 650);
      if (i < 2)
        story_ends (log, W + i, 300, 0);
    }
  story_assert (story_end (log, END), "idle-workers", 0, 400, END, "5", "1 of 2 workers was never used");
}

/* Who takes the place of another one is of the same pool, so long as anybody of it is there. */
static void
test_idle_replaced (void)
{
  PlLog *log = pool_of (2);

  for (guint i = 0; i < 2; i++)
    task (log, W + i, 100, 200);
  story_ends (log, W, 300, 0);
  story_process (log, PARENT, "ForkPoolWorker-3", 400);
  wait_for_task (log, W + 2, 401);
  story_assert (story_end (log, END), "idle-workers", 0, 2, END, "4", "1 of 3 workers was never used");
}

/* Who is called so, but is a thread, is no worker; nor are the workers of two parents one pool. */
static void
test_no_pool (void)
{
  PlLog *log = pool_of (1);

  story_thread (log, PARENT, "ForkPoolWorker-2", 2);
  task (log, W, 100, 400);
  story_assert_none (story_end (log, END), "one-big-task");

  log = pool_of (1);
  story_process (log, 0, "python3", 0);
  story_process (log, 3, "ForkPoolWorker-1", 2);
  task (log, W, 100, 400);
  story_assert_none (story_end (log, END), "one-big-task");
}

/* --- imbalance --- */

/* The second one is at work from then to then, the others until 400. */
static PlTrace *
uneven (double first_ms, double until_ms, guint workers)
{
  PlLog *log = pool_of (workers);

  for (guint i = 0; i < workers; i++)
    task (log, W + i, i == 1 ? first_ms : 100, i == 1 ? until_ms : 400);
  return story_end (log, END);
}

static void
test_imbalance (void)
{
  story_assert (uneven (100, 700, 2), "imbalance", 150, 400, 700, "3", "For the last 300 ms only ForkPoolWorker-2 (pid 103) was still at work");
  story_assert (uneven (100, 700, 3), "imbalance", 200, 400, 700, "3", "");
  /* A twentieth of the run, and a fifth of its work. */
  story_assert (uneven (300, 450, 2), "imbalance", 25, 400, 450, "3", "");
  story_assert_none (uneven (300, 449, 2), "imbalance");
  story_assert (uneven (160, 460, 2), "imbalance", 30, 400, 460, "3", "");
  story_assert_none (uneven (159, 460, 2), "imbalance");
  story_assert_none (used_alone (2, 200, 2), "imbalance");
}

/* --- tasks-too-small --- */

/* Two of the workers take a task each so many ms, and have it for each. */
static PlTrace *
small_of (guint workers, guint tasks, double period_ms, double each_ms, double end_ms)
{
  PlLog *log = pool_of (workers);

  for (guint i = 0; i < tasks; i++)
    task (log, W + i % 2, 10 + (i / 2) * period_ms, 10 + (i / 2) * period_ms + each_ms);
  return story_end (log, end_ms);
}

static PlTrace *
small (guint tasks, double period_ms, double each_ms, double end_ms)
{
  return small_of (2, tasks, period_ms, each_ms, end_ms);
}

static void
test_small_tasks (void)
{
  story_assert (small (200, 1, 0.199, END), "tasks-too-small", 79.299, 10, 109.199, "2 3",
                "200 messages brought work for 199 us each: of the 99.2 ms it took, 79.3 ms went into handing it over. Make the chunks 50 times as large");
  /* No more at once than what each had in all. */
  story_assert (small (200, 1, 0.05, END), "tasks-too-small", 94.05, 10, 109.05, "2 3", "Make the chunks 100 times as large");
  /* A third one has none, and there are but two CPUs. */
  story_assert (small_of (3, 200, 1, 0.199, END), "tasks-too-small", 79.299, 10, 109.199, "2 3 4", "Make the chunks 50 times as large");
  story_assert_none (small (199, 1, 0.199, END), "tasks-too-small");
  story_assert_none (small (200, 1, 0.2, END), "tasks-too-small");
  /* Handing over took a third of it, and a twentieth of the run. */
  story_assert (small (200, 0.3, 0.199, 150), "tasks-too-small", 9.999, 10, 39.899, "2 3", "");
  story_assert_none (small (200, 0.29, 0.199, 150), "tasks-too-small");
  story_assert_none (small (200, 0.3, 0.199, 201), "tasks-too-small");
}

/* What is waited for last is the turn to hand over: it is no work. Nor is waiting for a CPU. */
static void
test_work (void)
{
  PlLog *log = pool_of (2);

  take (log, W, 100, 50);
  story_waits (log, W, 250, PL_WAIT_LOCK, 0);
  story_works (log, W, 499);
  give (log, W, 500);
  story_assert (story_end (log, END), "one-big-task", 75, 100, 500, "2 3", "one worker had it for 150 ms, and 1 other had nothing to do");

  log = pool_of (2);
  story_account (log, W, 100, 0, 0);
  take (log, W, 100, 50);
  story_account (log, W, 500, 300, 100);
  give (log, W, 500);
  story_assert (story_end (log, END), "one-big-task", 150, 100, 500, "2 3", "one worker had it for 300 ms");

  /* To wait for anything else is work; and for the turn to take it none. */
  log = pool_of (2);
  story_waits (log, W, 50, PL_WAIT_LOCK, 0);
  take (log, W, 100, 50);
  story_waits (log, W, 250, PL_WAIT_SLEEP, 0);
  story_works (log, W, 499);
  give (log, W, 500);
  story_assert (story_end (log, END), "one-big-task", 200, 100, 500, "2 3", "one worker had it for 400 ms");

  log = pool_of (2);
  story_waits (log, W, 50, PL_WAIT_LOCK, 0);
  take (log, W, 100, 50);
  give (log, W, 500);
  story_assert (story_end (log, END), "one-big-task", 200, 100, 500, "2 3", "one worker had it for 400 ms");

  /* What it prints before or meanwhile is not its result. */
  log = pool_of (2);
  story_event (log, W, 50, PL_EVENT_WROTE, 79);
  wait_for_task (log, W, 60);
  take (log, W, 100, 50);
  story_event (log, W, 200, PL_EVENT_WROTE, 0);
  give (log, W, 500);
  story_assert (story_end (log, END), "one-big-task", 200, 100, 500, "2 3", "one worker had it for 400 ms");
}

/* --- parent-bottleneck --- */

/* Two workers have a task each at the beginning and at the end of [100, 200); the parent is at work from 110 on, in a thread
 * where it is told so. */
static PlTrace *
bottleneck (double busy_ms, double idle_ms, gboolean in_thread, PlState state)
{
  PlLog *log = pool_of (2);
  guint busy = in_thread ? story_thread (log, PARENT, "T", 3) : PARENT, lane;

  story_waits (log, busy, 4, PL_WAIT_CONDITION, 0);
  story_state (log, busy, 110, state, PL_NO_TASK, 0);
  story_waits (log, busy, 110 + busy_ms, PL_WAIT_CONDITION, 0);
  for (guint i = 0; i < 2; i++)
    {
      task (log, W + i, 100, 110);
      task (log, W + i, 110 + idle_ms, 200);
    }
  /* So are others of its threads, for a moment. */
  lane = story_thread (log, PARENT, "U", 3);
  story_waits (log, lane, 4, PL_WAIT_CONDITION, 0);
  story_works (log, lane, 105);
  story_waits (log, lane, 115, PL_WAIT_CONDITION, 0);
  return story_end (log, 600);
}

static void
test_bottleneck (void)
{
  story_assert (bottleneck (60, 60, FALSE, PL_STATE_WORKING), "parent-bottleneck", 60, 100, 200, "1 2 3",
                "python3 was at work for 65.0 ms of the 100 ms in which its pool had tasks, and each worker waited 60.0 ms of that");
  story_assert (bottleneck (60, 60, TRUE, PL_STATE_WORKING), "parent-bottleneck", 60, 100, 200, "4 2 3", "");
  /* Packing is work, too. */
  story_assert (bottleneck (60, 60, FALSE, PL_STATE_SENDING), "parent-bottleneck", 60, 100, 200, "1 2 3", "");
  story_assert (bottleneck (60, 60, FALSE, PL_STATE_RECEIVING), "parent-bottleneck", 60, 100, 200, "1 2 3", "");
  /* Half of it at work, two fifths of it in their way. */
  story_assert (bottleneck (45, 60, FALSE, PL_STATE_WORKING), "parent-bottleneck", 45, 100, 200, "1 2 3", "");
  story_assert_none (bottleneck (44, 60, FALSE, PL_STATE_WORKING), "parent-bottleneck");
  story_assert (bottleneck (60, 40, FALSE, PL_STATE_WORKING), "parent-bottleneck", 40, 100, 200, "1 2 3", "");
  story_assert_none (bottleneck (60, 39, FALSE, PL_STATE_WORKING), "parent-bottleneck");
}

/* In two parts; the workers have nothing to do between them, too. */
static void
test_bottleneck_in_parts (void)
{
  PlLog *log = pool_of (2);

  for (guint i = 0; i < 2; i++)
    {
      story_works (log, PARENT, i == 0 ? 110 : 150);
      story_waits (log, PARENT, i == 0 ? 140 : 190, PL_WAIT_CONDITION, 0);
    }
  for (guint i = 0; i < 2; i++)
    {
      task (log, W + i, 100, 105);
      task (log, W + i, 120 + 2 * i, 125);
      task (log, W + i, 185, 200);
    }
  /* 10, 15 and 35 ms of one worker's time without a task; 12, 15 and 35 of the other's. */
  story_assert (story_end (log, END), "parent-bottleneck", 61, 100, 200, "1 2 3", "python3 was at work for 70.0 ms of the 100 ms");
}

/* Beside a worker who has nothing to do, and a thread that works for longer at a time, but not in all. What comes for the first
 * one at 180 is there at 185. */
static void
test_bottleneck_beside (void)
{
  PlLog *log = pool_of (3);
  guint thread = story_thread (log, PARENT, "T", 3);

  story_waits (log, thread, 4, PL_WAIT_CONDITION, 0);
  story_works (log, thread, 100);
  story_waits (log, thread, 150, PL_WAIT_CONDITION, 0);
  story_works (log, PARENT, 110);
  story_waits (log, PARENT, 140, PL_WAIT_CONDITION, 0);
  story_works (log, PARENT, 145);
  story_waits (log, PARENT, 185, PL_WAIT_CONDITION, 0);
  task (log, W, 100, 110);
  story_event (log, W, 180, PL_EVENT_BYTES, 4);
  take (log, W, 185, 50);
  give (log, W, 200);
  task (log, W + 1, 90, 110);
  task (log, W + 1, 185, 210);
  story_assert (story_end (log, 600), "parent-bottleneck", 145 / 3.0, 90, 210, "1 2 3 4", "python3 was at work for 85.0 ms of the 120 ms");
}

/* Whose parent a fork server is, they work for him who started that: by a thread of his, or not at all. */
static PlTrace *
served (guint maker)
{
  PlLog *log = story_new ();

  story_process (log, 0, "python3", 0);
  story_thread (log, 1, "T", 0);
  story_waits (log, 2, 1, PL_WAIT_SLEEP, 0);
  story_process (log, maker, "fork server", 0);
  pl_log_lane (log, 3)->part = PL_HELPER_FORK_SERVER;
  story_waits (log, 3, 1, PL_WAIT_POLL, 0);
  story_waits (log, 1, 1, PL_WAIT_CONDITION, 0);
  story_works (log, 1, 110);
  story_waits (log, 1, 170, PL_WAIT_CONDITION, 0);
  for (guint lane = 4; lane <= 5; lane++)
    {
      story_process (log, 3, "ForkServerPoolWorker-1", 2);
      wait_for_task (log, lane, 3);
      task (log, lane, 100, 110);
      task (log, lane, 170, 200);
    }
  return story_end (log, END);
}

static void
test_bottleneck_served (void)
{
  story_assert (served (1), "parent-bottleneck", 60, 100, 200, "1 4 5", "python3 was at work for 60.0 ms");
  story_assert (served (2), "parent-bottleneck", 60, 100, 200, "1 4 5", "python3 was at work for 60.0 ms");
  story_assert_none (served (0), "parent-bottleneck");
}

/* The twentieth of the run is less, or more, than two fifths of their time. */
static void
test_bottleneck_share (void)
{
  for (guint i = 0; i < 4; i++)
    {
      PlLog *log = pool_of (2);
      double idle_ms = i % 2 == 0 ? 40 : 39.9;

      story_works (log, PARENT, 110);
      story_waits (log, PARENT, 170, PL_WAIT_CONDITION, 0);
      for (guint w = 0; w < 2; w++)
        {
          task (log, W + w, 100, 110);
          task (log, W + w, 110 + idle_ms, 200);
        }
      g_assert_cmpuint (story_count (story_end (log, i < 2 ? 300 : 801), "parent-bottleneck"), ==, i == 0);
    }
}

/* --- pool-again-and-again --- */

/* Pools of two, 100 ms each, gap_ms between them; the last one of another parent, or with one worker less. */
static PlTrace *
again (guint pools, double gap_ms, gboolean other, gboolean lonely)
{
  PlLog *log = story_new ();
  guint parent = PARENT;

  story_process (log, 0, "python3", 0);
  story_process (log, 1, "python3", 0);
  for (guint i = 0; i < pools; i++)
    for (guint w = 0; w < (lonely && i + 1 == pools ? 1u : 2u); w++)
      {
        g_autofree char *name = g_strdup_printf ("ForkPoolWorker-%u", 2 * i + w + 1);
        guint lane = story_process (log, other && i + 1 == pools ? 2 : parent, name, 10 + i * (100 + gap_ms) + w);

        story_ends (log, lane, 110 + i * (100 + gap_ms), 0);
      }
  return story_end (log, END);
}

static void
test_again (void)
{
  story_assert (again (3, 30, FALSE, FALSE), "pool-again-and-again", 62, 10, 370, "3 4 5 6 7 8", "3 pools were made one after the other, 62.0 ms from the end of one until the next was there.");
  story_assert_none (again (2, 30, FALSE, FALSE), "pool-again-and-again");
  story_assert_none (again (3, 30, TRUE, FALSE), "pool-again-and-again");
  story_assert_none (again (3, 30, FALSE, TRUE), "pool-again-and-again");
  /* A fork server may be late with the end of one, but no later than that. */
  story_assert (again (3, -20, FALSE, FALSE), "pool-again-and-again", 0, 10, 270, "3 4 5 6 7 8", "");
  story_assert_none (again (3, -20.1, FALSE, FALSE), "pool-again-and-again");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/findings/workers/lost-task", test_lost_task);
  g_test_add_func ("/findings/workers/lost-at-once", test_lost_at_once);
  g_test_add_func ("/findings/workers/lost-alone", test_lost_alone);
  g_test_add_func ("/findings/workers/lost-at-end", test_lost_at_end);
  g_test_add_func ("/findings/workers/one-big-task", test_one_big_task);
  g_test_add_func ("/findings/workers/idle", test_idle_workers);
  g_test_add_func ("/findings/workers/idle-later", test_idle_later);
  g_test_add_func ("/findings/workers/idle-replaced", test_idle_replaced);
  g_test_add_func ("/findings/workers/no-pool", test_no_pool);
  g_test_add_func ("/findings/workers/imbalance", test_imbalance);
  g_test_add_func ("/findings/workers/small-tasks", test_small_tasks);
  g_test_add_func ("/findings/workers/work", test_work);
  g_test_add_func ("/findings/workers/bottleneck", test_bottleneck);
  g_test_add_func ("/findings/workers/bottleneck-in-parts", test_bottleneck_in_parts);
  g_test_add_func ("/findings/workers/bottleneck-beside", test_bottleneck_beside);
  g_test_add_func ("/findings/workers/bottleneck-served", test_bottleneck_served);
  g_test_add_func ("/findings/workers/bottleneck-share", test_bottleneck_share);
  g_test_add_func ("/findings/workers/again", test_again);
  return g_test_run ();
}
