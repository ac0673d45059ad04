/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fixture-log.h"
#include "trace/find/pl-histogram.h"
#include "trace/find/pl-range-stats.h"

/* What lanes did in a range of time, and how long their spans lasted: against looking at each span. */

static PlFindSource *
make_source (PlIpc ipc, guint32 seed)
{
  PlLog *log = fixture_pool (&(FixturePlan) { .workers = 4, .tasks = 200, .ipc = ipc, .task_ns = 900000, .seed = seed });
  g_autoptr (PlTrace) trace = pl_trace_new (log);

  pl_log_unref (log);
  return pl_find_source_of_trace (trace);
}

static void
check_lane (PlFindSource *source, const PlLaneStats *lane, gint64 from_ns, gint64 to_ns)
{
  gint64 state_ns[PL_N_STATES] = { 0 }, longest_ns = -1;
  guint64 n_tasks = 0;
  PlFindSpan span;

  for (guint64 i = 0; pl_find_source_get (source, lane->lane, i, &span); i++)
    {
      if (span.from_ns >= to_ns || (span.to_ns <= from_ns && span.from_ns < from_ns))
        continue;
      state_ns[span.state] += MAX (MIN (span.to_ns, to_ns) - MAX (span.from_ns, from_ns), 0);
      n_tasks += span.state == PL_STATE_WORKING && span.from_ns >= from_ns;
      if (PL_FIND_WAITS & (1u << span.state))
        longest_ns = MAX (longest_ns, span.to_ns - span.from_ns);
    }
  for (guint s = 0; s < PL_N_STATES; s++)
    g_assert_cmpint (lane->state_ns[s], ==, state_ns[s]);
  g_assert_cmpuint (lane->n_tasks, ==, n_tasks);
  g_assert_cmpint (lane->has_wait, ==, longest_ns >= 0);
  if (lane->has_wait)
    g_assert_cmpint (lane->longest_wait.to_ns - lane->longest_wait.from_ns, ==, longest_ns);
}

static void
check_range (PlFindSource *source, gint64 from_ns, gint64 to_ns)
{
  g_autoptr (PlRangeStats) stats = pl_range_stats_new (source, from_ns, to_ns);
  PlLaneStats all, lane;
  guint64 n_tasks = 0;
  gint64 total_ns = 0;

  while (pl_range_stats_step (stats, 0))
    ;
  g_assert_cmpuint (pl_range_stats_get_n (stats), ==, 6);
  g_assert_true (pl_range_stats_get (stats, 0, &all));
  for (guint i = 1; pl_range_stats_get (stats, i, &lane); i++)
    {
      g_assert_cmpuint (lane.lane, ==, i - 1);
      check_lane (source, &lane, from_ns, to_ns);
      n_tasks += lane.lane > 0 ? lane.n_tasks : 0;
      total_ns += lane.lane > 0 ? pl_states_alive_ns (lane.state_ns) : 0;
    }
  g_assert_cmpuint (all.n_tasks, ==, n_tasks);
  g_assert_cmpint (pl_states_alive_ns (all.state_ns), ==, total_ns);
}

static void
test_range (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (3);

  for (guint i = 0; i < 60; i++)
    {
      g_autoptr (PlFindSource) source = make_source ((PlIpc) (i % 3), i);
      gint64 from_ns = g_rand_int_range (random, 0, 60000000), to_ns = from_ns + g_rand_int_range (random, 1, 20000000);

      check_range (source, i % 10 == 0 ? 0 : from_ns, i % 10 == 0 ? G_MAXINT64 / 4 : to_ns);
    }
}

/* Each message is counted where it was received, as long as it had been under way. */
static void
test_ways (void)
{
  g_autoptr (PlFindSource) source = make_source (PL_IPC_QUEUE, 5), array = make_source (PL_IPC_ARRAY, 5);
  g_autoptr (PlRangeStats) stats = pl_range_stats_new (source, 0, G_MAXINT64 / 4);
  g_autoptr (PlRangeStats) none = pl_range_stats_new (array, 0, G_MAXINT64 / 4);
  PlLaneStats all;

  while (pl_range_stats_step (stats, 100) || pl_range_stats_step (none, 100))
    ;
  g_assert_true (pl_range_stats_get (stats, 0, &all));
  g_assert_cmpuint (all.n_received, ==, 200);
  g_assert_cmpint (all.way_ns, >, 0);
  g_assert_cmpint (all.longest_way_ns, >=, all.way_ns / 200);
  g_assert_true (pl_range_stats_get (none, 0, &all));
  g_assert_cmpuint (all.n_received, ==, 0);
}

