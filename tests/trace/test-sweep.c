/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "fixture-log.h"
#include "log/pl-lane-writer.h"
#include "plan/pl-plan.h"
#include "trace/sweep/pl-sweep.h"

/* Sweeps whose answer is known beforehand. */

#define MS 1000000

static GArray *
numbers (const char *text)
{
  GArray *array = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      guint32 n = (guint32) g_ascii_strtoull (parts[i], NULL, 10);

      g_array_append_val (array, n);
    }
  return array;
}

static PlSweep *
make_sweep (const char *sizes, const char *ipcs, const char *chunks, PlWork work, guint trials, guint64 seed)
{
  g_autoptr (GArray) by_size = numbers (sizes), by_ipc = numbers (ipcs), by_chunk = numbers (chunks), plans = NULL;
  PlPlanData base;

  pl_plan_init_pool (&base);
  base.tasks = 400;
  base.work = work;
  plans = pl_plan_sweep (&base, by_size, by_ipc, by_chunk, NULL);
  return pl_sweep_new (plans, trials, seed);
}

/* Runs as Amdahl's law has them, each a little off. */
static void
run_all (PlSweep *self, double serial, double cpus, double off)
{
  guint64 seed = 99;

  while (pl_sweep_get_next (self) != NULL)
    {
      double n = pl_sweep_get_next (self)->pool_size;
      double noise = 1 + off * ((double) (pl_amdahl_random (&seed) >> 11) / 9007199254740992.0 - 0.5);
      double time = serial + (1 - serial) / (pl_sweep_needs_cpus (self) ? MIN (n, cpus) : n);

      pl_sweep_add_run (self, (gint64) (time * noise * 1e9), cpus, NULL);
    }
}

static const double shares[] = { 0, 0.01, 0.1, 0.37, 0.9, 1 };

static void
test_fit (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (shares); i++)
    for (guint smallest = 1; smallest <= 3; smallest++)
      for (double cpus = 0; cpus <= 6; cpus += 6)
        {
          PlAmdahl truth = { .serial = shares[i], .smallest = smallest, .cpus = cpus }, law = truth;
          PlAmdahlPoint points[6];

          for (guint k = 0; k < G_N_ELEMENTS (points); k++)
            points[k] = (PlAmdahlPoint) { smallest + 2 * k, pl_amdahl_speedup (&truth, smallest + 2 * k) };
          pl_amdahl_fit (&law, points, G_N_ELEMENTS (points));
          g_assert_true (law.known);
          g_assert_cmpfloat (ABS (law.serial - shares[i]), <, 1e-6);
        }
}

static void
test_known_speedup (void)
{
  PlAmdahl law = { .serial = 0.25, .smallest = 1 };

  g_assert_cmpfloat (pl_amdahl_speedup (&law, 1), ==, 1);
  g_assert_cmpfloat (ABS (pl_amdahl_speedup (&law, 3) - 2), <, 1e-12);
  law.cpus = 3;
  g_assert_cmpfloat (ABS (pl_amdahl_speedup (&law, 64) - 2), <, 1e-12);
}

/* One size tells nothing, nor do sizes that all have the same CPUs. */
static void
test_not_known (void)
{
  const PlAmdahlPoint points[] = { { 4, 1 }, { 8, 1.1 }, { 16, 1 } };
  PlAmdahl law = { .smallest = 4, .cpus = 4 };

  pl_amdahl_fit (&law, points, 3);
  g_assert_false (law.known);
  law.cpus = 5;
  pl_amdahl_fit (&law, points, 3);
  g_assert_true (law.known);
  pl_amdahl_fit (&law, points, 1);
  g_assert_false (law.known);
}

