/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is left behind, and by whom: of stories that are known to the millisecond. */
#include "config.h"

#include <signal.h>

#include "story.h"

#define END 1000

/* 2 is a child of 1, and 3 one of 2: when each ends, or END; program_status of the end of 1. */
static PlTrace *
family (double program_ms, int program_status, double parent_ms, double child_ms)
{
  PlLog *log = story_new ();

  story_process (log, 0, "python3", 0);
  story_process (log, 1, "P", 1);
  story_process (log, 2, "C", 2);
  if (parent_ms < END)
    story_ends (log, 2, parent_ms, 0);
  if (child_ms < END)
    story_ends (log, 3, child_ms, 0);
  if (program_ms < END)
    story_ends (log, 1, program_ms, program_status);
  return story_end (log, END);
}

static void
test_left_behind (void)
{
  story_assert (family (900, 0, END, 500), "left-behind", 0, 900, END, "2", "1 process was left behind when the program ended: P (pid 102).");
  story_assert (family (900, 1, END, END), "left-behind", 0, 900, END, "2 3", "2 processes were left behind when the program ended, the first is P (pid 102).");
  story_assert_none (family (900, 0, 500, 500), "left-behind");
  /* It goes on, was stopped, or nobody knows how it ended. */
  story_assert_none (family (END, 0, END, END), "left-behind");
  story_assert_none (family (900, -SIGTERM, END, END), "left-behind");
  story_assert_none (family (900, G_MAXINT, END, END), "left-behind");
}

/* Its threads, and what helps Python, end by themselves. */
static void
test_left_helpers (void)
{
  PlLog *log = story_new ();

  story_process (log, 0, "python3", 0);
  story_thread (log, 1, "T", 1);
  story_process (log, 1, "H", 1);
  pl_log_lane (log, 3)->part = PL_HELPER_TRACKER;
  story_ends (log, 1, 900, 0);
  story_assert_none (story_end (log, END), "left-behind");
}

static void
test_orphans (void)
{
  story_assert (family (950, 0, 300, 500), "left-behind", 0, 300, 500, "3", "1 process is an orphan: C (pid 103) went on when its parent had ended");
  story_assert_none (family (950, 0, 300, 499), "left-behind");
  story_assert_none (family (950, 0, 500, 300), "left-behind");
}

/* 3 goes on after its parent, 2, which is a helper, or itself is one, or only a thread of it; or after the program. */
static PlTrace *
no_orphan (guint who)
{
  PlLog *log = story_new ();

  story_process (log, 0, "python3", 0);
  story_process (log, 1, "P", 1);
  if (who == 2)
    story_thread (log, 2, "T", 2);
  else
    story_process (log, who == 3 ? 1 : 2, "C", 2);
  if (who < 2)
    pl_log_lane (log, who == 0 ? 2 : 3)->part = who == 0 ? PL_HELPER_FORK_SERVER : PL_HELPER_TRACKER;
  story_ends (log, 2, 300, 0);
  story_ends (log, 3, 600, 0);
  story_ends (log, 1, who == 3 ? 300 : 950, 0);
  return story_end (log, END);
}

static void
test_no_orphans (void)
{
  for (guint who = 0; who < 4; who++)
    story_assert_none (no_orphan (who), "left-behind");
}

/* Two of them, whose parent is the process of the thread that made them; beside one whose parent nobody knows. */
static void
test_orphans_of_thread (void)
{
  PlLog *log = story_new ();

  story_process (log, 0, "python3", 0);
  story_process (log, 1, "P", 1);
  story_thread (log, 2, "T", 2);
  story_process (log, 3, "C", 3);
  story_process (log, 3, "D", 3);
  story_process (log, 0, "Q", 3);
  story_ends (log, 3, 250, 0);
  story_ends (log, 2, 300, 0);
  story_ends (log, 4, 600, 0);
  story_ends (log, 5, 500, 0);
  story_ends (log, 6, 900, 0);
  story_ends (log, 1, 950, 0);
  story_assert (story_end (log, END), "left-behind", 0, 300, 600, "4 5", "2 processes are orphans, the first is C (pid 104): they went on when");
}

/* 2 has ended at 300, and its parent tells at its own end that it never waited for it. */
static PlTrace *
zombie (double told_ms)
{
  PlLog *log = story_new ();

  story_process (log, 0, "python3", 0);
  story_process (log, 1, "P", 1);
  story_ends (log, 2, 300, 0);
  story_event (log, 1, told_ms, PL_EVENT_UNREAPED, 2);
  story_ends (log, 1, told_ms, 0);
  return story_end (log, END);
}

static void
test_zombies (void)
{
  story_assert (zombie (320), "left-behind", 0, 300, 320, "2", "1 process was a zombie, for 20.0 ms: it had ended, and python3 never waited for it.");
  story_assert_none (zombie (319), "left-behind");
}

/* 2 and 3 have ended at 300 and 400, 4 is a helper that has, and 5 has not: 1 tells of all, of nobody, and of something else. */
static void
test_zombies_of_all (void)
{
  PlLog *log = story_new ();

  story_process (log, 0, "python3", 0);
  for (guint lane = 2; lane <= 6; lane++)
    story_process (log, 1, "P", 1);
  pl_log_lane (log, 4)->part = PL_HELPER_TRACKER;
  story_ends (log, 2, 300, 0);
  story_ends (log, 3, 400, 0);
  story_ends (log, 4, 100, 0);
  story_ends (log, 6, 100, 0);
  for (guint lane = 2; lane <= 5; lane++)
    story_event (log, 1, 500, PL_EVENT_UNREAPED, lane);
  story_event (log, 1, 500, PL_EVENT_UNREAPED, 1000000000);
  story_event (log, 1, 500, PL_EVENT_HELD_BACK, 6);
  story_ends (log, 5, 600, 0);
  story_ends (log, 1, 600, 0);
  story_assert (story_end (log, END), "left-behind", 0, 300, 500, "2 3", "2 processes were zombies, up to 200 ms: they had ended, and python3 never");
}

