/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "fixture-log.h"
#include "trace/pl-trace.h"

#define ALL ((1u << PL_N_STATES) - 1)

/* The same answer the slow way: every record of the lane, one after the other. */
static void
sum_slowly (PlTrace *trace, guint lane, gint64 from_ns, gint64 to_ns, PlShares *out)
{
  PlSpan span;

  memset (out, 0, sizeof *out);
  for (guint64 i = 0; pl_trace_get_span (trace, lane, i, &span); i++)
    {
      gint64 a = MAX (span.start_ns, from_ns), b = MIN (span.end_ns, to_ns);
      gboolean touches = span.start_ns < to_ns && (span.end_ns > from_ns || span.start_ns >= from_ns);

      if (!touches)
        continue;
      out->state_ns[span.state] += MAX (b - a, 0);
      out->states |= 1u << span.state;
      out->n_spans++;
      out->n_tasks += span.state == PL_STATE_WORKING && span.start_ns >= from_ns;
    }
}

static void
assert_equal (const PlShares *a, const PlShares *b)
{
  for (guint s = 0; s < PL_N_STATES; s++)
    g_assert_cmpint (a->state_ns[s], ==, b->state_ns[s]);
  g_assert_cmpuint (a->n_spans, ==, b->n_spans);
  g_assert_cmpuint (a->n_tasks, ==, b->n_tasks);
  g_assert_cmphex (a->states, ==, b->states);
}

static PlTrace *
random_trace (guint64 records, guint32 seed)
{
  PlLog *log = fixture_random (3, records, 1000, seed, PL_PHASE_DONE);
  PlTrace *trace = pl_trace_new (log);

  pl_log_unref (log);
  return trace;
}

static void
test_sums (void)
{
  static const guint64 sizes[] = { 1, 2, 63, 64, 65, 97, 500, 3000 };

  for (guint k = 0; k < G_N_ELEMENTS (sizes); k++)
    {
      g_autoptr (PlTrace) trace = random_trace (sizes[k], k + 1);
      g_autoptr (GRand) random = g_rand_new_with_seed (k);
      gint64 end_ns = pl_trace_get_end_ns (trace);

      for (guint i = 0; i < 200; i++)
        {
          gint64 a = g_rand_int_range (random, 0, (gint32) end_ns + 1);
          gint64 b = a + g_rand_int_range (random, 0, (gint32) (end_ns - a) + 2);
          guint lane = (guint) g_rand_int_range (random, 0, 4);
          PlShares fast, slow;

          /* Also ranges that begin and end exactly on a record. */
          if (i % 3 == 0)
            {
              PlSpan span;

              if (pl_trace_get_span (trace, lane, (guint64) i % MAX (pl_trace_get_n_records (trace, lane), 1), &span))
                {
                  a = span.start_ns;
                  b = MAX (a, i % 2 ? span.end_ns : b);
                }
            }
          pl_trace_sum (trace, lane, a, b, &fast);
          sum_slowly (trace, lane, a, b, &slow);
          if (a == b)
            memset (&slow, 0, sizeof slow);
          assert_equal (&fast, &slow);
        }
    }
}

static void
test_bins (void)
{
  g_autoptr (PlTrace) trace = random_trace (4000, 7);
  static const gint64 widths[] = { 1, 999, 20000, 400000 };
  PlShares bins[50], one;

  for (guint k = 0; k < G_N_ELEMENTS (widths); k++)
    for (guint lane = 0; lane < 4; lane++)
      {
        pl_trace_sum_bins (trace, lane, 12345, widths[k], G_N_ELEMENTS (bins), bins);
        for (guint i = 0; i < G_N_ELEMENTS (bins); i++)
          {
            pl_trace_sum (trace, lane, 12345 + i * widths[k], 12345 + (i + 1) * widths[k], &one);
            assert_equal (&bins[i], &one);
          }
      }
}

