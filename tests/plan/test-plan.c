/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <string.h>

#include "base/pl-error.h"
#include "plan/pl-plan.h"

static void
assert_text (char *text, const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

/* words: parts of the sentence, separated by "|". */
static void
assert_refused (const PlPlanData *plan, const char *words)
{
  g_auto (GStrv) parts = g_strsplit (words, "|", -1);
  g_autoptr (GError) error = NULL;
  PlPlanData copy = *plan;

  if (pl_plan_validate (&copy, &error))
    g_error ("a plan was accepted that should be refused with “%s”", words);
  g_assert_error (error, PL_ERROR, PL_ERROR_PLAN);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (strstr (error->message, parts[i]) == NULL)
        g_error ("“%s” does not say “%s”", error->message, parts[i]);
    }
}

static void
assert_accepted (const PlPlanData *plan)
{
  g_autoptr (GError) error = NULL;
  PlPlanData copy = *plan;

  g_assert_true (pl_plan_validate (&copy, &error));
  g_assert_no_error (error);
}

static void
test_defaults (void)
{
  PlPlanData plan;

  pl_plan_init_pool (&plan);
  assert_accepted (&plan);
  g_assert_cmpuint (plan.chunk, ==, 3);
  assert_text (pl_plan_title (&plan), "Pool of 4, 40 tasks, Queue");
  assert_text (pl_plan_subtitle (&plan), "chunk 3, work spin 40-160 ms uniform, seed 1");
  plan.task_time_ns = 2500000;
  assert_text (pl_plan_subtitle (&plan), "chunk 3, work spin 1-4 ms uniform, seed 1");
  plan.task_time_ns = 1000000;
  assert_text (pl_plan_subtitle (&plan), "chunk 3, work spin 400 us-1.6 ms uniform, seed 1");
  plan.spread = PL_SPREAD_STRAGGLER;
  assert_text (pl_plan_subtitle (&plan), "chunk 3, work spin 1 ms with one straggler, seed 1");
  pl_plan_init_race (&plan);
  assert_accepted (&plan);
  assert_text (pl_plan_title (&plan), "One counter, 4 workers, 100,000 increments each");
  assert_text (pl_plan_subtitle (&plan), "No lock recorded, Mutex recorded, No lock unrecorded");
}

static void
test_titles (void)
{
  PlPlanData plan;

  pl_plan_init_recording (&plan);
  g_strlcpy (plan.recording_command, "/usr/bin/python3 /home/ada/first\nprogram.py / '/a b'", sizeof plan.recording_command);
  assert_text (pl_plan_title (&plan), "python3 first program.py / '/a b'");
  g_strlcpy (plan.recording_command, "/usr/bin/python3 /usr/share/lessons/pool-map/program.py", sizeof plan.recording_command);
  assert_text (pl_plan_title (&plan), "python3 pool-map/program.py");

  pl_plan_init_pool (&plan);
  plan.tasks = 1;
  plan.ipc = PL_IPC_ARRAY;
  plan.chunk_asked = 1;
  plan.spread = PL_SPREAD_EQUAL;
  plan.payload = 65536;
  plan.task_time_ns = 5000000;
  plan.seed = G_MAXUINT64;
  g_assert_true (pl_plan_validate (&plan, NULL));
  assert_text (pl_plan_title (&plan), "Pool of 4, 1 task, Shared array");
  assert_text (pl_plan_subtitle (&plan),
               "chunk 1, work spin 5 ms each, payload 64 KiB, seed 18446744073709551615");
  plan.task_time_ns = 0;
  plan.payload = 0;
  plan.seed = 0;
  assert_text (pl_plan_subtitle (&plan), "chunk 1, work spin 0 ms, seed 0");
  pl_plan_init_race (&plan);
  plan.workers = 1;
  plan.increments = 1;
  plan.trials = 1000;
  assert_text (pl_plan_title (&plan), "One counter, 1 worker, 1 increment each");
  assert_text (pl_plan_subtitle (&plan),
               "No lock recorded, Mutex recorded, No lock unrecorded, 1,000 trials");
}