static void
test_sweep_fit (void)
{
  g_autoptr (PlSweep) exact = make_sweep ("1,2,4,8", "0", "0", PL_WORK_SLEEP, 5, 7);
  g_autoptr (PlSweep) noisy = make_sweep ("1,2,4,8", "0", "0", PL_WORK_SPIN, 9, 7);
  g_autoptr (PlSweep) again = make_sweep ("1,2,4,8", "0", "0", PL_WORK_SPIN, 9, 7);
  PlAmdahl law, same;

  run_all (exact, 0.05, 2, 0);
  pl_sweep_get_amdahl (exact, 0, &law);
  g_assert_true (law.known);
  g_assert_cmpfloat (ABS (law.serial - 0.05), <, 1e-5);
  g_assert_cmpfloat (law.high - law.low, <, 1e-5);
  /* Tasks that sleep want no CPU. */
  g_assert_cmpfloat (law.cpus, ==, 0);

  run_all (noisy, 0.1, 4, 0.1);
  run_all (again, 0.1, 4, 0.1);
  pl_sweep_get_amdahl (noisy, 0, &law);
  pl_sweep_get_amdahl (again, 0, &same);
  g_assert_cmpfloat (law.cpus, ==, 4);
  g_assert_cmpfloat (ABS (law.serial - 0.1), <, 0.03);
  g_assert_cmpfloat (law.low, <, law.serial);
  g_assert_cmpfloat (law.high, >, law.serial);
  g_assert_cmpfloat (law.low, ==, same.low);
  g_assert_cmpfloat (law.high, ==, same.high);
}

/* Every trial has every plan once, in an order of its own, which is the seed's. */
static void
test_order (void)
{
  g_autoptr (PlSweep) one = make_sweep ("1,2,4,8", "0,1", "0", PL_WORK_SPIN, 6, 1);
  g_autoptr (PlSweep) same = make_sweep ("1,2,4,8", "0,1", "0", PL_WORK_SPIN, 6, 1);
  g_autoptr (PlSweep) other = make_sweep ("1,2,4,8", "0,1", "0", PL_WORK_SPIN, 6, 2);
  g_autofree guint *first = g_new0 (guint, 8);
  guint n_as_before = 0, n_as_other = 0;

  g_assert_cmpuint (pl_sweep_get_n_runs (one), ==, 48);
  for (guint trial = 0; trial < 6; trial++)
    {
      guint seen = 0;

      for (guint i = 0; i < 8; i++)
        {
          const PlPlanData *plan = pl_sweep_get_next (one);
          guint which = (plan->ipc << 8) | plan->pool_size, bit = plan->ipc * 4 + (guint) g_bit_nth_lsf (plan->pool_size, -1);

          g_assert_true (pl_plan_equal (plan, pl_sweep_get_next (same)));
          n_as_other += pl_plan_equal (plan, pl_sweep_get_next (other));
          g_assert_cmpuint (seen & (1u << bit), ==, 0);
          seen |= 1u << bit;
          n_as_before += trial > 0 && first[i] == which;
          if (trial == 0)
            first[i] = which;
          pl_sweep_add_run (one, MS, 2, NULL);
          pl_sweep_add_run (same, MS, 2, NULL);
          pl_sweep_add_run (other, MS, 2, NULL);
        }
      g_assert_cmpuint (seen, ==, 0xff);
    }
  g_assert_null (pl_sweep_get_next (one));
  g_assert_cmpuint (n_as_before, <, 20);
  g_assert_cmpuint (n_as_other, <, 24);
}

