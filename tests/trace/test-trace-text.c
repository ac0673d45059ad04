/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <string.h>

#include "fixture-log.h"
#include "log/pl-race-methods.h"
#include "log/pl-scenes.h"
#include "plan/pl-plan.h"
#include "trace/pl-trace-text.h"

static void
assert_sentence (PlTrace *trace, guint lane, guint64 index, const char *title, const char *sentence)
{
  g_autofree char *a = pl_trace_span_title (trace, lane, index);
  g_autofree char *b = pl_trace_span_sentence (trace, lane, index);

  g_assert_cmpstr (a, ==, title);
  g_assert_cmpstr (b, ==, sentence);
}

static void
erase_cpus (PlLog *log)
{
  for (guint lane = 0; lane < pl_log_n_lanes (log); lane++)
    for (guint64 i = 0; i < pl_log_count (log, lane); i++)
      ((PlRecord *) pl_log_records (log, lane))[i].cpu = 1;
}

#define MS INT64_C (1000000)

static PlLog *
make_log (void)
{
  PlLog *log = fixture_empty (2, 3);
  PlLaneWriter parent, one, two;

  pl_lane_writer_init (&parent, log, 0);
  pl_lane_writer_init (&one, log, 1);
  pl_lane_writer_init (&two, log, 2);
  pl_lane_record_at (&parent, 0, PL_STATE_STARTING, 2, 0);
  pl_lane_record_at (&parent, 1 * MS, PL_STATE_SENDING, 0, 3);
  pl_lane_record_at (&parent, 2 * MS, PL_STATE_WAITING_TASK, 0, 0);
  pl_lane_record_at (&parent, 8 * MS, PL_STATE_PAUSED, 0, 0);
  pl_lane_record_at (&parent, 10 * MS, PL_STATE_WAITING_TASK, 0, 0);
  pl_lane_record_at (&parent, 12 * MS, PL_STATE_SENDING, 1, 1);
  pl_lane_record_at (&parent, 13 * MS, PL_STATE_RECEIVING, 0, 2);
  pl_lane_record_at (&parent, 19 * MS, PL_STATE_FINISHED, 0, 0);

  pl_lane_record_at (&one, 1 * MS, PL_STATE_STARTING, 0, 0);
  pl_lane_record_at (&one, 2 * MS, PL_STATE_RECEIVING, 0, 0);
  pl_lane_record_at (&one, 3 * MS, PL_STATE_WORKING, 0, 0);
  pl_lane_record_at (&one, 11 * MS, PL_STATE_SENDING, 0, 0);
  pl_lane_record_at (&one, 12 * MS, PL_STATE_WAITING_LOCK, PL_LOCK_ARG (PL_LOCK_TASKS, 2), 0);
  pl_lane_record_at (&one, 14 * MS, PL_STATE_RECEIVING, 1, 0);
  pl_lane_record_at (&one, 15 * MS, PL_STATE_WORKING, 1, 0);
  pl_lane_record_at (&one, 16 * MS, PL_STATE_WAITING_LOCK, PL_LOCK_ARG (PL_LOCK_RESULTS, PL_NO_LANE), 0);
  pl_lane_record_at (&one, 17 * MS, PL_STATE_FINISHED, 1, 0);

  pl_lane_record_at (&two, 2 * MS, PL_STATE_WAITING_TASK, 0, 0);
  pl_lane_record_at (&two, 4 * MS, PL_STATE_RECEIVING, 1, 0);
  pl_lane_record_at (&two, 5 * MS, PL_STATE_WORKING, 1, 0);
  pl_lane_record_at (&two, 7 * MS, PL_STATE_DEAD, PL_DEAD_ARG (9), 0);
  pl_lane_record_at (&two, 9 * MS, PL_STATE_STARTING, 0, 0);
  pl_lane_record_at (&two, 10 * MS, PL_STATE_DEAD, PL_DEAD_ARG (3 << 8), 0);
  pl_log_order (log)[0] = 0;
  atomic_store (&pl_log_header (log)->status.n_order, 1);
  atomic_store (&pl_log_header (log)->status.done, 3);
  atomic_store (&pl_log_header (log)->status.right, 3);
  fixture_end (log, 20 * MS);
  erase_cpus (log);
  return log;
}

