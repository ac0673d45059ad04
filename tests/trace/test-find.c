/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "base/pl-error.h"
#include "fixture-log.h"
#include "trace/find/pl-find.h"

/* What somebody writes, what that means, and what is found. */

static PlFindSource *
make_source (guint workers, guint tasks, PlIpc ipc)
{
  PlLog *log = fixture_pool (&(FixturePlan) { .workers = workers, .tasks = tasks, .ipc = ipc, .task_ns = 900000, .seed = 4 });
  g_autoptr (PlTrace) trace = pl_trace_new (log);

  pl_log_unref (log);
  return pl_find_source_of_trace (trace);
}

static PlQuery
parse (PlFindSource *source, const char *text)
{
  g_autoptr (GError) error = NULL;
  PlQuery query;

  pl_query_parse (&query, text, source, &error);
  g_assert_no_error (error);
  return query;
}

static void
check_round_trip (PlFindSource *source, const char *text, const char *wanted)
{
  PlQuery query = parse (source, text), again;
  g_autofree char *written = pl_query_to_text (&query, source);

  g_assert_cmpstr (written, ==, wanted);
  again = parse (source, written);
  g_assert_cmpmem (&again, sizeof again, &query, sizeof query);
}

static void
test_words (void)
{
  g_autoptr (PlFindSource) source = make_source (3, 20, PL_IPC_QUEUE);

  check_round_trip (source, "", "");
  check_round_trip (source, "worker 3", "Worker 3");
  check_round_trip (source, "Parent", "parent");
  check_round_trip (source, "waiting any worker", "waiting any worker");
  check_round_trip (source, "lane 2", "Worker 2");
  check_round_trip (source, "TASK 17", "task 17");
  check_round_trip (source, "waiting>2ms", "waiting > 2ms");
  check_round_trip (source, "waiting longer than 2,5 ms", "waiting > 2500us");
  check_round_trip (source, "waiting for a lock", "waiting for a lock");
  check_round_trip (source, "lock held by worker 2", "waiting for a lock held by Worker 2");
  check_round_trip (source, "results lock", "results lock");
  check_round_trip (source, "working on worker 1 and < 3 us", "working Worker 1 < 3us");
  check_round_trip (source, "dead sending", "sending dead");
  check_round_trip (source, "working after 3 ms before 5ms", "working after 3ms before 5ms");
  check_round_trip (source, "working >= 2 ms < 5ms", "working >= 2ms < 5ms");
  g_assert_cmpint (parse (source, "<= 3 us").shorter_ns, ==, 3001);
}

static void
test_slips (void)
{
  static const struct { const char *text, *named; } slips[] = {
    { "wroking", "wroking" }, { "worker", "worker" }, { "worker three", "three" }, { "task 0", "“0”" }, { "> soon", "soon" },
    { ">", "2 ms" }, { "waiting for godot", "for" }, { "worker 99999999999999999999", "99999999999999999999" },
  };
  g_autoptr (PlFindSource) source = make_source (3, 20, PL_IPC_QUEUE);

  for (guint i = 0; i < G_N_ELEMENTS (slips); i++)
    {
      g_autoptr (GError) error = NULL;
      PlQuery query;

      g_assert_false (pl_query_parse (&query, slips[i].text, source, &error));
      g_assert_error (error, PL_ERROR, PL_ERROR_PLAN);
      g_assert_nonnull (strstr (error->message, slips[i].named));
    }
}

/* The same as looking at each span, one after the other; and in the order of time. */
static void
check_found (PlFindSource *source, const char *text)
{
  PlQuery query = parse (source, text);
  g_autoptr (PlFind) find = pl_find_new (source, &query);
  const PlStretch *last = NULL;
  PlFindSpan span, before = { 0 };
  guint n = 0;

  while (pl_find_step (find, 0))
    ;
  for (guint lane = 0; lane < pl_find_source_n_lanes (source); lane++)
    for (guint64 i = 0; pl_find_source_get (source, lane, i, &span); i++)
      n += pl_query_matches (&query, &span);
  g_assert_cmpuint (pl_find_get_n (find), ==, n);
  g_assert_cmpuint (pl_find_get_n_kept (find), ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_assert_true (pl_find_get (find, i, &span));
      g_assert_true (pl_query_matches (&query, &span));
      g_assert_true (i == 0 || before.from_ns < span.from_ns || (before.from_ns == span.from_ns && before.lane < span.lane)
                     || (before.lane == span.lane && before.index < span.index));
      before = span;
    }
  g_assert_false (pl_find_get (find, n, &span));
  for (guint i = 0; i < pl_find_get_highlights (find)->hits->len; i++)
    {
      const PlStretch *hit = &g_array_index (pl_find_get_highlights (find)->hits, PlStretch, i);

      g_assert_true (!last || last->lane < hit->lane || (last->lane == hit->lane && last->to_ns <= hit->from_ns));
      last = hit;
    }
}

