/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "race-harness.h"
#include "trace/rows/pl-rows.h"

/* The increments that were lost, as rows: those the proof names, each once, whatever they are sorted by. */

#define WORKERS 3
#define EACH 40

/* Everybody reads what one of them stored last; all but one of those who read the same lose theirs. */
static PlLog *
make_log (guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  int parent = MADE_INITIAL;
  guint parent_seq = 0;
  MadeRace made;

  made_init (&made, WORKERS, EACH, PL_RACE_NONE);
  for (guint i = 0; i < EACH; i++)
    {
      guint next = (guint) g_rand_int_range (rand, 0, WORKERS);

      for (guint worker = 0; worker < WORKERS; worker++)
        made_add (&made, worker, parent, parent_seq, 1000 * i + 10, 1000 * i + 20 + g_rand_int_range (rand, 0, 500));
      parent = (int) next;
      parent_seq = i;
    }
  made_finish (&made, made_word (&made, (guint) parent, parent_seq), 1000 * EACH);
  return made.log;
}

static void
check_rows (PlRace *race, PlRowsColumn column, gboolean descending)
{
  g_autoptr (PlFindSource) source = pl_find_source_of_race (race, 0);
  const PlRowsOrder order = { PL_ROWS_LOST, 0, G_MAXINT64, column, descending };
  g_autoptr (PlRows) rows = pl_rows_new (source, &order);
  guint n = 0, position;
  gint64 before = 0;
  PlFindSpan span;

  while (pl_rows_step (rows, 0))
    ;
  for (guint worker = 0; worker < WORKERS; worker++)
    for (guint32 seq = 0; seq < EACH; seq++)
      if (pl_race_is_lost (race, 0, (PlIncrement) { worker, seq }))
        {
          g_assert_true (pl_find_source_get (source, pl_log_race_lane (pl_race_get_log (race), 0, worker), seq, &span));
          g_assert_true (pl_rows_find (rows, &span, &position));
          n++;
        }
  g_assert_cmpuint (n, ==, (WORKERS - 1) * EACH);
  g_assert_cmpuint (pl_rows_get_n (rows), ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *value = pl_rows_text (rows, i, PL_COLUMN_VALUE);

      g_assert_true (pl_rows_get_span (rows, i, &span));
      g_assert_true (span.lost);
      g_assert_cmpstr (value, !=, "");
      g_assert_true (i == 0 || (descending ? span.to_ns - span.from_ns <= before : span.to_ns - span.from_ns >= before));
      before = span.to_ns - span.from_ns;
    }
}

static void
test_lost (void)
{
  for (guint32 seed = 1; seed < 6; seed++)
    {
      PlLog *log = make_log (seed);
      g_autoptr (PlRace) race = pl_race_new (log);

      check_rows (race, PL_COLUMN_LENGTH, FALSE);
      check_rows (race, PL_COLUMN_LENGTH, TRUE);
      pl_log_unref (log);
    }
}

/* At every moment what is lost is what had been lost by then. */
static void
test_moment (void)
{
  PlLog *log = make_log (7);
  g_autoptr (PlRace) race = pl_race_new (log);
  g_autoptr (PlFindSource) source = pl_find_source_of_race (race, 0);

  for (gint64 t_ns = 5; t_ns < 1000 * EACH; t_ns += 37)
    {
      g_autoptr (PlRows) rows = NULL;
      guint64 n_lost, n = 0;
      PlFindSpan span;

      pl_find_source_set_until (source, t_ns);
      pl_race_count_by (race, 0, t_ns, &n_lost);
      for (guint worker = 0; worker < WORKERS; worker++)
        for (guint64 i = 0; pl_find_source_get (source, pl_log_race_lane (log, 0, worker), i, &span); i++)
          n += span.lost;
      g_assert_cmpuint (n, ==, n_lost);
      pl_find_source_set_until (source, 0);
      rows = pl_rows_new (source, &(PlRowsOrder) { .kind = PL_ROWS_LOST, .to_ns = t_ns + 1, .until_ns = t_ns });
      while (pl_rows_step (rows, 0))
        ;
      g_assert_cmpuint (pl_rows_get_n (rows), ==, n_lost);
    }
  pl_log_unref (log);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/race-rows/lost", test_lost);
  g_test_add_func ("/race-rows/moment", test_moment);
  return g_test_run ();
}