static void
test_points (void)
{
  g_autoptr (PlSweep) sweep = make_sweep ("2,6", "0", "0", PL_WORK_SPIN, 5, 3);
  static const gint64 two[] = { 130, 100, 90, 120, 110 }, six[] = { 50, 40, 60, 55, 45 };
  guint n_two = 0, n_six = 0;
  PlSweepPoint point;

  while (pl_sweep_get_next (sweep) != NULL)
    pl_sweep_add_run (sweep, MS * (pl_sweep_get_next (sweep)->pool_size == 2 ? two[n_two++] : six[n_six++]), 8, NULL);
  pl_sweep_get_point (sweep, 1, &point);
  g_assert_cmpuint (point.n, ==, 5);
  g_assert_cmpfloat (point.median_ns, ==, 50 * MS);
  g_assert_cmpfloat (point.least_ns, ==, 40 * MS);
  g_assert_cmpfloat (point.most_ns, ==, 60 * MS);
  g_assert_cmpfloat (point.low_ns, ==, 45 * MS);
  g_assert_cmpfloat (point.high_ns, ==, 55 * MS);
  g_assert_cmpfloat (point.speedup, ==, 2.2);
  g_assert_cmpfloat (ABS (point.speedup_low - 110.0 / 60), <, 1e-12);
  g_assert_cmpfloat (ABS (point.speedup_high - 2.75), <, 1e-12);
  g_assert_cmpfloat (ABS (point.rate - 8000), <, 1e-6);
  g_assert_false (point.losses.known);
}

static void
test_axes (void)
{
  g_autoptr (PlSweep) sizes = make_sweep ("1,4", "0,2", "0", PL_WORK_SPIN, 1, 3);
  g_autoptr (PlSweep) chunks = make_sweep ("4", "0,1", "1,2,400", PL_WORK_SPIN, 1, 3);
  g_autoptr (PlSweep) channels = make_sweep ("4", "0,1,2", "0", PL_WORK_SPIN, 1, 3);
  g_autoptr (PlSweep) twice = make_sweep ("4,4,4", "1,1", "0", PL_WORK_SPIN, 2, 3);
  g_autofree char *name = pl_sweep_series_name (sizes, 1), *title = pl_sweep_title (chunks);

  g_assert_cmpint (pl_sweep_get_axis (sizes), ==, PL_SWEEP_SIZES);
  g_assert_cmpuint (pl_sweep_get_n_series (sizes), ==, 2);
  g_assert_cmpstr (name, ==, "Shared array");
  g_assert_cmpint (pl_sweep_get_axis (chunks), ==, PL_SWEEP_CHUNKS);
  g_assert_cmpuint (pl_sweep_get_n_series (chunks), ==, 2);
  g_assert_cmpstr (title, ==, "Tasks a message: pool of 4, 400 tasks");
  g_assert_cmpint (pl_sweep_get_axis (channels), ==, PL_SWEEP_CHANNELS);
  g_assert_cmpuint (pl_sweep_get_n_series (channels), ==, 1);
  g_assert_cmpuint (pl_sweep_get_n_runs (twice), ==, 2);
}

/* 10 ms: starts for 1, works for 4 of which 3 without a CPU, waits 1 for the queue, works for 2, then has nothing to do. */
static void
test_losses (void)
{
  PlLog *log = fixture_empty (1, 2);
  PlLaneWriter writer;
  PlLosses losses;

  atomic_store (&pl_log_header (log)->account, PL_ACCOUNT_TIMES);
  pl_lane_writer_init (&writer, log, 1);
  pl_lane_account_at (&writer, 0, PL_EVENT_CPU_WAIT, 0);
  pl_lane_account_at (&writer, 0, PL_EVENT_CPU_TIME, 0);
  pl_lane_record_at (&writer, 0, PL_STATE_STARTING, 0, 1);
  pl_lane_account_at (&writer, MS, PL_EVENT_CPU_TIME, MS);
  pl_lane_record_at (&writer, MS, PL_STATE_WORKING, 0, 1);
  pl_lane_account_at (&writer, 5 * MS, PL_EVENT_CPU_WAIT, 3 * MS);
  pl_lane_account_at (&writer, 5 * MS, PL_EVENT_CPU_TIME, 2 * MS);
  pl_lane_record_at (&writer, 5 * MS, PL_STATE_WAITING_LOCK, PL_LOCK_ARG (PL_LOCK_TASKS, PL_NO_LANE), 1);
  pl_lane_account_at (&writer, 6 * MS, PL_EVENT_CPU_TIME, 2 * MS);
  pl_lane_record_at (&writer, 6 * MS, PL_STATE_WORKING, 1, 1);
  pl_lane_account_at (&writer, 8 * MS, PL_EVENT_CPU_TIME, 4 * MS);
  pl_lane_record_at (&writer, 8 * MS, PL_STATE_WAITING_TASK, 0, 1);
  fixture_end (log, 10 * MS);
  pl_losses_of_log (log, &losses);
  g_assert_true (losses.known);
  g_assert_cmpfloat (ABS (losses.lost[PL_LOSS_SERIAL] - 0.1), <, 1e-6);
  g_assert_cmpfloat (ABS (losses.lost[PL_LOSS_CPUS] - 0.3), <, 1e-6);
  g_assert_cmpfloat (ABS (losses.lost[PL_LOSS_CHANNEL] - 0.1), <, 1e-6);
  g_assert_cmpfloat (ABS (losses.lost[PL_LOSS_IMBALANCE] - 0.2), <, 1e-6);
  g_assert_cmpfloat (ABS (losses.used - 0.3), <, 1e-6);
  g_assert_cmpint (pl_losses_greatest (&losses), ==, PL_LOSS_CPUS);
  pl_log_unref (log);
}

