/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What waits in vain, or for somebody who waits himself: of stories that are known to the millisecond. */
#include "config.h"

#include <signal.h>

#include "story.h"

#define END 1000

/* --- dead-holder --- */

/* B waits for what A has, which ends. from 0: A is alive; status: of its end. */
typedef struct { double since_ms, died_ms; int status; double until_ms; gboolean goes_on, told; } Dead;

static PlTrace *
dead_holder (const Dead *dead)
{
  PlLog *log = story_new ();
  guint32 lock = pl_log_add_name (log, "lock 1");
  guint a, b;

  story_process (log, 0, "python3", 0);
  a = story_process (log, 1, "A", 1);
  b = story_process (log, 1, "B", 1);
  story_waits (log, b, dead->since_ms, PL_WAIT_LOCK, lock);
  if (dead->told)
    story_event (log, b, dead->since_ms, PL_EVENT_HOLDER, a);
  if (dead->died_ms > 0)
    story_ends (log, a, dead->died_ms, dead->status);
  if (dead->goes_on)
    story_works (log, b, dead->until_ms);
  if (dead->until_ms < END)
    story_ends (log, b, dead->until_ms + dead->goes_on, -SIGTERM);
  return story_end (log, END);
}

static void
test_dead_holder (void)
{
  static const Dead none[] = {
    { 100, 300, -SIGKILL, 319, FALSE, TRUE },   /* all were taken down, one after the other */
    { 300, 200, -SIGKILL, 319, FALSE, TRUE },
    { 100, 300, -SIGTERM, 900, FALSE, TRUE },   /* a pool's, by the same signal, on a machine that has no time */
    { 100, 0, 0, END, FALSE, TRUE },            /* it is alive */
    { 100, 300, 0, END, FALSE, TRUE },          /* it ended well: whoever does gives his locks back, or had none */
    { 100, 300, 0, 900, FALSE, TRUE },
    { 100, 300, -SIGKILL, 500, TRUE, TRUE },    /* somebody gave it after all */
    { 100, 300, -SIGKILL, END, FALSE, FALSE },  /* nobody knows who has it */
  };

  story_assert (dead_holder (&(Dead) { 100, 300, -SIGKILL, 320, FALSE, TRUE }), "dead-holder", 20, 100, 320, "3 2",
                "B (pid 103) waits for a lock whose holder, A (pid 102), is dead");
  story_assert (dead_holder (&(Dead) { 300, 200, -SIGKILL, 320, FALSE, TRUE }), "dead-holder", 20, 300, 320, "3 2", "");
  story_assert (dead_holder (&(Dead) { 100, 300, 1, END, FALSE, TRUE }), "dead-holder", 700, 100, END, "3 2", "");
  story_assert (dead_holder (&(Dead) { 100, 300, -SIGTERM, END, FALSE, TRUE }), "dead-holder", 700, 100, END, "3 2", "");
  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    story_assert_none (dead_holder (&none[i]), "dead-holder");
}

/* However many wait for it, it is one finding. */
static void
test_dead_holder_of_many (void)
{
  PlLog *log = story_new ();
  guint32 lock = pl_log_add_name (log, "lock 1");
  PlTrace *trace;

  story_process (log, 0, "python3", 0);
  story_process (log, 1, "A", 1);
  for (guint lane = 3; lane <= 5; lane++)
    {
      story_process (log, 1, "B", 1);
      story_waits_for (log, lane, 210 - 10 * lane, lock, 2);
    }
  story_ends (log, 2, 300, -SIGKILL);
  story_ends (log, 3, 500, -SIGTERM);
  story_ends (log, 4, 700, -SIGTERM);
  story_ends (log, 5, 600, -SIGTERM);
  trace = story_end (log, END);
  /* Who waits for ever queues for nothing. */
  story_assert_none (g_object_ref (trace), "one-lock");
  story_assert (trace, "dead-holder", 400, 160, 700, "3 4 5 2", "B (pid 103) and 2 others wait for a lock whose holder, A (pid 102), is dead");
}

/* --- deadlock --- */

/* n lanes from 2 on, each waits for what the next one has; but the last, where it is open. Lane k from 100 * k on. */
static PlTrace *
ring (guint n, gboolean open)
{
  PlLog *log = story_new ();
  guint32 lock = pl_log_add_name (log, "lock 1");

  story_process (log, 0, "python3", 0);
  for (guint i = 0; i < n; i++)
    story_process (log, 1, i == 0 ? "P" : i == 1 ? "Q" : "R", 1);
  for (guint i = 0; i + open < n; i++)
    {
      story_waits_for (log, i + 2, 100 * (i + 2), lock, 2 + (i + 1) % n);
    }
  return story_end (log, END);
}

