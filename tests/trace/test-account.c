/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "log/log-test-plan.h"
#include "log/pl-lane-writer.h"
#include "trace/pl-account-text.h"
#include "trace/pl-trace-account.h"

/* Who had a CPU, from logs made by hand. */

#define MS G_GINT64_CONSTANT (1000000)

typedef struct {
  PlLog *log;
  PlLaneWriter writer;
} Fixture;

static void
begin (Fixture *self, guint pool_size)
{
  PlPlanData plan = test_pool_plan (pool_size, 1000, 1);

  g_assert_cmpint (pl_log_create (&plan, NULL, &self->log), ==, 0);
  pl_lane_writer_init (&self->writer, self->log, 1);
  pl_log_header (self->log)->account = PL_ACCOUNT_TIMES;
  pl_log_header (self->log)->n_cpus = 2;
}

static void
state (Fixture *self, gint64 t_ns, PlState to, guint32 arg)
{
  pl_lane_record_at (&self->writer, t_ns, to, arg, 0);
}

static void
told (Fixture *self, gint64 t_ns, gint64 on_ns, gint64 wait_ns)
{
  pl_lane_account_at (&self->writer, t_ns, PL_EVENT_CPU_WAIT, wait_ns);
  pl_lane_account_at (&self->writer, t_ns, PL_EVENT_CPU_TIME, on_ns);
}

static PlTrace *
finish (Fixture *self, gint64 end_ns)
{
  PlRunStatus *status = &pl_log_header (self->log)->status;

  atomic_store (&status->end_ns, end_ns);
  atomic_store (&status->phase, PL_PHASE_DONE);
  return pl_trace_new (self->log);
}

static void
end (Fixture *self, PlTrace *trace)
{
  g_object_unref (trace);
  pl_log_unref (self->log);
}

static void
assert_account (PlTrace *trace, gint64 from_ns, gint64 to_ns, gint64 on_ns, gint64 waiting_ns, gint64 asleep_ns)
{
  PlCpuAccount all;

  pl_trace_account (trace, 1, from_ns, to_ns, &all);
  g_assert_cmpint (all.on_ns, ==, on_ns);
  g_assert_cmpint (all.waiting_ns, ==, waiting_ns);
  g_assert_cmpint (all.asleep_ns, ==, asleep_ns);
  g_assert_cmpint (all.unknown_ns, ==, to_ns - from_ns - on_ns - waiting_ns - asleep_ns);
}

/* Asked at the beginning and end of each task: nothing is left to guess. */
static void
test_exact (void)
{
  Fixture self;
  PlCpuAccount tasks;
  PlTrace *trace;

  begin (&self, 2);
  state (&self, 0, PL_STATE_STARTING, 0);
  told (&self, 0, 0, 0);
  state (&self, 10 * MS, PL_STATE_WORKING, 0);
  told (&self, 10 * MS, 1 * MS, 2 * MS);
  state (&self, 30 * MS, PL_STATE_WAITING_TASK, 0);
  told (&self, 30 * MS, 6 * MS, 16 * MS);
  state (&self, 50 * MS, PL_STATE_FINISHED, 0);
  told (&self, 50 * MS, 7 * MS, 16 * MS);
  trace = finish (&self, 60 * MS);
  assert_account (trace, 0, 10 * MS, 1 * MS, 2 * MS, 7 * MS);
  assert_account (trace, 10 * MS, 30 * MS, 5 * MS, 14 * MS, 1 * MS);
  assert_account (trace, 30 * MS, 50 * MS, 1 * MS, 0, 19 * MS);
  assert_account (trace, 0, 50 * MS, 7 * MS, 16 * MS, 27 * MS);
  /* By time in between. */
  assert_account (trace, 10 * MS, 20 * MS, 2500000, 7 * MS, 500000);
  /* What comes behind is not known. */
  assert_account (trace, 50 * MS, 60 * MS, 0, 0, 0);
  pl_trace_account_tasks (trace, 1, 0, 60 * MS, &tasks);
  g_assert_cmpint (tasks.on_ns, ==, 5 * MS);
  g_assert_cmpint (tasks.waiting_ns, ==, 14 * MS);
  g_assert_cmpint (tasks.asleep_ns, ==, 1 * MS);
  g_assert_cmpint (tasks.unknown_ns, ==, 0);
  end (&self, trace);
}

