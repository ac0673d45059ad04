/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What tasks and results cost beside the work: of stories that are known to the millisecond. */
#include "config.h"

#include <signal.h>

#include "story.h"

#define END 1000

/* --- packing-dominates --- */

/* 1 packs over [100, 100 + pack), then works until 400; with a CPU all the time where the kernel tells of it. */
static PlTrace *
packing (double pack_ms, double waiting_ms, gboolean told, double end_ms)
{
  PlLog *log = story_new ();

  story_process (log, 0, "python3", 0);
  story_process (log, 1, "P", 1);
  if (told)
    story_account (log, 1, 0, 0, 0);
  story_waits (log, 1, 10, PL_WAIT_SLEEP, 0);
  if (told)
    story_account (log, 1, 100, 0, 0);
  story_state (log, 1, 100, PL_STATE_SENDING, 4096, 0);
  if (told)
    story_account (log, 1, 100 + pack_ms, pack_ms - waiting_ms, waiting_ms);
  story_works (log, 1, 100 + pack_ms);
  story_state (log, 1, 199, PL_STATE_SENDING, 2048, 0);
  if (told)
    story_account (log, 1, 199, 99 - waiting_ms, waiting_ms);
  story_works (log, 1, 200);
  if (told)
    story_account (log, 1, 200, 100 - waiting_ms, waiting_ms);
  story_waits (log, 1, 200, PL_WAIT_SLEEP, 0);
  story_waits (log, 2, 10, PL_WAIT_SLEEP, 0);
  return story_end (log, end_ms);
}

static void
test_packing (void)
{
  /* Of 100 ms in which anything ran from the first piece to the last. */
  story_assert (packing (79, 0, TRUE, END), "packing-dominates", 80, 100, 200, "1",
                "Packing and unpacking took 80.0 ms, 80 % of the time in which anything ran: tasks and results were sent in 2 pieces of 3 KiB each.");
  story_assert (packing (49, 0, TRUE, END), "packing-dominates", 50, 100, 200, "1", "");
  story_assert_none (packing (48.9, 0, TRUE, END), "packing-dominates");
  /* A twentieth of the run; what others took of it is nobody's work, and it costs no more than it took. */
  story_assert_none (packing (79, 0, TRUE, 1601), "packing-dominates");
  story_assert (packing (79, 20, TRUE, END), "packing-dominates", 60, 100, 200, "1", "took 60.0 ms, 75 % of the time");
  story_assert_none (packing (59, 30, TRUE, END), "packing-dominates");
  /* Nobody knows what ran. */
  story_assert_none (packing (79, 0, FALSE, END), "packing-dominates");
}

/* What two do at once costs half of it; nothing that is sent is nothing to send less of. */
static void
test_packing_at_once (void)
{
  for (guint i = 0; i < 2; i++)
    {
      PlLog *log = story_new ();

      for (guint lane = 1; lane <= 2; lane++)
        {
          story_process (log, 0, "P", 0);
          story_account (log, lane, 0, 0, 0);
          story_state (log, lane, 0, i == 0 && lane == 1 ? PL_STATE_SENDING : PL_STATE_RECEIVING, 1000, 0);
          story_account (log, lane, 100, 100, 0);
          story_waits (log, lane, 100, PL_WAIT_SLEEP, 0);
        }
      if (i == 0)
        story_assert (story_end (log, END), "packing-dominates", 100, 0, 100, "1 2", "tasks and results were sent in 1 piece of 1000 bytes.");
      else
        story_assert_none (story_end (log, END), "packing-dominates");
    }
}

