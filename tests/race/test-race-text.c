/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "race/race-harness.h"
#include "trace/race/pl-race.h"

/* What is said about a race, in each case that can occur. */

static void
assert_sentence (PlRace *race, guint64 branch, const char *expected)
{
  g_autofree char *sentence = pl_race_branch_sentence (race, 0, branch);

  g_assert_cmpstr (sentence, ==, expected);
}

static PlRace *
collision (guint workers, gint64 rival_store, gboolean proven)
{
  MadeRace made;

  made_init (&made, workers, 3, PL_RACE_NONE);
  made_add (&made, 0, MADE_INITIAL, 0, 100, 150);
  made_add (&made, 0, 0, 0, 200, 260);
  made_add (&made, 1, 0, 0, 210, rival_store);
  made_add (&made, 1, 1, 0, 500, 550);
  if (proven)
    made_add (&made, 0, 1, 0, 1400, 1450);    /* lost as well: a branch of its own */
  else
    made_add (&made, 0, 1, 1, 1400, 1450);
  made_add (&made, 1, 1, 1, 1600, 1650);
  if (workers > 2)
    for (guint i = 0; i < 3; i++)
      made_add (&made, 2, i == 0 ? MADE_INITIAL : 2, i == 0 ? 0 : i - 1, 2000 + 100 * i,
                2050 + 100 * i);
  return made_prove (&made, made_word (&made, 1, 2), 10000);
}

static void
test_first (void)
{
  g_autoptr (PlRace) race = collision (2, 304, TRUE);
  g_autofree char *title = pl_race_branch_title (race, 0, 0);

  g_assert_cmpstr (title, ==, "Overwritten update 1 of 2");
  assert_sentence (race, 0,
                   "Both read 1 as Worker 1 had stored it.\n"
                   "Worker 1 stored its 2 first; 44 ns later Worker 2 stored its own 2 over it, "
                   "before anyone had read it. "
                   "Worker 1's increment number 2 left no trace.");
}

/* Proven by what was read, but the clock says otherwise: no number. */
static void
test_clock_contradicts (void)
{
  g_autoptr (PlRace) race = collision (2, 250, TRUE);

  assert_sentence (race, 0,
                   "Both read 1 as Worker 1 had stored it.\n"
                   "Worker 1 stored its 2 first; then Worker 2 stored its own 2 over it, before "
                   "anyone had read it. "
                   "Worker 1's increment number 2 left no trace.");
}

static void
test_clock_only (void)
{
  g_autoptr (PlRace) race = collision (2, 460, FALSE), late = collision (2, 220, FALSE);
  g_autoptr (PlRace) close = collision (2, 280, FALSE);
  PlCollision c;

  assert_sentence (race, 0,
                   "Both read 1 as Worker 1 had stored it.\n"
                   "By the clock Worker 1 stored its 2 first, and 200 ns later Worker 2 its own 2. "
                   "The count goes on from Worker 2's. "
                   "Worker 1's was overwritten before anyone had read it: increment number 2 left "
                   "no trace.");
  pl_race_get_collision (late, 0, 0, &c);
  g_assert_cmpint (c.order, ==, PL_ORDER_UNKNOWN);  /* 40 ns */
  assert_sentence (close, 0,
                   "Both read 1 as Worker 1 had stored it.\n"
                   "Worker 1 and Worker 2 each stored their own 2, 20 ns apart: too close for the "
                   "clock to say which came first. "
                   "The count goes on from Worker 2's. "
                   "Worker 1's was overwritten before anyone had read it: increment number 2 left "
                   "no trace.");
}

