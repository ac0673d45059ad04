/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who had one lock longest while others waited: of stories that are known to the millisecond, no more than they prove. */
#include "config.h"

#include <signal.h>
#include <string.h>

#include "story.h"

#define END 100
/* Processes, all of them alive from 1 ms to the end. */
enum { X = 1, Y, A, B, C, N_LANES };
/* What is waited for: one and the same lock, by name; something else that goes by its name; another lock. */
typedef enum { LOCK, CONDITION, GLOBAL, OTHER } What;

typedef struct { int lane, from_ms, to_ms, holder; What what; gboolean dies; } Wait;    /* to_ms END: to the end of the lane; holder 0: none was seen */
typedef struct { int from, given_ms, to, taken_ms; PlEventKind kind; } Edge;    /* to 0: nobody tells that he took it; kind 0: PL_EVENT_WAKE */
typedef struct { const char *name; Wait waits[8]; Edge edges[8]; const char *says; int x_ends_ms; } Story;

#define NOTHING ": while one has it the others do nothing. Keep a lock for less time"

static const Story stories[] = {
  /* Most came while X had it, and then waited for Y. */
  { "next", { { Y, 10, 30, X }, { A, 11, 90, X }, { B, 12, 96, X } }, { { X, 30, Y, 30 }, { Y, 90, A, 90 }, { A, 95, B, 96 } },
    " Y had it longest while others waited: at least 60.0 ms. " },
  /* Twice, and once would be less than what another one had it. */
  { "in-all", { { Y, 5, 20, X }, { A, 6, 40, X }, { B, 7, 92, X }, { Y, 41, 70, A } },
    { { X, 20, Y, 20 }, { Y, 40, A, 40 }, { A, 70, Y, 70 }, { Y, 92, B, 92 } },
    " Y had it longest while others waited: at least 42.0 ms in all, up to 22.0 ms at a time. " },
  /* It gives and takes it again before anybody else can: when it did that nobody knows, but for the first time. */
  { "convoy", { { Y, 10, 60, X }, { A, 12, 97, X }, { B, 13, 98, X } }, { { X, 25, 0, 0 }, { X, 97, A, 97 } },
    " X had it longest while others waited: at least 15.0 ms. " },
  { "gave-before", { { Y, 10, 90, X }, { A, 12, 95, X } }, { { X, 25, 0, 0 }, { X, 90, Y, 90 } },
    " X had it longest while others waited: at least 15.0 ms. " },
  /* Nobody came for it until 50 ms: it may have been given and taken again. */
  { "alone", { { X, 2, 12, A }, { Y, 50, 95, X }, { B, 51, 95, X } }, { { A, 12, X, 12 }, { X, 95, Y, 95 } },
    " X had it longest while others waited: at least 45.0 ms. " },
  { "no-time", { { A, 3, 3, X }, { X, 5, 40, A }, { Y, 50, 95, X }, { B, 51, 95, X } }, { { A, 40, X, 40 }, { X, 95, Y, 95 } },
    " X had it longest while others waited: at least 45.0 ms. " },
  /* What it tells somebody else has nothing to do with it. */
  { "for-ever", { { Y, 20, END, X }, { A, 30, END, X }, { B, 35, 41, 0, CONDITION } }, { { X, 40, B, 41 } },
    " X had it longest while others waited: at least 80.0 ms. " },
  { "others", { { A, 10, 90, X }, { B, 10, 95, X }, { Y, 20, 30, 0, CONDITION }, { C, 20, 30, 0, CONDITION } },
    { { X, 30, C, 30 }, { X, 30, Y, 30 }, { X, 90, A, 90 }, { A, 95, B, 95 } }, " X had it longest while others waited: at least 80.0 ms. " },
  /* Nor what somebody else gives, or who is waited for to end. */
  { "by-another", { { Y, 10, 90, X }, { A, 10, 95, X } }, { { B, 30, 0, 0 }, { X, 90, Y, 90 }, { Y, 95, A, 95 } },
    " X had it longest while others waited: at least 80.0 ms. " },
  { "no-wake", { { A, 10, 40, X }, { B, 10, 90, X } }, { { X, 40, A, 40, PL_EVENT_JOIN }, { B, 5, X, 5 }, { A, 90, B, 90 } }, NOTHING },
  /* Who was let go later was let go from something else. */
  { "later", { { A, 10, 40, X }, { B, 10, 90, X } }, { { X, 40, A, 45 }, { A, 90, B, 90 } }, " X had it longest while others waited: at least 30.0 ms. " },
  /* Whose wait ended with himself got nothing: it was still X's. */
  { "killed", { { Y, 10, 50, X, LOCK, TRUE }, { A, 20, END, X } }, { { 0 } }, " X had it longest while others waited: at least 90.0 ms. " },
  /* So long as he was alive. */
  { "holder-ends", { { Y, 10, END, X }, { A, 10, END, X } }, { { 0 } }, " X had it longest while others waited: at least 30.0 ms. ", 40 },
  /* A wait ended, and nobody tells who gave it, or who got it. */
  { "untold", { { Y, 10, 90, X }, { A, 10, 95, X } }, { { 0 } }, NOTHING },
  { "gives-at-once", { { A, 10, 40, X }, { B, 10, 90, X } }, { { A, 40, 0, 0 }, { A, 90, B, 90 } }, NOTHING },
  { "got-untold", { { A, 10, 30, Y }, { B, 10, 90, Y } }, { { X, 90, B, 90 } }, NOTHING },
  { "unseen", { { Y, 10, 90, 0 }, { A, 10, 95, 0 } }, { { 0 } }, NOTHING },
  { "unseen-first", { { Y, 10, 50, 0, LOCK, TRUE }, { A, 70, 95, X } }, { { X, 95, A, 95 } }, " X had it longest while others waited: at least 25.0 ms. " },
  { "of-nobody", { { Y, 10, END, 1000000000 }, { A, 10, END, 0 } }, { { 0 } }, NOTHING },
  { "of-himself", { { Y, 10, END, Y }, { A, 10, END, 0 } }, { { 0 } }, NOTHING },
  /* Who has it waits for Python's global lock, or for another one that Y has. */
  { "global", { { A, 10, 40, X }, { B, 10, 90, X }, { A, 60, 65, 0, GLOBAL } }, { { X, 40, A, 40 }, { A, 90, B, 90 } },
    " A had it longest while others waited: at least 50.0 ms. " },
  { "another-lock", { { A, 10, 40, X }, { B, 10, 90, X }, { A, 60, 80, Y, OTHER } }, { { X, 40, A, 40 }, { A, 90, B, 90 } },
    " A had it longest while others waited: at least 50.0 ms. " },
};

