/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "race/race-harness.h"
#include "trace/race/pl-race.h"

/* Races written by hand, with answers worked out on paper. Workers are W0, W1 ...; "W0.2" is W0's
 * third. */

static void
check (PlRace *race, guint64 final, guint64 lost, guint64 branches, guint64 longest)
{
  PlRacePartResult result;

  pl_race_get_result (race, 0, &result);
  g_assert_true (result.done);
  g_assert_true (result.recorded);
  g_assert_true (result.balanced);
  g_assert_cmpuint (result.final_value, ==, final);
  g_assert_cmpuint (result.survivors, ==, final);
  g_assert_cmpuint (result.lost, ==, lost);
  g_assert_cmpuint (result.lost_proven, ==, lost);
  g_assert_cmpuint (result.branches, ==, branches);
  g_assert_cmpuint (result.longest_branch, ==, longest);
  g_assert_cmpuint (pl_race_get_n_branches (race, 0), ==, branches);
}

static void
check_refused (PlRace *race)
{
  PlRacePartResult result;
  guint64 survived[7], lost[7], branch;
  PlIncrementInfo info;
  PlLostBranch b;

  pl_race_get_result (race, 0, &result);
  g_assert_false (result.balanced);
  g_assert_cmpuint (result.branches, ==, 0);
  /* Whatever is asked then, there is an answer. */
  g_assert_false (pl_race_get_branch (race, 0, 0, &b));
  g_assert_cmpuint (pl_race_choose_branch (race, 0), ==, 0);
  g_assert_false (pl_race_nearest_branch (race, 0, 5, &branch));
  pl_race_bins (race, 0, 0, 100000, 7, survived, lost);
  for (guint worker = 0; worker < 3; worker++)
    for (guint seq = 0; seq < 8; seq++)
      if (pl_race_get_increment (race, 0, (PlIncrement) { worker, seq }, &info) &&
          info.parent.worker != G_MAXUINT)
        g_assert_cmpuint (info.parent.seq, <,
                          pl_race_get_n_increments (race, 0, info.parent.worker));
}

static gboolean
is (PlIncrement increment, guint worker, guint seq)
{
  return increment.worker == worker && increment.seq == seq;
}

static void
test_path (void)
{
  g_autoptr (PlRace) race = NULL;
  PlIncrementInfo info;
  MadeRace made;

  made_init (&made, 2, 2, PL_RACE_NONE);
  made_add (&made, 0, MADE_INITIAL, 0, 10, 20);
  made_add (&made, 1, 0, 0, 30, 40);
  made_add (&made, 0, 1, 0, 50, 60);
  made_add (&made, 1, 0, 1, 70, 80);
  race = made_prove (&made, made_word (&made, 1, 1), 10000);
  check (race, 4, 0, 0, 0);
  g_assert_true (pl_race_get_increment (race, 0, (PlIncrement) { 1, 1 }, &info));
  g_assert_cmpint (info.load_ns, ==, 70);
  g_assert_cmpint (info.store_ns, ==, 80);
  g_assert_cmpuint (info.value_read, ==, 3);
  g_assert_false (info.lost);
  g_assert_true (is (info.parent, 0, 1));
  g_assert_true (pl_race_get_increment (race, 0, (PlIncrement) { 0, 0 }, &info));
  g_assert_cmpuint (info.parent.worker, ==, G_MAXUINT);
  g_assert_false (pl_race_get_increment (race, 0, (PlIncrement) { 0, 2 }, &info));
  g_assert_false (pl_race_get_increment (race, 0, (PlIncrement) { 2, 0 }, &info));
  g_assert_false (pl_race_get_increment (race, 1, (PlIncrement) { 0, 0 }, &info));
}

/* Both read W0.0; W0's store is overwritten, W0 itself reads on from W1's: so W0's came first. */
static PlRace *
one_collision (void)
{
  MadeRace made;

  made_init (&made, 2, 3, PL_RACE_NONE);
  made_add (&made, 0, MADE_INITIAL, 0, 100, 150);
  made_add (&made, 0, 0, 0, 200, 260);   /* lost */
  made_add (&made, 1, 0, 0, 210, 304);   /* rival */
  made_add (&made, 0, 1, 0, 400, 450);
  made_add (&made, 1, 0, 2, 500, 550);
  made_add (&made, 1, 1, 1, 600, 650);
  return made_prove (&made, made_word (&made, 1, 2), 10000);
}