/* Each limit: the last good value on either side, and the first bad one. */
static void
test_pool_limits (void)
{
  PlPlanData plan;

#define LIMIT(field, good, bad, words) \
  G_STMT_START { \
    pl_plan_init_pool (&plan); \
    plan.field = good; \
    assert_accepted (&plan); \
    plan.field = bad; \
    assert_refused (&plan, words); \
  } G_STMT_END
  LIMIT (pool_size, 1, 0, "Pool size 0|1 to 256");
  LIMIT (pool_size, 256, 257, "Pool size 257|1 to 256");
  LIMIT (pool_size, 255, G_MAXUINT32, "Pool size 4,294,967,295|1 to 256");
  LIMIT (tasks, 0, 1000001, "1,000,001|0 to 1,000,000");
  LIMIT (tasks, 1000000, G_MAXUINT32, "4,294,967,295|0 to 1,000,000");
  LIMIT (chunk_asked, 0, 1000001, "Chunk size 1,000,001|1 to 1,000,000");
  LIMIT (chunk_asked, 1000000, G_MAXUINT32, "Chunk size");
  LIMIT (mode, PL_N_MODES - 1, PL_N_MODES, "Mode 7");
  LIMIT (end, PL_N_ENDS - 1, PL_N_ENDS, "End 2");
  LIMIT (maps, 0, 101, "Number of calls 101|1 to 100");
  LIMIT (maps, 100, 2; plan.mode = PL_MODE_APPLY, "apply|1 call");
  LIMIT (tasks_per_worker, 1000000, 1000001, "Tasks per worker 1,000,001|0 to 1,000,000");
  LIMIT (fail_tasks[0], 40, 41, "Failing task 41|1 to 40");
  LIMIT (init_ns, PL_MAX_TASK_TIME_NS, PL_MAX_TASK_TIME_NS + 1, "Initialiser time|0 to 1 min");
  LIMIT (idle_ns, PL_MAX_TASK_TIME_NS, -1, "Idle time|0 to 1 min");
  LIMIT (callback_ns, 0, 1, "map|apply_async|map_async");
  LIMIT (callback_ns, 0, -1, "Callback time|0 to 1 min");
  LIMIT (result_timeout_ns, 0, 1, "map|imap_unordered");
  LIMIT (result_timeout_ns, 0, PL_MAX_TASK_TIME_NS + 2, "Result time-out|0 to 1 min");
  LIMIT (end_after_ns, 0, 1, "terminate|close");
  LIMIT (chunk_asked, 1, 2; plan.mode = PL_MODE_APPLY_ASYNC, "apply_async|1");
  LIMIT (callback_ns, 0, 1; plan.mode = PL_MODE_APPLY_ASYNC; plan.result_timeout_ns = 1, "apply_async|callback time|time-out");
  LIMIT (payload, 0, (1 << 20) + 1, "1,048,577|1,048,576|1 MiB");
  LIMIT (payload, 1 << 20, G_MAXUINT32, "Payload");
  LIMIT (task_time_ns, 0, -1, "Task time -1 ns|1 min");
  LIMIT (task_time_ns, PL_MAX_TASK_TIME_NS, PL_MAX_TASK_TIME_NS + 1, "Task time|0 to 1 min");
  LIMIT (seed, G_MAXUINT64, 0; plan.pool_size = 0, "Pool size");
  LIMIT (ipc, PL_N_IPC - 1, PL_N_IPC, "IPC method 3");
  LIMIT (work, PL_N_WORK - 1, PL_N_WORK, "Work 4");
  LIMIT (spread, PL_N_SPREAD - 1, PL_N_SPREAD, "Spread 4");
  LIMIT (fault, PL_N_FAULT - 1, PL_N_FAULT, "Fault 4");
  LIMIT (fault_task, 40, 40; plan.fault = PL_FAULT_TASK, "Faulty task 40|0 to 39");
  LIMIT (kind, PL_RUN_POOL, PL_N_RUN_KINDS, "Kind of run 4");
#undef LIMIT
}

