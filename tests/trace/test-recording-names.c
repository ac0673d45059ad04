/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lanes and things are called in a sentence: so that nobody is taken for another one, and in the reader's language. */
#include "config.h"

#include "fixture-log.h"
#include "log/pl-lane-writer.h"
#include "trace/recording/pl-recording.h"

typedef struct { PlLaneKind kind; guint parent; int pid, tid; const char *name, *who; } Entry;

/* From lane 1 on. */
static const Entry entries[] = {
  { PL_LANE_PROCESS, PL_LANE_NOBODY, 100, 100, "python3", "python3" },
  { PL_LANE_PROCESS, 1, 200, 200, "Process-1", "Process-1" },
  { PL_LANE_PROCESS, 1, 300, 300, "Process-2", "Process-2" },
  { PL_LANE_THREAD, 2, 200, 201, "Thread-1", "Thread-1 of Process-1" },
  { PL_LANE_THREAD, 3, 300, 301, "Thread-1", "Thread-1 of Process-2" },
  { PL_LANE_THREAD, 3, 300, 302, "Thread-2", "Thread-2" },
  /* Nor does its process tell it from the other one. */
  { PL_LANE_THREAD, 1, 100, 101, "", "python3, thread (tid 101)" },
  { PL_LANE_THREAD, 1, 100, 102, "", "python3, thread (tid 102)" },
  { PL_LANE_PROCESS, 1, 400, 400, "sh", "sh (pid 400)" },
  { PL_LANE_PROCESS, 1, 500, 500, "sh", "sh (pid 500)" },
  { PL_LANE_THREAD, 9, 400, 401, "worker", "worker of sh (tid 401)" },
  { PL_LANE_THREAD, 10, 500, 501, "worker", "worker of sh (tid 501)" },
};

static PlTrace *
make_trace (void)
{
  PlLog *log = fixture_recording (PL_THREADS_ALL);
  PlTrace *trace;

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      const Entry *entry = &entries[i];
      PlLaneWriter writer;
      guint lane = pl_log_add_lane (log, entry->kind, entry->parent, entry->pid, entry->tid, 1000,
                                    *entry->name != '\0' ? pl_log_add_name (log, entry->name) : 0, 64);

      g_assert_cmpuint (lane, ==, i + 1);
      pl_lane_writer_init (&writer, log, lane);
      pl_lane_record_at (&writer, 1000, PL_STATE_WORKING, PL_NO_TASK, 0);
    }
  fixture_end (log, 1000000);
  trace = pl_trace_new (log);
  pl_log_unref (log);
  return trace;
}

static void
test_who (void)
{
  g_autoptr (PlTrace) trace = make_trace ();
  g_autofree char *process = pl_recording_lane_who (trace, 2, TRUE), *thread = pl_recording_lane_who (trace, 6, TRUE);
  g_autofree char *outside = pl_recording_lane_who (trace, 0, TRUE);

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      g_autofree char *who = pl_recording_lane_who (trace, i + 1, FALSE);

      g_assert_cmpstr (who, ==, entries[i].who);
    }
  g_assert_cmpstr (process, ==, "Process-1 (pid 200)");
  g_assert_cmpstr (thread, ==, "Thread-2 (tid 302)");
  g_assert_cmpstr (outside, ==, "Paralane");
}

static void
assert_thing (PlLog *log, const char *text, const char *said)
{
  g_autofree char *name = pl_recording_thing_name (log, pl_log_add_name (log, text));

  g_assert_cmpstr (name, ==, said);
}

/* Of what the recorder and Python's hook call something themselves nothing is lost, and nothing else is touched. */
static void
test_things (void)
{
  static const char *const texts[] = { "lock 28", "condition 3", "pipe 7", "socket 12", "pipe", "lock 3x", "Lock, it.py:5", "lock 0",
                                       "reading of Queue, it.py:6", "writing of tasks, Pool, it.py:3", "results, Pool, it.py:3" };
  PlLog *log = fixture_recording (PL_THREADS_ALL);
  g_autofree char *nothing = pl_recording_thing_name (log, 0);

  g_assert_cmpstr (nothing, ==, "");
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_thing (log, texts[i], texts[i]);
  pl_log_unref (log);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recording-names/who", test_who);
  g_test_add_func ("/recording-names/things", test_things);
  return g_test_run ();
}