/* 4 is a child of 2, by 3 where that is its fork server. It ends, and then 2 is killed; meanwhile the recorder sees what is
 * left of it. */
typedef struct {
  double ends_ms, seen_ms, killed_ms;
  int status, program_status;
  gboolean by_server, helper, unborn;
  PlEventKind reaped;           /* by `reaper`, as that edge; 0: it is not */
  guint reaper;
  guint64 id;
  PlEventKind seen;             /* 0: PL_EVENT_UNREAPED */
  guint32 arg;                  /* 0: 4 */
} Killed;

#define BIRTH 7

static PlTrace *
killed (const Killed *it)
{
  PlLog *log = story_new ();

  story_process (log, 0, "python3", 0);
  story_process (log, 1, "P", 1);
  if (it->by_server)
    story_process (log, 2, "S", 1);
  else
    story_thread (log, 2, "T", 1);
  pl_log_lane (log, 3)->part = it->by_server ? PL_HELPER_FORK_SERVER : PL_HELPER_NOT;
  story_process (log, it->by_server ? 3 : 2, "C", 2);
  pl_log_lane (log, 4)->part = it->helper ? PL_HELPER_TRACKER : PL_HELPER_NOT;
  /* It is told of other edges before. */
  story_edge (log, 4, 2, PL_EVENT_WAKE, BIRTH + 1, TRUE);
  story_edge (log, 4, 2, PL_EVENT_FORK, BIRTH + 1, FALSE);
  if (!it->unborn)
    story_edge (log, 4, 2, PL_EVENT_FORK, BIRTH, TRUE);
  if (it->ends_ms < END)
    story_ends (log, 4, it->ends_ms, 0);
  if (it->reaped != 0)
    story_edge (log, it->reaper, 410, it->reaped, it->id, it->reaper < 4);
  story_event (log, 0, it->seen_ms, it->seen != 0 ? it->seen : PL_EVENT_UNREAPED, it->arg != 0 ? it->arg : 4);
  story_ends (log, 3, it->killed_ms, it->status);
  story_ends (log, 2, it->killed_ms, it->status);
  story_ends (log, 1, 900, it->program_status);
  return story_end (log, END);
}

static void
test_zombies_of_killed (void)
{
  static const Killed none[] = {
    { 400, 405, 419.9, -SIGKILL },              /* it was only late */
    { 400, 501, 500, -SIGKILL },                /* nobody saw it before */
    { 400, 450, 500, 0 },                       /* it could have told itself */
    { 400, 450, 500, -SIGKILL, -SIGKILL },      /* all of it was ended from outside */
    { 400, 450, 500, -SIGKILL, .helper = TRUE },
    { 400, 450, 500, -SIGKILL, .unborn = TRUE },        /* nobody knows whether its end was heard of */
    { 400, 450, 500, -SIGKILL, .reaped = PL_EVENT_JOIN, .reaper = 2, .id = BIRTH },
    { 400, 450, 500, -SIGKILL, .reaped = PL_EVENT_JOIN, .reaper = 3, .id = BIRTH },
    { 400, 450, 500, -SIGKILL, .seen = PL_EVENT_HELD_BACK },
    { 400, 450, 500, -SIGKILL, .arg = 1000000000 },
    { 400, 450, 500, -SIGKILL, .arg = 1 },
  };

  story_assert (killed (&(Killed) { 400, 450, 500, -SIGKILL }), "left-behind", 0, 400, 500, "4",
                "1 process was a zombie, for 100 ms: it had ended, and P never waited for it.");
  story_assert (killed (&(Killed) { 400, 420, 420, -SIGKILL }), "left-behind", 0, 400, 420, "4", "");
  story_assert (killed (&(Killed) { 400, 450, 500, -SIGKILL, .by_server = TRUE }), "left-behind", 0, 400, 500, "4", " and P never");
  /* Somebody else waited for it, or for somebody else, or woke it. */
  story_assert (killed (&(Killed) { 400, 450, 500, -SIGKILL, .reaped = PL_EVENT_JOIN, .reaper = 1, .id = BIRTH }), "left-behind", 0, 400, 500, "4", "");
  story_assert (killed (&(Killed) { 400, 450, 500, -SIGKILL, .reaped = PL_EVENT_JOIN, .reaper = 2, .id = BIRTH + 1 }), "left-behind", 0, 400, 500, "4", "");
  story_assert (killed (&(Killed) { 400, 450, 500, -SIGKILL, .reaped = PL_EVENT_WAKE, .reaper = 2, .id = BIRTH }), "left-behind", 0, 400, 500, "4", "");
  /* It has not ended at all. */
  story_assert (killed (&(Killed) { END, 450, 500, -SIGKILL }), "left-behind", 0, 900, END, "4", "1 process was left behind when the program ended: C (pid 104)");
  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    story_assert_none (killed (&none[i]), "left-behind");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/findings/life/left-behind", test_left_behind);
  g_test_add_func ("/findings/life/left-helpers", test_left_helpers);
  g_test_add_func ("/findings/life/orphans", test_orphans);
  g_test_add_func ("/findings/life/orphans-of-thread", test_orphans_of_thread);
  g_test_add_func ("/findings/life/no-orphans", test_no_orphans);
  g_test_add_func ("/findings/life/zombies", test_zombies);
  g_test_add_func ("/findings/life/zombies-of-all", test_zombies_of_all);
  g_test_add_func ("/findings/life/zombies-of-killed", test_zombies_of_killed);
  return g_test_run ();
}