#define HOUR (3600 * 1000 * MS)

/* Hours between two answers: a time times a time is more than 64 bits hold. */
static void
test_long (void)
{
  Fixture self;
  PlTrace *trace;

  begin (&self, 2);
  state (&self, 0, PL_STATE_WORKING, 0);
  told (&self, 0, MS, 0);
  state (&self, 10 * HOUR, PL_STATE_FINISHED, 0);
  told (&self, 10 * HOUR, MS + 6 * HOUR, 2 * HOUR);
  trace = finish (&self, 10 * HOUR);
  assert_account (trace, 0, 10 * HOUR, 6 * HOUR, 2 * HOUR, 2 * HOUR);
  assert_account (trace, 0, 5 * HOUR, 3 * HOUR, HOUR, HOUR);
  assert_account (trace, 5 * HOUR, 10 * HOUR, 3 * HOUR, HOUR, HOUR);
  end (&self, trace);
}

#define N_ASKED 600

/* On a CPU between every second answer and the next, and waiting for one else. */
static void
assert_stretch (PlTrace *trace, const gint64 *at_ns, guint from, guint to, const PlCpuAccount *account)
{
  gint64 on_ns = 0;

  for (guint i = from; i < to; i++)
    on_ns += i % 2 == 0 ? at_ns[i + 1] - at_ns[i] : 0;
  g_assert_cmpint (account->on_ns, ==, on_ns);
  g_assert_cmpint (account->waiting_ns, ==, at_ns[to] - at_ns[from] - on_ns);
  assert_account (trace, at_ns[from], at_ns[to], on_ns, at_ns[to] - at_ns[from] - on_ns, 0);
}

/* Asked now and then, seldom and often: each answer counts where it was given. */
static void
test_irregular (void)
{
  static const guint steps[] = { 1, 2, 7, 50, 199 };
  gint64 at_ns[N_ASKED + 1], on_ns = 0, work_ns[N_ASKED], edges[N_ASKED + 1];
  PlCpuAccount accounts[N_ASKED];
  PlTrace *trace;
  Fixture self;

  begin (&self, 2);
  for (guint i = 0; i <= N_ASKED; i++)
    {
      at_ns[i] = i < 200 ? i * MS : i < 400 ? 200 * MS + (i - 200) * 1000 : 201 * MS + (gint64) (i - 400) * (i - 400) * MS;
      if (i == 0)
        state (&self, 0, PL_STATE_WORKING, 0);
      else if (i % 2 == 1)
        on_ns += at_ns[i] - at_ns[i - 1];
      told (&self, at_ns[i], on_ns + 1, at_ns[i] - on_ns);
    }
  trace = finish (&self, at_ns[N_ASKED]);
  for (guint k = 0; k < G_N_ELEMENTS (steps); k++)
    {
      guint n = N_ASKED / steps[k];

      for (guint i = 0; i <= n; i++)
        edges[i] = at_ns[i * steps[k]];
      for (guint i = 0; i < n; i++)
        work_ns[i] = edges[i + 1] - edges[i];
      pl_trace_account_edges (trace, 1, edges, work_ns, n, accounts);
      for (guint i = 0; i < n; i++)
        assert_stretch (trace, at_ns, i * steps[k], (i + 1) * steps[k], &accounts[i]);
    }
  end (&self, trace);
}

