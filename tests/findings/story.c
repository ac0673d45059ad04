/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "story.h"

#include <string.h>

#include "log/pl-lane-writer.h"

static gint64
ns_of (double ms)
{
  return (gint64) (ms * 1e6 + 0.5);
}

static PlLaneWriter *
writer_of (PlLog *log, guint lane)
{
  static PlLaneWriter writer;

  pl_lane_writer_init (&writer, log, lane);
  return &writer;
}

PlLog *
story_new (void)
{
  PlLog *log = fixture_recording (PL_THREADS_ALL);

  pl_log_header (log)->n_cpus = 2;
  pl_log_header (log)->quota_millis = 0;
  pl_log_header (log)->account = PL_ACCOUNT_TIMES;
  return log;
}

static guint
add_lane (PlLog *log, PlLaneKind kind, guint parent, const char *name, double born_ms)
{
  guint lane = pl_log_n_lanes (log);
  int pid = 100 + (int) (kind == PL_LANE_THREAD ? parent : lane);

  g_assert_cmpuint (pl_log_add_lane (log, kind, parent == 0 ? PL_LANE_NOBODY : parent, pid, 100 + (int) lane, ns_of (born_ms),
                                     pl_log_add_name (log, name), 256), ==, lane);
  story_works (log, lane, born_ms);
  return lane;
}

guint
story_process (PlLog *log, guint parent, const char *name, double born_ms)
{
  return add_lane (log, PL_LANE_PROCESS, parent, name, born_ms);
}

guint
story_thread (PlLog *log, guint process, const char *name, double born_ms)
{
  return add_lane (log, PL_LANE_THREAD, process, name, born_ms);
}

void
story_state (PlLog *log, guint lane, double ms, PlState state, guint32 arg, guint16 count)
{
  pl_lane_record_at (writer_of (log, lane), ns_of (ms), state, arg, count);
}

void
story_works (PlLog *log, guint lane, double ms)
{
  story_state (log, lane, ms, PL_STATE_WORKING, PL_NO_TASK, 0);
}

void
story_waits (PlLog *log, guint lane, double ms, PlWaitReason reason, guint32 arg)
{
  story_state (log, lane, ms, reason == PL_WAIT_LOCK || reason == PL_WAIT_GIL ? PL_STATE_WAITING_LOCK : PL_STATE_WAITING_TASK, arg,
               (guint16) reason);
}

void
story_ends (PlLog *log, guint lane, double ms, int status)
{
  guint32 arg = status < 0 ? PL_DEAD_ARG (-status) : status == G_MAXINT ? G_MAXUINT32 : (guint32) status;

  story_state (log, lane, ms, status < 0 ? PL_STATE_DEAD : PL_STATE_FINISHED, arg, 0);
}

void
story_event (PlLog *log, guint lane, double ms, PlEventKind kind, guint32 arg)
{
  pl_lane_event_at (writer_of (log, lane), ns_of (ms), kind, arg);
}

void
story_waits_for (PlLog *log, guint lane, double ms, guint32 lock, guint holder)
{
  story_waits (log, lane, ms, PL_WAIT_LOCK, lock);
  story_event (log, lane, ms, PL_EVENT_HOLDER, holder);
}

void
story_edge (PlLog *log, guint lane, double ms, PlEventKind kind, guint64 id, gboolean in)
{
  pl_lane_edge_at (writer_of (log, lane), ns_of (ms), kind, id, in);
}

void
story_account (PlLog *log, guint lane, double ms, double on_ms, double waiting_ms)
{
  pl_lane_account_at (writer_of (log, lane), ns_of (ms), PL_EVENT_CPU_WAIT, ns_of (waiting_ms));
  pl_lane_account_at (writer_of (log, lane), ns_of (ms), PL_EVENT_CPU_TIME, ns_of (on_ms));
}

PlTrace *
story_end (PlLog *log, double ms)
{
  PlTrace *trace;

  fixture_end (log, ns_of (ms));
  trace = pl_trace_new (log);
  pl_log_unref (log);
  return trace;
}

/* Whatever is found lies within the run and costs no more than it lasted; the dearest is first. */
static guint
find (PlTrace *trace, GPtrArray *findings, const char *id, const PlFinding **found)
{
  guint n = 0;

  for (guint i = 0; i < findings->len; i++)
    {
      const PlFinding *finding = findings->pdata[i];

      g_test_message ("%s: %s", finding->id, finding->text);
      g_assert_cmpint (finding->from_ns, >=, 0);
      g_assert_cmpint (finding->from_ns, <=, finding->to_ns);
      g_assert_cmpint (finding->to_ns, <=, pl_trace_get_end_ns (trace));
      g_assert_cmpint (finding->cost_ns, >=, 0);
      g_assert_cmpint (finding->cost_ns, <=, finding->to_ns - finding->from_ns);
      g_assert_true (i == 0 || finding->cost_ns <= ((PlFinding *) findings->pdata[i - 1])->cost_ns);
      if (!g_str_equal (finding->id, id))
        continue;
      *found = finding;
      n++;
    }
  return n;
}

guint
story_count (PlTrace *trace, const char *id)
{
  g_autoptr (GPtrArray) findings = pl_findings_new (trace);
  const PlFinding *found = NULL;
  guint n = find (trace, findings, id, &found);

  g_object_unref (trace);
  return n;
}

void
story_assert_none (PlTrace *trace, const char *id)
{
  g_assert_cmpuint (story_count (trace, id), ==, 0);
}

/* To the nanosecond, but for what the kernel's sums were spread over. */
#define NEAR_NS 1000

void
story_assert (PlTrace *trace, const char *id, double cost_ms, double from_ms, double to_ms, const char *lanes, const char *says)
{
  g_autoptr (GPtrArray) findings = pl_findings_new (trace);
  g_autoptr (GString) text = g_string_new (NULL);
  const PlFinding *found = NULL;

  g_assert_cmpuint (find (trace, findings, id, &found), ==, 1);
  g_assert_cmpint (ABS (found->cost_ns - ns_of (cost_ms)), <=, NEAR_NS);
  g_assert_cmpint (found->from_ns, ==, ns_of (from_ms));
  g_assert_cmpint (found->to_ns, ==, ns_of (to_ms));
  for (guint i = 0; i < found->lanes->len; i++)
    g_string_append_printf (text, "%s%u", i > 0 ? " " : "", g_array_index (found->lanes, guint, i));
  g_assert_cmpstr (text->str, ==, lanes);
  if (strstr (found->text, says) == NULL)
    g_error ("“%s” is not in: %s", says, found->text);
  g_object_unref (trace);
}