/* A pool with every record a real one has: the shares make one. */
static void
test_losses_whole (void)
{
  const FixturePlan plan = { .workers = 5, .tasks = 60, .task_ns = 2000000, .seed = 8, .deaths = 1 };
  PlLog *log = fixture_pool (&plan);
  PlLosses losses;
  double sum;

  pl_losses_of_log (log, &losses);
  sum = losses.used;
  for (guint i = 0; i < PL_N_LOSSES; i++)
    {
      g_assert_cmpfloat (losses.lost[i], >=, 0);
      sum += losses.lost[i];
    }
  g_assert_cmpfloat (ABS (sum - 1), <, 1e-6);
  g_assert_cmpfloat (losses.used, >, 0.3);
  pl_log_unref (log);
}

static void
test_sentence (gconstpointer data)
{
  static const char *const words[] = {
    [PL_LOSS_SERIAL] = "The serial share limits it: for 40 % ", [PL_LOSS_CPUS] = "The CPUs limit it: there are 2, and for 40 %",
    [PL_LOSS_CHANNEL] = "The channel limits it: for 40 % ", [PL_LOSS_IMBALANCE] = "Imbalance limits it: for 40 % ",
    [PL_N_LOSSES] = "Nothing limits it much: the workers were at tasks for 95 % ",
  };
  guint limit = GPOINTER_TO_UINT (data);
  g_autoptr (PlSweep) sweep = make_sweep ("1,8", "0", "0", PL_WORK_SPIN, 1, 3);
  PlLosses losses = { TRUE, limit < PL_N_LOSSES ? 0.5 : 0.95, { 0 } };
  g_autofree char *none = pl_sweep_sentence (sweep), *sentence = NULL;

  g_assert_null (none);
  if (limit < PL_N_LOSSES)
    losses.lost[limit] = 0.4;
  while (pl_sweep_get_next (sweep) != NULL)
    pl_sweep_add_run (sweep, pl_sweep_get_next (sweep)->pool_size == 1 ? 190 * MS : 100 * MS, 2, &losses);
  sentence = pl_sweep_sentence (sweep);
  g_assert_true (g_str_has_prefix (sentence, "8 workers, Queue: 1.90 times as fast as 1 worker. "));
  g_assert_nonnull (strstr (sentence, words[limit]));
  if (limit == PL_LOSS_SERIAL)
    g_assert_nonnull (strstr (sentence, "Amdahl's law fits with a serial share of 5.3 %."));
}

