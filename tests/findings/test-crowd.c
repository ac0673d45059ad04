/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who queues, and for what; who is started, and when: of stories that are known to the millisecond. */
#include "config.h"

#include <signal.h>

#include "story.h"

#define END 1000

/* --- more-workers-than-cpus --- */

/* So many are at work over [200, 600), each of it on a CPU and waiting for one so long; the rest of it asleep. */
static PlTrace *
crowd (guint n, double on_ms, double waiting_ms, double from_ms, double end_ms)
{
  PlLog *log = story_new ();

  for (guint lane = 1; lane <= n; lane++)
    {
      story_process (log, 0, "P", 0);
      story_account (log, lane, 0, 0, 0);
      story_waits (log, lane, 0, PL_WAIT_SLEEP, 0);
      story_works (log, lane, lane == n ? from_ms : 200);
      story_account (log, lane, 200, 0, 0);
      story_account (log, lane, 600, on_ms, waiting_ms);
      story_waits (log, lane, 600, PL_WAIT_SLEEP, 0);
    }
  return story_end (log, end_ms);
}

static void
test_few_cpus (void)
{
  story_assert (crowd (4, 100, 300, 200, END), "more-workers-than-cpus", 300, 200, 600, "1 2 3 4",
                "4 processes or threads were ready to run on 2 CPUs and took turns: they waited 1.20 s for a CPU, 75 %");
  /* More than there are CPUs at once. */
  story_assert_none (crowd (2, 100, 300, 200, END), "more-workers-than-cpus");
  /* A twentieth of the run. */
  story_assert (crowd (3, 100, 300, 550, END), "more-workers-than-cpus", 37.5, 550, 600, "1 2 3", "");
  story_assert_none (crowd (3, 100, 300, 551, END), "more-workers-than-cpus");
  /* A fifth of the time in which they could have run, and of each more than a fifth of his. */
  story_assert (crowd (4, 300, 76, 200, END), "more-workers-than-cpus", 76, 200, 600, "1 2 3 4", "");
  story_assert_none (crowd (4, 300, 75, 200, END), "more-workers-than-cpus");
  /* A twentieth of the run, too. */
  story_assert (crowd (3, 288, 112, 540, END), "more-workers-than-cpus", 16.8, 540, 600, "1 2 3", "");
  story_assert_none (crowd (3, 289, 111, 540, END), "more-workers-than-cpus");
}

/* From 10 ms on; the first one ends at 40, the others later. */
static PlTrace *
small_crowd (guint n, double waiting_ms, guint quota_millis)
{
  PlLog *log = story_new ();

  pl_log_header (log)->quota_millis = quota_millis;
  for (guint lane = 1; lane <= n; lane++)
    {
      story_process (log, 0, "P", 10);
      story_account (log, lane, 10, 0, 0);
      story_account (log, lane, 40, 4, waiting_ms);
      story_account (log, lane, 30 + 10 * lane, 4, waiting_ms);
      story_ends (log, lane, 30 + 10 * lane, 0);
    }
  return story_end (log, 100);
}

static void
test_few_cpus_small (void)
{
  story_assert (small_crowd (3, 2.1, 0), "more-workers-than-cpus", 2.1, 10, 40, "1 2 3", "");
  /* Of each no less than is worth a word. */
  story_assert_none (small_crowd (3, 2, 0), "more-workers-than-cpus");
  story_assert (small_crowd (3, 20, 1000), "more-workers-than-cpus", 20, 10, 50, "1 2 3", " on 1 CPU and took turns");
  story_assert (small_crowd (2, 20, 1000), "more-workers-than-cpus", 20, 10, 40, "1 2", "2 processes or threads were ready to run on 1 CPU");
  /* Alone it takes turns with nobody. */
  story_assert_none (small_crowd (1, 20, 500), "more-workers-than-cpus");
}