static void
test_sentences (void)
{
  PlLog *log = make_log ();
  g_autoptr (PlTrace) trace = pl_trace_new (log);

  assert_sentence (trace, 0, 0, "Parent starting", "The parent took 1.00 ms to start Worker 2.");
  assert_sentence (trace, 0, 1, "Parent sending", "The parent sent 3 messages with tasks in 1.00 ms.");
  assert_sentence (trace, 0, 2, "Parent waiting for results", "The parent slept 6.00 ms, waiting for results.");
  assert_sentence (trace, 0, 3, "The whole pool paused", "The whole pool was stopped for 2.00 ms, from 8.00 ms on.");
  assert_sentence (trace, 0, 5, "Parent sending", "The parent sent task 2 in 1.00 ms.");
  assert_sentence (trace, 0, 6, "Parent receiving", "The parent received 2 messages with results in 6.00 ms.");
  assert_sentence (trace, 1, 0, "Worker 1 starting", "Worker 1 took 1.00 ms to start.");
  assert_sentence (trace, 1, 1, "Worker 1 receiving task 1",
                   "Worker 1 received task 1 in 1.00 ms. It was already waiting for the message.");
  assert_sentence (trace, 1, 2, "Task 1 on Worker 1",
                   "Worked 8.00 ms, from 3.0 ms to 11.0 ms, on CPU 1. The pool was paused for 2.00 ms of it. "
                   "The worker was already waiting for it. Its result was right.");
  assert_sentence (trace, 1, 3, "Worker 1 sending the result of task 1",
                   "Worker 1 sent the result of task 1 in 1.00 ms. The parent received it 1.00 ms later.");
  assert_sentence (trace, 1, 4, "Worker 1 waiting for a lock",
                   "Worker 1 waited 2.00 ms for the queue's lock, held by Worker 2. "
                   "One at a time may take a task from the queue, so that messages do not mix.");
  assert_sentence (trace, 1, 7, "Worker 1 waiting for a lock",
                   "Worker 1 waited 1.00 ms for the results' lock. "
                   "One at a time may send a result, so that messages do not mix.");
  assert_sentence (trace, 1, 8, "Worker 1 finished", "Worker 1 was stopped by the user at 17.00 ms.");
  assert_sentence (trace, 2, 0, "Worker 2 waiting for a task", "Worker 2 waited 2.00 ms for a task.");
  assert_sentence (trace, 2, 2, "Task 2 on Worker 2",
                   "Worked 2.00 ms, from 5.00 ms to 7.00 ms, on CPU 1. The task lay 2.00 ms in the queue. "
                   "The worker died in the middle of it. Task 2, which it was working on, was handed out again: "
                   "to Worker 1, which started it at 15.00 ms.");
  assert_sentence (trace, 2, 3, "Worker 2 died",
                   "Worker 2 was killed by SIGKILL (-9) at 7.00 ms. Task 2, which it was working on, was handed out again: "
                   "to Worker 1, which started it at 15.00 ms. A replacement started 2.00 ms later.");
  assert_sentence (trace, 2, 5, "Worker 2 died",
                   "Worker 2 exited with status 3 at 10.00 ms. At that moment it was starting.");
  pl_log_unref (log);
}

/* Results of a chunk come back together: until then none of them right would sound like bad news. */
static void
test_none_returned (void)
{
  PlLog *log = make_log ();
  PlRunStatus *status = &pl_log_header (log)->status;
  g_autoptr (PlTrace) trace = NULL;
  g_autofree char *before = NULL, *after = NULL;

  atomic_store (&status->phase, PL_PHASE_RUNNING);
  atomic_store (&status->right, 0);
  atomic_store (&status->done, 0);
  atomic_store (&pl_log_lane (log, 1)->tasks, 2);
  atomic_store (&pl_log_lane (log, 2)->tasks, 0);
  trace = pl_trace_new (log);
  before = pl_trace_subtitle (trace);
  g_assert_true (g_str_has_suffix (before, "  |  2 done, none returned yet"));
  atomic_store (&status->right, 1);
  after = pl_trace_subtitle (trace);
  g_assert_true (g_str_has_suffix (after, "  |  1 of 3 results right"));
  pl_log_unref (log);
}