static void
begin_wait (PlLog *log, const Wait *wait, guint32 lock)
{
  guint32 name = wait->what == OTHER ? pl_log_add_name (log, "lock 2") : lock;
  PlWaitReason reason = wait->what == CONDITION ? PL_WAIT_CONDITION : wait->what == GLOBAL ? PL_WAIT_GIL : PL_WAIT_LOCK;

  story_waits (log, (guint) wait->lane, wait->from_ms, reason, name);
  if (wait->holder != 0)
    story_event (log, (guint) wait->lane, wait->from_ms, PL_EVENT_HOLDER, (guint32) wait->holder);
}

static void
tell_moment (PlLog *log, const Story *story, guint32 lock, int ms)
{
  for (const Edge *edge = story->edges; edge->from != 0; edge++)
    {
      guint64 id = 100 + (guint64) (edge - story->edges);
      PlEventKind kind = edge->kind != 0 ? edge->kind : PL_EVENT_WAKE;

      if (edge->given_ms == ms)
        story_edge (log, (guint) edge->from, ms, kind, id, FALSE);
      if (edge->to != 0 && edge->taken_ms == ms)
        story_edge (log, (guint) edge->to, ms, kind, id, TRUE);
    }
  for (const Wait *wait = story->waits; wait->lane != 0; wait++)
    {
      if (wait->from_ms == ms)
        begin_wait (log, wait, lock);
      if (wait->to_ms == ms && wait->dies)
        story_ends (log, (guint) wait->lane, ms, -SIGKILL);
      else if (wait->to_ms == ms)
        story_works (log, (guint) wait->lane, ms);
    }
}

static gboolean
dies (const Story *story, guint lane)
{
  for (const Wait *wait = story->waits; wait->lane != 0; wait++)
    if (wait->dies && wait->lane == (int) lane)
      return TRUE;
  return lane == X && story->x_ends_ms > 0;
}

static PlTrace *
make_trace (const Story *story)
{
  static const char *const names[N_LANES] = { "", "X", "Y", "A", "B", "C" };
  PlLog *log = story_new ();
  guint32 lock = pl_log_add_name (log, "lock 1");

  for (guint lane = 1; lane < N_LANES; lane++)
    story_process (log, 0, names[lane], 1);
  for (int ms = 1; ms < END; ms++)
    {
      tell_moment (log, story, lock, ms);
      if (ms == story->x_ends_ms)
        story_ends (log, X, ms, 0);
    }
  for (guint lane = 1; lane < N_LANES; lane++)
    if (!dies (story, lane))
      story_ends (log, lane, END, 0);
  return story_end (log, END);
}

static void
test_story (gconstpointer data)
{
  const Story *story = data;
  g_autoptr (PlTrace) trace = make_trace (story);
  g_autoptr (GPtrArray) findings = pl_findings_new (trace);
  const PlFinding *found = NULL;

  for (guint i = 0; i < findings->len; i++)
    if (g_str_equal (((PlFinding *) findings->pdata[i])->id, "one-lock"))
      found = findings->pdata[i];
  g_assert_nonnull (found);
  g_test_message ("%s", found->text);
  g_assert_nonnull (strstr (found->text, story->says));
  /* Who had it is told of first, and once. */
  for (guint i = 1; i < found->lanes->len; i++)
    g_assert_cmpuint (g_array_index (found->lanes, guint, i), !=, g_array_index (found->lanes, guint, 0));
  g_assert_cmpint (found->from_ns, ==, story->waits[0].from_ms * G_GINT64_CONSTANT (1000000));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (stories); i++)
    {
      g_autofree char *path = g_strconcat ("/findings/one-lock/", stories[i].name, NULL);

      g_test_add_data_func (path, &stories[i], test_story);
    }
  return g_test_run ();
}