/* Two of them wait, the others hardly: that is no more than there are CPUs. Or all of them are on a CPU most of the time. */
static void
test_few_cpus_of_some (void)
{
  for (guint i = 0; i < 3; i++)
    {
      PlLog *log = story_new ();

      for (guint lane = 1; lane <= 9; lane++)
        {
          gboolean waits = lane <= (i == 1 ? 2u : 3u);

          story_process (log, 0, "P", 0);
          story_account (log, lane, 0, 0, 0);
          story_account (log, lane, 500, waits ? 100 : i == 2 ? 500 : 1, waits ? 250 : 0);
          story_waits (log, lane, 500, PL_WAIT_SLEEP, 0);
        }
      g_assert_cmpuint (story_count (story_end (log, END), "more-workers-than-cpus"), ==, i == 0);
    }
}

/* 2 and 3 are at work over [200, 600), 4 from 300 and from 500 on for so long; and when 3 ends 1 begins: that is no crowd. */
static PlTrace *
crowd_at_times (double first_ms, double second_ms)
{
  PlLog *log = story_new ();

  for (guint lane = 1; lane <= 4; lane++)
    {
      story_process (log, 0, "P", 0);
      story_account (log, lane, 0, 0, 0);
      story_waits (log, lane, 0, PL_WAIT_SLEEP, 0);
      story_account (log, lane, 200, 0, 0);
      if (lane == 4)
        {
          story_works (log, lane, 300);
          story_waits (log, lane, 300 + first_ms, PL_WAIT_SLEEP, 0);
          story_works (log, lane, 500);
          story_waits (log, lane, 500 + second_ms, PL_WAIT_SLEEP, 0);
        }
      else
        story_works (log, lane, lane == 1 ? 600 : 200);
      story_account (log, lane, 600, lane == 1 ? 0 : lane == 4 ? 10 : 100, lane == 1 ? 0 : lane == 4 ? 40 : 300);
      story_waits (log, lane, lane == 1 ? 650 : 600, PL_WAIT_SLEEP, 0);
    }
  return story_end (log, END);
}

static void
test_few_cpus_at_times (void)
{
  /* Of 225 ms of the 400, 2 and 3 waited for three quarters each; and 4 for 40 ms. */
  story_assert (crowd_at_times (25, 25), "more-workers-than-cpus", 377.5 / 3, 300, 525, "2 3 4", "");
  story_assert_none (crowd_at_times (25, 24.9), "more-workers-than-cpus");
}

/* The first ones are helpers, or a thread of one: all are at work from 200 on, but for the last worker behind them. */
static PlTrace *
crowd_with_helpers (guint workers, double from_ms)
{
  static const guint32 parts[] = { PL_HELPER_TRACKER, PL_HELPER_FORK_SERVER, PL_HELPER_POOL, PL_HELPER_FEEDER, PL_HELPER_MANAGER, PL_HELPER_LAUNCH };
  const guint n = G_N_ELEMENTS (parts);
  PlLog *log = story_new ();

  for (guint lane = 1; lane <= n + 1 + workers; lane++)
    {
      if (lane == n + 1)
        story_thread (log, n, "T", 0);
      else
        story_process (log, 0, "P", 0);
      pl_log_lane (log, lane)->part = lane <= n ? parts[lane - 1] : PL_HELPER_NOT;
      story_account (log, lane, 0, 0, 0);
      story_waits (log, lane, 0, PL_WAIT_SLEEP, 0);
      story_works (log, lane, lane == n + 1 + workers ? from_ms : 200);
      story_account (log, lane, 200, 0, 0);
      story_account (log, lane, 600, 100, 300);
      story_waits (log, lane, 600, PL_WAIT_SLEEP, 0);
    }
  return story_end (log, END);
}

/* What helps Python is no worker: not of those who take turns, nor of the crowd. */
static void
test_few_cpus_helpers (void)
{
  story_assert (crowd_with_helpers (3, 550), "more-workers-than-cpus", 37.5, 550, 600, "8 9 10", "3 processes or threads were ready to run on 2 CPUs");
  story_assert_none (crowd_with_helpers (3, 551), "more-workers-than-cpus");
  story_assert_none (crowd_with_helpers (2, 200), "more-workers-than-cpus");
}

/* --- gil --- */