static void
test_sum_spans (void)
{
  g_autoptr (PlTrace) trace = random_trace (1000, 9);
  g_autoptr (GRand) random = g_rand_new_with_seed (3);

  for (guint i = 0; i < 300; i++)
    {
      guint64 first = (guint64) g_rand_int_range (random, 0, 1000);
      guint64 last = i == 0 ? 999 : (guint64) g_rand_int_range (random, (gint32) first, 1000);
      PlShares shares;
      gint64 total = 0;
      PlSpan a, b;

      pl_trace_sum_spans (trace, 1, first, last, &shares);
      g_assert_true (pl_trace_get_span (trace, 1, first, &a) && pl_trace_get_span (trace, 1, last, &b));
      for (guint s = 0; s < PL_N_STATES; s++)
        total += shares.state_ns[s];
      g_assert_cmpint (total, ==, b.end_ns - a.start_ns);
      g_assert_cmpuint (shares.n_spans, ==, last - first + 1);
    }
}

static void
test_find (void)
{
  g_autoptr (PlTrace) trace = random_trace (700, 11);
  PlSpan first;
  guint64 index;

  g_assert_true (pl_trace_get_span (trace, 2, 0, &first));
  if (first.start_ns > 0)
    g_assert_false (pl_trace_find (trace, 2, first.start_ns - 1, &index));
  for (gint64 t = first.start_ns; t < pl_trace_get_end_ns (trace); t += 777)
    {
      PlSpan span;

      g_assert_true (pl_trace_find (trace, 2, t, &index));
      g_assert_true (pl_trace_get_span (trace, 2, index, &span));
      g_assert_cmpint (span.start_ns, <=, t);
      g_assert_true (span.end_ns > t || span.open);
    }
  g_assert_true (pl_trace_find (trace, 2, G_MAXINT64 - 1, &index));
  g_assert_cmpuint (index, ==, 699);
  g_assert_false (pl_trace_find (trace, 99, 0, &index));
  g_assert_false (pl_trace_get_span (trace, 2, 700, &first));
}

static void
test_neighbours (void)
{
  static const guint32 masks[] = { ALL, 1u << PL_STATE_WORKING, 1u << PL_STATE_WAITING_LOCK | 1u << PL_STATE_SENDING,
                                   1u << PL_STATE_DEAD };
  g_autoptr (PlTrace) trace = random_trace (900, 13);

  for (guint k = 0; k < G_N_ELEMENTS (masks); k++)
    for (guint64 i = 0; i < 900; i++)
      {
        guint64 next = i + 1, previous = i;
        PlSpan span;

        while (pl_trace_get_span (trace, 1, next, &span) && !(masks[k] & (1u << span.state)))
          next++;
        g_assert_cmpint (pl_trace_next_span (trace, 1, i, masks[k], &span), ==, next < 900);
        if (next < 900)
          g_assert_cmpuint (span.index, ==, next);
        while (previous > 0 && pl_trace_get_span (trace, 1, previous - 1, &span) && !(masks[k] & (1u << span.state)))
          previous--;
        g_assert_cmpint (pl_trace_previous_span (trace, 1, i, masks[k], &span), ==, previous > 0);
        if (previous > 0)
          g_assert_cmpuint (span.index, ==, previous - 1);
      }
}