/* One answer for several short tasks: it was asleep while it waited for the next one. */
static void
test_several_tasks (void)
{
  Fixture self;
  PlCpuAccount tasks;
  PlTrace *trace;

  begin (&self, 2);
  told (&self, 0, 0, 0);
  state (&self, 0, PL_STATE_WORKING, 0);
  state (&self, 10 * MS, PL_STATE_WAITING_TASK, 0);
  state (&self, 40 * MS, PL_STATE_WORKING, 1);
  state (&self, 50 * MS, PL_STATE_WAITING_TASK, 0);
  told (&self, 50 * MS, 15 * MS, 10 * MS);
  trace = finish (&self, 50 * MS);
  pl_trace_account_tasks (trace, 1, 0, 50 * MS, &tasks);
  g_assert_cmpint (tasks.on_ns, ==, 12 * MS);
  g_assert_cmpint (tasks.waiting_ns, ==, 8 * MS);
  g_assert_cmpint (tasks.asleep_ns, ==, 0);
  assert_account (trace, 10 * MS, 40 * MS, 3 * MS, 2 * MS, 25 * MS);
  assert_account (trace, 40 * MS, 50 * MS, 6 * MS, 4 * MS, 0);
  end (&self, trace);
}

/* Another process in the same lane begins anew, and between the two nobody was there. */
static void
test_replacement (void)
{
  Fixture self;
  PlTrace *trace;

  begin (&self, 2);
  told (&self, 0, 0, 0);
  state (&self, 0, PL_STATE_WORKING, 0);
  told (&self, 10 * MS, 8 * MS, 1 * MS);
  state (&self, 10 * MS, PL_STATE_DEAD, 9);
  state (&self, 15 * MS, PL_STATE_STARTING, 0);
  told (&self, 15 * MS, 0, 0);
  state (&self, 20 * MS, PL_STATE_WORKING, 0);
  told (&self, 20 * MS, 2 * MS, 0);
  state (&self, 30 * MS, PL_STATE_FINISHED, 0);
  told (&self, 30 * MS, 11 * MS, 1 * MS);
  trace = finish (&self, 30 * MS);
  assert_account (trace, 0, 10 * MS, 8 * MS, 1 * MS, 1 * MS);
  assert_account (trace, 10 * MS, 15 * MS, 0, 0, 0);
  assert_account (trace, 15 * MS, 30 * MS, 11 * MS, 1 * MS, 3 * MS);
  assert_account (trace, 0, 30 * MS, 19 * MS, 2 * MS, 4 * MS);
  end (&self, trace);
}

/* Whatever somebody wrote into a file: sums stay within the time there is. */
static void
test_impossible (void)
{
  Fixture self;
  PlCpuAccount all;
  PlTrace *trace;

  begin (&self, 2);
  told (&self, 0, 0, 0);
  state (&self, 0, PL_STATE_WORKING, 0);
  told (&self, 1000, 500000, PL_LOG_MAX_NS);
  told (&self, 2000, 400000, 5);
  told (&self, 3000, PL_LOG_MAX_NS, PL_LOG_MAX_NS);
  trace = finish (&self, 4000);
  pl_trace_account (trace, 1, 0, 4000, &all);
  g_assert_cmpint (all.on_ns + all.waiting_ns + all.asleep_ns + all.unknown_ns, ==, 4000);
  g_assert_cmpint (all.on_ns, ==, 2000);
  g_assert_cmpint (all.unknown_ns, ==, 2000);
  end (&self, trace);
}

static PlTrace *
random_trace (Fixture *self, GRand *rand, gint64 *end_ns)
{
  gint64 t_ns = 0, on_ns = 1, wait_ns = 0, told_ns = 0;

  begin (self, 2);
  told (self, 0, 0, 0);
  for (guint i = 0; i < 1500; i++)
    {
      static const PlState states[] = { PL_STATE_WORKING, PL_STATE_WAITING_TASK, PL_STATE_SENDING };

      state (self, t_ns, states[g_rand_int_range (rand, 0, 3)], 0);
      if (g_rand_int_range (rand, 0, 4) == 0)
        {
          gint64 length_ns = t_ns - told_ns, part_ns = (gint64) (g_rand_double (rand) * (double) length_ns);

          on_ns += part_ns;
          wait_ns += (gint64) (g_rand_double (rand) * (double) (length_ns - part_ns));
          told (self, t_ns, on_ns, wait_ns);
          told_ns = t_ns;
        }
      t_ns += g_rand_int_range (rand, 0, 5000);
    }
  *end_ns = t_ns;
  return finish (self, t_ns);
}