/* Two threads of a process wait so long each, one behind the other; a helper does, too. */
static PlTrace *
global_lock (double first_ms, double second_ms, double end_ms)
{
  PlLog *log = story_new ();

  story_process (log, 0, "python3", 0);
  story_thread (log, 1, "T", 1);
  story_thread (log, 1, "U", 1);
  story_thread (log, 1, "H", 1);
  pl_log_lane (log, 4)->part = PL_HELPER_FEEDER;
  story_waits (log, 4, 10, PL_WAIT_GIL, 0);
  story_works (log, 4, 800);
  /* They wait for other things, too. */
  for (guint lane = 1; lane <= 3; lane++)
    {
      story_waits (log, lane, 20, lane == 2 ? PL_WAIT_SLEEP : PL_WAIT_LOCK, 0);
      story_works (log, lane, 90);
    }
  story_waits (log, 1, 100, PL_WAIT_GIL, 0);
  story_works (log, 1, 100 + first_ms);
  story_waits (log, 2, 300, PL_WAIT_GIL, 0);
  story_works (log, 2, 300 + second_ms);
  for (guint lane = 1; lane <= 3; lane++)
    {
      story_waits (log, lane, 600, PL_WAIT_LOCK, 0);
      story_works (log, lane, 900);
    }
  return story_end (log, end_ms);
}

static void
test_gil (void)
{
  story_assert (global_lock (100, 200, END), "gil", 150, 100, 500, "1 2", "2 threads queued for Python's global lock, 300 ms in all");
  story_assert (global_lock (50, 50, END), "gil", 50, 100, 350, "1 2", "");
  story_assert_none (global_lock (50, 49, END), "gil");
  /* Who waited for a moment only is not one of them. */
  story_assert (global_lock (120, 1.1, END), "gil", 60.55, 100, 301.1, "1 2", "");
  story_assert_none (global_lock (200, 1, END), "gil");
}

/* --- started-one-by-one --- */

/* Children of 1, so long each, gap_ms after the one before it; beside them a thread, a helper and a process of nobody's. */
static PlTrace *
one_by_one (guint n, double each_ms, double gap_ms, gboolean ended)
{
  PlLog *log = story_new ();

  story_process (log, 0, "python3", 0);
  story_thread (log, 1, "T", 1);
  story_process (log, 1, "H", 1);
  pl_log_lane (log, 3)->part = PL_HELPER_TRACKER;
  story_process (log, 0, "Q", 1);
  for (guint lane = 2; lane <= 4; lane++)
    story_ends (log, lane, 700 + lane, 0);
  for (guint i = 0; i < n; i++)
    {
      guint lane = story_process (log, 1, "P", 10 + i * (each_ms + gap_ms));

      if (ended || i + 1 < n)
        story_ends (log, lane, 10 + i * (each_ms + gap_ms) + each_ms, 0);
    }
  return story_end (log, END);
}

static void
test_one_by_one (void)
{
  story_assert (one_by_one (3, 90, 10, TRUE), "started-one-by-one", 180, 10, 300, "5 6 7", "3 processes ran one after the other, 270 ms in all");
  story_assert (one_by_one (3, 90, 0, TRUE), "started-one-by-one", 180, 10, 280, "5 6 7", "");
  story_assert (one_by_one (25, 2, 10, TRUE), "started-one-by-one", 48, 10, 300, "5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29", "");
  story_assert_none (one_by_one (24, 2, 10, TRUE), "started-one-by-one");
  story_assert_none (one_by_one (40, 1.9, 10, TRUE), "started-one-by-one");
  story_assert_none (one_by_one (3, 90, -1, TRUE), "started-one-by-one");
  story_assert_none (one_by_one (2, 90, 10, TRUE), "started-one-by-one");
  story_assert_none (one_by_one (3, 90, 10, FALSE), "started-one-by-one");
}

/* --- one-lock --- */