/* A live log: each refresh sees what was written since, and the sums never miss any of it. */
static void
test_growth (void)
{
  PlLog *log = fixture_empty (2, 100);
  g_autoptr (PlTrace) trace = NULL;
  PlLaneWriter writer;
  PlShares fast, slow;
  gint64 t = 0;

  atomic_store (&pl_log_header (log)->status.phase, PL_PHASE_RUNNING);
  trace = pl_trace_new (log);
  g_assert_true (pl_trace_get_live (trace));
  g_assert_cmpint (pl_trace_get_end_ns (trace), >=, 1);
  pl_lane_writer_init (&writer, log, 1);
  for (guint i = 0; i < 300; i++)
    {
      for (guint k = 0; k <= i % 7; k++, t += 50)
        pl_lane_record_at (&writer, t, k % 2 ? PL_STATE_WORKING : PL_STATE_WAITING_TASK, 0, 0);
      g_assert_true (pl_trace_refresh (trace, t + 10));
      g_assert_cmpuint (pl_trace_get_n_records (trace, 1), ==, writer.lane->count);
      g_assert_cmpint (pl_trace_get_end_ns (trace), ==, t + 10);
      g_assert_false (pl_trace_refresh (trace, t + 10));
      pl_trace_sum (trace, 1, 0, t + 10, &fast);
      sum_slowly (trace, 1, 0, t + 10, &slow);
      assert_equal (&fast, &slow);
    }
  fixture_end (log, t + 500);
  g_assert_true (pl_trace_refresh (trace, -1));
  g_assert_false (pl_trace_get_live (trace));
  g_assert_cmpint (pl_trace_get_end_ns (trace), ==, t + 500);
  g_assert_false (pl_trace_refresh (trace, -1));
  pl_log_unref (log);
}

static void
test_empty (void)
{
  PlLog *log = fixture_empty (4, 0);
  g_autoptr (PlTrace) trace = pl_trace_new (log);
  g_autofree char *name = pl_trace_lane_name (trace, 0);
  g_autofree char *worker = pl_trace_lane_name (trace, 4);
  PlShares shares;
  guint queued, busy;
  guint64 index;
  PlSpan span;

  g_assert_cmpint (pl_trace_get_end_ns (trace), ==, 1);
  g_assert_cmpuint (pl_trace_get_n_lanes (trace), ==, 5);
  g_assert_cmpuint (pl_trace_get_n_records_total (trace), ==, 0);
  g_assert_cmpstr (name, ==, "Parent");
  g_assert_cmpstr (worker, ==, "Worker 4");
  g_assert_false (pl_trace_find (trace, 1, 0, &index));
  g_assert_false (pl_trace_get_span (trace, 1, 0, &span));
  g_assert_false (pl_trace_next_span (trace, 1, 0, ALL, &span));
  g_assert_false (pl_trace_previous_span (trace, 1, 0, ALL, &span));
  pl_trace_sum (trace, 1, 0, 1000, &shares);
  g_assert_cmpuint (shares.n_spans, ==, 0);
  pl_trace_counters_at (trace, 0, &queued, &busy);
  g_assert_cmpuint (queued + busy, ==, 0);
  g_assert_cmpuint (pl_trace_pauses (trace, 0, 100, &span, 1), ==, 0);
  pl_log_unref (log);
}

/* Both ways to the counters agree with looking at every moment, near enough for a picture. */
static void
test_counters (void)
{
  FixturePlan plan = { .workers = 4, .tasks = 400, .task_ns = 900000, .seed = 3, .deaths = 3 };
  PlLog *log = fixture_pool (&plan);
  g_autoptr (PlTrace) trace = pl_trace_new (log);
  gint64 end_ns = pl_trace_get_end_ns (trace), step_ns = end_ns / 200;
  double queued[200], busy[200], mean = 0;
  guint q, b;

  pl_trace_counters_at (trace, 0, &q, &b);
  g_assert_cmpuint (q, ==, 400);
  g_assert_cmpuint (b, ==, 0);
  pl_trace_counters_at (trace, end_ns, &q, &b);
  g_assert_cmpuint (q, ==, 0);
  g_assert_cmpuint (b, ==, 0);

  pl_trace_counter_series (trace, 0, step_ns, 200, queued, busy);
  for (guint i = 0; i < 200; i++)
    {
      g_assert_cmpfloat (busy[i], >=, 0);
      g_assert_cmpfloat (busy[i], <=, 4.0001);
      pl_trace_counters_at (trace, (gint64) (i + 1) * step_ns, &q, &b);
      /* A column may hold some starts more or less at its edge. */
      g_assert_cmpfloat (ABS (queued[i] - q), <=, 8);
      mean += busy[i] / 200;
    }
  g_assert_cmpfloat (mean, >, 2.5);

  /* Zoomed in, from the records themselves. */
  for (gint64 from_ns = 0; from_ns < end_ns; from_ns += end_ns / 7)
    {
      pl_trace_counter_series (trace, from_ns, 1000, 100, queued, busy);
      for (guint i = 0; i < 100; i += 9)
        {
          pl_trace_counters_at (trace, from_ns + (gint64) (i + 1) * 1000 - 1, &q, &b);
          g_assert_cmpfloat (queued[i], ==, q);
        }
    }
  pl_log_unref (log);
}