static void
test_collision (void)
{
  g_autoptr (PlRace) race = one_collision ();
  guint64 branch = 7, survived[2], lost[2];
  PlIncrement readers[4];
  PlCollision collision;
  PlLostBranch b;

  check (race, 5, 1, 1, 1);
  g_assert_true (pl_race_get_branch (race, 0, 0, &b));
  g_assert_true (is (b.head, 0, 1));
  g_assert_true (is (b.rival, 1, 0));
  g_assert_true (is (b.parent, 0, 0));
  g_assert_cmpuint (b.value, ==, 1);
  g_assert_cmpuint (b.size, ==, 1);
  g_assert_true (pl_race_get_collision (race, 0, 0, &collision));
  g_assert_cmpint (collision.order, ==, PL_ORDER_LOST_FIRST);
  g_assert_true (collision.proven);
  g_assert_true (collision.direct);
  g_assert_cmpint (collision.gap_ns, ==, 44);
  g_assert_cmpuint (collision.readers, ==, 2);
  g_assert_cmpuint (pl_race_get_readers (race, 0, 0, readers, 4), ==, 2);
  g_assert_true (is (readers[0], 0, 1));
  g_assert_true (is (readers[1], 1, 0));
  g_assert_true (pl_race_is_lost (race, 0, b.head));
  g_assert_false (pl_race_is_lost (race, 0, b.rival));
  g_assert_true (pl_race_find_branch (race, 0, b.head, &branch));
  g_assert_cmpuint (branch, ==, 0);
  g_assert_false (pl_race_find_branch (race, 0, b.rival, &branch));
  g_assert_cmpuint (pl_race_find (race, 0, 0, 150), ==, 0);
  g_assert_cmpuint (pl_race_find (race, 0, 0, 151), ==, 1);
  g_assert_cmpuint (pl_race_find (race, 0, 0, 9999), ==, 3);
  pl_race_bins (race, 0, 0, 600, 2, survived, lost);
  g_assert_cmpuint (survived[0], ==, 1);
  g_assert_cmpuint (lost[0], ==, 1);
  g_assert_cmpuint (survived[1], ==, 3);
  g_assert_cmpuint (lost[1], ==, 0);
}

/* Three read the first value; W2's survives. */
static void
test_three_way (void)
{
  g_autoptr (PlRace) race = NULL;
  PlIncrement readers[3];
  PlCollision collision;
  PlLostBranch b;
  MadeRace made;

  made_init (&made, 3, 1, PL_RACE_NONE);
  made_add (&made, 0, MADE_INITIAL, 0, 10, 500);
  made_add (&made, 1, MADE_INITIAL, 0, 10, 300);
  made_add (&made, 2, MADE_INITIAL, 0, 10, 520);
  race = made_prove (&made, made_word (&made, 2, 0), 10000);
  check (race, 1, 2, 2, 1);
  /* In the order of their stores. */
  g_assert_true (pl_race_get_branch (race, 0, 0, &b));
  g_assert_true (is (b.head, 1, 0));
  g_assert_true (is (b.rival, 2, 0));
  g_assert_cmpuint (b.parent.worker, ==, G_MAXUINT);
  g_assert_true (pl_race_get_branch (race, 0, 1, &b));
  g_assert_true (is (b.head, 0, 0));
  pl_race_get_collision (race, 0, 1, &collision);
  g_assert_cmpuint (collision.readers, ==, 3);
  /* 20 ns apart and nobody read on: nothing tells the order. */
  g_assert_cmpint (collision.order, ==, PL_ORDER_UNKNOWN);
  g_assert_cmpint (collision.gap_ns, ==, 20);
  pl_race_get_collision (race, 0, 0, &collision);
  g_assert_cmpint (collision.order, ==, PL_ORDER_LOST_FIRST);
  g_assert_false (collision.proven);
  g_assert_cmpuint (pl_race_get_readers (race, 0, 0, readers, 3), ==, 3);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (readers[i].worker, ==, i);
}