/* Each of the packers packs for the whole of it, and so do others, for 0.9 ms each: too little to be told of them. */
static PlTrace *
packing_of (guint packers, guint others, double pack_ms, double end_ms, guint quota_millis)
{
  PlLog *log = story_new ();

  pl_log_header (log)->quota_millis = quota_millis;
  for (guint lane = 1; lane <= packers + others; lane++)
    {
      double ms = lane <= packers ? pack_ms : 0.9;

      story_process (log, 0, "P", 5);
      story_account (log, lane, 5, 0, 0);
      story_state (log, lane, 5, PL_STATE_SENDING, 1000, 0);
      story_account (log, lane, 5 + ms, ms, 0);
      story_waits (log, lane, 5 + ms, PL_WAIT_SLEEP, 0);
    }
  return story_end (log, end_ms);
}

static void
test_packing_of_many (void)
{
  /* A twentieth of the run, of what they do at once. */
  story_assert (packing_of (2, 0, 100, 2000, 0), "packing-dominates", 100, 5, 105, "1 2", "took 200 ms, 100 % of the time");
  story_assert_none (packing_of (2, 0, 100, 2001, 0), "packing-dominates");
  /* What it costs is no more than its time; on half a CPU neither. */
  story_assert (packing_of (1, 5, 10, 100, 0), "packing-dominates", 10, 5, 15, "1", "took 14.5 ms, 100 % of the time");
  story_assert (packing_of (1, 0, 50, 1000, 500), "packing-dominates", 50, 5, 55, "1", "");
  story_assert (packing_of (2, 0, 25, 1000, 500), "packing-dominates", 25, 5, 30, "1 2", "");
  story_assert_none (packing_of (1, 0, 49.9, 1000, 500), "packing-dominates");
  /* Nobody of whom it could be told. */
  story_assert_none (packing_of (0, 5, 0, 30, 0), "packing-dominates");
}

/* Who packed for a moment only is not one of them. */
static void
test_packing_shortly (void)
{
  for (guint i = 0; i < 2; i++)
    {
      PlLog *log = story_new ();
      double ms = i == 0 ? 1.1 : 1;

      for (guint lane = 1; lane <= 2; lane++)
        {
          story_process (log, 0, "P", 0);
          story_account (log, lane, 0, 0, 0);
          story_state (log, lane, 0, PL_STATE_SENDING, 1000, 0);
          story_account (log, lane, lane == 1 ? 100 : ms, lane == 1 ? 100 : ms, 0);
          story_waits (log, lane, lane == 1 ? 100 : ms, PL_WAIT_SLEEP, 0);
        }
      story_assert (story_end (log, END), "packing-dominates", i == 0 ? 50.55 : 100, 0, 100, i == 0 ? "1 2" : "1", "");
    }
}

/* --- held-back-by-order --- */

typedef struct { double held_ms, comes_ms, waits_ms, works_ms; guint32 most; PlWaitReason reason; } Held;

/* A thread of 1 holds results back from held until comes; 1 waits from waits on until they come, and then works with them. */
static PlTrace *
held_back (const Held *held)
{
  PlLog *log = story_new ();
  double comes_ms = held->comes_ms;

  story_process (log, 0, "python3", 0);
  story_thread (log, 1, "T", 1);
  pl_log_lane (log, 2)->part = PL_HELPER_POOL;
  story_thread (log, 1, "U", 1);
  story_waits (log, 3, 2, PL_WAIT_SLEEP, 0);
  story_waits (log, 2, 2, PL_WAIT_DATA, 0);
  story_event (log, 2, held->held_ms, PL_EVENT_HELD_BACK, 1);
  story_event (log, 2, held->held_ms + 1, PL_EVENT_HELD_BACK, held->most);
  story_event (log, 2, comes_ms, PL_EVENT_HELD_BACK, 0);
  story_waits (log, 1, held->waits_ms, held->reason, 0);
  story_works (log, 1, comes_ms);
  story_waits (log, 1, comes_ms + held->works_ms, PL_WAIT_CONDITION, 0);
  return story_end (log, END);
}