static void
test_deadlock (void)
{
  story_assert (ring (2, FALSE), "deadlock", 700, 300, END, "2 3", "P (pid 102) → Q (pid 103) → the first.");
  story_assert (ring (3, FALSE), "deadlock", 600, 400, END, "2 3 4", "P (pid 102) → Q (pid 103) → R (pid 104) → the first.");
  story_assert_none (ring (2, FALSE), "one-lock");
  story_assert_none (ring (3, TRUE), "deadlock");
  story_assert_none (ring (1, FALSE), "deadlock");
}

/* Two of them at once. */
static void
test_deadlocks (void)
{
  PlLog *log = story_new ();
  guint32 lock = pl_log_add_name (log, "lock 1");

  for (guint lane = 1; lane <= 4; lane++)
    story_process (log, 0, "P", 1);
  for (guint lane = 1; lane <= 4; lane++)
    story_waits_for (log, lane, 100, lock, lane % 2 == 1 ? lane + 1 : lane - 1);
  g_assert_cmpuint (story_count (story_end (log, END), "deadlock"), ==, 2);
}

/* --- fork-while-locked --- */

/* since: a child waits for what a thread had from then on. */
static PlTrace *
inherited (double until_ms, gboolean gets_it, gboolean told)
{
  PlLog *log = story_new ();
  guint32 lock = pl_log_add_name (log, "lock 1");
  guint child;

  story_process (log, 0, "python3", 0);
  story_thread (log, 1, "T", 1);
  story_waits (log, 2, 90, PL_WAIT_SLEEP, 0);
  child = story_process (log, 1, "C", 100);
  story_waits_for (log, child, 200, lock, 2);
  if (told)
    story_event (log, child, 200, PL_EVENT_INHERITED, 2);
  story_event (log, child, 200, PL_EVENT_HOLDER, 2);
  if (gets_it)
    story_works (log, child, until_ms);
  if (until_ms < END)
    story_ends (log, child, until_ms + gets_it, -SIGTERM);
  return story_end (log, END);
}

static void
test_inherited (void)
{
  story_assert (inherited (220, FALSE, TRUE), "fork-while-locked", 20, 200, 220, "3 2",
                "C (pid 103) was forked while another thread (T) had a lock");
  story_assert (inherited (END, FALSE, TRUE), "fork-while-locked", 800, 200, END, "3 2", "");
  story_assert_none (inherited (219, FALSE, TRUE), "fork-while-locked");
  story_assert_none (inherited (500, TRUE, TRUE), "fork-while-locked");
  story_assert_none (inherited (END, FALSE, FALSE), "fork-while-locked");
  /* What that thread has is another one. */
  story_assert_none (inherited (END, FALSE, TRUE), "waits-while-holding");
  /* Told twice, it is one wait. */
  story_assert (inherited (END, FALSE, FALSE), "waits-while-holding", 800, 200, END, "2 3", "others waited 800 ms for it");
}

/* Two who wait so queue for nothing. */
static void
test_inherited_twice (void)
{
  PlLog *log = story_new ();
  guint32 lock = pl_log_add_name (log, "lock 1");
  PlTrace *trace;

  story_process (log, 0, "python3", 0);
  story_thread (log, 1, "T", 1);
  for (guint lane = 3; lane <= 4; lane++)
    {
      story_process (log, 1, "C", 100);
      story_waits (log, lane, 200, PL_WAIT_LOCK, lock);
      story_event (log, lane, 200, PL_EVENT_INHERITED, 2);
    }
  trace = story_end (log, END);
  g_assert_cmpuint (story_count (g_object_ref (trace), "fork-while-locked"), ==, 2);
  story_assert_none (trace, "one-lock");
}

/* The dearest first, whichever is looked for first. */
static void
test_order (void)
{
  for (guint i = 0; i < 2; i++)
    {
      PlLog *log = story_new ();
      guint32 lock = pl_log_add_name (log, "lock 1");
      PlTrace *trace;

      for (guint lane = 1; lane <= 4; lane++)
        story_process (log, 0, "P", 1);
      /* A dead holder, and one who sleeps: one of them for longer. */
      story_waits (log, 2, 2, PL_WAIT_SLEEP, 0);
      story_waits_for (log, 3, i == 0 ? 100 : 700, lock, 2);
      story_works (log, 3, 800);
      story_ends (log, 1, 500, -SIGKILL);
      story_waits_for (log, 4, 300, lock, 1);
      trace = story_end (log, END);
      story_assert (g_object_ref (trace), "dead-holder", 500, 300, END, "4 1", "");
      story_assert (trace, "waits-while-holding", i == 0 ? 700 : 100, i == 0 ? 100 : 700, 800, "2 3", "");
    }
}

