/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "log/log-edges.h"
#include "race/race-harness.h"
#include "trace/race/pl-race.h"

/* Real races through the real runner: whatever happened, the account must balance. */

static void
check_part (PlRace *race, guint part)
{
  const PlPlanData *plan = pl_log_plan (pl_race_get_log (race));
  const PlRacePartStatus *status = &pl_log_header (pl_race_get_log (race))->status.parts[part];
  const PlRaceMethodInfo *method = pl_race_method_info (plan->parts[part].method);
  guint64 made = plan->workers * plan->increments, sum = 0;
  PlRacePartResult result;

  pl_race_get_result (race, part, &result);
  g_assert_true (result.done);
  g_assert_cmpuint (result.expected, ==, made);
  g_assert_cmpuint (result.final_value + result.lost, ==, made);
  /* The limits of what load and store can do. */
  g_assert_cmpuint (result.final_value, >=,
                    MIN (made, plan->increments > 1 && plan->workers > 1 ? 2 : 1));
  g_assert_cmpuint (result.final_value, <=, made);
  if (method->correct || plan->workers == 1)
    g_assert_cmpuint (result.lost, ==, 0);
  g_assert_cmpint (status->begin_ns, <=, status->end_ns);
  g_assert_cmpint (status->overlap_ns, >=, 0);
  g_assert_cmpint (status->overlap_ns, <=, status->end_ns - status->begin_ns);
  g_assert_cmpint (status->work_ns, >, 0);
  if (plan->workers == 1)
    g_assert_cmpint (status->overlap_ns, ==, 0);
  g_assert_cmpfloat (result.overlap, >=, 0);
  g_assert_cmpfloat (result.overlap, <=, 1);
  g_assert_cmpint (result.recorded, ==, plan->parts[part].record != 0);
  if (!result.recorded)
    return;
  g_assert_true (result.balanced);
  g_assert_cmpuint (result.survivors, ==, result.final_value);
  g_assert_cmpuint (result.lost_proven, ==, result.lost);
  for (guint64 i = 0; i < result.branches; i++)
    {
      PlLostBranch branch;

      g_assert_true (pl_race_get_branch (race, part, i, &branch));
      g_assert_cmpuint (branch.head.worker, !=, branch.rival.worker);
      sum += branch.size;
    }
  g_assert_cmpuint (sum, ==, result.lost);
}

/* Store times of a lane never fall, and lie within its begin and end. */
static void
check_times (PlRace *race, guint part)
{
  PlLog *log = pl_race_get_log (race);
  guint n = pl_log_plan (log)->workers;

  for (guint worker = 0; worker < n; worker++)
    {
      const PlLane *lane = pl_log_lane (log, pl_log_race_lane (log, part, worker));
      gint64 last = lane->begin_ns;

      g_assert_cmpint (lane->begin_ns, <=, lane->end_ns);
      g_assert_cmpint (lane->pid, >, 0);
      g_assert_cmpuint (lane->incarnations, ==, 1);
      for (guint32 seq = 0; seq < pl_race_get_n_increments (race, part, worker); seq++)
        {
          PlIncrementInfo info;

          g_assert_true (pl_race_get_increment (race, part, (PlIncrement) { worker, seq }, &info));
          g_assert_cmpint (info.load_ns, >=, last);
          g_assert_cmpint (info.store_ns, >=, info.load_ns);
          last = info.store_ns;
        }
      g_assert_cmpint (last, <=, lane->end_ns);
    }
}

static void
run_and_check (const PlPlanData *plan)
{
  PlLog *log = race_run (plan);
  g_autoptr (PlRace) race = pl_race_new (log);

  g_assert_cmpuint (pl_log_header (log)->status.done, ==, plan->n_parts * plan->trials);
  assert_lives (log, (gsize) plan->n_parts * plan->workers, FALSE);
  for (guint i = 0; i < plan->n_parts; i++)
    {
      check_part (race, i);
      check_times (race, i);
    }
  pl_log_unref (log);
}

/* One that so many workers can use. */
static PlRaceMethod
pick_method (guint i, guint workers)
{
  for (i %= PL_N_RACE_METHODS; workers > pl_race_method_max_workers (i);)
    i = (i + 1) % PL_N_RACE_METHODS;
  return i;
}

/* Each run carries two recorded parts and a bare one: 3 x 24 races. */
static void
test_random (void)
{
  static const guint workers[] = { 1, 2, 2, 3, 4, 5, 8, 13 };

  for (guint i = 0; i < 24; i++)
    {
      PlPlanData plan;

      race_plan_init (&plan, workers[i % G_N_ELEMENTS (workers)],
                      (guint64) g_test_rand_int_range (1, i % 2 ? 60 : 4000));
      race_plan_add (&plan, PL_RACE_NONE, TRUE);
      race_plan_add (&plan, pick_method (i, plan.workers), TRUE);
      race_plan_add (&plan, pick_method (i + 1, plan.workers), FALSE);
      run_and_check (&plan);
    }
}