/* What the dead had not told is done again, and that is all that is. */
static void
test_deaths (void)
{
  for (guint ipc = 0; ipc < PL_N_IPC; ipc++)
    {
      FixturePlan plan = { .workers = 4, .tasks = 400, .task_ns = 900000, .ipc = (PlIpc) ipc, .seed = 11, .deaths = 5 };
      PlLog *log = fixture_pool (&plan);
      g_autoptr (PlTrace) trace = pl_trace_new (log);
      guint queued, busy, n_dead = 0;
      gint64 started = 0;
      PlShares shares;

      for (guint lane = 1; lane <= plan.workers; lane++)
        {
          pl_trace_sum (trace, lane, 0, G_MAXINT64 / 2, &shares);
          started += shares.n_tasks;
          for (guint64 i = 0; i < pl_trace_get_n_records (trace, lane); i++)
            n_dead += pl_trace_get_records (trace, lane, &(guint64) { 0 })[i].state == PL_STATE_DEAD;
        }
      g_assert_cmpuint (n_dead, ==, plan.deaths);
      g_assert_cmpint (started, >, plan.tasks);
      pl_trace_counters_at (trace, pl_trace_get_end_ns (trace), &queued, &busy);
      g_assert_cmpuint (queued + busy, ==, 0);
      pl_log_unref (log);
    }
}

/* The slow way: every span of every worker. */
static void
check_busy (PlTrace *trace, gint64 from_ns, gint64 step_ns, guint n, const double *busy)
{
  for (guint i = 0; i < n; i++)
    {
      gint64 column_ns = from_ns + (gint64) i * step_ns, sum_ns = 0;
      PlSpan span;

      for (guint lane = 1; lane < pl_trace_get_n_lanes (trace); lane++)
        for (guint64 k = 0; pl_trace_get_span (trace, lane, k, &span); k++)
          if (span.state == PL_STATE_WORKING)
            sum_ns += MAX (MIN (span.end_ns, column_ns + step_ns) - MAX (span.start_ns, column_ns), 0);
      g_assert_cmpfloat_with_epsilon (busy[i], (double) sum_ns / (double) step_ns, 1e-9);
    }
}

/* What is kept of the columns is what a trace would say that is asked for the first time. */
static void
check_columns (PlTrace *trace, PlLog *log, gint64 end_ns, gint64 from_ns, gint64 step_ns, guint n)
{
  g_autoptr (PlTrace) fresh = pl_trace_new (log);
  double queued[40], busy[40], fresh_queued[40], fresh_busy[40];

  pl_trace_refresh (fresh, end_ns);
  pl_trace_counter_series (trace, from_ns, step_ns, n, queued, busy);
  pl_trace_counter_series (fresh, from_ns, step_ns, n, fresh_queued, fresh_busy);
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpfloat (queued[i], ==, fresh_queued[i]);
      g_assert_cmpfloat_with_epsilon (busy[i], fresh_busy[i], 1e-9);
    }
  check_busy (trace, from_ns, step_ns, n, busy);
}