/* It waits for something else, or for it at another time, or for what nobody had. */
static void
test_inherited_other (void)
{
  for (guint i = 0; i < 3; i++)
    {
      PlLog *log = story_new ();
      guint32 lock = pl_log_add_name (log, "lock 1");

      story_process (log, 0, "python3", 0);
      story_thread (log, 1, "T", 1);
      story_process (log, 1, "C", 100);
      story_waits (log, 3, 200, i == 0 ? PL_WAIT_CONDITION : PL_WAIT_LOCK, lock);
      story_event (log, 3, i == 1 ? 150 : 200, PL_EVENT_INHERITED, i == 2 ? 1000000000 : 2);
      story_assert_none (story_end (log, END), "fork-while-locked");
    }
}

/* --- waits-while-holding --- */

/* A has the lock and waits for `reason` over [50, until); B and C come for the lock at 100 and 200 and get it at 300. */
static PlTrace *
held (PlWaitReason reason, double until_ms, gboolean both)
{
  PlLog *log = story_new ();
  guint32 lock = pl_log_add_name (log, "lock 1");

  story_process (log, 0, "python3", 0);
  for (guint i = 0; i < 3; i++)
    story_process (log, 1, i == 0 ? "A" : "B", 1);
  story_waits (log, 2, 50, reason, 0);
  story_works (log, 2, until_ms);
  for (guint lane = 3; lane <= 3u + both; lane++)
    {
      story_waits_for (log, lane, lane == 3 ? 100 : 200, lock, 2);
      story_works (log, lane, 300);
    }
  return story_end (log, END);
}

/* In a short run: until 2 ms after somebody came for it. */
static PlTrace *
held_shortly (double until_ms)
{
  PlLog *log = story_new ();
  guint32 lock = pl_log_add_name (log, "lock 1");

  story_process (log, 0, "A", 0);
  story_process (log, 0, "B", 0);
  story_waits (log, 1, 1, PL_WAIT_SLEEP, 0);
  story_waits_for (log, 2, 3, lock, 1);
  story_works (log, 1, until_ms);
  story_works (log, 2, 6);
  return story_end (log, 10);
}

static void
test_held (void)
{
  story_assert (held (PL_WAIT_SLEEP, 250, TRUE), "waits-while-holding", 100, 100, 250, "2 3 4",
                "A kept a lock while it was sleeping, and others waited 200 ms for it.");
  story_assert (held (PL_WAIT_CHILD, 400, FALSE), "waits-while-holding", 200, 100, 300, "2 3", "A kept a lock while it was waiting for a child to end, ");
  /* A twentieth of the run is worth a word. */
  story_assert (held (PL_WAIT_SLEEP, 150, FALSE), "waits-while-holding", 50, 100, 150, "2 3", "");
  story_assert_none (held (PL_WAIT_SLEEP, 149, FALSE), "waits-while-holding");
  story_assert (held_shortly (5), "waits-while-holding", 2, 3, 5, "1 2", "");
  story_assert_none (held_shortly (4.9), "waits-while-holding");
  /* He was at work when it was wanted, or waited for nobody knows what, or for what is to be read. */
  story_assert_none (held (PL_WAIT_SLEEP, 90, FALSE), "waits-while-holding");
  story_assert_none (held (PL_N_WAITS, 400, FALSE), "waits-while-holding");
  story_assert_none (held (PL_WAIT_DATA, 400, FALSE), "waits-while-holding");
  story_assert_none (held (PL_WAIT_ROOM, 400, FALSE), "waits-while-holding");
  story_assert_none (held (PL_WAIT_POLL, 400, FALSE), "waits-while-holding");
  /* For another lock: that is a chain. */
  story_assert_none (held (PL_WAIT_LOCK, 400, FALSE), "waits-while-holding");
}