/* What the kernel told of who had a CPU stands in the line below the title, in the words of a span, and in the footer. */
static void
test_account (void)
{
  PlLog *log = fixture_empty (2, 3);
  g_autofree char *subtitle = NULL, *sentence = NULL, *footer = NULL;
  g_autoptr (PlTrace) trace = NULL;
  PlLaneWriter one;

  pl_log_header (log)->n_cpus = 2;
  pl_log_header (log)->quota_millis = 500;
  atomic_store (&pl_log_header (log)->account, PL_ACCOUNT_TIMES);
  pl_lane_writer_init (&one, log, 1);
  pl_lane_account_at (&one, 0, PL_EVENT_CPU_TIME, 0);
  pl_lane_record_at (&one, 0, PL_STATE_WORKING, 0, 0);
  pl_lane_account_at (&one, 98 * MS, PL_EVENT_CPU_WAIT, 92800000);
  pl_lane_account_at (&one, 98 * MS, PL_EVENT_CPU_TIME, 5200000);
  pl_lane_record_at (&one, 98 * MS, PL_STATE_FINISHED, 0, 0);
  fixture_end (log, 98 * MS);
  trace = pl_trace_new (log);
  subtitle = pl_trace_subtitle (trace);
  sentence = pl_trace_span_sentence (trace, 1, 0);
  footer = pl_trace_footer (trace);
  g_assert_nonnull (strstr (subtitle, "  |  CPU 5.20 ms of 98.0 ms at tasks (5.3 %): 2 workers take turns on 0.5 CPUs  |  "));
  g_assert_nonnull (strstr (sentence, "and 92.8 ms waiting for a CPU."));
  g_assert_nonnull (strstr (footer, "This group of programs may use 0.5 of 2 CPUs."));
  pl_log_unref (log);
}

/* The same of a scene: a wait in which it had no CPU is named. */
static void
test_scene_account (void)
{
  g_autofree char *sentence = NULL;
  g_autoptr (PlTrace) trace = NULL;
  PlLaneWriter one;
  PlPlanData plan;
  PlLog *log;

  pl_plan_init_scene (&plan, PL_SCENE_DEADLOCK);
  g_assert_true (pl_plan_validate (&plan, NULL));
  g_assert_cmpint (pl_log_create (&plan, NULL, &log), ==, 0);
  atomic_store (&pl_log_header (log)->account, PL_ACCOUNT_TIMES);
  pl_lane_writer_init (&one, log, 1);
  pl_lane_account_at (&one, 0, PL_EVENT_CPU_TIME, 0);
  pl_lane_record_at (&one, 0, PL_STATE_WORKING, 0, 0);
  pl_lane_account_at (&one, 10 * MS, PL_EVENT_CPU_WAIT, 8 * MS);
  pl_lane_account_at (&one, 10 * MS, PL_EVENT_CPU_TIME, 2 * MS);
  pl_lane_record_at (&one, 10 * MS, PL_STATE_FINISHED, 0, 0);
  fixture_end (log, 10 * MS);
  trace = pl_trace_new (log);
  sentence = pl_trace_span_sentence (trace, 1, 0);
  g_assert_true (g_str_has_suffix (sentence, " For 8.00 ms of it, it could have gone on but had no CPU."));
  pl_log_unref (log);
}

static void
test_lines (void)
{
  PlLog *log = make_log ();
  g_autoptr (PlTrace) trace = NULL;
  g_autofree char *title = NULL, *subtitle = NULL, *footer = NULL, *range = NULL, *all = NULL, *once = NULL, *often = NULL;

  strcpy (pl_log_header (log)->kernel, "Linux 6.1");
  pl_log_header (log)->n_cpus = 1;
  pl_log_header (log)->status.serial_ns = 30 * MS;
  atomic_store (&pl_log_lane (log, 2)->incarnations, 2);
  trace = pl_trace_new (log);
  title = pl_trace_title (trace);
  subtitle = pl_trace_subtitle (trace);
  footer = pl_trace_footer (trace);
  range = pl_trace_range_sentence (trace, 1, 3 * MS, 13 * MS, 0);
  all = pl_trace_range_sentence (trace, -1, 0, 20 * MS, 0);
  once = pl_trace_lane_detail (trace, 1);
  often = pl_trace_lane_detail (trace, 2);
  g_assert_cmpstr (title, ==, "Pool of 2, 3 tasks, Queue");
  g_assert_true (g_str_has_suffix (subtitle, "  |  wall 20.0 ms, 150 tasks/s, speed-up 1.5x of 2  |  3 of 3 results right"));
  g_assert_cmpstr (footer, ==, "1 CPU, Linux 6.1, Paralane 0.1.0, 2026-01-01 12:00. 23 records, none dropped, "
                               "recording cost under 0.1 %.");
  g_assert_cmpstr (range, ==, "From 3.0 ms to 13.0 ms (10.0 ms): working 80 %, waiting for a lock 10 %, sending 10 %; "
                              "1 task started.");
  g_assert_nonnull (strstr (all, "3 tasks started."));
  g_assert_cmpstr (once, ==, "pid 4102");
  g_assert_cmpstr (often, ==, "2 pids, last 4103");
  pl_log_unref (log);
}

