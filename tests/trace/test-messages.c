/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fixture-log.h"
#include "trace/pl-trace.h"

#define MAX_MESSAGES 4000

static void
check_run (PlIpc ipc, guint chunk, guint deaths)
{
  FixturePlan plan = { .workers = 4, .tasks = 60, .chunk = chunk, .ipc = ipc, .task_ns = 700000, .seed = 21, .deaths = deaths };
  PlLog *log = fixture_pool (&plan);
  g_autoptr (PlTrace) trace = pl_trace_new (log);
  g_autofree PlMessage *messages = g_new (PlMessage, MAX_MESSAGES);
  guint n_chunks = (60 + chunk - 1) / chunk, n, tasks = 0, results = 0;

  n = pl_trace_messages (trace, 0, pl_trace_get_end_ns (trace), messages, MAX_MESSAGES);
  if (ipc == PL_IPC_ARRAY)
    {
      g_assert_cmpuint (n, ==, 0);
      pl_log_unref (log);
      return;
    }
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpint (messages[i].sent_ns, <=, messages[i].received_ns);
      g_assert_cmpuint (messages[i].chunk, <, n_chunks);
      g_assert_cmpuint (messages[i].result ? messages[i].to_lane : messages[i].from_lane, ==, 0);
      g_assert_cmpuint (messages[i].result ? messages[i].from_lane : messages[i].to_lane, >, 0);
      if (i > 0)
        g_assert_cmpint (messages[i - 1].received_ns, <=, messages[i].received_ns);
      results += messages[i].result;
      tasks += !messages[i].result;
    }
  /* A chunk whose worker died went out twice and came back once. */
  g_assert_cmpuint (results, ==, n_chunks);
  g_assert_cmpuint (tasks, ==, n_chunks + deaths);
  g_assert_cmpuint (pl_trace_messages (trace, 0, pl_trace_get_end_ns (trace), messages, 5), ==, 6);
  pl_log_unref (log);
}

static void
test_channels (void)
{
  for (guint ipc = 0; ipc < PL_N_IPC; ipc++)
    {
      check_run ((PlIpc) ipc, 1, 0);
      check_run ((PlIpc) ipc, 7, 0);
      check_run ((PlIpc) ipc, 1, 3);
      check_run ((PlIpc) ipc, 7, 2);
    }
}