/* W0 loads 0 and sleeps; W1 does all of its three; W0 stores 1 over 3: the counter falls back. */
static void
test_falling_back (void)
{
  g_autoptr (PlRace) race = NULL;
  PlIncrementInfo info;
  PlLostBranch b;
  MadeRace made;

  made_init (&made, 2, 3, PL_RACE_NONE);
  made_add (&made, 0, MADE_INITIAL, 0, 10, 900);
  made_add (&made, 1, MADE_INITIAL, 0, 20, 30);
  made_add (&made, 1, 1, 0, 40, 50);
  made_add (&made, 1, 1, 1, 60, 70);
  made_add (&made, 0, 0, 0, 910, 920);
  made_add (&made, 0, 0, 1, 930, 940);
  race = made_prove (&made, made_word (&made, 0, 2), 10000);
  /* A lost branch of length 3. */
  check (race, 3, 3, 1, 3);
  pl_race_get_branch (race, 0, 0, &b);
  g_assert_true (is (b.head, 1, 0));
  g_assert_true (is (b.rival, 0, 0));
  g_assert_cmpuint (b.size, ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      guint64 branch = 9;

      g_assert_true (pl_race_is_lost (race, 0, (PlIncrement) { 1, i }));
      g_assert_true (pl_race_find_branch (race, 0, (PlIncrement) { 1, i }, &branch));
      g_assert_cmpuint (branch, ==, 0);
      g_assert_true (pl_race_get_increment (race, 0, (PlIncrement) { 0, i }, &info));
      g_assert_false (info.lost);
      g_assert_cmpuint (info.value_read, ==, i);
    }
  g_assert_cmpuint (pl_race_count_lost (race, 0, 1, 0, 3), ==, 3);
  g_assert_cmpuint (pl_race_count_lost (race, 0, 1, 1, 2), ==, 1);
  g_assert_cmpuint (pl_race_count_lost (race, 0, 0, 0, 3), ==, 0);
}

/* The same value 1 three times, by different stores: only the words tell them apart. A branch that
 * forks: W1.0 is lost and both W1.1 and W2.0 build on it. */
static void
test_identical_values (void)
{
  g_autoptr (PlRace) race = NULL;
  PlLostBranch b;
  MadeRace made;

  made_init (&made, 3, 2, PL_RACE_NONE);
  made_add (&made, 0, MADE_INITIAL, 0, 10, 800);
  made_add (&made, 1, MADE_INITIAL, 0, 20, 100);
  made_add (&made, 2, 1, 0, 110, 200);
  made_add (&made, 1, 1, 0, 120, 300);
  made_add (&made, 0, 0, 0, 810, 820);
  made_add (&made, 2, 0, 0, 815, 840);
  race = made_prove (&made, made_word (&made, 0, 1), 10000);
  check (race, 2, 4, 2, 3);
  pl_race_get_branch (race, 0, 0, &b);
  g_assert_true (is (b.head, 1, 0));
  g_assert_cmpuint (b.size, ==, 3);
  pl_race_get_branch (race, 0, 1, &b);
  g_assert_true (is (b.head, 2, 1));
  g_assert_true (is (b.rival, 0, 1));
  g_assert_true (is (b.parent, 0, 0));
}

/* The other order, proven: W1 goes on from W0's lost store although it stored the same value
 * before. */
static void
test_rival_first (void)
{
  g_autoptr (PlRace) race = NULL;
  PlCollision collision;
  PlLostBranch b;
  MadeRace made;

  made_init (&made, 3, 2, PL_RACE_NONE);
  made_add (&made, 0, MADE_INITIAL, 0, 10, 500);  /* lost: late */
  made_add (&made, 1, MADE_INITIAL, 0, 20, 200);  /* rival */
  made_add (&made, 2, 1, 0, 210, 900);            /* builds on the rival, and stores last */
  made_add (&made, 1, 0, 0, 510, 550);            /* builds on the lost one */
  made_add (&made, 0, 1, 1, 560, 600);
  made_add (&made, 2, 2, 0, 910, 920);
  race = made_prove (&made, made_word (&made, 2, 1), 10000);
  check (race, 3, 3, 1, 3);
  pl_race_get_branch (race, 0, 0, &b);
  g_assert_true (is (b.head, 0, 0));
  g_assert_true (is (b.rival, 1, 0));
  pl_race_get_collision (race, 0, 0, &collision);
  g_assert_cmpint (collision.order, ==, PL_ORDER_RIVAL_FIRST);
  g_assert_true (collision.proven);
  g_assert_cmpint (collision.gap_ns, ==, 300);
}