/* A third worker stored something in between: not "over it". */
static void
test_three_workers (void)
{
  g_autoptr (PlRace) race = collision (3, 304, TRUE), other = NULL;
  PlCollision c;
  MadeRace made;

  pl_race_get_collision (race, 0, 0, &c);
  g_assert_true (c.direct);
  made_init (&made, 3, 2, PL_RACE_NONE);
  made_add (&made, 0, MADE_INITIAL, 0, 100, 300);
  made_add (&made, 1, MADE_INITIAL, 0, 110, 500);
  made_add (&made, 2, MADE_INITIAL, 0, 120, 400);
  made_add (&made, 0, 1, 0, 600, 610);
  made_add (&made, 1, 0, 1, 700, 710);
  made_add (&made, 2, 1, 1, 800, 810);
  other = made_prove (&made, made_word (&made, 2, 1), 10000);
  pl_race_get_collision (other, 0, 0, &c);
  g_assert_true (c.proven);
  g_assert_false (c.direct);
  assert_sentence (other, 0,
                   "3 workers read 0, the counter's first value.\n"
                   "Worker 1 stored its 1 first; 200 ns later Worker 2 stored its own 1. The count "
                   "goes on from Worker 2's. "
                   "Worker 1's was overwritten before anyone had read it: increment number 1 left "
                   "no trace.");
}

static void
test_branch (void)
{
  g_autoptr (PlRace) race = NULL;
  g_autofree char *title = NULL, *footer = NULL;
  MadeRace made;

  made_init (&made, 2, 3, PL_RACE_NONE);
  made_add (&made, 0, MADE_INITIAL, 0, 10, 900);
  made_add (&made, 1, MADE_INITIAL, 0, 20, 30);
  made_add (&made, 1, 1, 0, 40, 50);
  made_add (&made, 1, 1, 1, 60, 70);
  made_add (&made, 0, 0, 0, 910, 920);
  made_add (&made, 0, 0, 1, 930, 940);
  race = made_prove (&made, made_word (&made, 0, 2), 10000);
  footer = pl_race_footer (race);
  g_assert_true (g_str_has_prefix (footer, "1 was overwritten, 3 lost with what was built on it: 3 survivors + 3 lost = "
                                           "6 made."));
  title = pl_race_branch_title (race, 0, 0);
  g_assert_cmpstr (title, ==, "Overwritten update 1 of 1, 3 lost with what was built on it");
  assert_sentence (race, 0,
                   "Both read 0, the counter's first value.\n"
                   "By the clock Worker 2 stored its 1 first, and 870 ns later Worker 1 its own 1. "
                   "The count goes on from Worker 1's. "
                   "2 more increments were built on Worker 2's, until a store that knew nothing of "
                   "them took their place: "
                   "all 3 left no trace.");
}

static void
test_rival_first (void)
{
  g_autoptr (PlRace) race = NULL;
  MadeRace made;

  made_init (&made, 2, 2, PL_RACE_NONE);
  made_add (&made, 0, MADE_INITIAL, 0, 10, 500);  /* lost */
  made_add (&made, 1, MADE_INITIAL, 0, 20, 200);
  made_add (&made, 1, 1, 0, 210, 900);
  made_add (&made, 0, 1, 1, 1000, 1010);
  race = made_prove (&made, made_word (&made, 0, 1), 10000);
  assert_sentence (race, 0,
                   "Both read 0, the counter's first value.\n"
                   "By the clock Worker 2 stored its 1 first, and 300 ns later Worker 1, late, its "
                   "own 1. "
                   "The count goes on from Worker 2's. "
                   "Worker 1's was overwritten before anyone had read it: increment number 1 left "
                   "no trace.");
}

static void
test_increment (void)
{
  g_autoptr (PlRace) race = collision (2, 304, TRUE);
  g_autofree char *lost = pl_race_increment_sentence (race, 0, (PlIncrement) { 0, 1 });
  g_autofree char *first = pl_race_increment_sentence (race, 0, (PlIncrement) { 0, 0 });
  g_autofree char *none = pl_race_increment_sentence (race, 0, (PlIncrement) { 5, 5 });

  g_assert_cmpstr (lost, ==,
                   "Worker 1's increment number 2 read 1, as Worker 1 had stored it, at 200 ns and "
                   "stored 2, 60 ns later. "
                   "It is lost: the final count does not build on it.");
  g_assert_cmpstr (first, ==,
                   "Worker 1's increment number 1 read 0, the counter's first value, at 100 ns and "
                   "stored 1, 50 ns later. "
                   "It survives: the final count builds on it.");
  g_assert_cmpstr (none, ==, "");
}