static void
test_found (void)
{
  static const char *const texts[] = { "", "worker 2", "task 17", "waiting", "working > 1 ms", "lock", "parent receiving",
                                       "working < 600 us worker 3", "dead", "working after 3 ms before 9 ms" };

  for (guint ipc = 0; ipc < 3; ipc++)
    {
      g_autoptr (PlFindSource) source = make_source (5, 300, (PlIpc) ipc);

      for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
        check_found (source, texts[i]);
    }
}

static void
test_steps (void)
{
  g_autoptr (PlFindSource) source = make_source (3, 40, PL_IPC_PIPE);
  PlQuery query = parse (source, "working");
  g_autoptr (PlFind) find = pl_find_new (source, &query);
  PlFindSpan first, second;

  g_assert_cmpuint (pl_find_after (find, 0, 0), ==, 0);
  while (pl_find_step (find, 1000))
    ;
  g_assert_cmpuint (pl_find_get_n (find), ==, 40);
  g_assert_true (pl_find_get (find, 0, &first));
  g_assert_true (pl_find_get (find, 1, &second));
  g_assert_cmpuint (pl_find_after (find, -1, 0), ==, 0);
  g_assert_cmpuint (pl_find_after (find, first.from_ns, first.lane), ==, 1);
  g_assert_cmpuint (pl_find_after (find, second.from_ns - 1, 0), ==, 1);
  g_assert_cmpuint (pl_find_after (find, G_MAXINT64, 0), ==, 40);
}

static void
test_longest (void)
{
  g_autoptr (PlFindSource) source = make_source (4, 80, PL_IPC_QUEUE);
  PlFindSpan longest, span;

  g_assert_true (pl_find_source_longest (source, PL_FIND_TASKS, 0, G_MAXINT64, &longest));
  for (guint lane = 1; lane <= 4; lane++)
    for (guint64 i = 0; pl_find_source_get (source, lane, i, &span); i++)
      if (span.state == PL_STATE_WORKING)
        g_assert_cmpint (span.to_ns - span.from_ns, <=, longest.to_ns - longest.from_ns);
  g_assert_cmpint (longest.task, >=, 0);
  g_assert_true (pl_find_source_longest (source, PL_FIND_WAITS, 0, G_MAXINT64, &longest));
  g_assert_true (longest.state == PL_STATE_WAITING_TASK || longest.state == PL_STATE_WAITING_LOCK);
  g_assert_cmpuint (longest.lane, >, 0);
  g_assert_false (pl_find_source_longest (source, 1u << PL_STATE_DEAD, 0, G_MAXINT64, &longest));
}

/* Two runs as one: each span is that of its run, in a lane behind those of the run before and at a later time. */
static void
test_joined (void)
{
  PlFindSource *sources[] = { make_source (4, 80, PL_IPC_QUEUE), make_source (2, 30, PL_IPC_PIPE) };
  g_autoptr (PlFindSource) first = pl_find_source_ref (sources[0]), second = pl_find_source_ref (sources[1]);
  const gint64 shift_ns[] = { 0, 1500 };
  g_autoptr (PlFindSource) joined = pl_find_source_join (sources, shift_ns, 2);
  guint before = pl_find_source_n_lanes (first), n = before + pl_find_source_n_lanes (second);
  g_autofree char *name = pl_find_source_lane_name (joined, before + 1);
  PlFindSpan own, span, longest[3];

  g_assert_cmpuint (pl_find_source_n_lanes (joined), ==, n);
  g_assert_cmpstr (name, ==, "B: Worker 1");
  for (guint lane = 0; lane < n; lane++)
    {
      PlFindSource *source = lane < before ? first : second;
      guint own_lane = lane < before ? lane : lane - before;
      gint64 shift = lane < before ? 0 : 1500;

      g_assert_cmpuint (pl_find_source_count (joined, lane), ==, pl_find_source_count (source, own_lane));
      g_assert_true (pl_find_source_is_parent (joined, lane) == (own_lane == 0));
      for (guint64 i = 0; pl_find_source_get (source, own_lane, i, &own); i++)
        {
          g_autofree char *text = NULL, *own_text = pl_find_source_text (source, &own);

          g_assert_true (pl_find_source_get (joined, lane, i, &span));
          text = pl_find_source_text (joined, &span);
          g_assert_cmpuint (span.lane, ==, lane);
          g_assert_cmpint (span.from_ns, ==, own.from_ns + shift);
          g_assert_cmpint (span.to_ns, ==, own.to_ns + shift);
          g_assert_true (span.parent == own.parent && span.state == own.state && span.task == own.task);
          g_assert_cmpstr (text + 3, ==, own_text);
          g_assert_cmpuint (pl_find_source_find (joined, lane, span.from_ns), ==,
                            pl_find_source_find (source, own_lane, own.from_ns));
        }
    }
  g_assert_false (pl_find_source_get (joined, n, 0, &span));
  g_assert_true (pl_find_source_longest (first, PL_FIND_TASKS, 0, G_MAXINT64, &longest[0]));
  g_assert_true (pl_find_source_longest (second, PL_FIND_TASKS, 0, G_MAXINT64, &longest[1]));
  g_assert_true (pl_find_source_longest (joined, PL_FIND_TASKS, 0, G_MAXINT64, &longest[2]));
  g_assert_cmpint (longest[2].to_ns - longest[2].from_ns, ==,
                   MAX (longest[0].to_ns - longest[0].from_ns, longest[1].to_ns - longest[1].from_ns));
  check_found (joined, "waiting any worker");
  check_found (joined, "task 17");
}