static void
test_atomic (void)
{
  for (guint damage = 0; damage < 5; damage++)
    {
      g_autoptr (PlRace) race = NULL;
      PlIncrementInfo info;
      MadeRace made;

      made_init (&made, 2, 2, PL_RACE_ATOMIC);
      made_add_word (&made, 0, PL_WORD (0, PL_WORD_NOBODY, 0), 10, 20);
      made_add_word (&made, 1, PL_WORD (damage == 1 ? 0 : 1, PL_WORD_NOBODY, 0), 30,
                     40); /* 1: twice */
      made_add_word (&made, 1, PL_WORD (damage == 2 ? 9 : 2, PL_WORD_NOBODY, 0), 50,
                     60); /* 2: beyond */
      made_add_word (&made, 0, PL_WORD (3, damage == 3 ? 0 : PL_WORD_NOBODY, 0), 70,
                     80); /* 3: a writer */
      race = made_prove (&made, PL_WORD (damage == 4 ? 3 : 4, PL_WORD_NOBODY, 0), 10000);
      if (damage)
        {
          check_refused (race);
          continue;
        }
      check (race, 4, 0, 0, 0);
      g_assert_true (pl_race_get_increment (race, 0, (PlIncrement) { 0, 1 }, &info));
      g_assert_true (is (info.parent, 1, 1));
      g_assert_true (pl_race_get_increment (race, 0, (PlIncrement) { 1, 0 }, &info));
      g_assert_true (is (info.parent, 0, 0));
    }
}

/* Logs whose format is fine but which cannot have happened. */
static void
test_hostile (void)
{
  static const guint64 words[] = {
    PL_WORD (1, 7, 1),                  /* no such worker */
    PL_WORD (1, 1, 0),                  /* before the first */
    PL_WORD (1, 1, 9),                  /* no such increment */
    PL_WORD (5, 1, 1),                  /* it stored another value */
    PL_WORD (2, 0, 2),                  /* itself: a cycle */
    PL_WORD (0, PL_WORD_NOBODY, 3),     /* not quite the initial word */
    PL_WORD (1, PL_WORD_NOBODY, 0),
    PL_WORD (0xffffffff, 1, 1),
    G_MAXUINT64, 0,
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    for (guint at_end = 0; at_end < 2; at_end++)
      {
        g_autoptr (PlRace) race = NULL;
        MadeRace made;

        made_init (&made, 2, 2, PL_RACE_NONE);
        made_add (&made, 0, MADE_INITIAL, 0, 10, 20);
        made_add (&made, 1, 0, 0, 30, 40);
        made_add_word (&made, 0, at_end ? made_word (&made, 1, 0) : words[i], 50, 60);
        made_add (&made, 1, 1, 0, 70, 80);
        if (at_end && words[i] == PL_WORD (2, 0, 2))
          {
            pl_log_unref (made.log);
            continue;
          }
        race = made_prove (&made, at_end ? words[i] : made_word (&made, 1, 1), 10000);
        check_refused (race);
      }
}

/* Two that name each other, and one that reads what its own worker stores later. */
static void
test_cycles (void)
{
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (PlRace) race = NULL;
      MadeRace made;

      made_init (&made, 2, 2, PL_RACE_NONE);
      made_add_word (&made, 0, PL_WORD (4, i == 2 ? 0 : 1, i == 2 ? 2 : 1), 10, 20);
      made_add_word (&made, 1, PL_WORD (i == 1 ? 3 : 4, 0, 1), 30, 40);
      made_add (&made, 0, MADE_INITIAL, 0, 50, 60);
      made_add (&made, 1, 0, 1, 70, 80);
      race = made_prove (&made, made_word (&made, 1, 1), 10000);
      check_refused (race);
    }
}

/* A worker that reads an old store after its own: no memory does that. And one that reads beyond
 * the end. */
static void
test_incoherent (void)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (PlRace) race = NULL;
      MadeRace made;

      made_init (&made, 2, 2, PL_RACE_NONE);
      made_add (&made, 0, MADE_INITIAL, 0, 10, 20);
      made_add (&made, 0, i ? 0 : MADE_INITIAL, 0, 30, 40);
      made_add (&made, 1, 0, i ? 1 : 0, 50, 60);
      made_add (&made, 1, 1, 0, 70, 80);
      race = made_prove (&made, i ? made_word (&made, 0, 0) : made_word (&made, 1, 1), 10000);
      check_refused (race);
    }
}