static void
test_held_back (void)
{
  story_assert (held_back (&(Held) { 100, 400, 50, 350, 7, PL_WAIT_CONDITION }), "held-back-by-order", 300, 100, 400, "1 2",
                "Up to 7 results were there and held back because an earlier one was not: python3 waited 300 ms meanwhile.");
  /* No more than could have been done with them; and not before they were there. */
  story_assert (held_back (&(Held) { 100, 400, 50, 80, 7, PL_WAIT_CONDITION }), "held-back-by-order", 80, 100, 400, "1 2", "waited 300 ms");
  story_assert (held_back (&(Held) { 100, 400, 250, 350, 7, PL_WAIT_LOCK }), "held-back-by-order", 150, 100, 400, "1 2", "waited 150 ms");
  story_assert (held_back (&(Held) { 100, 400, 50, 50, 1, PL_WAIT_CONDITION }), "held-back-by-order", 50, 100, 400, "1 2", "Up to 1 result was");
  story_assert_none (held_back (&(Held) { 100, 400, 50, 49, 7, PL_WAIT_CONDITION }), "held-back-by-order");
  story_assert_none (held_back (&(Held) { 100, 400, 351, 350, 7, PL_WAIT_CONDITION }), "held-back-by-order");
  /* He waited for something else. */
  story_assert_none (held_back (&(Held) { 100, 400, 50, 350, 7, PL_WAIT_SLEEP }), "held-back-by-order");
  story_assert_none (held_back (&(Held) { 100, 400, 50, 350, 7, PL_WAIT_DATA }), "held-back-by-order");
}

/* A lock that changes hands is no wait for the next one. */
static void
test_held_back_locks (void)
{
  for (guint i = 0; i < 2; i++)
    {
      PlLog *log = story_new ();
      double wait_ms = i == 0 ? 0.4 : 0.5;

      story_process (log, 0, "python3", 0);
      story_thread (log, 1, "T", 1);
      pl_log_lane (log, 2)->part = PL_HELPER_POOL;
      story_event (log, 2, 100, PL_EVENT_HELD_BACK, 3);
      story_event (log, 2, 400, PL_EVENT_HELD_BACK, 0);
      story_waits (log, 1, 50, PL_WAIT_CONDITION, 0);
      story_works (log, 1, 400);
      story_waits (log, 1, 460, PL_WAIT_LOCK, 0);
      story_works (log, 1, 460 + wait_ms);
      story_waits (log, 1, 600, PL_WAIT_CONDITION, 0);
      story_assert (story_end (log, END), "held-back-by-order", i == 0 ? 200 : 60, 100, 400, "1 2", "");
    }
}

/* Two episodes in which 3, a thread of 1, waits for what 2 holds back; 1 does something else. what: what may be taken for it. */
static PlTrace *
held_back_beside (guint what)
{
  PlLog *log = story_new ();

  story_process (log, 0, "python3", 0);
  story_thread (log, 1, "T", 1);
  pl_log_lane (log, 2)->part = PL_HELPER_POOL;
  story_thread (log, 1, "U", 1);
  story_thread (log, 1, "H", 1);
  pl_log_lane (log, 4)->part = PL_HELPER_POOL;
  story_process (log, 1, "Q", 1);
  story_waits (log, 1, 2, PL_WAIT_SLEEP, 0);
  story_waits (log, 4, 2, PL_WAIT_CONDITION, 0);
  story_waits (log, 5, 2, PL_WAIT_CONDITION, 0);
  story_event (log, 2, 20, PL_EVENT_HELD_BACK, 0);
  for (guint i = 0; i < 2; i++)
    {
      double from_ms = i == 0 ? 100 : 500;

      story_event (log, 2, from_ms, PL_EVENT_HELD_BACK, 3);
      story_event (log, 2, from_ms + 50, PL_EVENT_BYTES, 0);
      story_event (log, 2, from_ms + 100, PL_EVENT_HELD_BACK, 0);
      story_event (log, 2, from_ms + 150, PL_EVENT_BYTES, 9);
      /* In two waits, and he is let go a little late. */
      story_waits (log, 3, from_ms - 10, PL_WAIT_CONDITION, 0);
      story_works (log, 3, from_ms + 20);
      story_waits (log, 3, from_ms + 30, PL_WAIT_CONDITION, 0);
      story_works (log, 3, from_ms + 110);
      if (what == 1)
        story_waits (log, 3, from_ms + 120, PL_WAIT_SLEEP, 0);
      if (what == 2)
        story_waits (log, 3, from_ms + 120, PL_WAIT_DATA, 0);
      if (what == 3)
        story_waits (log, 3, from_ms + 120, PL_WAIT_GIL, 0);
      if (what == 4)
        story_waits (log, 3, from_ms + 120, PL_WAIT_CHILD, 0);
      if (what == 5 && i == 1)
        story_ends (log, 3, from_ms + 120, 0);
      if (what == 6 && i == 1)
        story_ends (log, 3, from_ms + 120, -SIGKILL);
      if (what < 5 || i == 0)
        story_waits (log, 3, from_ms + 150, PL_WAIT_CONDITION, 0);
    }
  return story_end (log, END);
}

