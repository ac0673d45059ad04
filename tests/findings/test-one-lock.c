/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who had one lock longest while others waited: of stories that are known to the millisecond, no more than they prove. */
#include "config.h"

#include <string.h>

#include "fixture-log.h"
#include "log/pl-lane-writer.h"
#include "trace/recording/pl-recording.h"

#define MS G_GINT64_CONSTANT (1000000)
#define END_MS 100
/* Four processes, all of them alive from 1 ms to the end. */
enum { X = 1, Y, A, B, N_LANES };

typedef struct { int lane, from_ms, to_ms, holder; } Wait;      /* to_ms END_MS: to the end of the lane; holder 0: none was seen */
typedef struct { int from, given_ms, to, taken_ms; } Edge;      /* to 0: nobody tells that he took it */
typedef struct { const char *name; Wait waits[8]; Edge edges[8]; const char *says; } Story;

static const Story stories[] = {
  /* Most came while X had it, and then waited for Y. */
  { "next", { { Y, 10, 30, X }, { A, 11, 90, X }, { B, 12, 96, X } }, { { X, 30, Y, 30 }, { Y, 90, A, 90 }, { A, 95, B, 96 } },
    " Y had it longest while others waited: at least 60.0 ms. " },
  /* Twice, and once would be less than what another one had it. */
  { "in-all", { { Y, 5, 20, X }, { A, 6, 40, X }, { B, 7, 92, X }, { Y, 41, 70, A } },
    { { X, 20, Y, 20 }, { Y, 40, A, 40 }, { A, 70, Y, 70 }, { Y, 92, B, 92 } },
    " Y had it longest while others waited: at least 42.0 ms in all, up to 22.0 ms at a time. " },
  /* It gives and takes it again before anybody else can: when it did that nobody knows, but for the first time. */
  { "convoy", { { Y, 10, 60, X }, { A, 12, 97, X }, { B, 13, 98, X } }, { { X, 25, 0, 0 }, { Y, 97, A, 97 } },
    " X had it longest while others waited: at least 15.0 ms. " },
  /* Nobody came for it until 50 ms: it may have been given and taken again. */
  { "alone", { { X, 2, 12, A }, { Y, 50, 95, X }, { B, 51, 95, X } }, { { A, 12, X, 12 }, { X, 95, Y, 95 } },
    " X had it longest while others waited: at least 45.0 ms. " },
  /* What it tells somebody else has nothing to do with it. */
  { "for-ever", { { Y, 20, END_MS, X }, { A, 30, END_MS, X } }, { { X, 40, B, 41 } }, " X had it longest while others waited: at least 80.0 ms. " },
  { "unseen", { { Y, 10, 90, 0 }, { A, 10, 95, 0 } }, { { 0 } }, "the others do nothing. Keep a lock" },
};

static void
tell_state (PlLog *log, guint lane, gint64 time_ms, PlState state, guint32 arg, guint16 count)
{
  PlLaneWriter writer;

  pl_lane_writer_init (&writer, log, lane);
  pl_lane_record_at (&writer, time_ms * MS, state, arg, count);
}

static void
tell_edge (PlLog *log, guint lane, gint64 time_ms, guint64 id, gboolean in)
{
  PlLaneWriter writer;

  pl_lane_writer_init (&writer, log, lane);
  pl_lane_edge_at (&writer, time_ms * MS, PL_EVENT_WAKE, id, in);
}

/* B of "for-ever" waits for something else until it is told. */
static void
tell_moment (PlLog *log, const Story *story, guint32 lock, int ms)
{
  for (const Edge *edge = story->edges; edge->from != 0; edge++)
    {
      guint64 id = 100 + (guint64) (edge - story->edges);

      if (edge->given_ms == ms)
        tell_edge (log, (guint) edge->from, ms, id, FALSE);
      if (edge->to != 0 && edge->taken_ms == ms)
        tell_edge (log, (guint) edge->to, ms, id, TRUE);
    }
  for (const Wait *wait = story->waits; wait->lane != 0; wait++)
    {
      PlLaneWriter writer;

      if (wait->to_ms == ms && ms < END_MS)
        tell_state (log, (guint) wait->lane, ms, PL_STATE_WORKING, PL_NO_TASK, 0);
      if (wait->from_ms != ms)
        continue;
      tell_state (log, (guint) wait->lane, ms, PL_STATE_WAITING_LOCK, lock, PL_WAIT_LOCK);
      pl_lane_writer_init (&writer, log, (guint) wait->lane);
      if (wait->holder != 0)
        pl_lane_event_at (&writer, ms * MS, PL_EVENT_HOLDER, (guint32) wait->holder);
    }
  if (g_str_equal (story->name, "for-ever") && (ms == 35 || ms == 41))
    tell_state (log, B, ms, ms == 35 ? PL_STATE_WAITING_TASK : PL_STATE_WORKING, 0, ms == 35 ? PL_WAIT_CONDITION : 0);
}

static PlTrace *
make_trace (const Story *story)
{
  static const char *const names[N_LANES] = { "", "X", "Y", "A", "B" };
  PlTrace *trace;
  guint32 lock;
  PlLog *log = fixture_recording (PL_THREADS_ALL);

  lock = pl_log_add_name (log, "lock 1");
  for (guint lane = 1; lane < N_LANES; lane++)
    {
      pl_log_add_lane (log, PL_LANE_PROCESS, PL_LANE_NOBODY, (int) (100 + lane), (int) (100 + lane), MS, pl_log_add_name (log, names[lane]), 64);
      tell_state (log, lane, 1, PL_STATE_WORKING, PL_NO_TASK, 0);
    }
  for (int ms = 1; ms < END_MS; ms++)
    tell_moment (log, story, lock, ms);
  for (guint lane = 1; lane < N_LANES; lane++)
    tell_state (log, lane, END_MS, PL_STATE_FINISHED, 0, 0);
  fixture_end (log, END_MS * MS);
  trace = pl_trace_new (log);
  pl_log_unref (log);
  return trace;
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
  g_assert_cmpint (found->from_ns, ==, story->waits[0].from_ms * MS);
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