/* What is larger than all tasks holds all of them; where results come one by one, Auto is one. */
static void
test_larger_chunks (void)
{
  PlPlanData plan;

  pl_plan_init_pool (&plan);
  plan.chunk_asked = 1000000;
  g_assert_true (pl_plan_validate (&plan, NULL));
  g_assert_cmpuint (plan.chunk, ==, 40);
  plan.tasks = 0;
  g_assert_true (pl_plan_validate (&plan, NULL));
  g_assert_cmpuint (plan.chunk, ==, 1);
  for (guint mode = 0; mode < PL_N_MODES; mode++)
    {
      pl_plan_init_pool (&plan);
      plan.mode = mode;
      g_assert_true (pl_plan_validate (&plan, NULL));
      g_assert_cmpuint (plan.chunk, ==, pl_pool_mode_info (mode)->arrival == PL_ARRIVE_TOGETHER ? 3 : 1);
    }
  /* Of each call. */
  pl_plan_init_pool (&plan);
  plan.maps = 4;
  g_assert_true (pl_plan_validate (&plan, NULL));
  g_assert_cmpuint (plan.chunk, ==, 1);
}

static void
test_fail_tasks (void)
{
  static const char *const bad[] = { "0", "41", "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17", "x", "7;-1" };
  PlPlanData plan;

  pl_plan_init_pool (&plan);
  g_assert_true (pl_plan_set_fail_tasks (&plan, " 19,7 ; 19", NULL));
  assert_text (pl_plan_fail_tasks_text (&plan), "7, 19");
  g_assert_true (pl_plan_task_fails (&plan, 6) && pl_plan_task_fails (&plan, 18) && !pl_plan_task_fails (&plan, 7));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (pl_plan_set_fail_tasks (&plan, bad[i], &error));
      g_assert_nonnull (error);
    }
  assert_text (pl_plan_fail_tasks_text (&plan), "7, 19");
  g_assert_true (pl_plan_set_fail_tasks (&plan, "", NULL));
  assert_text (pl_plan_fail_tasks_text (&plan), "");
}

/* Calls share all chunks out, and none of them is empty. */
static void
test_calls (void)
{
  PlPlanData plan;

  pl_plan_init_pool (&plan);
  for (plan.mode = 0; plan.mode < PL_N_MODES; plan.mode++)
    for (plan.maps = 0; plan.maps < 8; plan.maps++)
      for (guint n_chunks = 0; n_chunks < 30; n_chunks++)
        {
          guint n = pl_plan_n_calls (&plan, n_chunks), before = 0, end = 0;

          g_assert_cmpuint (n, >=, 1);
          for (guint i = 0; i < n; i++, before = end)
            {
              g_assert_cmpuint (pl_plan_call (&plan, n_chunks, i, &end), ==, before);
              g_assert_true (end > before || n_chunks == 0);
            }
          g_assert_cmpuint (end, ==, n_chunks);
        }
}

static void
test_array_limit (void)
{
  PlPlanData plan;

  pl_plan_init_pool (&plan);
  plan.ipc = PL_IPC_ARRAY;
  plan.payload = 1 << 20;
  plan.tasks = 512;
  assert_accepted (&plan);
  plan.tasks = 513;
  assert_refused (&plan, "513 tasks|1 MiB|1 GiB|fewer tasks|smaller payload|Queue or Pipe");
  plan.ipc = PL_IPC_PIPE;
  assert_accepted (&plan);
  plan.ipc = PL_IPC_ARRAY;
  plan.tasks = 1000000;
  plan.payload = 536;
  assert_accepted (&plan);
  plan.payload = 537;
  assert_refused (&plan, "1,000,000 tasks|537 bytes|1 GiB");
}

