/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "base/pl-error.h"
#include "fixture-log.h"
#include "log/pl-lane-writer.h"
#include "plan/pl-plan.h"
#include "trace/compare/pl-differences.h"

/* Runs in figures, and what these are of the first run's. */

#define MS 1000000

/* Two workers: one works for 6 of 10 ms, waits 1 ms for the queue's lock and 2 ms for the results'; the other works
 * for 2 ms and waits for a task. */
static PlLog *
make_run (gint64 scale)
{
  PlLog *log = fixture_empty (2, 8);
  PlRunStatus *status = &pl_log_header (log)->status;
  PlLaneWriter writer;

  pl_lane_writer_init (&writer, log, 1);
  pl_lane_record_at (&writer, 0, PL_STATE_STARTING, 0, 1);
  pl_lane_record_at (&writer, scale * MS / 2, PL_STATE_WAITING_LOCK, PL_LOCK_ARG (PL_LOCK_TASKS, 2), 1);
  pl_lane_record_at (&writer, scale * MS * 3 / 2, PL_STATE_WORKING, 0, 1);
  pl_lane_record_at (&writer, scale * MS * 15 / 2, PL_STATE_WAITING_LOCK, PL_LOCK_ARG (PL_LOCK_RESULTS, 2), 1);
  pl_lane_record_at (&writer, scale * MS * 19 / 2, PL_STATE_SENDING, 0, 1);
  pl_lane_record_at (&writer, scale * MS * 10, PL_STATE_FINISHED, 0, 1);
  pl_lane_writer_init (&writer, log, 2);
  pl_lane_record_at (&writer, 0, PL_STATE_WAITING_TASK, 0, 1);
  pl_lane_record_at (&writer, scale * MS * 4, PL_STATE_WORKING, 1, 1);
  pl_lane_record_at (&writer, scale * MS * 6, PL_STATE_FINISHED, 0, 1);
  atomic_store (&pl_log_lane (log, 1)->busy_ns, scale * 6 * MS);
  atomic_store (&pl_log_lane (log, 2)->busy_ns, scale * 2 * MS);
  atomic_store (&status->done, 8);
  atomic_store (&status->right, 8);
  fixture_end (log, scale * 10 * MS);
  return log;
}

static double
value_of (PlDifferences *differences, PlMeasure measure, guint run)
{
  for (guint row = 0; row < pl_differences_get_n_rows (differences); row++)
    {
      double value;

      if (pl_differences_get_row (differences, row) == measure)
        return pl_differences_get_value (differences, row, run, &value) ? value : NAN;
    }
  return NAN;
}