/* A queue of one task in two attempts, by hand: who belongs to whom. */
static void
test_again (void)
{
  PlLog *log = fixture_empty (2, 1);
  g_autoptr (PlTrace) trace = NULL;
  PlLaneWriter parent, one, two;
  PlMessage messages[8];
  PlSpan span;

  pl_lane_writer_init (&parent, log, 0);
  pl_lane_writer_init (&one, log, 1);
  pl_lane_writer_init (&two, log, 2);
  pl_lane_record_at (&parent, 100, PL_STATE_SENDING, 0, 1);
  pl_lane_record_at (&parent, 110, PL_STATE_WAITING_TASK, 0, 0);
  pl_lane_record_at (&parent, 500, PL_STATE_SENDING, 0, 1);
  pl_lane_record_at (&parent, 520, PL_STATE_WAITING_TASK, 0, 0);
  pl_lane_record_at (&parent, 950, PL_STATE_RECEIVING, 0, 1);
  pl_lane_record_at (&parent, 960, PL_STATE_FINISHED, 0, 0);
  /* Worker 1 lies in wait in its receive before anything is sent, then dies sending. */
  pl_lane_record_at (&one, 50, PL_STATE_RECEIVING, 0, 0);
  pl_lane_record_at (&one, 150, PL_STATE_WORKING, 0, 0);
  pl_lane_record_at (&one, 300, PL_STATE_SENDING, 0, 0);
  pl_lane_record_at (&one, 310, PL_STATE_DEAD, PL_DEAD_ARG (9), 0);
  pl_lane_record_at (&two, 600, PL_STATE_RECEIVING, 0, 0);
  pl_lane_record_at (&two, 650, PL_STATE_WORKING, 0, 0);
  pl_lane_record_at (&two, 900, PL_STATE_SENDING, 0, 0);
  pl_lane_record_at (&two, 920, PL_STATE_FINISHED, 0, 0);
  pl_log_order (log)[0] = 0;
  atomic_store (&pl_log_header (log)->status.n_order, 1);
  fixture_end (log, 1000);
  trace = pl_trace_new (log);

  g_assert_cmpuint (pl_trace_messages (trace, 0, 1000, messages, 8), ==, 3);
  g_assert_cmpuint (messages[0].to_lane, ==, 1);
  g_assert_cmpint (messages[0].sent_ns, ==, 110);
  g_assert_cmpint (messages[0].received_ns, ==, 150);
  g_assert_cmpuint (messages[1].to_lane, ==, 2);
  g_assert_cmpint (messages[1].sent_ns, ==, 520);
  g_assert_cmpint (messages[1].received_ns, ==, 600);
  g_assert_true (messages[2].result);
  g_assert_cmpuint (messages[2].from_lane, ==, 2);
  g_assert_cmpint (messages[2].sent_ns, ==, 920);

  /* Of the spans: the result that died with worker 1 never arrived. */
  g_assert_cmpuint (pl_trace_span_messages (trace, 1, 1, messages, 8), ==, 1);
  g_assert_cmpuint (messages[0].to_lane, ==, 1);
  g_assert_cmpuint (pl_trace_span_messages (trace, 1, 2, messages, 8), ==, 0);
  g_assert_cmpuint (pl_trace_span_messages (trace, 2, 1, messages, 8), ==, 2);
  g_assert_cmpint (messages[0].sent_ns, ==, 520);
  g_assert_true (messages[1].result);
  g_assert_cmpuint (pl_trace_span_messages (trace, 0, 0, messages, 8), ==, 1);
  g_assert_cmpuint (messages[0].to_lane, ==, 1);
  g_assert_cmpuint (pl_trace_span_messages (trace, 0, 4, messages, 8), ==, 1);
  g_assert_cmpuint (messages[0].from_lane, ==, 2);

  g_assert_true (pl_trace_find_task (trace, 0, &span));
  g_assert_cmpuint (span.lane, ==, 2);
  g_assert_false (pl_trace_find_task (trace, 1, &span));

  /* Part of the time: what was sent or received in it. */
  g_assert_cmpuint (pl_trace_messages (trace, 115, 160, messages, 8), ==, 1);
  g_assert_cmpuint (pl_trace_messages (trace, 200, 400, messages, 8), ==, 0);
  g_assert_cmpuint (pl_trace_messages (trace, 510, 530, messages, 8), ==, 1);
  pl_log_unref (log);
}

/* A receive may be seen before its order entry is; it must be paired all the same later. */
static void
test_late_order (void)
{
  PlLog *log = fixture_empty (1, 1);
  g_autoptr (PlTrace) trace = NULL;
  PlLaneWriter parent, one;
  PlMessage messages[4];

  atomic_store (&pl_log_header (log)->status.phase, PL_PHASE_RUNNING);
  trace = pl_trace_new (log);
  pl_lane_writer_init (&parent, log, 0);
  pl_lane_writer_init (&one, log, 1);
  pl_lane_record_at (&one, 50, PL_STATE_SENDING, 0, 0);
  pl_lane_record_at (&one, 60, PL_STATE_WAITING_TASK, 0, 0);
  pl_lane_record_at (&parent, 70, PL_STATE_RECEIVING, 0, 1);
  g_assert_true (pl_trace_refresh (trace, 100));
  g_assert_cmpuint (pl_trace_messages (trace, 0, 100, messages, 4), ==, 0);
  pl_log_order (log)[0] = 0;
  atomic_store (&pl_log_header (log)->status.n_order, 1);
  pl_trace_refresh (trace, 110);
  g_assert_cmpuint (pl_trace_messages (trace, 0, 100, messages, 4), ==, 1);
  pl_log_unref (log);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/messages/channels", test_channels);
  g_test_add_func ("/messages/again", test_again);
  g_test_add_func ("/messages/late-order", test_late_order);
  return g_test_run ();
}