/* Of a run that goes on, followed and looked at here and there, forwards and back, at more than one scale. */
static void
test_kept_columns (void)
{
  static const PlState states[] = { PL_STATE_WORKING, PL_STATE_WAITING_TASK, PL_STATE_SENDING, PL_STATE_WORKING,
                                    PL_STATE_DEAD };
  PlLog *log = fixture_empty (3, 2000);
  g_autoptr (PlTrace) trace = NULL;
  g_autoptr (GRand) random = g_rand_new_with_seed (5);
  PlLaneWriter writers[3];
  gint64 times[3] = { 0 }, from_ns = 0;

  atomic_store (&pl_log_header (log)->status.phase, PL_PHASE_RUNNING);
  trace = pl_trace_new (log);
  for (guint i = 0; i < 3; i++)
    pl_lane_writer_init (&writers[i], log, i + 1);
  for (guint round = 0; round < 400; round++)
    {
      guint lane = (guint) g_rand_int_range (random, 0, 3);
      gint64 end_ns, step_ns = round / 40 % 2 ? 37 : 100;

      for (int k = g_rand_int_range (random, 0, 5); k > 0; k--, times[lane] += g_rand_int_range (random, 0, 900))
        pl_lane_record_at (&writers[lane], times[lane], states[g_rand_int_range (random, 0, 5)], 0, 0);
      end_ns = MAX (MAX (times[0], times[1]), times[2]) + 10;
      pl_trace_refresh (trace, end_ns);
      if (round % 3 == 0)
        from_ns = MAX (end_ns - 3000, 0) / step_ns * step_ns;
      else
        from_ns = MAX (from_ns + step_ns * g_rand_int_range (random, -50, 50), 0) / step_ns * step_ns;
      check_columns (trace, log, end_ns, from_ns, step_ns, (guint) g_rand_int_range (random, 1, 41));
    }
  pl_log_unref (log);
}

/* A lane as it is written: what it has begun, and would have to be done again if it died now. */
typedef struct {
  PlLaneWriter writer;
  gint64 t_ns, started;
  guint unsent;
} Growing;

static void
grow_at_random (Growing *self, GRand *random)
{
  static const struct { PlState state; guint32 arg; guint16 count; enum { TELLS, KEEPS, BEGINS, DIES } does; } all[] = {
    { PL_STATE_WORKING, 0, 0, BEGINS }, { PL_STATE_WORKING, 0, 0, BEGINS }, { PL_STATE_WORKING, 0, PL_WORKING_AGAIN, KEEPS },
    { PL_STATE_SENDING, 0, 0, KEEPS }, { PL_STATE_WAITING_GIL, PL_NO_LANE, 0, KEEPS },
    { PL_STATE_WAITING_LOCK, PL_LOCK_ARG (PL_LOCK_RESULTS, PL_NO_LANE), 0, KEEPS },
    { PL_STATE_WAITING_LOCK, PL_LOCK_ARG (PL_LOCK_TASKS, PL_NO_LANE), 0, TELLS }, { PL_STATE_WAITING_TASK, 0, 0, TELLS },
    { PL_STATE_DEAD, 9, 0, DIES },
  };
  guint i = (guint) g_rand_int_range (random, 0, G_N_ELEMENTS (all));

  pl_lane_record_at (&self->writer, self->t_ns, all[i].state, all[i].arg, all[i].count);
  self->t_ns += g_rand_int_range (random, 0, 3) * g_rand_int_range (random, 0, 400000);
  self->started += all[i].does == BEGINS;
  self->unsent += all[i].does == BEGINS;
  if (all[i].does == DIES)
    self->started -= self->unsent;
  if (all[i].does == DIES || all[i].does == TELLS)
    self->unsent = 0;
}