/* Records missing, times out of order, more lost than made. */
static void
test_unbalanced (void)
{
  g_autoptr (PlRace) race = NULL;
  PlRacePartResult result;
  MadeRace made;

  made_init (&made, 2, 2, PL_RACE_NONE);
  made_add (&made, 0, MADE_INITIAL, 0, 500, 520);
  made_add (&made, 0, 0, 0, 10, 20);
  made_add (&made, 1, 0, 1, 300, 40);
  race = made_prove (&made, made_word (&made, 1, 0), 10000);
  pl_race_get_result (race, 0, &result);
  g_assert_false (result.balanced);
  g_assert_cmpuint (pl_race_find (race, 0, 0, 100), <=, 2);
}

static void
test_not_done (void)
{
  g_autoptr (PlRace) race = NULL;
  PlRacePartResult result;
  MadeRace made;

  made_init (&made, 2, 2, PL_RACE_NONE);
  pl_log_header (made.log)->status.phase = PL_PHASE_STOPPED;
  race = pl_race_new (made.log);
  pl_log_unref (made.log);
  g_assert_cmpuint (pl_race_get_n_parts (race), ==, 1);
  pl_race_get_result (race, 0, &result);
  g_assert_false (result.done);
  g_assert_false (result.recorded);
  g_assert_false (result.balanced);
  g_assert_cmpuint (result.lost, ==, 0);
  g_assert_cmpuint (pl_race_get_main_part (race), ==, 0);
}

/* Random words in a valid frame, many times: no crash, no hang, never a false balance. */
static void
test_random_words (void)
{
  for (guint round = 0; round < 300; round++)
    {
      g_autoptr (PlRace) race = NULL;
      PlRacePartResult result;
      MadeRace made;
      guint64 sum = 0;

      made_init (&made, 3, 6, round % 3 == 0 ? PL_RACE_ATOMIC : PL_RACE_NONE);
      for (guint seq = 0; seq < 6; seq++)
        for (guint worker = 0; worker < 3; worker++)
          {
            guint writer = (guint) g_test_rand_int_range (0, 4);

            made_add_word (&made, worker,
                           PL_WORD (g_test_rand_int_range (0, 6),
                                    writer == 3 ? PL_WORD_NOBODY : writer,
                                    g_test_rand_int_range (0, 8)),
                           g_test_rand_int_range (0, 5000), g_test_rand_int_range (0, 5000));
          }
      race = made_prove (&made, PL_WORD (g_test_rand_int_range (0, 20), g_test_rand_int_range (0, 3),
                                    g_test_rand_int_range (0, 8)), 10000);
      pl_race_get_result (race, 0, &result);
      for (guint worker = 0; worker < 3; worker++)
        for (guint seq = 0; seq < 6; seq++)
          {
            PlIncrement increment = { worker, seq };
            PlIncrementInfo info;
            guint64 branch;

            sum += pl_race_is_lost (race, 0, increment);
            g_assert_true (pl_race_get_increment (race, 0, increment, &info));
            if (pl_race_find_branch (race, 0, increment, &branch))
              g_assert_cmpuint (branch, <, pl_race_get_n_branches (race, 0));
          }
      g_assert_cmpuint (sum, ==, result.lost_proven);
      if (result.balanced)
        g_assert_cmpuint (result.survivors + result.lost_proven, ==, 18);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/race/proof/path", test_path);
  g_test_add_func ("/race/proof/collision", test_collision);
  g_test_add_func ("/race/proof/three-way", test_three_way);
  g_test_add_func ("/race/proof/falling-back", test_falling_back);
  g_test_add_func ("/race/proof/identical-values", test_identical_values);
  g_test_add_func ("/race/proof/rival-first", test_rival_first);
  g_test_add_func ("/race/proof/atomic", test_atomic);
  g_test_add_func ("/race/proof/hostile", test_hostile);
  g_test_add_func ("/race/proof/cycles", test_cycles);
  g_test_add_func ("/race/proof/incoherent", test_incoherent);
  g_test_add_func ("/race/proof/unbalanced", test_unbalanced);
  g_test_add_func ("/race/proof/not-done", test_not_done);
  g_test_add_func ("/race/proof/random-words", test_random_words);
  return g_test_run ();
}