/* Each holder's waits are his own. */
static void
test_held_by_two (void)
{
  PlLog *log = story_new ();
  guint32 lock = pl_log_add_name (log, "lock 1");

  story_process (log, 0, "A", 0);
  story_process (log, 0, "B", 1);
  story_waits (log, 1, 100, PL_WAIT_SLEEP, 0);
  story_waits_for (log, 2, 150, lock, 1);
  story_works (log, 1, 300);
  story_waits_for (log, 1, 310, lock, 2);
  story_waits (log, 2, 300, PL_WAIT_SLEEP, 0);
  story_works (log, 2, 600);
  story_works (log, 1, 600);
  story_assert (story_end (log, END), "waits-while-holding", 290, 310, 600, "2 1", "B kept a lock while it was sleeping, and others waited 290 ms for it.");
}

/* B comes twice for what A has: A waits for a child for so long, and then sleeps for so long. B may be paused for 40 ms. */
static PlTrace *
held_twice (double first_ms, double second_ms, gboolean paused)
{
  PlLog *log = story_new ();
  guint32 lock = pl_log_add_name (log, "lock 1");

  story_process (log, 0, "A", 0);
  story_process (log, 0, "B", 0);
  for (guint i = 0; i < 2; i++)
    {
      double from_ms = i == 0 ? 100 : 500, ms = i == 0 ? first_ms : second_ms;

      story_waits (log, 1, from_ms - 1, i == 0 ? PL_WAIT_CHILD : PL_WAIT_SLEEP, 0);
      story_waits_for (log, 2, from_ms, lock, 1);
      if (paused)
        {
          story_event (log, 1, from_ms + 10, PL_EVENT_STOPPED, 2);
          story_event (log, 1, from_ms + 50, PL_EVENT_CONTINUED, 2);
        }
      story_works (log, 1, from_ms + ms);
      story_works (log, 2, from_ms + ms);
    }
  return story_end (log, END);
}

static void
test_held_twice (void)
{
  story_assert (held_twice (200, 100, FALSE), "waits-while-holding", 300, 100, 600, "1 2", "A kept a lock while it was waiting for a child to end, and others waited 300 ms");
  story_assert (held_twice (100, 200, FALSE), "waits-while-holding", 300, 100, 700, "1 2", "A kept a lock while it was sleeping, and others waited 300 ms");
  /* Who is paused waits for nobody. */
  story_assert (held_twice (200, 100, TRUE), "waits-while-holding", 220, 100, 600, "1 2", "others waited 220 ms");
}

/* What it is told beside: its first wait is for what it inherited, and then B comes for what A has; told later than it came, or
 * of somebody who does not exist, of a wait for something else, or of something else. */
static PlTrace *
held_beside (guint what)
{
  PlLog *log = story_new ();
  guint32 lock = pl_log_add_name (log, "lock 1");

  story_process (log, 0, "A", 0);
  story_process (log, 0, "B", 0);
  story_waits (log, 1, 50, PL_WAIT_SLEEP, 0);
  story_waits_for (log, 2, 100, lock, 1);
  story_event (log, 2, 100, PL_EVENT_INHERITED, 1);
  story_works (log, 2, 200);
  story_waits (log, 2, 300, what == 3 ? PL_WAIT_GIL : PL_WAIT_LOCK, lock);
  if (what == 4)
    story_event (log, 2, 300, PL_EVENT_HELD_BACK, 1);
  else
    story_event (log, 2, what == 1 ? 310 : 300, PL_EVENT_HOLDER, what == 2 ? 1000000000 : 1);
  story_works (log, 2, 400);
  story_event (log, 2, 450, PL_EVENT_INHERITED, 1);
  return story_end (log, END);
}

static void
test_held_beside (void)
{
  story_assert (held_beside (0), "waits-while-holding", 100, 300, 400, "1 2", "others waited 100 ms");
  for (guint what = 1; what <= 4; what++)
    story_assert_none (held_beside (what), "waits-while-holding");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/findings/stuck/dead-holder", test_dead_holder);
  g_test_add_func ("/findings/stuck/dead-holder-of-many", test_dead_holder_of_many);
  g_test_add_func ("/findings/stuck/deadlock", test_deadlock);
  g_test_add_func ("/findings/stuck/deadlocks", test_deadlocks);
  g_test_add_func ("/findings/stuck/inherited", test_inherited);
  g_test_add_func ("/findings/stuck/inherited-other", test_inherited_other);
  g_test_add_func ("/findings/stuck/inherited-twice", test_inherited_twice);
  g_test_add_func ("/findings/stuck/order", test_order);
  g_test_add_func ("/findings/stuck/held", test_held);
  g_test_add_func ("/findings/stuck/held-by-two", test_held_by_two);
  g_test_add_func ("/findings/stuck/held-twice", test_held_twice);
  g_test_add_func ("/findings/stuck/held-beside", test_held_beside);
  return g_test_run ();
}