/* Columns of many buckets, of a run that grows until these become wider: to the nanosecond and the task. */
static void
test_buckets (void)
{
  enum { LANES = 3, COLUMNS = 80, TASKS = 2000 };
  const gint64 step_ns = 1000 << 10;
  PlLog *log = fixture_empty (LANES, TASKS);
  g_autoptr (PlTrace) trace = NULL;
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  Growing lanes[LANES] = { 0 };
  double queued[COLUMNS], busy[COLUMNS];
  guint left, unused;

  atomic_store (&pl_log_header (log)->status.phase, PL_PHASE_RUNNING);
  trace = pl_trace_new (log);
  for (guint i = 0; i < LANES; i++)
    pl_lane_writer_init (&lanes[i].writer, log, i + 1);
  for (guint round = 0; round < 300; round++)
    {
      Growing *lane = &lanes[g_rand_int_range (random, 0, LANES)];
      gint64 end_ns;

      for (int k = g_rand_int_range (random, 0, 5); k > 0; k--)
        grow_at_random (lane, random);
      end_ns = MAX (MAX (lanes[0].t_ns, lanes[1].t_ns), lanes[2].t_ns) + 10;
      pl_trace_refresh (trace, end_ns);
      pl_trace_counters_at (trace, end_ns, &left, &unused);
      g_assert_cmpint (left, ==, TASKS - lanes[0].started - lanes[1].started - lanes[2].started);
      if (round % 10 != 0)
        continue;
      pl_trace_counter_series (trace, 0, step_ns, COLUMNS, queued, busy);
      check_busy (trace, 0, step_ns, COLUMNS, busy);
      for (guint i = 0; i < COLUMNS; i++)
        {
          pl_trace_counters_at (trace, (gint64) i * step_ns - 1, &left, &unused);
          g_assert_cmpfloat (queued[i], ==, left);
        }
    }
  g_assert_cmpint (pl_trace_get_end_ns (trace), >, 32768000);      /* the buckets were not wide enough */
  g_assert_cmpint (pl_trace_get_end_ns (trace), <, COLUMNS * step_ns);
  pl_log_unref (log);
}

static void
test_pauses (void)
{
  FixturePlan plan = { .workers = 2, .tasks = 20, .task_ns = 1000000, .seed = 3,
                       .pause_at_ns = 4000000, .pause_ns = 7000000 };
  PlLog *log = fixture_pool (&plan);
  g_autoptr (PlTrace) trace = pl_trace_new (log);
  PlSpan spans[4];

  g_assert_cmpuint (pl_trace_pauses (trace, 0, pl_trace_get_end_ns (trace), spans, 4), ==, 1);
  g_assert_cmpint (spans[0].start_ns, ==, 4000000);
  g_assert_cmpint (spans[0].end_ns, ==, 11000000);
  g_assert_cmpint (pl_trace_paused_ns (trace, 0, pl_trace_get_end_ns (trace)), ==, 7000000);
  g_assert_cmpint (pl_trace_paused_ns (trace, 5000000, 6000000), ==, 1000000);
  g_assert_cmpuint (pl_trace_pauses (trace, 5000000, 6000000, spans, 4), ==, 1);
  g_assert_cmpuint (pl_trace_pauses (trace, 11000000, 12000000, spans, 4), ==, 0);
  pl_log_unref (log);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace/sums", test_sums);
  g_test_add_func ("/trace/bins", test_bins);
  g_test_add_func ("/trace/sum-spans", test_sum_spans);
  g_test_add_func ("/trace/find", test_find);
  g_test_add_func ("/trace/neighbours", test_neighbours);
  g_test_add_func ("/trace/growth", test_growth);
  g_test_add_func ("/trace/empty", test_empty);
  g_test_add_func ("/trace/counters", test_counters);
  g_test_add_func ("/trace/deaths", test_deaths);
  g_test_add_func ("/trace/kept-columns", test_kept_columns);
  g_test_add_func ("/trace/buckets", test_buckets);
  g_test_add_func ("/trace/pauses", test_pauses);
  return g_test_run ();
}