/* Of messages: what the smallest loses to the channel, and the largest by not being divisible. */
static void
test_chunk_sentence (void)
{
  g_autoptr (PlSweep) sweep = make_sweep ("4", "0", "1,8,100", PL_WORK_SPIN, 1, 3);
  g_autofree char *sentence = NULL, *point = NULL;

  while (pl_sweep_get_next (sweep) != NULL)
    {
      guint chunk = pl_sweep_get_next (sweep)->chunk;
      PlLosses losses = { TRUE, 0.6, { 0, 0, chunk == 1 ? 0.3 : 0.01, chunk == 100 ? 0.35 : 0.02 } };

      pl_sweep_add_run (sweep, chunk == 8 ? 50 * MS : 80 * MS, 2, &losses);
    }
  sentence = pl_sweep_sentence (sweep);
  g_assert_cmpstr (sentence, ==, "The fastest: 8 tasks a message, Queue, with 50.0 ms. With 1 task a message the channel takes "
                                 "30 % of the workers' time, with 100 tasks a message imbalance takes 35 %.");
  point = pl_sweep_point_sentence (sweep, 0);
  g_assert_cmpstr (point, ==, "1 task a message, Queue: 80.0 ms in one trial.");
}

static void
test_csv (void)
{
  g_autoptr (PlSweep) sweep = make_sweep ("1,2", "0", "0", PL_WORK_SPIN, 2, 3);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  double sum = 0;

  for (guint i = 0; i < 3; i++)
    pl_sweep_add_run (sweep, pl_sweep_get_next (sweep)->pool_size == 1 ? 200 * MS : 125 * MS, 2, NULL);
  text = pl_sweep_to_csv (sweep);
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 5);
  g_assert_cmpstr (lines[0], ==, "run,pool_size,ipc,chunk,trial,wall_ns,tasks_per_second,speedup");
  for (guint i = 1; i <= 3; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], ",", -1);

      g_assert_cmpuint (g_strv_length (cells), ==, 8);
      sum += g_ascii_strtod (cells[7], NULL) * (g_str_equal (cells[1], "1") ? 0 : 1);
      g_assert_cmpstr (cells[6], ==, g_str_equal (cells[1], "1") ? "2000" : "3200");
    }
  g_assert_true (ABS (sum - 1.6) < 1e-6 || ABS (sum - 3.2) < 1e-6);
}

/* A plan that is not possible is refused with the limit. */
static void
test_refused (void)
{
  g_autoptr (GArray) sizes = numbers ("1,2,1000"), ipcs = numbers ("0"), chunks = numbers ("0");
  g_autoptr (GArray) doubling = pl_plan_doubling (12), one = pl_plan_doubling (1);
  g_autoptr (GError) error = NULL;
  PlPlanData base;

  pl_plan_init_pool (&base);
  g_assert_null (pl_plan_sweep (&base, sizes, ipcs, chunks, &error));
  g_assert_nonnull (strstr (error->message, "256"));
  g_assert_cmpuint (doubling->len, ==, 5);
  g_assert_cmpuint (g_array_index (doubling, guint32, 4), ==, 12);
  g_assert_cmpuint (one->len, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/amdahl/fit", test_fit);
  g_test_add_func ("/amdahl/speedup", test_known_speedup);
  g_test_add_func ("/amdahl/not-known", test_not_known);
  g_test_add_func ("/sweep/fit", test_sweep_fit);
  g_test_add_func ("/sweep/order", test_order);
  g_test_add_func ("/sweep/points", test_points);
  g_test_add_func ("/sweep/axes", test_axes);
  g_test_add_func ("/sweep/losses", test_losses);
  g_test_add_func ("/sweep/losses-whole", test_losses_whole);
  for (guint limit = 0; limit <= PL_N_LOSSES; limit++)
    {
      g_autofree char *path = g_strdup_printf ("/sweep/sentence/%s", limit < PL_N_LOSSES ? pl_loss_key (limit) : "none");

      g_test_add_data_func (path, GUINT_TO_POINTER (limit), test_sentence);
    }
  g_test_add_func ("/sweep/chunk-sentence", test_chunk_sentence);
  g_test_add_func ("/sweep/csv", test_csv);
  g_test_add_func ("/sweep/refused", test_refused);
  return g_test_run ();
}
