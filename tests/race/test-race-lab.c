/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "plan/pl-plan.h"
#include "race/race-harness.h"
#include "trace/race/pl-race.h"

/* All methods, windows and places, on real processes. */

static void
check_account (PlRace *race, guint part)
{
  const PlPlanData *plan = pl_log_plan (pl_race_get_log (race));
  guint64 made = plan->workers * plan->increments, sum = 0, lost = 0;
  g_autofree PlRacePair *pairs = NULL;
  PlRacePartResult result;
  guint n;

  pl_race_get_result (race, part, &result);
  g_assert_true (result.done);
  g_assert_true (result.recorded);
  g_assert_true (result.balanced);
  g_assert_cmpuint (result.expected, ==, made);
  g_assert_cmpuint (result.survivors, ==, result.final_value);
  g_assert_cmpuint (result.survivors + result.lost_proven, ==, made);
  g_assert_cmpuint (result.fewest, ==, plan->increments);
  g_assert_cmpuint (result.most, ==, plan->increments);
  if (pl_race_method_info (result.method)->correct || plan->workers == 1)
    g_assert_cmpuint (result.lost, ==, 0);
  if (result.lost == 0)
    g_assert_cmpuint (result.largest_fall, ==, 0);
  g_assert_cmpuint (result.largest_fall, <, made);
  pairs = pl_race_get_pairs (race, part, &n);
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpuint (pairs[i].loser, !=, pairs[i].rival);
      g_assert_cmpuint (pairs[i].loser, <, plan->workers);
      g_assert_cmpuint (pairs[i].rival, <, plan->workers);
      g_assert_cmpuint (pairs[i].lost, >=, pairs[i].branches);
      if (i > 0)
        g_assert_cmpuint (pairs[i].lost, <=, pairs[i - 1].lost);
      sum += pairs[i].branches;
      lost += pairs[i].lost;
    }
  g_assert_cmpuint (sum, ==, result.branches);
  g_assert_cmpuint (lost, ==, result.lost);
}

static int
compare_loads (gconstpointer a, gconstpointer b)
{
  const PlIncrementInfo *x = a, *y = b;

  if (x->load_ns != y->load_ns)
    return x->load_ns < y->load_ns ? -1 : 1;
  return (x->value_read > y->value_read) - (x->value_read < y->value_read);
}

/* One worker at a time: whoever loads has to wait until the one before has stored. */
static void
check_holds (PlRace *race, guint part)
{
  g_autoptr (GArray) holds = g_array_new (FALSE, FALSE, sizeof (PlIncrementInfo));
  guint workers = pl_log_plan (pl_race_get_log (race))->workers;

  for (guint worker = 0; worker < workers; worker++)
    for (guint32 seq = 0; seq < pl_race_get_n_increments (race, part, worker); seq++)
      {
        PlIncrementInfo info;

        g_assert_true (pl_race_get_increment (race, part, (PlIncrement) { worker, seq }, &info));
        g_array_append_val (holds, info);
      }
  g_array_sort (holds, compare_loads);
  for (guint i = 0; i < holds->len; i++)
    {
      const PlIncrementInfo *hold = &g_array_index (holds, PlIncrementInfo, i);

      /* In the order of time they read 0, 1, 2, ... */
      g_assert_cmpuint (hold->value_read, ==, i);
      if (i > 0)
        g_assert_cmpint (hold->load_ns, >=, g_array_index (holds, PlIncrementInfo, i - 1).store_ns);
    }
}

/* The same counter without records. */
static void
check_bare (PlRace *race, guint part)
{
  PlRacePartResult result;

  pl_race_get_result (race, part, &result);
  g_assert_true (result.done);
  g_assert_false (result.recorded);
  g_assert_cmpuint (result.final_value + result.lost, ==, result.expected);
  if (pl_race_method_info (result.method)->correct)
    g_assert_cmpuint (result.lost, ==, 0);
}

static void
run_and_check (PlPlanData *plan)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlRace) race = NULL;
  PlLog *log;

  g_assert_true (pl_plan_validate (plan, &error));
  g_assert_no_error (error);
  log = race_run (plan);
  race = pl_race_new (log);
  for (guint i = 0; i < plan->n_parts; i++)
    {
      if (!plan->parts[i].record)
        {
          check_bare (race, i);
          continue;
        }
      check_account (race, i);
      if (pl_race_method_is_lock (plan->parts[i].method))
        check_holds (race, i);
    }
  pl_log_unref (log);
}

/* Whatever it is set to, the account balances. */
static void
test_settings (void)
{
  static const char *const windows[] = { "none", "none", "spin:1", "spin:200", "yield", "sleep:1us",
                                         "sleep:40us" };

  for (guint i = 0; i < 200; i++)
    {
      PlRaceMethod method = i % PL_N_RACE_METHODS;
      guint workers = (guint) g_test_rand_int_range (1, 9);
      PlPlanData plan;

      race_plan_init (&plan, MIN (workers, pl_race_method_max_workers (method)), 1);
      g_assert_true (
        pl_plan_set_window (&plan, windows[g_test_rand_int_range (0, G_N_ELEMENTS (windows))]));
      plan.increments =
        (guint64) g_test_rand_int_range (1, plan.window == PL_RACE_WINDOW_SLEEP ? 40 : 400);
      plan.cpus = (guint32) g_test_rand_int_range (0, PL_N_CPUS);
      plan.rlock_depth = (guint32) g_test_rand_int_range (1, 5);
      race_plan_add (&plan, method, TRUE);
      run_and_check (&plan);
    }
}