/* Who has hidden a state is told that it is counted in the shares all the same; not where it does not occur. */
static void
test_range_hidden (void)
{
  static const struct { guint32 hidden; gboolean said; } cases[] = {
    { 0, FALSE }, { 1u << PL_STATE_WAITING_LOCK, TRUE }, { 1u << PL_STATE_DEAD, FALSE },
    { 1u << PL_N_STATES, TRUE },  /* a part of the time at work */
  };
  PlLog *log = make_log ();
  g_autoptr (PlTrace) trace = pl_trace_new (log);
  g_autofree char *plain = pl_trace_range_sentence (trace, 1, 3 * MS, 13 * MS, 0);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = pl_trace_range_sentence (trace, 1, 3 * MS, 13 * MS, cases[i].hidden);
      g_autofree char *wanted = g_strconcat (plain, cases[i].said ? " What is hidden is counted, too." : "", NULL);

      g_assert_cmpstr (text, ==, wanted);
    }
  pl_log_unref (log);
}

/* Who works and has no CPU for it is told of; not where it is next to nothing of that, or of what else it does. */
static void
test_range_waiting (void)
{
  static const struct { double waiting_ms; const char *says; } cases[] = {
    { 4, "working 80 % (waiting for a CPU 40 %), waiting for a lock 10 %, " },
    { 0.4, "working 80 % (waiting for a CPU 4 %), waiting" }, { 0.39, "working 80 %, waiting" }, { 0, "working 80 %, waiting" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PlLog *log = make_log ();
      g_autoptr (PlTrace) trace = NULL;
      g_autofree char *text = NULL;
      PlLaneWriter writer;

      pl_log_header (log)->account = PL_ACCOUNT_TIMES;
      pl_lane_writer_init (&writer, log, 1);
      for (guint k = 0; k < 2; k++)
        {
          pl_lane_account_at (&writer, k == 0 ? 3 * MS : 11 * MS, PL_EVENT_CPU_WAIT, k == 0 ? 0 : (gint64) (cases[i].waiting_ms * MS));
          pl_lane_account_at (&writer, k == 0 ? 3 * MS : 11 * MS, PL_EVENT_CPU_TIME, k == 0 ? 0 : (gint64) ((8 - cases[i].waiting_ms) * MS));
        }
      pl_lane_account_at (&writer, 20 * MS, PL_EVENT_CPU_WAIT, (gint64) (cases[i].waiting_ms * MS) + 9 * MS);
      pl_lane_account_at (&writer, 20 * MS, PL_EVENT_CPU_TIME, 8 * MS);
      trace = pl_trace_new (log);
      text = pl_trace_range_sentence (trace, 1, 3 * MS, 13 * MS, 0);
      if (strstr (text, cases[i].says) == NULL)
        g_error ("“%s” is not in: %s", cases[i].says, text);
      pl_log_unref (log);
    }
}

static void
test_names (void)
{
  guint seen[256] = { 0 };

  for (guint s = 1; s < PL_N_STATES; s++)
    {
      g_assert_cmpuint (strlen (pl_state_name ((PlState) s)), >, 0);
      g_assert_cmpuint (strlen (pl_state_letter ((PlState) s)), ==, 1);
      g_assert_cmpuint (seen[(guchar) *pl_state_letter ((PlState) s)]++, ==, 0);
    }
}

/* Nobody falls over a span of a kind nobody thought of. */
static void
test_all_spans (void)
{
  static const FixturePlan plans[] = {
    { .workers = 3, .tasks = 40, .task_ns = 500000, .seed = 4, .deaths = 3 },
    { .workers = 3, .tasks = 40, .chunk = 6, .ipc = PL_IPC_PIPE, .task_ns = 500000, .seed = 5, .deaths = 1 },
    { .workers = 3, .tasks = 40, .chunk = 6, .ipc = PL_IPC_ARRAY, .task_ns = 500000, .seed = 6 },
  };

  for (guint k = 0; k < G_N_ELEMENTS (plans); k++)
    {
      PlLog *log = fixture_pool (&plans[k]);
      g_autoptr (PlTrace) trace = pl_trace_new (log);

      for (guint lane = 0; lane < pl_trace_get_n_lanes (trace); lane++)
        for (guint64 i = 0; i < pl_trace_get_n_records (trace, lane); i++)
          {
            g_autofree char *title = pl_trace_span_title (trace, lane, i);
            g_autofree char *sentence = pl_trace_span_sentence (trace, lane, i);

            g_assert_cmpuint (strlen (title), >, 0);
            g_assert_true (g_str_has_suffix (sentence, "."));
            g_assert_null (strstr (sentence, "(null)"));
          }
      pl_log_unref (log);
    }
}

/* Only where it matters. */
static void
test_lacks (void)
{
  PlLog *log = make_log ();
  PlPlanData *plan = (PlPlanData *) pl_log_plan (log);
  g_autoptr (PlTrace) trace = pl_trace_new (log);
  g_autofree char *footer = NULL;

  g_assert_null (pl_trace_lacks_sentence (log));
  pl_log_header (log)->status.lacks = PL_LACKS_ROBUST_LISTS;
  footer = pl_trace_footer (trace);
  g_assert_true (g_str_has_suffix (footer, " %. This system has no robust locks: only the parent "
                                           "frees what a dead worker held."));
  plan->ipc = PL_IPC_PIPE;
  g_assert_null (pl_trace_lacks_sentence (log));
  plan->kind = PL_RUN_RACE;
  plan->n_parts = 2;
  plan->parts[1].method = PL_RACE_MUTEX;
  g_assert_null (pl_trace_lacks_sentence (log));
  plan->parts[1].method = PL_RACE_ROBUST;
  g_assert_cmpstr (pl_trace_lacks_sentence (log), ==, "This system has no robust locks: nobody is "
                                                      "told that the owner of one has died.");
  plan->kind = PL_RUN_SCENE;
  plan->scene = PL_SCENE_OWNER;
  plan->scene_variant = PL_OWNER_MUTEX;
  g_assert_null (pl_trace_lacks_sentence (log));
  plan->scene_variant = PL_OWNER_ROBUST;
  g_assert_nonnull (pl_trace_lacks_sentence (log));
  pl_log_unref (log);
}

static void
assert_says (PlTrace *trace, guint lane, guint64 record, const char *words)
{
  g_autofree char *sentence = pl_trace_span_sentence (trace, lane, record);

  if (strstr (sentence, words) == NULL)
    g_error ("“%s” does not say “%s”", sentence, words);
}

/* Over a pipe: the first task met a worker that waited, the second was under way while it was busy. */
static void
test_under_way (void)
{
  static const struct { guint lane; PlState state; guint32 arg; gint64 ms; } records[] = {
    { 0, PL_STATE_SENDING, 0, 10 }, { 0, PL_STATE_SENDING, 1, 11 }, { 0, PL_STATE_WAITING_TASK, 0, 12 },
    { 1, PL_STATE_STARTING, 0, 5 }, { 1, PL_STATE_WAITING_TASK, 0, 8 }, { 1, PL_STATE_RECEIVING, 0, 13 },
    { 1, PL_STATE_WORKING, 0, 14 }, { 1, PL_STATE_SENDING, 0, 30 }, { 1, PL_STATE_RECEIVING, 1, 32 },
    { 1, PL_STATE_WORKING, 1, 33 }, { 1, PL_STATE_SENDING, 1, 40 },
  };
  g_autoptr (PlTrace) trace = NULL;
  PlPlanData plan;
  PlLog *log = NULL;

  pl_plan_init_pool (&plan);
  plan.ipc = PL_IPC_PIPE;
  plan.tasks = 2;
  plan.pool_size = plan.chunk_asked = 1;
  g_assert_true (pl_plan_validate (&plan, NULL));
  g_assert_cmpint (pl_log_create (&plan, NULL, &log), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (records); i++)
    {
      PlLaneWriter writer;

      pl_lane_writer_init (&writer, log, records[i].lane);
      pl_lane_record_at (&writer, records[i].ms * 1000000, records[i].state, records[i].arg, 1);
    }
  fixture_end (log, 50 * 1000000);
  trace = pl_trace_new (log);
  assert_says (trace, 1, 3, "The parent had sent it 2.00 ms before the worker took it from its pipe.");
  assert_says (trace, 1, 6, "It had been under way for 20.0 ms: the parent sent it while the worker was busy");
  pl_log_unref (log);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace-text/sentences", test_sentences);
  g_test_add_func ("/trace-text/lines", test_lines);
  g_test_add_func ("/trace-text/range-hidden", test_range_hidden);
  g_test_add_func ("/trace-text/range-waiting", test_range_waiting);
  g_test_add_func ("/trace-text/none-returned", test_none_returned);
  g_test_add_func ("/trace-text/account", test_account);
  g_test_add_func ("/trace-text/scene-account", test_scene_account);
  g_test_add_func ("/trace-text/names", test_names);
  g_test_add_func ("/trace-text/all-spans", test_all_spans);
  g_test_add_func ("/trace-text/lacks", test_lacks);
  g_test_add_func ("/trace-text/under-way", test_under_way);
  return g_test_run ();
}