/* Both wait for a lock of theirs, one behind the other, so long each: the second one first. */
static PlTrace *
one_lock (double second_ms, double first_ms, gboolean named, gboolean same)
{
  PlLog *log = story_new ();
  guint32 lock = pl_log_add_name (log, "Lock, planted.py:7"), other = pl_log_add_name (log, "Lock, planted.py:8");

  story_process (log, 0, "P", 0);
  story_process (log, 0, "Q", 50);
  story_waits (log, 1, 550, PL_WAIT_LOCK, named ? same ? lock : other : 0);
  story_works (log, 1, 550 + first_ms);
  story_waits (log, 2, 100, PL_WAIT_LOCK, named ? lock : 0);
  story_works (log, 2, 100 + second_ms);
  return story_end (log, END);
}

static void
test_one_lock (void)
{
  story_assert (one_lock (400, 200, TRUE, TRUE), "one-lock", 300, 100, 750, "1 2",
                "2 lanes waited 600 ms for one and the same lock (Lock, planted.py:7), 30.8 % of their time");
  story_assert_none (one_lock (400, 199, TRUE, TRUE), "one-lock");
  story_assert_none (one_lock (700, 200, TRUE, FALSE), "one-lock");
  story_assert_none (one_lock (400, 200, TRUE, FALSE), "one-lock");
  /* Nobody knows whether it is the same. */
  story_assert_none (one_lock (400, 200, FALSE, TRUE), "one-lock");
}

/* Of their time: until each ended. In a short run it may be nothing worth a word. */
static PlTrace *
one_lock_shortly (double wait_ms)
{
  PlLog *log = story_new ();
  guint32 lock = pl_log_add_name (log, "lock 1");

  for (guint lane = 1; lane <= 2; lane++)
    {
      story_process (log, 0, "P", 0);
      story_waits (log, lane, 0.1, PL_WAIT_LOCK, lock);
      story_works (log, lane, 0.1 + wait_ms);
      story_ends (log, lane, 2, 0);
    }
  return story_end (log, 3);
}

static void
test_one_lock_shortly (void)
{
  story_assert (one_lock_shortly (1), "one-lock", 1, 0.1, 1.1, "1 2", "2 lanes waited 2.00 ms for one and the same lock (lock 1), 50 % of their time");
  story_assert_none (one_lock_shortly (0.99), "one-lock");
}

/* Two wait for each of two locks, of which one is dearer; the third one's holder is seen, and so is the other's, for longer, by
 * one who waits alone. Nor is Python's global lock one of them. */
static PlTrace *
two_locks (gboolean second_is_dearer)
{
  PlLog *log = story_new ();
  guint32 cheap, dear, first = pl_log_add_name (log, "lock 1"), second = pl_log_add_name (log, "lock 2");

  dear = second_is_dearer ? second : first;
  cheap = second_is_dearer ? first : second;
  for (guint lane = 1; lane <= 6; lane++)
    story_process (log, 0, lane == 5 ? "X" : lane == 6 ? "Y" : "P", 0);
  for (guint lane = 1; lane <= 2; lane++)
    {
      story_waits_for (log, lane, 100, dear, 5);
      story_works (log, lane, 500);
    }
  story_waits_for (log, 1, 520, cheap, 6);
  story_works (log, 1, 970);
  story_edge (log, 5, 500, PL_EVENT_WAKE, 1, FALSE);
  story_edge (log, 1, 500, PL_EVENT_WAKE, 1, TRUE);
  story_edge (log, 6, 970, PL_EVENT_WAKE, 2, FALSE);
  story_edge (log, 1, 970, PL_EVENT_WAKE, 2, TRUE);
  for (guint lane = 3; lane <= 4; lane++)
    {
      story_waits (log, lane, 100, PL_WAIT_GIL, cheap);
      story_works (log, lane, 700);
    }
  return story_end (log, END);
}

static void
test_two_locks (void)
{
  for (guint i = 0; i < 2; i++)
    {
      PlTrace *trace = two_locks (i > 0);

      story_assert (g_object_ref (trace), "one-lock", 400, 100, 500, "5 1 2", i > 0 ? "2 lanes waited 800 ms for one and the same lock (lock 2)" : "(lock 1)");
      story_assert (trace, "one-lock", 400, 100, 500, "5 1 2", "X had it longest while others waited: at least 400 ms.");
    }
}

