/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which workers are one pool: of stories that are known to the millisecond. */
#include "config.h"

#include "fixture-log.h"
#include "log/pl-lane-writer.h"
#include "trace/recording/pl-recording.h"

#define MS G_GINT64_CONSTANT (1000000)
#define POOLS 4

/* Pools of two workers each: the next one is there so long before the end of the last one is told; negative: after it. */
static PlTrace *
make_trace (int overlap_ms)
{
  PlLog *log = fixture_recording (PL_THREADS_ALL);
  PlTrace *trace;
  PlLaneWriter writer;

  pl_log_add_lane (log, PL_LANE_PROCESS, PL_LANE_NOBODY, 100, 100, MS, pl_log_add_name (log, "python3"), 64);
  pl_lane_writer_init (&writer, log, 1);
  pl_lane_record_at (&writer, MS, PL_STATE_WORKING, PL_NO_TASK, 0);
  for (int i = 0; i < 2 * POOLS; i++)
    {
      gint64 born_ns = (10 + (i / 2) * (200 - overlap_ms)) * MS;
      g_autofree char *name = g_strdup_printf ("ForkServerPoolWorker-%d", i + 1);
      guint lane = pl_log_add_lane (log, PL_LANE_PROCESS, 1, 200 + i, 200 + i, born_ns, pl_log_add_name (log, name), 64);

      pl_lane_writer_init (&writer, log, lane);
      pl_lane_record_at (&writer, born_ns, PL_STATE_WORKING, PL_NO_TASK, 0);
      pl_lane_record_at (&writer, born_ns + 200 * MS, PL_STATE_DEAD, PL_DEAD_ARG (15), 0);
    }
  fixture_end (log, 1000 * MS);
  trace = pl_trace_new (log);
  pl_log_unref (log);
  return trace;
}

static gboolean
are_again (int overlap_ms)
{
  g_autoptr (PlTrace) trace = make_trace (overlap_ms);
  g_autoptr (GPtrArray) findings = pl_findings_new (trace);
  gboolean found = FALSE;

  for (guint i = 0; i < findings->len; i++)
    {
      const PlFinding *finding = findings->pdata[i];

      if (!g_str_equal (finding->id, "pool-again-and-again"))
        continue;
      found = TRUE;
      g_assert_cmpuint (finding->lanes->len, ==, 2 * POOLS);
      g_assert_cmpint (finding->cost_ns, ==, (POOLS - 1) * MAX (-overlap_ms, 0) * MS);
    }
  return found;
}

static void
test_again (void)
{
  g_assert_true (are_again (-5));
  /* A fork server is late with what it tells. */
  g_assert_true (are_again (5));
  g_assert_false (are_again (60));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/findings/pools/again", test_again);
  return g_test_run ();
}