/* Parts add up to the whole: exactly in time, and to a nanosecond a part in what they are made of. */
static void
test_adds_up (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (guint round = 0; round < 20; round++)
    {
      enum { BINS = 500 };
      PlCpuAccount bins[BINS], tasks[BINS], whole, sum = { 0 }, sum_tasks = { 0 };
      Fixture self;
      gint64 end_ns, width_ns;
      PlTrace *trace = random_trace (&self, rand, &end_ns);

      width_ns = end_ns / BINS;
      pl_trace_account_bins (trace, 1, 0, width_ns, BINS, bins, tasks);
      for (guint i = 0; i < BINS; i++)
        {
          PlShares shares;

          pl_trace_sum (trace, 1, i * width_ns, (i + 1) * width_ns, &shares);
          g_assert_cmpint (pl_cpu_account_known_ns (&bins[i]) + bins[i].unknown_ns, ==, width_ns);
          g_assert_cmpint (pl_cpu_account_known_ns (&tasks[i]) + tasks[i].unknown_ns, ==,
                           shares.state_ns[PL_STATE_WORKING]);
          pl_cpu_account_add (&sum, &bins[i]);
          pl_cpu_account_add (&sum_tasks, &tasks[i]);
        }
      pl_trace_account (trace, 1, 0, BINS * width_ns, &whole);
      g_assert_cmpint (ABS (sum.on_ns - whole.on_ns), <=, BINS);
      g_assert_cmpint (ABS (sum.waiting_ns - whole.waiting_ns), <=, BINS);
      g_assert_cmpint (ABS (sum.unknown_ns - whole.unknown_ns), <=, BINS);
      pl_trace_account_tasks (trace, 1, 0, BINS * width_ns, &whole);
      g_assert_cmpint (ABS (sum_tasks.on_ns - whole.on_ns), <=, BINS);
      end (&self, trace);
    }
}

/* A trace that grows says the same as one that is made of the whole. */
static void
test_live (void)
{
  Fixture self;
  PlTrace *trace;

  begin (&self, 2);
  atomic_store (&pl_log_header (self.log)->status.phase, PL_PHASE_RUNNING);
  told (&self, 0, 0, 0);
  state (&self, 0, PL_STATE_WORKING, 0);
  trace = pl_trace_new (self.log);
  assert_account (trace, 0, 1000, 0, 0, 0);
  state (&self, 1000, PL_STATE_WAITING_TASK, 0);
  told (&self, 1000, 600, 300);
  g_assert_true (pl_trace_refresh (trace, 2000));
  assert_account (trace, 0, 1000, 600, 300, 100);
  told (&self, 3000, 700, 300);
  g_assert_true (pl_trace_refresh (trace, 4000));
  assert_account (trace, 1000, 3000, 100, 0, 1900);
  assert_account (trace, 0, 3000, 700, 300, 2000);
  end (&self, trace);
}