/* A reader of a queue has its lock, and waits; or begins to so soon after somebody came. Who comes for that has nothing to do. */
static PlTrace *
reader (double waits_ms, PlWaitReason reason)
{
  PlLog *log = story_new ();
  guint32 lock = pl_log_add_name (log, "Queue, planted.py:7");

  for (guint lane = 1; lane <= 3; lane++)
    {
      story_process (log, 0, "P", 0);
      if (lane == 1)
        story_waits (log, 1, waits_ms, reason, 0);
      if (lane == 1)
        continue;
      story_waits_for (log, lane, 100, lock, 1);
      story_works (log, lane, 900);
    }
  return story_end (log, END);
}

static void
test_readers (void)
{
  story_assert_none (reader (90, PL_WAIT_DATA), "one-lock");
  story_assert_none (reader (90, PL_WAIT_POLL), "one-lock");
  story_assert_none (reader (100.9, PL_WAIT_DATA), "one-lock");
  g_assert_cmpuint (story_count (reader (101, PL_WAIT_DATA), "one-lock"), ==, 1);
  g_assert_cmpuint (story_count (reader (100.9, PL_WAIT_SLEEP), "one-lock"), ==, 1);
}

/* --- undrained-queue --- */

typedef struct {
  double joins_ms, full_ms, until_ms;
  guint reads;          /* a lane that reads from the pipe, at */
  double read_ms;
  gboolean other, ended;/* it reads from another one; who is joined had ended before */
  double writes_ms;     /* and then it writes into it; 0: it does not */
  gboolean unnamed;
  double dies_ms;       /* he who is joined, and who writes; 0: he does not */
  gboolean empty;       /* he begins to read, and gets nothing */
  gboolean by_other;    /* 4 writes instead of 3 */
} Undrained;

/* 1 joins 2, whose thread 3 has more to write than there is room for; 4 is somebody else. */
static PlTrace *
undrained (const Undrained *it)
{
  PlLog *log = story_new ();
  guint32 pipe = pl_log_add_name (log, "pipe 3"), other = pl_log_add_name (log, "pipe 4");

  story_process (log, 0, "python3", 0);
  story_process (log, 1, "P", 1);
  story_thread (log, 2, "F", 1);
  story_process (log, 1, "Q", 1);
  if (it->reads != 0)
    {
      story_event (log, it->reads, it->read_ms, PL_EVENT_READ, it->other ? other : pipe);
      if (!it->empty)
        story_event (log, it->reads, it->read_ms, PL_EVENT_BYTES, 10);
    }
  if (it->writes_ms > 0)
    {
      story_event (log, it->reads, it->writes_ms, PL_EVENT_WROTE, pipe);
      story_event (log, it->reads, it->writes_ms, PL_EVENT_BYTES, 10);
    }
  story_waits (log, 1, it->joins_ms, PL_WAIT_CHILD, 102);
  story_waits (log, it->by_other ? 4 : 3, it->full_ms, PL_WAIT_ROOM, it->unnamed ? 0 : pipe);
  if (it->ended)
    story_ends (log, 2, it->joins_ms - 1, 0);
  if (it->dies_ms > 0)
    story_ends (log, 2, it->dies_ms, -SIGTERM);
  if (it->dies_ms > 0)
    story_ends (log, 3, it->dies_ms, -SIGTERM);
  if (it->until_ms < END)
    story_ends (log, 1, it->until_ms, -SIGTERM);
  return story_end (log, END);
}