static void
test_held_back_beside (void)
{
  /* 20 and 70 ms of each; 40 of each, or 10, could have been done meanwhile. */
  for (guint what = 0; what <= 3; what++)
    story_assert (held_back_beside (what), "held-back-by-order", 80, 100, 600, "3 2", "Up to 3 results were there and held back because an earlier one was not: U waited 180 ms");
  story_assert_none (held_back_beside (4), "held-back-by-order");
  story_assert (held_back_beside (5), "held-back-by-order", 50, 100, 600, "3 2", "");
  story_assert (held_back_beside (6), "held-back-by-order", 50, 100, 600, "3 2", "");
}

/* Who ended before they came can do nothing with them; nor who waits again at once. Who was born meanwhile waited since. */
static PlTrace *
held_back_for (guint who)
{
  PlLog *log = story_new ();
  guint lane = 1;

  story_process (log, 0, "python3", 0);
  story_thread (log, 1, "T", 1);
  pl_log_lane (log, 2)->part = PL_HELPER_POOL;
  story_event (log, 2, 100, PL_EVENT_HELD_BACK, 3);
  story_event (log, 2, 400, PL_EVENT_HELD_BACK, 0);
  if (who == 2)
    {
      story_waits (log, 1, 50, PL_WAIT_SLEEP, 0);
      lane = story_thread (log, 1, "U", 200);
    }
  story_waits (log, lane, who == 2 ? 250 : 50, PL_WAIT_CONDITION, 0);
  if (who == 0)
    story_ends (log, lane, 300, 0);
  else
    story_works (log, lane, 400);
  if (who > 0)
    story_waits (log, lane, who == 1 ? 400 : 500, PL_WAIT_CONDITION, 0);
  return story_end (log, END);
}

static void
test_held_back_for (void)
{
  story_assert_none (held_back_for (0), "held-back-by-order");
  story_assert_none (held_back_for (1), "held-back-by-order");
  story_assert (held_back_for (2), "held-back-by-order", 100, 100, 400, "3 2", "U waited 150 ms meanwhile");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/findings/results/packing", test_packing);
  g_test_add_func ("/findings/results/packing-at-once", test_packing_at_once);
  g_test_add_func ("/findings/results/packing-shortly", test_packing_shortly);
  g_test_add_func ("/findings/results/held-back", test_held_back);
  g_test_add_func ("/findings/results/packing-of-many", test_packing_of_many);
  g_test_add_func ("/findings/results/held-back-locks", test_held_back_locks);
  g_test_add_func ("/findings/results/held-back-beside", test_held_back_beside);
  g_test_add_func ("/findings/results/held-back-for", test_held_back_for);
  return g_test_run ();
}