static void
test_correct_methods (void)
{
  PlPlanData plan;

  race_plan_init (&plan, 8, 5000);
  race_plan_add (&plan, PL_RACE_MUTEX, TRUE);
  race_plan_add (&plan, PL_RACE_ATOMIC, TRUE);
  race_plan_add (&plan, PL_RACE_MUTEX, FALSE);
  race_plan_add (&plan, PL_RACE_ATOMIC, FALSE);
  run_and_check (&plan);
}

static void
test_long (void)
{
  PlPlanData plan;

  race_plan_init (&plan, 2, 200000);
  race_plan_add (&plan, PL_RACE_NONE, TRUE);
  run_and_check (&plan);
}

static void
test_edges (void)
{
  static const struct
  {
    guint workers;
    guint64 increments;
  } edges[] = { { 1, 1 }, { 255, 1 }, { 64, 20 } };

  for (guint i = 0; i < G_N_ELEMENTS (edges); i++)
    {
      PlPlanData plan;

      race_plan_init (&plan, edges[i].workers, edges[i].increments);
      race_plan_add (&plan, PL_RACE_NONE, TRUE);
      race_plan_add (&plan, PL_RACE_ATOMIC, TRUE);
      run_and_check (&plan);
    }
}

/* One more than can be recorded. */
static void
test_most_workers (void)
{
  PlPlanData plan;

  race_plan_init (&plan, PL_MAX_RACE_WORKERS, 10);
  race_plan_add (&plan, PL_RACE_MUTEX, FALSE);
  run_and_check (&plan);
}

static void
test_trials (void)
{
  PlPlanData plan;
  PlLog *log;
  g_autoptr (PlRace) race = NULL;

  race_plan_init (&plan, 3, 50);
  race_plan_add (&plan, PL_RACE_NONE, TRUE);
  race_plan_add (&plan, PL_RACE_ATOMIC, FALSE);
  plan.trials = 200;
  log = race_run (&plan);
  race = pl_race_new (log);
  for (guint part = 0; part < 2; part++)
    {
      const PlRacePartStatus *status = &pl_log_header (log)->status.parts[part];

      check_part (race, part);
      g_assert_cmpuint (status->trials_done, ==, 200);
      for (guint i = 0; i < 200; i++)
        {
          const PlTrial *trial = &pl_log_trials (log, part)[i];

          g_assert_cmpuint (trial->final_value, <=, 150);
          g_assert_cmpuint (trial->final_value, >=, part == 1 ? 150 : 1);
          g_assert_cmpint (trial->duration_ns, >, 0);
        }
      /* The last one is kept. */
      g_assert_cmpuint (pl_log_trials (log, part)[199].final_value, ==, status->final_value);
    }
  pl_log_unref (log);
}

/* A saved race is the same race. */
static void
test_saved (void)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "race-XXXXXX", NULL);
  g_autoptr (PlRace) race = NULL, again = NULL;
  PlRacePartResult a, b;
  PlLogFault fault;
  PlPlanData plan;
  PlLog *log, *saved;
  int fd;

  race_plan_init (&plan, 2, 20000);
  race_plan_add (&plan, PL_RACE_NONE, TRUE);
  race_plan_add (&plan, PL_RACE_MUTEX, TRUE);
  log = race_run (&plan);
  fd = g_mkstemp (path);
  g_assert_cmpint (pl_log_save (log, fd), ==, 0);
  g_close (fd, NULL);
  g_assert_cmpint (pl_log_open (path, &saved, &fault), ==, 0);
  race = pl_race_new (log);
  again = pl_race_new (saved);
  for (guint i = 0; i < 2; i++)
    {
      pl_race_get_result (race, i, &a);
      pl_race_get_result (again, i, &b);
      g_assert_true (b.balanced);
      g_assert_cmpuint (a.lost, ==, b.lost);
      g_assert_cmpuint (a.branches, ==, b.branches);
    }
  pl_log_unref (log);
  pl_log_unref (saved);
  g_unlink (path);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/race/runs/random", test_random);
  g_test_add_func ("/race/runs/correct-methods", test_correct_methods);
  g_test_add_func ("/race/runs/long", test_long);
  g_test_add_func ("/race/runs/edges", test_edges);
  g_test_add_func ("/race/runs/most-workers", test_most_workers);
  g_test_add_func ("/race/runs/trials", test_trials);
  g_test_add_func ("/race/runs/saved", test_saved);
  return g_test_run ();
}