static void
test_undrained (void)
{
  static const Undrained none[] = {
    { 200, 100, 219 }, { 100, 200, 219 },       /* all were taken down, one after the other */
    { 200, 100, END, 4, 50 },                   /* somebody else reads from it, now and then */
    { 200, 100, END, 1, 150 },                  /* it was read while it was full */
    { 200, 100, END, .ended = TRUE },
    { 200, 100, END, .unnamed = TRUE },
    { 200, 100, END, .by_other = TRUE },
  };

  story_assert (undrained (&(Undrained) { 200, 100, 220 }), "undrained-queue", 20, 200, 220, "1 2 3",
                "python3 waits for P (pid 102) to end, which cannot end: it has more to write than there is room for (pipe 3)");
  story_assert (undrained (&(Undrained) { 100, 200, 220 }), "undrained-queue", 20, 200, 220, "1 2 3", "");
  /* Both were taken down. */
  story_assert (undrained (&(Undrained) { 200, 100, 500, .dies_ms = 400 }), "undrained-queue", 200, 200, 400, "1 2 3", "");
  /* He read from it before it was full; or from another one. */
  story_assert (undrained (&(Undrained) { 200, 100, END, 1, 50 }), "undrained-queue", 800, 200, END, "1 2 3", "");
  story_assert (undrained (&(Undrained) { 200, 100, END, 1, 150, TRUE }), "undrained-queue", 800, 200, END, "1 2 3", "");
  story_assert (undrained (&(Undrained) { 200, 100, END, 4, 150, TRUE }), "undrained-queue", 800, 200, END, "1 2 3", "");
  /* He gets nothing, or reads when it is too late. */
  story_assert (undrained (&(Undrained) { 200, 100, END, 1, 150, .empty = TRUE }), "undrained-queue", 800, 200, END, "1 2 3", "");
  story_assert (undrained (&(Undrained) { 200, 100, 500, 1, 450, .dies_ms = 400 }), "undrained-queue", 200, 200, 400, "1 2 3", "");
  /* Who writes into it empties nothing; nor did he who fills it. */
  story_assert (undrained (&(Undrained) { 200, 100, END, 1, 50, .writes_ms = 150 }), "undrained-queue", 800, 200, END, "1 2 3", "");
  story_assert (undrained (&(Undrained) { 200, 100, END, 2, 50 }), "undrained-queue", 800, 200, END, "1 2 3", "");
  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    story_assert_none (undrained (&none[i]), "undrained-queue");
}

/* Who is joined writes himself. 1 waits for i: what he does last, for a child of his; or for something else, or another's;
 * or he does not wait for room. */
static void
test_undrained_directly (void)
{
  for (guint i = 0; i < 5; i++)
    {
      PlLog *log = story_new ();

      story_process (log, 0, "python3", 0);
      story_process (log, i == 3 ? 0 : 1, "P", 1);
      story_waits (log, 1, 100, i == 1 ? PL_WAIT_THREAD : PL_WAIT_CHILD, 102);
      story_waits (log, 2, 100, i == 4 ? PL_WAIT_DATA : PL_WAIT_ROOM, pl_log_add_name (log, "pipe 3"));
      if (i == 2)
        story_works (log, 1, 800);
      if (i == 0)
        story_assert (story_end (log, END), "undrained-queue", 900, 100, END, "1 2", "");
      else
        story_assert_none (story_end (log, END), "undrained-queue");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/findings/crowd/few-cpus", test_few_cpus);
  g_test_add_func ("/findings/crowd/few-cpus-at-times", test_few_cpus_at_times);
  g_test_add_func ("/findings/crowd/few-cpus-of-some", test_few_cpus_of_some);
  g_test_add_func ("/findings/crowd/few-cpus-small", test_few_cpus_small);
  g_test_add_func ("/findings/crowd/few-cpus-helpers", test_few_cpus_helpers);
  g_test_add_func ("/findings/crowd/gil", test_gil);
  g_test_add_func ("/findings/crowd/one-by-one", test_one_by_one);
  g_test_add_func ("/findings/crowd/one-lock", test_one_lock);
  g_test_add_func ("/findings/crowd/one-lock-shortly", test_one_lock_shortly);
  g_test_add_func ("/findings/crowd/two-locks", test_two_locks);
  g_test_add_func ("/findings/crowd/readers", test_readers);
  g_test_add_func ("/findings/crowd/undrained", test_undrained);
  g_test_add_func ("/findings/crowd/undrained-directly", test_undrained_directly);
  return g_test_run ();
}