/* A million spans are looked at in slices, none of which keeps a window waiting. */
static void
test_slices (void)
{
  PlLog *log = fixture_random (16, 62500, 900, 31, PL_PHASE_DONE);
  g_autoptr (PlTrace) trace = pl_trace_new (log);
  g_autoptr (PlFindSource) source = pl_find_source_of_trace (trace);
  PlQuery query = parse (source, "waiting > 1 us");
  g_autoptr (PlFind) find = pl_find_new (source, &query);
  gint64 longest_us = 0, before_us = g_get_monotonic_time (), begin_us = before_us;

  pl_log_unref (log);
  while (pl_find_step (find, 4000))
    {
      longest_us = MAX (longest_us, g_get_monotonic_time () - before_us);
      before_us = g_get_monotonic_time ();
    }
  g_test_message ("%u hits in %d us, the longest slice %d us", (guint) pl_find_get_n (find),
                  (int) (g_get_monotonic_time () - begin_us), (int) longest_us);
  g_assert_cmpuint (pl_find_get_n (find), >, 1000);
  g_assert_cmpint (longest_us, <, 200000);
}

/* Groups as they are found by looking at every hit, whatever was known before of the gaps between them. */
static void
test_groups (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  g_autoptr (PlHighlights) highlights = pl_highlights_new ();
  guint n_long = 0;

  for (guint lane = 0; lane < 5; lane++)
    {
      guint begin = highlights->hits->len, n = (guint) g_rand_int_range (random, 1, 1000), end;
      gint64 t_ns = 0;

      for (guint i = 0; i < n; i++)
        {
          gint64 from_ns = t_ns + (g_rand_int_range (random, 0, 100) == 0 ? 1000 : g_rand_int_range (random, 0, 20));

          t_ns = from_ns + g_rand_int_range (random, 1, 10);
          g_array_append_vals (highlights->hits, &(PlStretch) { lane, from_ns, t_ns }, 1);
        }
      g_assert_cmpuint (pl_highlights_find_hit (highlights, lane, -1, &end), ==, begin);
      g_assert_cmpuint (end, ==, highlights->hits->len);
      for (guint i = begin; i < end; i++)
        for (gint64 gap_ns = 1; gap_ns < 4000; gap_ns = gap_ns * 3 + 1)
          {
            guint next = i + 1;

            while (next < end && g_array_index (highlights->hits, PlStretch, next).from_ns
                                 - g_array_index (highlights->hits, PlStretch, next - 1).to_ns < gap_ns)
              next++;
            g_assert_cmpuint (pl_highlights_next_group (highlights, i, end, gap_ns), ==, next);
            n_long += next - i > 200;
          }
    }
  g_assert_cmpuint (n_long, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/find/words", test_words);
  g_test_add_func ("/find/slips", test_slips);
  g_test_add_func ("/find/found", test_found);
  g_test_add_func ("/find/steps", test_steps);
  g_test_add_func ("/find/longest", test_longest);
  g_test_add_func ("/find/joined", test_joined);
  g_test_add_func ("/find/slices", test_slices);
  g_test_add_func ("/find/groups", test_groups);
  return g_test_run ();
}
