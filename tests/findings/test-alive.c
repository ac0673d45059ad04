/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "story.h"
#include "trace/compare/pl-lane-measures.h"
#include "trace/find/pl-range-stats.h"
#include "trace/pl-trace-text.h"

/* Shares are of the time in which a lane lived, not of that in which others went on. */

#define N_SHORT 20
#define MS G_GINT64_CONSTANT (1000000)

/* One process for a second, and many for 20 ms each: all of them work three quarters of their time. */
static PlTrace *
tell (void)
{
  PlLog *log = story_new ();
  guint shell = story_process (log, 0, "bash", 0);

  story_waits (log, shell, 750, PL_WAIT_SLEEP, 0);
  story_ends (log, shell, 1000, 0);
  for (guint i = 0; i < N_SHORT; i++)
    {
      guint lane = story_process (log, shell, "sed", 20 * i);

      story_waits (log, lane, 20 * i + 15, PL_WAIT_SLEEP, 0);
      story_ends (log, lane, 20 * i + 20, i % 2 == 0 ? 0 : -9);
    }
  return story_end (log, 2000);
}

static void
check_lane (const PlLaneStats *lane)
{
  g_assert_cmpint (4 * lane->state_ns[PL_STATE_WORKING], ==, 3 * pl_states_alive_ns (lane->state_ns));
}

static void
test_statistics (void)
{
  g_autoptr (PlTrace) trace = tell ();
  g_autoptr (PlFindSource) source = pl_find_source_of_trace (trace);
  g_autoptr (PlRangeStats) stats = pl_range_stats_new (source, 0, 2000 * MS);
  PlLaneStats all, lane;
  gint64 sum_ns = 0;

  while (pl_range_stats_step (stats, 1000))
    ;
  g_assert_true (pl_range_stats_get (stats, 0, &all));
  g_assert_cmpuint (pl_range_stats_get_n (stats), ==, N_SHORT + 2);
  for (guint i = 1; pl_range_stats_get (stats, i, &lane); i++)
    {
      check_lane (&lane);
      sum_ns += pl_states_alive_ns (lane.state_ns);
    }
  check_lane (&all);
  g_assert_cmpint (pl_states_alive_ns (all.state_ns), ==, sum_ns);
  g_assert_cmpint (sum_ns, ==, (1000 + N_SHORT * 20) * MS);
}

static void
assert_says (PlTrace *trace, gint64 from_ms, gint64 to_ms, const char *words)
{
  g_autofree char *sentence = pl_trace_range_sentence (trace, -1, from_ms * MS, to_ms * MS, 0);

  g_test_message ("%s", sentence);
  g_assert_nonnull (strstr (sentence, words));
  g_assert_null (strstr (sentence, "finished"));
  g_assert_null (strstr (sentence, "dead"));
}

static void
test_sentence (void)
{
  g_autoptr (PlTrace) trace = tell ();

  assert_says (trace, 0, 2000, " 75 %");
  assert_says (trace, 0, 2000, " 25 %");
  /* Only the first one lives then. */
  assert_says (trace, 500, 700, " 100 %");
  assert_says (trace, 1500, 1700, "everything had ended");
}

static void
test_compared (void)
{
  g_autoptr (PlTrace) trace = tell ();
  PlMeasures measures = { 0 };

  pl_lane_measures (trace, &measures);
  g_assert_cmpfloat_with_epsilon (measures.values[PL_MEASURE_BUSY], 0.75, 1e-9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/findings/alive/statistics", test_statistics);
  g_test_add_func ("/findings/alive/sentence", test_sentence);
  g_test_add_func ("/findings/alive/compared", test_compared);
  return g_test_run ();
}