static void
test_lines (void)
{
  g_autoptr (PlRace) race = collision (2, 304, TRUE);
  g_autofree char *title = pl_race_title (race), *subtitle = pl_race_subtitle (race),
                  *footer = pl_race_footer (race), *lacking = NULL;

  g_assert_cmpstr (title, ==, "One counter, 2 workers, 3 increments each, No lock");
  g_assert_cmpstr (subtitle, ==, "Released by a barrier, overlap 100 %, recorded");
  g_assert_true (g_str_has_prefix (footer, "4 survivors + 2 lost = 6 made. 2 CPUs, "));
  g_assert_true (g_str_has_suffix (footer, ", Paralane 1.2.3."));
  pl_log_header (pl_race_get_log (race))->status.lacks = PL_LACKS_ROBUST_LISTS;
  ((PlPlanData *) pl_log_plan (pl_race_get_log (race)))->parts[0].method = PL_RACE_ROBUST;
  lacking = pl_race_footer (race);
  g_assert_true (g_str_has_suffix (lacking, ", Paralane 1.2.3. This system has no robust locks: nobody "
                                            "is told that the owner of one has died."));
}

static void
assert_guess (PlRace *race, guint64 guess, const char *expected, const char *verdict)
{
  g_autofree char *sentence = NULL, *off = NULL;

  ((PlPlanData *) pl_log_plan (pl_race_get_log (race)))->guess = guess;
  sentence = pl_race_guess_sentence (race);
  off = pl_race_guess_verdict (race);
  g_assert_cmpstr (sentence, ==, expected);
  g_assert_cmpstr (off, ==, verdict);
}

static void
test_guess (void)
{
  g_autoptr (PlRace) race = collision (2, 304, TRUE), unfinished = NULL;
  MadeRace made;

  assert_guess (race, 0, NULL, NULL);
  assert_guess (race, 4, "You guessed 4: exactly right.", "exactly right");
  assert_guess (race, 6, "You guessed 6: 2 too many.", "2 too many");
  assert_guess (race, 1, "You guessed 1: 3 too few.", "3 too few");
  made_init (&made, 2, 500, PL_RACE_NONE);
  unfinished = pl_race_new (made.log);
  pl_log_unref (made.log);
  assert_guess (unfinished, 1000, "You guessed 1,000.", NULL);
}

static void
assert_no_loss (guint workers, PlRaceMethod method, double overlap, guint cpus, const char *word)
{
  g_autoptr (PlRace) race = NULL;
  g_autofree char *text = NULL;
  MadeRace made;

  made_init (&made, workers, 1, method);
  made_add (&made, 0, MADE_INITIAL, 0, 10, 20);
  for (guint i = 1; i < workers; i++)
    {
      if (method == PL_RACE_ATOMIC)
        made_add_word (&made, i, PL_WORD (i, PL_WORD_NOBODY, 0), 10, 20);
      else
        made_add (&made, i, (int) i - 1, 0, 10, 20);
    }
  made_finish (&made,
               method == PL_RACE_ATOMIC ? PL_WORD (workers, PL_WORD_NOBODY, 0)
                                        : made_word (&made, workers - 1, 0),
               1000);
  pl_log_header (made.log)->status.parts[0].overlap_ns = (gint64) (overlap * 1000);
  pl_log_header (made.log)->n_cpus = cpus;
  race = pl_race_new (made.log);
  pl_log_unref (made.log);
  text = pl_race_no_loss_sentence (race, 0);
  g_assert_nonnull (strchr (text, '\n'));
  g_test_message ("%s", text);
  g_assert_nonnull (strstr (text, word));
}