static void
check_histogram (PlFindSource *source, guint32 states, gint64 from_ns, gint64 to_ns)
{
  g_autoptr (PlHistogram) histogram = pl_histogram_new (source, states, from_ns, to_ns);
  guint64 n = 0, sum = 0;
  gint64 last_ns = -1;
  PlFindSpan span;
  PlBin bin;

  while (pl_histogram_step (histogram, 0))
    ;
  for (guint i = 0; pl_histogram_get_bin (histogram, i, &bin); i++)
    {
      guint64 wanted = 0;

      g_assert_true (last_ns < 0 || bin.from_ns == last_ns);
      last_ns = bin.to_ns;
      for (guint lane = 1; lane < pl_find_source_n_lanes (source); lane++)
        for (guint64 k = 0; pl_find_source_get (source, lane, k, &span); k++)
          {
            gint64 length_ns = span.to_ns - span.from_ns;

            wanted += (states & (1u << span.state)) && span.from_ns >= from_ns && span.from_ns < to_ns
                      && length_ns >= bin.from_ns && length_ns < bin.to_ns;
          }
      g_assert_cmpuint (bin.n, ==, wanted);
      sum += bin.n;
    }
  for (guint lane = 1; lane < pl_find_source_n_lanes (source); lane++)
    for (guint64 k = 0; pl_find_source_get (source, lane, k, &span); k++)
      n += (states & (1u << span.state)) && span.from_ns >= from_ns && span.from_ns < to_ns;
  g_assert_cmpuint (sum, ==, n);
  g_assert_cmpuint (pl_histogram_get_n (histogram), ==, n);
  g_assert_cmpuint (pl_histogram_get_n_bins (histogram), <=, 40);
}

static void
test_histogram (void)
{
  for (guint i = 0; i < 12; i++)
    {
      g_autoptr (PlFindSource) source = make_source ((PlIpc) (i % 3), i);

      check_histogram (source, PL_FIND_TASKS, 0, G_MAXINT64);
      check_histogram (source, PL_FIND_WAITS, 0, G_MAXINT64);
      check_histogram (source, PL_FIND_TASKS, 5000000, 20000000);
      check_histogram (source, 1u << PL_STATE_PAUSED, 0, G_MAXINT64);
    }
}

/* At a moment there is what had begun before it, and what went on then ends then. */
static void
check_moment (PlFindSource *past, PlFindSource *whole, gint64 until_ns)
{
  for (guint lane = 0; lane < pl_find_source_n_lanes (whole); lane++)
    {
      PlFindSpan a, b;
      guint64 n = 0;

      for (; pl_find_source_get (whole, lane, n, &a) && a.from_ns < until_ns; n++)
        {
          g_assert_true (pl_find_source_get (past, lane, n, &b));
          g_assert_cmpint (b.from_ns, ==, a.from_ns);
          g_assert_cmpint (b.to_ns, ==, MIN (a.to_ns, until_ns));
          g_assert_cmpint (b.state, ==, a.state);
        }
      g_assert_false (pl_find_source_get (past, lane, n, &b));
      g_assert_cmpuint (pl_find_source_count (past, lane), ==, n);
      g_assert_cmpuint (pl_find_source_find (past, lane, G_MAXINT64 / 4), <=, n);
    }
}

static void
test_moment (void)
{
  for (guint i = 0; i < 9; i++)
    {
      g_autoptr (PlFindSource) past = make_source ((PlIpc) (i % 3), i), whole = make_source ((PlIpc) (i % 3), i);

      for (gint64 until_ns = 1; until_ns < 60000000; until_ns += 3777777)
        {
          pl_find_source_set_until (past, until_ns);
          check_moment (past, whole, until_ns);
          check_histogram (past, PL_FIND_WAITS, 0, until_ns);
          /* Some lanes have not begun at first. */
          if (until_ns > 3777777)
            check_range (past, 0, until_ns);
        }
      pl_find_source_set_until (past, 0);
      check_moment (past, whole, G_MAXINT64);
    }
}

/* Spans from nothing to a second share bins that grow. */
static void
test_growing (void)
{
  PlLog *log = fixture_random (3, 3000, 900, 31, PL_PHASE_DONE);
  g_autoptr (PlTrace) trace = pl_trace_new (log);
  g_autoptr (PlFindSource) source = pl_find_source_of_trace (trace);

  pl_log_unref (log);
  check_histogram (source, ~0u, 0, G_MAXINT64);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/range/range", test_range);
  g_test_add_func ("/range/ways", test_ways);
  g_test_add_func ("/range/histogram", test_histogram);
  g_test_add_func ("/range/growing", test_growing);
  g_test_add_func ("/range/moment", test_moment);
  return g_test_run ();
}