static void
test_slices (void)
{
  Fixture self;
  PlSlice slices[4];
  PlTrace *trace;

  begin (&self, 2);
  pl_log_header (self.log)->account |= PL_ACCOUNT_SLICES;
  pl_lane_slice (&self.writer, 1000, 2000, 0);
  /* On two CPUs at once is nobody. */
  pl_lane_slice (&self.writer, 1500, 2500, 1);
  pl_lane_slice (&self.writer, 4000, 5000, 1);
  trace = finish (&self, 6000);
  g_assert_cmpint (pl_trace_account_source (trace), ==, PL_ACCOUNT_SOURCE_PERF);
  g_assert_cmpint (pl_trace_account_cost_ns (trace), ==, 3 * 1500);
  g_assert_cmpuint (pl_trace_slices (trace, 1, 0, 6000, slices, 4), ==, 3);
  g_assert_cmpint (slices[1].start_ns, ==, 2000);
  g_assert_cmpint (slices[1].end_ns, ==, 2500);
  g_assert_cmpint (slices[1].cpu, ==, 1);
  g_assert_cmpuint (pl_trace_slices (trace, 1, 2500, 4001, slices, 4), ==, 1);
  g_assert_cmpint (slices[0].start_ns, ==, 4000);
  g_assert_cmpuint (pl_trace_slices (trace, 1, 2500, 4000, slices, 4), ==, 0);
  g_assert_cmpuint (pl_trace_slices (trace, 1, 0, 6000, slices, 1), ==, 1);
  end (&self, trace);
}

static void
test_words (void)
{
  Fixture self;
  g_autofree char *sentence = NULL, *summary = NULL, *group = NULL, *turns = NULL, *none = NULL, *part = NULL, *stolen = NULL, *source = NULL;
  PlTrace *trace;
  PlSpan span;

  begin (&self, 4);
  told (&self, 0, 0, 0);
  state (&self, 0, PL_STATE_WORKING, 0);
  told (&self, 98 * MS, 5200000, 92800000);
  state (&self, 98 * MS, PL_STATE_FINISHED, 0);
  trace = finish (&self, 98 * MS);
  g_assert_true (pl_trace_get_span (trace, 1, 0, &span));
  span.cpu = 1;
  pl_log_header (self.log)->quota_millis = 500;
  sentence = pl_account_worked_sentence (trace, &span, "98 ms", "0", "98 ms");
  g_assert_nonnull (strstr (sentence, "of which 5.20 ms on "));
  g_assert_nonnull (strstr (sentence, "and 92.8 ms waiting for a CPU."));
  summary = pl_account_summary (trace);
  g_assert_cmpstr (summary, ==, "CPU 5.20 ms of 98.0 ms at tasks (5.3 %): 4 workers take turns on 0.5 CPUs");
  atomic_store (&pl_log_header (self.log)->throttled_ns, 40 * MS);
  group = pl_account_group_sentence (trace);
  g_assert_cmpstr (group, ==, "This group of programs may use 0.5 of 2 CPUs, and was kept from them for 40.0 ms.");
  g_assert_null (pl_account_stolen_sentence (trace));
  atomic_store (&pl_log_header (self.log)->stolen_ms, 120);
  stolen = pl_account_stolen_sentence (trace);
  source = pl_account_source_sentence (trace);
  g_assert_nonnull (strstr (source, "how long each worker had a CPU, but not when"));
  g_assert_nonnull (strstr (source, "An administrator can allow that: sysctl kernel.perf_event_paranoid=2"));
  g_assert_nonnull (strstr (stolen, "for up to 120 ms: a worker that had one looks asleep then."));
  turns = pl_account_forecast (4, 2, 0);
  g_assert_cmpstr (turns, ==, "4 workers on 2 CPUs: they take turns.");
  none = pl_account_forecast (2, 2, 0);
  g_assert_null (none);
  part = pl_account_forecast (2, 2, 0.5);
  g_assert_nonnull (strstr (part, "0.5 of 2 CPUs"));
  end (&self, trace);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace/account/exact", test_exact);
  g_test_add_func ("/trace/account/long", test_long);
  g_test_add_func ("/trace/account/irregular", test_irregular);
  g_test_add_func ("/trace/account/several-tasks", test_several_tasks);
  g_test_add_func ("/trace/account/replacement", test_replacement);
  g_test_add_func ("/trace/account/impossible", test_impossible);
  g_test_add_func ("/trace/account/adds-up", test_adds_up);
  g_test_add_func ("/trace/account/live", test_live);
  g_test_add_func ("/trace/account/slices", test_slices);
  g_test_add_func ("/trace/account/words", test_words);
  return g_test_run ();
}