static void
test_values (void)
{
  PlLog *logs[] = { make_run (1), make_run (2) };
  g_autoptr (PlDifferences) differences = pl_differences_new (logs, 2);
  static const struct { PlMeasure measure; double value; } known[] = {
    { PL_MEASURE_WALL, 10 * MS }, { PL_MEASURE_RATE, 800 }, { PL_MEASURE_BUSY, 0.4 }, { PL_MEASURE_WAIT_LOCK, MS },
    { PL_MEASURE_WAIT_RESULTS, 2 * MS }, { PL_MEASURE_WAIT_TASK, 4 * MS }, { PL_MEASURE_TRANSFER, MS / 2 },
    { PL_MEASURE_BYTES, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    g_assert_cmpfloat (ABS (value_of (differences, known[i].measure, 0) - known[i].value), <=, known[i].value * 1e-9);
  /* Nobody told who had a CPU, and nobody ran the tasks one after the other. */
  g_assert_true (isnan (value_of (differences, PL_MEASURE_ON_CPU, 0)));
  g_assert_true (isnan (value_of (differences, PL_MEASURE_SPEEDUP, 0)));
  for (guint row = 0; row < pl_differences_get_n_rows (differences); row++)
    {
      double relative;

      if (pl_differences_get_row (differences, row) != PL_MEASURE_WALL)
        continue;
      g_assert_true (pl_differences_get_relative (differences, row, 0, &relative));
      g_assert_cmpfloat (relative, ==, 1);
      g_assert_true (pl_differences_get_relative (differences, row, 1, &relative));
      g_assert_cmpfloat (relative, ==, 2);
    }
  pl_log_unref (logs[0]);
  pl_log_unref (logs[1]);
}

/* At a moment of a replay they are what was known by then: of the first run 5 of 10 ms, of the second, which is twice as long,
 * all; and in the end what they were before. */
static void
test_moment (void)
{
  PlLog *logs[] = { make_run (1), make_run (2) };
  g_autoptr (PlDifferences) differences = pl_differences_new (logs, 2), whole = pl_differences_new (logs, 2);
  const gint64 moments[] = { 5 * MS, 30 * MS }, ends[] = { 0, 0 };
  static const struct { PlMeasure measure; double value; } known[] = {
    { PL_MEASURE_WALL, 5 * MS }, { PL_MEASURE_BUSY, 0.45 }, { PL_MEASURE_WAIT_LOCK, MS }, { PL_MEASURE_WAIT_RESULTS, 0 },
    { PL_MEASURE_WAIT_TASK, 4 * MS }, { PL_MEASURE_TRANSFER, 0 },
  };

  pl_differences_move (differences, moments);
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    g_assert_cmpfloat (ABS (value_of (differences, known[i].measure, 0) - known[i].value), <=, known[i].value * 1e-9);
  /* Nobody knows yet how much faster it was than one task after the other. */
  g_assert_true (isnan (value_of (differences, PL_MEASURE_SPEEDUP, 0)));
  g_assert_cmpuint (pl_differences_get_n_rows (differences), ==, pl_differences_get_n_rows (whole));
  for (guint pass = 0; pass < 2; pass++)
    {
      for (guint row = 0; row < pl_differences_get_n_rows (whole); row++)
        for (guint run = 1 - pass; run < 2; run++)
          {
            g_autofree char *a = pl_differences_value_text (differences, row, run);
            g_autofree char *b = pl_differences_value_text (whole, row, run);

            g_assert_cmpstr (a, ==, b);
          }
      pl_differences_move (differences, ends);
    }
  pl_log_unref (logs[0]);
  pl_log_unref (logs[1]);
}

/* A pool's messages and tasks so far never go back, and end where the run ends. */
static void
test_so_far (void)
{
  PlLog *log = fixture_pool (&(FixturePlan) { .workers = 4, .tasks = 60, .ipc = PL_IPC_QUEUE, .task_ns = 2 * MS, .seed = 3 });
  PlLog *logs[] = { log, log };
  g_autoptr (PlDifferences) differences = pl_differences_new (logs, 2);
  double messages = value_of (differences, PL_MEASURE_MESSAGES, 0), wall_ns = value_of (differences, PL_MEASURE_WALL, 0);
  double before = 0, made = 0;

  for (guint i = 1; i < 40; i++)
    {
      gint64 at_ns = (gint64) (wall_ns * i / 40);

      pl_differences_move (differences, (gint64[]) { at_ns, 0 });
      g_assert_cmpfloat (value_of (differences, PL_MEASURE_MESSAGES, 0), >=, before);
      g_assert_cmpfloat (value_of (differences, PL_MEASURE_MESSAGES, 0), <=, messages);
      before = value_of (differences, PL_MEASURE_MESSAGES, 0);
      g_assert_cmpfloat (value_of (differences, PL_MEASURE_RATE, 0) * (double) at_ns, >=, made * (1 - 1e-9));
      made = value_of (differences, PL_MEASURE_RATE, 0) * (double) at_ns;
      g_assert_cmpfloat (value_of (differences, PL_MEASURE_MESSAGES, 1), ==, messages);
    }
  g_assert_cmpfloat (before, >, messages * 0.8);
  g_assert_cmpfloat (made, >, 50 * 1e9);
  pl_log_unref (log);
}

static char *
relative_of (PlDifferences *differences, PlMeasure measure, guint run)
{
  for (guint row = 0; row < pl_differences_get_n_rows (differences); row++)
    if (pl_differences_get_row (differences, row) == measure)
      return pl_differences_relative_text (differences, row, run);
  return NULL;
}

static void
test_words (void)
{
  PlLog *logs[] = { make_run (4), make_run (2), make_run (4), make_run (40) };
  g_autoptr (PlDifferences) differences = pl_differences_new (logs, 4);
  static const char *const known[] = { "", "−50 %", "the same", "10.0 times" };
  g_autofree char *sentence = pl_differences_sentence (differences);

  for (guint run = 0; run < 4; run++)
    {
      g_autofree char *text = relative_of (differences, PL_MEASURE_WALL, run);

      g_assert_cmpstr (text, ==, known[run]);
      pl_log_unref (logs[run]);
    }
  g_assert_cmpstr (sentence, ==, "B was the fastest with 20.0 ms, D the slowest with 400 ms: 20.00 times as long.");
}

/* A sign stands before a number, not before "more than"; and what hardly differs is the same. */
static void
test_edges (void)
{
  static const struct { guint before, after; const char *text; } known[] = {
    { 4000, 1, "−99.9 %" }, { 4000, 3999, "the same" }, { 4000, 4010, "+0.2 %" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      PlLog *logs[] = { make_run (known[i].before), make_run (known[i].after) };
      g_autoptr (PlDifferences) differences = pl_differences_new (logs, 2);
      g_autofree char *text = relative_of (differences, PL_MEASURE_WALL, 1);

      g_assert_cmpstr (text, ==, known[i].text);
      pl_log_unref (logs[0]);
      pl_log_unref (logs[1]);
    }
}

/* What the work is about begins with the first task of any worker. */
static void
test_begin (void)
{
  PlLog *log = make_run (1), *empty = fixture_empty (2, 8);

  g_assert_cmpint (pl_measures_begin_ns (log), ==, MS * 3 / 2);
  fixture_end (empty, MS);
  g_assert_cmpint (pl_measures_begin_ns (empty), ==, 0);
  pl_log_unref (log);
  pl_log_unref (empty);
}

static void
assert_refused (PlLog *const *logs, const char *const *names, guint n, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (pl_differences_check (logs, names, n, &error));
  g_assert_error (error, PL_ERROR, PL_ERROR_PLAN);
  g_assert_nonnull (strstr (error->message, words));
}

static void
test_refused (void)
{
  static const char *const names[] = { "one", "two" };
  PlLog *pool = make_run (1), *race = NULL, *logs[] = { pool, pool, pool, pool, pool };
  PlPlanData plan;

  pl_plan_init_race (&plan);
  g_assert_true (pl_plan_validate (&plan, NULL));
  g_assert_cmpint (pl_log_create (&plan, "", &race), ==, 0);
  assert_refused (NULL, NULL, 0, "choose 2 to 4");
  assert_refused (logs, NULL, 1, "One run alone");
  assert_refused (logs, NULL, 5, "5 runs are too many");
  g_assert_true (pl_differences_check (logs, NULL, 4, NULL));
  logs[1] = race;
  assert_refused (logs, names, 2, "“two” is “One counter, 4 workers");
  assert_refused (logs, NULL, 2, "“A” is “Pool of");
  pl_log_unref (pool);
  pl_log_unref (race);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/differences/values", test_values);
  g_test_add_func ("/differences/words", test_words);
  g_test_add_func ("/differences/edges", test_edges);
  g_test_add_func ("/differences/begin", test_begin);
  g_test_add_func ("/differences/moment", test_moment);
  g_test_add_func ("/differences/so-far", test_so_far);
  g_test_add_func ("/differences/refused", test_refused);
  return g_test_run ();
}