static void
test_race_options (void)
{
  static const char *const good[] = { "none", "spin:1", "spin:1000000", "yield", "sleep:1ns",
                                      "sleep:10ms", "sleep:50us" };
  static const char *const bad[] = { "", "spin", "spin:", "spin:x", "yield:1", "none:0", "sleep",
                                     "sleep:5", "wait:5" };
  PlPlanData plan;

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *text = NULL;

      pl_plan_init_race (&plan);
      g_assert_true (pl_plan_set_window (&plan, good[i]));
      assert_accepted (&plan);
      text = pl_plan_window_text (&plan);
      g_assert_cmpstr (text, ==, good[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (pl_plan_set_window (&plan, bad[i]));
  pl_plan_set_window (&plan, "spin:1000001");
  assert_refused (&plan, "spins 1,000,001|1 to 1,000,000");
  pl_plan_set_window (&plan, "sleep:10000001ns");
  assert_refused (&plan, "Sleep 10000001ns|10 ms");
  /* A plan of before. */
  pl_plan_init_race (&plan);
  plan.rlock_depth = 0;
  assert_accepted (&plan);
  plan.n_parts = 1;
  plan.parts[0] = (PlRacePart) { PL_RACE_PETERSON, 0 };
  plan.workers = 3;
  assert_refused (&plan, "Peterson|1 or 2 workers");
  plan.workers = 2;
  plan.duration_ns = PL_MAX_RACE_DURATION_NS;
  assert_accepted (&plan);
  plan.guess = 1;
  assert_refused (&plan, "for a time|number of increments|leave the guess out");
  plan.guess = 0;
  plan.duration_ns++;
  assert_refused (&plan, "Duration 60000000001ns|1 min");
}

static void
test_race_limits (void)
{
  PlPlanData plan;

#define LIMIT(field, good, bad, words) \
  G_STMT_START { \
    pl_plan_init_race (&plan); \
    plan.field = good; \
    assert_accepted (&plan); \
    plan.field = bad; \
    assert_refused (&plan, words); \
  } G_STMT_END
  LIMIT (workers, 1, 0, "Number of workers 0|1 to 256");
  LIMIT (workers, 255, 256, "256|recorded|1 to 255|unrecorded");
  LIMIT (workers, 2, 257, "257|1 to 256");
  LIMIT (increments, 1, 0, "increments 0|1 to 1,000,000,000");
  LIMIT (increments, 16777215, 16777216, "16,777,216|recorded|1 to 16,777,215|unrecorded");
  LIMIT (increments, 2, 1000000001, "1,000,000,001|1,000,000,000");
  LIMIT (trials, 1, 0, "trials 0|1 to 10,000");
  LIMIT (trials, 10000, 10001, "trials 10,001|1 to 10,000");
  LIMIT (n_parts, 1, 0, "parts 0|1 to 8");
  LIMIT (n_parts, 8, 9, "parts 9|1 to 8");
  LIMIT (parts[0].method, PL_N_RACE_METHODS - 1, PL_N_RACE_METHODS, "Lock 21");
  LIMIT (rlock_depth, 64, 65, "lock 65|1 to 64");
  LIMIT (cpus, PL_N_CPUS - 1, PL_N_CPUS, "CPUs 3");
  LIMIT (window, PL_RACE_WINDOW_YIELD, PL_N_RACE_WINDOWS, "Window 4");
  LIMIT (duration_ns, 0, 1, "cannot be recorded|unrecorded");
  LIMIT (guess, 1, 400001, "Guess 400,001|1 to 400,000");
  LIMIT (guess, 400000, G_MAXUINT64, "Guess 18,446,744,073,709,551,615|1 to 400,000");
  LIMIT (guess, 0, 400000; plan.workers = 3, "Guess 400,000|1 to 300,000");
#undef LIMIT
  test_race_options ();
  pl_plan_init_race (&plan);
  plan.n_parts = 1;
  plan.parts[0].record = 0;
  plan.workers = 256;
  plan.increments = PL_MAX_INCREMENTS;
  assert_accepted (&plan);
}

static void
test_chunks (void)
{
  PlPlanData plan;

  g_assert_cmpuint (pl_plan_auto_chunk (0, 4), ==, 1);
  g_assert_cmpuint (pl_plan_auto_chunk (16, 4), ==, 1);
  g_assert_cmpuint (pl_plan_auto_chunk (17, 4), ==, 2);
  g_assert_cmpuint (pl_plan_auto_chunk (1000000, 1), ==, 250000);
  g_assert_cmpuint (pl_plan_auto_chunk (1000000, 256), ==, 977);
  pl_plan_init_pool (&plan);
  plan.tasks = 10;
  plan.chunk_asked = 3;
  g_assert_true (pl_plan_validate (&plan, NULL));
  g_assert_cmpuint (plan.chunk, ==, 3);
  g_assert_cmpuint (pl_plan_n_chunks (&plan), ==, 4);
  plan.tasks = 0;
  plan.chunk_asked = 0;
  g_assert_true (pl_plan_validate (&plan, NULL));
  g_assert_cmpuint (plan.chunk, ==, 1);
  g_assert_cmpuint (pl_plan_n_chunks (&plan), ==, 0);
}

static void
test_names (void)
{
  for (guint i = 0; i < PL_N_IPC; i++)
    {
      g_assert_cmpint (pl_ipc_from_key (pl_ipc_key (i)), ==, (int) i);
      g_assert_nonnull (pl_ipc_name (i));
    }
  for (guint i = 0; i < PL_N_WORK; i++)
    {
      g_assert_cmpint (pl_work_from_key (pl_work_key (i)), ==, (int) i);
      g_assert_nonnull (pl_work_name (i));
    }
  for (guint i = 0; i < PL_N_SPREAD; i++)
    {
      g_assert_cmpint (pl_spread_from_key (pl_spread_key (i)), ==, (int) i);
      g_assert_nonnull (pl_spread_name (i));
    }
  g_assert_null (pl_ipc_key (PL_N_IPC));
  g_assert_null (pl_work_name (PL_N_WORK));
  g_assert_null (pl_spread_key (G_MAXUINT));
  g_assert_cmpint (pl_ipc_from_key ("Queue"), ==, -1);
  g_assert_cmpint (pl_work_from_key (""), ==, -1);
  g_assert_cmpint (pl_spread_from_key (NULL), ==, -1);
}

/* Each method at 1, 2, 4 and 6 workers, those made for two at 1 and 2 only. */
static void
test_comparison (void)
{
  const guint32 methods[] = { PL_RACE_NONE, PL_RACE_MUTEX, PL_RACE_PETERSON };
  g_autoptr (GArray) plans = NULL;
  PlPlanData all;
  guint n = 0, last = 1;

  pl_plan_init_race (&all);
  all.workers = 6;
  all.guess = 600000;
  all.duration_ns = 1000;
  plans = pl_plan_comparison (&all, methods, G_N_ELEMENTS (methods));
  for (guint i = 0; i < plans->len; i++)
    {
      PlPlanData plan = g_array_index (plans, PlPlanData, i);
      g_autoptr (GError) error = NULL;

      g_assert_true (pl_plan_validate (&plan, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (plan.workers, >=, last);
      last = plan.workers;
      n += plan.n_parts;
    }
  g_assert_cmpuint (last, ==, 6);
  g_assert_cmpuint (n, ==, 2 * 4 + 2);
}

/* What a run counts up to, and how much record it is sure to fill. */
static void
test_steps (void)
{
  PlPlanData plan;

  pl_plan_init_pool (&plan);
  g_assert_cmpuint (pl_plan_n_steps (&plan), ==, 40);
  g_assert_cmpuint (pl_plan_filled_bytes (&plan), ==, 0);
  pl_plan_init_race (&plan);
  plan.trials = 7;
  g_assert_cmpuint (pl_plan_n_steps (&plan), ==, 3 * 7);
  g_assert_cmpuint (pl_plan_filled_bytes (&plan), ==, 2 * 4 * 100000 * 16);
  plan.parts[0].record = plan.parts[1].record = 0;
  g_assert_cmpuint (pl_plan_filled_bytes (&plan), ==, 0);
  pl_plan_init_scene (&plan, PL_SCENE_GATE);
  g_assert_cmpuint (pl_plan_n_steps (&plan), ==, 1);
  g_assert_cmpuint (pl_plan_filled_bytes (&plan), ==, 0);
}

/* All kinds there are: each has a key of its own, a title, and goes into a file and back. */
static void
test_kinds (void)
{
  for (guint kind = 0; kind < PL_N_RUN_KINDS; kind++)
    {
      g_autofree char *text = g_strconcat ("[plan]\nkind=", pl_run_kind_key (kind), "\n", NULL);
      g_autofree char *title = NULL, *written = NULL;
      g_autoptr (GError) error = NULL;
      PlPlanData plan, again;

      g_assert_cmpint (pl_run_kind_from_key (pl_run_kind_key (kind)), ==, (int) kind);
      g_assert_true (pl_plan_from_key_file (&plan, text, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (plan.kind, ==, kind);
      g_assert_cmpuint (pl_plan_n_steps (&plan), >, 0);
      title = pl_plan_title (&plan);
      g_assert_cmpuint (strlen (title), >, 1);
      written = pl_plan_to_key_file (&plan);
      g_assert_true (pl_plan_from_key_file (&again, written, &error));
      g_assert_true (pl_plan_equal (&plan, &again));
      again.seed++;
      g_assert_false (pl_plan_equal (&plan, &again));
    }
  g_assert_null (pl_run_kind_key (PL_N_RUN_KINDS));
  g_assert_cmpint (pl_run_kind_from_key ("pools"), ==, -1);
}

static void
test_estimate (void)
{
  const gint64 s = G_GINT64_CONSTANT (1000000000);
  PlPlanData plan;

  pl_plan_init_pool (&plan);
  plan.pool_size = 4;
  plan.tasks = 400;
  plan.task_time_ns = s;
  plan.chunk_asked = 1;
  g_assert_true (pl_plan_validate (&plan, NULL));
  /* As many at once as there are CPUs for, and workers. */
  g_assert_cmpint (pl_plan_estimate_ns (&plan, 2), ==, 200 * s);
  g_assert_cmpint (pl_plan_estimate_ns (&plan, 0.5), ==, 800 * s);
  g_assert_cmpint (pl_plan_estimate_ns (&plan, 64), ==, 100 * s);
  plan.work = PL_WORK_SLEEP;
  g_assert_cmpint (pl_plan_estimate_ns (&plan, 1), ==, 100 * s);
  plan.serial = 1;
  g_assert_cmpint (pl_plan_estimate_ns (&plan, 1), ==, 500 * s);
  plan.serial = 0;
  assert_text (pl_plan_warning (&plan, 1, 1), "This will take about 1 min 40 s.");
  /* Nobody can share a chunk. */
  plan.chunk_asked = 400;
  g_assert_true (pl_plan_validate (&plan, NULL));
  g_assert_cmpint (pl_plan_estimate_ns (&plan, 8), ==, 400 * s);
  plan.work = PL_WORK_SPIN;
  g_assert_cmpint (pl_plan_estimate_ns (&plan, 8), ==, 400 * s);
  plan.chunk_asked = 1;
  plan.tasks = 60;
  g_assert_true (pl_plan_validate (&plan, NULL));
  g_assert_null (pl_plan_warning (&plan, 1, 1));
  plan.spread = PL_SPREAD_STRAGGLER;
  g_assert_cmpint (pl_plan_estimate_ns (&plan, 1), ==, 67 * s);
  plan.tasks = 0;
  g_assert_true (pl_plan_validate (&plan, NULL));
  g_assert_cmpint (pl_plan_estimate_ns (&plan, 1), ==, 0);
}

static void
test_estimate_race (void)
{
  const gint64 s = G_GINT64_CONSTANT (1000000000);
  PlPlanData plans[2];

  pl_plan_init_race (&plans[0]);
  g_assert_null (pl_plan_warning (&plans[0], 1, 1));
  plans[0].n_parts = 1;
  plans[0].increments = 1000;
  plans[0].parts[0] = (PlRacePart) { .method = PL_RACE_NONE };
  g_assert_true (pl_plan_set_window (&plans[0], "sleep:10ms"));
  g_assert_cmpint (pl_plan_estimate_ns (&plans[0], 1) / s, ==, 10);
  /* One after the other, each of four. */
  plans[0].parts[0].method = PL_RACE_MUTEX;
  g_assert_cmpint (pl_plan_estimate_ns (&plans[0], 1) / s, ==, 40);
  plans[1] = plans[0];
  g_assert_null (pl_plan_warning (plans, 1, 1));
  assert_text (pl_plan_warning (plans, 2, 1), "This will take about 1 min 20 s.");
  plans[0].trials = PL_MAX_TRIALS;
  plans[0].increments = PL_MAX_INCREMENTS;
  g_assert_cmpint (pl_plan_estimate_ns (&plans[0], 1), >, 0);
  plans[0].duration_ns = s;
  plans[0].trials = 2;
  g_assert_cmpint (pl_plan_estimate_ns (&plans[0], 1), ==, 2 * s);
}

static void
assert_words (const char *line, const char *const *words)
{
  g_auto (GStrv) argv = NULL;
  g_autoptr (GError) error = NULL;
  PlPlanData plan;

  pl_plan_init_recording (&plan);
  g_assert_true (pl_plan_set_command (&plan, line));
  argv = pl_plan_get_argv (&plan, &error);
  g_assert_no_error (error);
  g_assert_true (g_strv_equal ((const char *const *) argv, words));
}

/* A command line is words; what only a shell understands is given to one. */
static void
test_command (void)
{
  static const char *const shells[] = { "seq 9 | sort", "echo $HOME", "echo \"$HOME\"", "ls *.c", "true && false", "cat <in", "a; b" };
  g_autofree char *long_line = g_strnfill (PL_MAX_COMMAND, 'a');
  g_autoptr (GError) error = NULL;
  PlPlanData plan, again;

  assert_words ("python3 'my file.py' -n 3", (const char *const[]) { "python3", "my file.py", "-n", "3", NULL });
  assert_words ("grep 'a|b' \"x;y\" a\\;b", (const char *const[]) { "grep", "a|b", "x;y", "a;b", NULL });
  for (guint i = 0; i < G_N_ELEMENTS (shells); i++)
    assert_words (shells[i], (const char *const[]) { "sh", "-c", shells[i], NULL });

  pl_plan_init_recording (&plan);
  g_assert_null (pl_plan_get_argv (&plan, &error));
  g_assert_nonnull (strstr (error->message, "no program"));
  g_clear_error (&error);
  g_assert_true (pl_plan_set_command (&plan, "echo 'open"));
  g_assert_false (pl_plan_validate (&plan, &error));
  g_assert_nonnull (strstr (error->message, "echo 'open"));
  g_assert_false (pl_plan_set_command (&plan, long_line));

  /* As the settings keep it. */
  g_assert_true (pl_plan_set_command (&plan, "echo \"a=b\" 'c\td' | cat"));
  plan.recording_limit_ns = 1500000000;
  g_autofree char *text = pl_plan_to_key_file (&plan);
  g_assert_true (pl_plan_from_key_file (&again, text, NULL));
  g_assert_true (pl_plan_equal (&plan, &again));
  pl_plan_set_command (&again, "echo");
  g_assert_false (pl_plan_equal (&plan, &again));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/defaults", test_defaults);
  g_test_add_func ("/plan/titles", test_titles);
  g_test_add_func ("/plan/pool-limits", test_pool_limits);
  g_test_add_func ("/plan/array-limit", test_array_limit);
  g_test_add_func ("/plan/larger-chunks", test_larger_chunks);
  g_test_add_func ("/plan/fail-tasks", test_fail_tasks);
  g_test_add_func ("/plan/calls", test_calls);
  g_test_add_func ("/plan/race-limits", test_race_limits);
  g_test_add_func ("/plan/command", test_command);
  g_test_add_func ("/plan/chunks", test_chunks);
  g_test_add_func ("/plan/names", test_names);
  g_test_add_func ("/plan/comparison", test_comparison);
  g_test_add_func ("/plan/steps", test_steps);
  g_test_add_func ("/plan/estimate", test_estimate);
  g_test_add_func ("/plan/estimate-race", test_estimate_race);
  g_test_add_func ("/plan/kinds", test_kinds);
  return g_test_run ();
}