static void
test_correct (void)
{
  for (guint i = 0; i < PL_N_RACE_METHODS; i++)
    {
      PlPlanData plan;

      if (!pl_race_method_info (i)->correct)
        continue;
      race_plan_init (&plan, MIN (8, pl_race_method_max_workers (i)), 1500);
      plan.rlock_depth = 3;
      race_plan_add (&plan, i, TRUE);
      race_plan_add (&plan, i, FALSE);
      run_and_check (&plan);
    }
}

/* With time for the others between load and store a wrong method is found out, even on one CPU. */
static void
test_wrong (void)
{
  static const PlRaceMethod methods[] = { PL_RACE_NONE, PL_RACE_OWN, PL_RACE_STORE, PL_RACE_CHECK };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (methods); i++)
    {
      guint64 lost = 0;

      /* A loaded machine may run one worker after the other, but not for ever. */
      for (guint round = 0; round < 50 && lost == 0; round++)
        {
          g_autoptr (PlRace) race = NULL;
          PlRacePartResult result;
          PlPlanData plan;
          PlLog *log;

          race_plan_init (&plan, 4, 200);
          g_assert_true (pl_plan_set_window (&plan, "sleep:20us"));
          plan.cpus = i < G_N_ELEMENTS (methods) ? PL_CPUS_FREE : PL_CPUS_ONE;
          race_plan_add (&plan, methods[i % G_N_ELEMENTS (methods)], TRUE);
          log = race_run (&plan);
          race = pl_race_new (log);
          check_account (race, 0);
          pl_race_get_result (race, 0, &result);
          lost = result.lost;
          pl_log_unref (log);
        }
      g_assert_cmpuint (lost, >, 0);
    }
}

/* As many as fit: nobody is told how many, but all are counted. */
static void
test_duration (void)
{
  for (guint first = 0; first < PL_N_RACE_METHODS; first += PL_MAX_RACE_PARTS)
    {
      g_autoptr (PlRace) race = NULL;
      PlPlanData plan;
      PlLog *log;

      race_plan_init (&plan, 2, 1);
      plan.duration_ns = 5 * 1000 * 1000;
      for (guint i = first; i < MIN (first + PL_MAX_RACE_PARTS, PL_N_RACE_METHODS); i++)
        race_plan_add (&plan, i, FALSE);
      g_assert_true (pl_plan_validate (&plan, NULL));
      log = race_run (&plan);
      race = pl_race_new (log);
      for (guint i = 0; i < plan.n_parts; i++)
        {
          PlRacePartResult result;

          check_bare (race, i);
          pl_race_get_result (race, i, &result);
          g_assert_cmpuint (result.fewest, >, 0);
          g_assert_cmpuint (result.fewest, <=, result.most);
          g_assert_cmpuint (result.fewest + result.most, ==, result.expected);
          g_assert_cmpint (result.wall_ns, >=, plan.duration_ns);
        }
      pl_log_unref (log);
    }
}

/* 1 and 2 branch off what 0 stored and go on; then 1's old value takes the counter back. */
static void
test_fall (void)
{
  g_autoptr (PlRace) race = NULL;
  g_autofree char *sentence = NULL;
  g_autofree PlRacePair *pairs = NULL;
  PlRacePartResult result;
  MadeRace made;
  guint n;

  made_init (&made, 2, 4, PL_RACE_NONE);
  made_add (&made, 0, MADE_INITIAL, 0, 10, 20); /* stores 1 */
  made_add (&made, 1, MADE_INITIAL, 0, 10, 90); /* loads 0, stores its 1 much later */
  made_add (&made, 0, 0, 0, 30, 40);            /* 2 */
  made_add (&made, 0, 0, 1, 50, 60);            /* 3 */
  made_add (&made, 0, 1, 0, 100, 110);          /* finds 1: fell by 2 */
  made_add (&made, 1, 0, 3, 120, 130);
  made_add (&made, 1, 1, 1, 140, 150);
  made_add (&made, 1, 1, 2, 160, 170);
  made_finish (&made, made_word (&made, 1, 3), 200);
  race = pl_race_new (made.log);
  pl_race_get_result (race, 0, &result);
  g_assert_true (result.balanced);
  g_assert_cmpuint (result.lost, ==, 3);
  g_assert_cmpuint (result.largest_fall, ==, 2);
  g_assert_cmpuint (result.fall_worker, ==, 0);
  sentence = pl_race_fall_sentence (race, 0);
  g_assert_nonnull (strstr (sentence, "fell back by 2"));
  g_assert_nonnull (strstr (sentence, "Worker 1"));
  pairs = pl_race_get_pairs (race, 0, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpuint (pairs[0].loser, ==, 0);
  g_assert_cmpuint (pairs[0].rival, ==, 1);
  g_assert_cmpuint (pairs[0].branches, ==, 1);
  g_assert_cmpuint (pairs[0].lost, ==, 3);
  pl_log_unref (made.log);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/race/lab/settings", test_settings);
  g_test_add_func ("/race/lab/correct", test_correct);
  g_test_add_func ("/race/lab/wrong", test_wrong);
  g_test_add_func ("/race/lab/duration", test_duration);
  g_test_add_func ("/race/lab/fall", test_fall);
  return g_test_run ();
}
