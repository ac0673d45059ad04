/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/race/pl-race-schedules.h"

typedef struct {
  guint workers;
  guint64 increments, lowest;
  double schedules[8];          /* from lowest up; 0: no more */
} Known;

static void
test_known (void)
{
  static const Known known[] = {
    { 2, 1, 1, { 4, 2 } },
    { 2, 2, 2, { 32, 32, 6 } },
    { 2, 3, 2, { 8, 300, 416, 180, 20 } },
    { 3, 1, 1, { 48, 36, 6 } },
    { 3, 2, 2, { 10428, 15180, 7512, 1440, 90 } },
    { 4, 1, 1, { 1152, 1056, 288, 24 } },
    { 1, 5, 5, { 1 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      const Known *k = &known[i];
      g_autoptr (GArray) finals = pl_race_uniform_finals (k->workers, k->increments);
      guint64 lowest, highest;
      double shares = 0;

      pl_race_possible_finals (k->workers, k->increments, &lowest, &highest);
      g_assert_cmpuint (lowest, ==, k->lowest);
      g_assert_cmpuint (highest, ==, k->workers * k->increments);
      g_assert_nonnull (finals);
      g_assert_cmpuint (finals->len, ==, highest - lowest + 1);
      for (guint j = 0; j < finals->len; j++)
        {
          const PlRaceFinal *final = &g_array_index (finals, PlRaceFinal, j);

          g_assert_cmpuint (final->value, ==, lowest + j);
          g_assert_cmpfloat (final->schedules, ==, k->schedules[j]);
          shares += final->share;
        }
      g_assert_cmpfloat_with_epsilon (shares, 1, 1e-12);
    }
}

/* Far too many to enumerate. */
static void
test_many (void)
{
  g_autoptr (GArray) finals = pl_race_uniform_finals (2, 10);
  double all = 0;

  g_assert_nonnull (finals);
  g_assert_cmpuint (finals->len, ==, 19);
  for (guint i = 0; i < finals->len; i++)
    all += g_array_index (finals, PlRaceFinal, i).schedules;
  g_assert_cmpfloat (all, ==, 137846528820.0);
  /* Lossless: 20! / (10! 10!). */
  g_assert_cmpfloat (g_array_index (finals, PlRaceFinal, 18).schedules, ==, 184756);
}

static void
test_too_large (void)
{
  g_assert_null (pl_race_uniform_finals (0, 1));
  g_assert_null (pl_race_uniform_finals (1, 0));
  g_assert_null (pl_race_uniform_finals (2, 100000));
  g_assert_null (pl_race_uniform_finals (256, 1));
  g_assert_null (pl_race_uniform_finals (8, 60));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/race/schedules/known", test_known);
  g_test_add_func ("/race/schedules/many", test_many);
  g_test_add_func ("/race/schedules/too-large", test_too_large);
  return g_test_run ();
}
