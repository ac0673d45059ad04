/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "race/race-harness.h"
#include "trace/race/pl-race.h"

/* How many workers were at it at once: of times made by hand, and as real runs measured it. */

typedef struct { gint64 begin_ns, end_ns; } Times;

static PlRace *
timed_race (const Times *times, guint workers)
{
  gint64 begin_ns = G_MAXINT64, end_ns = 0;
  PlRace *race;
  MadeRace made;

  made_init (&made, workers, 1, PL_RACE_NONE);
  for (guint i = 0; i < workers; i++)
    {
      PlLane *lane = pl_log_lane (made.log, pl_log_race_lane (made.log, 0, i));

      lane->begin_ns = times[i].begin_ns;
      lane->end_ns = times[i].end_ns;
      begin_ns = MIN (begin_ns, times[i].begin_ns);
      end_ns = MAX (end_ns, times[i].end_ns);
    }
  made_finish (&made, PL_WORD (0, PL_WORD_NOBODY, 0), end_ns);
  pl_log_header (made.log)->status.parts[0].begin_ns = begin_ns;
  race = pl_race_new (made.log);
  pl_log_unref (made.log);
  return race;
}

static void
check_stretches (const Times *times, guint workers, const PlRaceStretch *expected, guint n_expected)
{
  g_autoptr (PlRace) race = timed_race (times, workers);
  g_autofree PlRaceStretch *found = NULL;
  guint n;

  found = pl_race_get_stretches (race, 0, &n);
  g_assert_cmpuint (n, ==, n_expected);
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpint (found[i].from_ns, ==, expected[i].from_ns);
      g_assert_cmpint (found[i].to_ns, ==, expected[i].to_ns);
      g_assert_cmpuint (found[i].workers, ==, expected[i].workers);
    }
}

static void
test_known (void)
{
  const Times chain[] = { { 15, 30 }, { 5, 10 }, { 7, 20 } };
  const PlRaceStretch chained[] = { { 5, 7, 1 }, { 7, 10, 2 }, { 10, 15, 1 }, { 15, 20, 2 },
                                    { 20, 30, 1 } };
  const Times apart[] = { { 20, 30 }, { 0, 10 } };
  const PlRaceStretch alone[] = { { 0, 10, 1 }, { 10, 20, 0 }, { 20, 30, 1 } };
  const Times touching[] = { { 10, 20 }, { 0, 10 } };
  const PlRaceStretch in_turn[] = { { 0, 10, 1 }, { 10, 20, 1 } };
  const Times at_once[] = { { 3, 9 }, { 3, 9 }, { 3, 9 } };
  const PlRaceStretch all[] = { { 3, 9, 3 } };
  /* One that was done before the clock moved on. */
  const Times short_one[] = { { 5, 5 }, { 0, 10 }, { 0, 0 } };
  const PlRaceStretch without_it[] = { { 0, 5, 1 }, { 5, 10, 1 } };
  const Times no_time[] = { { 4, 4 }, { 4, 4 } };

  check_stretches (chain, 3, chained, 5);
  check_stretches (apart, 2, alone, 3);
  check_stretches (touching, 2, in_turn, 2);
  check_stretches (at_once, 3, all, 1);
  check_stretches (short_one, 3, without_it, 2);
  check_stretches (no_time, 2, NULL, 0);
}

static guint
at_it (const Times *times, guint workers, gint64 t_ns)
{
  guint n = 0;

  for (guint i = 0; i < workers; i++)
    n += times[i].begin_ns <= t_ns && t_ns < times[i].end_ns;
  return n;
}

/* Every nanosecond is in one stretch, and that knows who was at it. */
static void
test_any (void)
{
  for (guint round = 0; round < 300; round++)
    {
      guint workers = (guint) g_test_rand_int_range (2, 12), n;
      g_autofree PlRaceStretch *stretches = NULL;
      g_autoptr (PlRace) race = NULL;
      gint64 next;
      Times times[12] = { { 0, 0 } };

      for (guint i = 0; i < workers; i++)
        {
          times[i].begin_ns = g_test_rand_int_range (0, 60);
          times[i].end_ns = times[i].begin_ns + g_test_rand_int_range (0, 60) + (i == 0);
        }
      race = timed_race (times, workers);
      stretches = pl_race_get_stretches (race, 0, &n);
      g_assert_cmpuint (n, >, 0);
      next = pl_log_header (pl_race_get_log (race))->status.parts[0].begin_ns;
      for (guint i = 0; i < n; i++)
        {
          g_assert_cmpint (stretches[i].from_ns, ==, next);
          for (; next < stretches[i].to_ns; next++)
            g_assert_cmpuint (at_it (times, workers, next), ==, stretches[i].workers);
        }
      g_assert_cmpint (next, ==, pl_log_header (pl_race_get_log (race))->status.parts[0].end_ns);
    }
}

/* What the runner measured is what the stretches add up to, to the nanosecond. */
static void
test_real (void)
{
  for (guint workers = 1; workers <= 16; workers *= 2)
    {
      g_autoptr (PlRace) race = NULL;
      PlPlanData plan;
      PlLog *log;

      race_plan_init (&plan, workers, 3000);
      race_plan_add (&plan, PL_RACE_NONE, TRUE);
      race_plan_add (&plan, PL_RACE_MUTEX, FALSE);
      plan.trials = 3;
      log = race_run (&plan);
      race = pl_race_new (log);
      pl_log_unref (log);
      for (guint part = 0; part < 2; part++)
        {
          const PlRacePartStatus *status = &pl_log_header (log)->status.parts[part];
          g_autofree PlRaceStretch *stretches = NULL;
          gint64 together = 0, all = 0;
          guint n;

          stretches = pl_race_get_stretches (race, part, &n);
          g_assert_cmpuint (n, >, 0);
          g_assert_cmpint (stretches[0].from_ns, ==, status->begin_ns);
          g_assert_cmpint (stretches[n - 1].to_ns, ==, status->end_ns);
          for (guint i = 0; i < n; i++)
            {
              all += stretches[i].to_ns - stretches[i].from_ns;
              if (stretches[i].workers >= 2)
                together += stretches[i].to_ns - stretches[i].from_ns;
            }
          g_assert_cmpint (together, ==, status->overlap_ns);
          g_assert_cmpint (all, ==, status->end_ns - status->begin_ns);
        }
    }
}

/* Nothing is said of a race of which half belongs to another trial, nor of one that never was. */
static void
test_unknown (void)
{
  const Times times[] = { { 0, 10 }, { 2, 9 } };
  g_autoptr (PlRace) race = timed_race (times, 2);
  guint n = 7;

  g_assert_null (pl_race_get_stretches (race, 1, &n));
  g_assert_cmpuint (n, ==, 0);
  n = 7;
  pl_log_header (pl_race_get_log (race))->status.parts[0].trials_done = 0;
  g_assert_null (pl_race_get_stretches (race, 0, &n));
  g_assert_cmpuint (n, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/race/overlap/known", test_known);
  g_test_add_func ("/race/overlap/any", test_any);
  g_test_add_func ("/race/overlap/real", test_real);
  g_test_add_func ("/race/overlap/unknown", test_unknown);
  return g_test_run ();
}