static void
test_no_loss (void)
{
  assert_no_loss (1, PL_RACE_NONE, 0, 2, "Choose two workers or more.");
  assert_no_loss (2, PL_RACE_NONE, 0.1, 2, "hardly at it at the same time");
  assert_no_loss (2, PL_RACE_NONE, 0.9, 2, "just did not happen");
  assert_no_loss (2, PL_RACE_NONE, 0.9, 1, "With one CPU");
  assert_no_loss (3, PL_RACE_MUTEX, 0.9, 2, "one worker at a time");
  assert_no_loss (3, PL_RACE_ATOMIC, 0.9, 2, "indivisible");
}

static void
test_broken (void)
{
  g_autoptr (PlRace) race = NULL;
  g_autofree char *footer = NULL;
  MadeRace made;

  made_init (&made, 2, 1, PL_RACE_NONE);
  made_add (&made, 0, MADE_INITIAL, 0, 10, 20);
  made_add_word (&made, 1, PL_WORD (77, 0, 1), 10, 20);
  race = made_prove (&made, made_word (&made, 0, 0), 10000);
  footer = pl_race_footer (race);
  g_assert_true (g_str_has_prefix (footer, "The account does not balance: this recording is "
                                           "damaged."));
}

/* Beside a recorded race: what the unrecorded one lost, and whether it was one at all. */
static void
test_unrecorded (void)
{
  static const struct { gint64 overlap_ns; guint64 final; const char *text; } cases[] = {
    /* Two of the fifths of the recorded race hold all it lost: 0 % and up to 50 %. */
    { 600, 3, "recorded (recording made no difference: 25 % lost unrecorded, 25 % here)" },
    { 600, 2, "recorded (recording made no difference beyond chance: 50 % lost unrecorded, 25 % here)" },
    { 600, 1, "recorded (recording changed the loss: 75 % lost unrecorded, 25 % here)" },
    { 600, 4, "recorded (25 % lost; unrecorded it was no race)" },
    { 20, 4, "recorded (25 % lost; unrecorded it was no race)" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PlRace) race = NULL;
      g_autofree char *subtitle = NULL;
      PlRunStatus *status;
      MadeRace made;
      PlPlanData plan;

      race_plan_init (&plan, 2, 2);
      race_plan_add (&plan, PL_RACE_NONE, TRUE);
      race_plan_add (&plan, PL_RACE_NONE, FALSE);
      g_assert_cmpint (pl_log_create (&plan, "1.2.3", &made.log), ==, 0);
      made_add (&made, 0, MADE_INITIAL, 0, 100, 150);
      made_add (&made, 0, 0, 0, 200, 260);
      made_add (&made, 1, 0, 0, 210, 304);
      made_add (&made, 1, 1, 0, 400, 450);
      made_finish (&made, made_word (&made, 1, 1), 1000);
      status = &pl_log_header (made.log)->status;
      status->parts[1] = (PlRacePartStatus) {
        .final_value = cases[i].final, .begin_ns = 2000, .end_ns = 3000, .overlap_ns = cases[i].overlap_ns,
        .trials_done = 1,
      };
      race = pl_race_new (made.log);
      pl_log_unref (made.log);
      subtitle = pl_race_subtitle (race);
      g_assert_nonnull (strstr (subtitle, cases[i].text));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/race/text/first", test_first);
  g_test_add_func ("/race/text/clock-contradicts", test_clock_contradicts);
  g_test_add_func ("/race/text/clock-only", test_clock_only);
  g_test_add_func ("/race/text/three-workers", test_three_workers);
  g_test_add_func ("/race/text/branch", test_branch);
  g_test_add_func ("/race/text/rival-first", test_rival_first);
  g_test_add_func ("/race/text/increment", test_increment);
  g_test_add_func ("/race/text/lines", test_lines);
  g_test_add_func ("/race/text/guess", test_guess);
  g_test_add_func ("/race/text/no-loss", test_no_loss);
  g_test_add_func ("/race/text/broken", test_broken);
  g_test_add_func ("/race/text/unrecorded", test_unrecorded);
  return g_test_run ();
}
