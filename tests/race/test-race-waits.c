/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "race/race-harness.h"
#include "trace/race/pl-race.h"

/* Sums of waits for the lock, beside adding them up one by one. */

enum { N = 5000 };

/* Two workers take turns; load_ns and store_ns of the second are kept. */
static PlRace *
turns (PlRaceMethod method, gint64 *loads, gint64 *stores)
{
  gint64 t = 0;
  MadeRace made;

  made_init (&made, 2, N, method);
  for (guint i = 0; i < N; i++)
    {
      gint64 load_ns = t + g_test_rand_int_range (1, 400);

      t = load_ns + g_test_rand_int_range (0, 90);
      made_add (&made, 0, i > 0 ? 1 : MADE_INITIAL, i - 1, load_ns, t);
      loads[i] = t + g_test_rand_int_range (0, 300);
      /* Now and then the longest that a record can carry. */
      stores[i] = loads[i] + (i % 1000 == 999 ? PL_RACE_MAX_HOLD_NS : g_test_rand_int_range (1, 90));
      t = stores[i];
      made_add (&made, 1, 0, i, loads[i], t);
    }
  return made_prove (&made, made_word (&made, 1, N - 1), t);
}

static void
test_sums (void)
{
  gint64 loads[N], stores[N];
  g_autoptr (PlRace) race = turns (PL_RACE_MUTEX, loads, stores);

  for (guint round = 0; round < 20000; round++)
    {
      guint32 from = (guint32) g_test_rand_int_range (0, N);
      guint32 near = from + (guint32) g_test_rand_int_range (0, 80);
      guint32 to = round % 4 ? MIN (near, N) : (guint32) g_test_rand_int_range (0, N + 1);
      gint64 sum = 0;

      for (guint32 i = from + 1; i < to; i++)
        sum += loads[i] - stores[i - 1];
      g_assert_cmpint (pl_race_sum_waits (race, 0, 1, from, to), ==, sum);
    }
  g_assert_cmpint (pl_race_sum_waits (race, 0, 1, 0, G_MAXUINT32), ==,
                   pl_race_sum_waits (race, 0, 1, 0, N));
}

/* Nobody waits where there is no lock, nor is there. */
static void
test_none (void)
{
  static const PlRaceMethod methods[] = { PL_RACE_NONE, PL_RACE_CAS, PL_RACE_STORE, PL_RACE_OWN };
  gint64 loads[N], stores[N];
  g_autoptr (PlRace) locked = turns (PL_RACE_SPIN, loads, stores);

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      g_autoptr (PlRace) race = turns (methods[i], loads, stores);

      g_assert_cmpint (pl_race_sum_waits (race, 0, 0, 0, N), ==, 0);
    }
  g_assert_cmpint (pl_race_sum_waits (locked, 0, 0, 0, N), >, 0);
  g_assert_cmpint (pl_race_sum_waits (locked, 0, 2, 0, N), ==, 0);
  g_assert_cmpint (pl_race_sum_waits (locked, 1, 0, 0, N), ==, 0);
  g_assert_cmpint (pl_race_sum_waits (locked, PL_MAX_RACE_PARTS, 0, 0, N), ==, 0);
  g_assert_cmpint (pl_race_sum_waits (locked, 0, 0, N, N), ==, 0);
  g_assert_cmpint (pl_race_sum_waits (locked, 0, 0, 7, 3), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/race/waits/sums", test_sums);
  g_test_add_func ("/race/waits/none", test_none);
  return g_test_run ();
}
