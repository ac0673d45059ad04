/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli-util.h"

/* The account of every race must balance, whatever it lost. */
static void
assert_account (JsonObject *race, gint64 expected, const char *lock, gboolean recorded)
{
  g_assert_cmpstr (pl_cli_string (race, "lock"), ==, lock);
  g_assert_cmpint (json_object_get_boolean_member (race, "recorded"), ==, recorded);
  g_assert_cmpint (pl_cli_int (race, "expected"), ==, expected);
  g_assert_cmpint (pl_cli_int (race, "final") + pl_cli_int (race, "lost"), ==, expected);
  g_assert_cmpint (pl_cli_int (race, "lost"), >=, 0);
  g_assert_cmpfloat (pl_cli_number (race, "ns_per_increment"), >, 0.0);
  g_assert_cmpfloat (pl_cli_number (race, "overlap"), >=, 0.0);
  g_assert_cmpfloat (pl_cli_number (race, "overlap"), <=, 1.0);
  g_assert_cmpint (json_object_has_member (race, "survivors"), ==, recorded);
  if (recorded)
    g_assert_cmpint (pl_cli_int (race, "survivors"), ==, pl_cli_int (race, "final"));
  if (!g_str_equal (lock, "none"))
    g_assert_cmpint (pl_cli_int (race, "lost"), ==, 0);
}

/* Not a number but a time: at least 50 ms of racing, or the limit and no loss that is called right. */
static void
assert_timed (JsonObject *part)
{
  gint64 expected = pl_cli_int (part, "expected"), overlap_ns = pl_cli_int (part, "overlap_ns");

  assert_account (part, expected, "none", FALSE);
  g_assert_cmpint (expected, >, 400000);
  if (overlap_ns < 50000000)
    g_assert_cmpint (pl_cli_int (part, "wall_ns"), >=, 200000000);
  g_assert_cmpstr (pl_cli_string (part, "verdict"), ==, pl_cli_int (part, "lost") > 0 ? "lost" : "did-not-race");
}

static void
test_default (void)
{
  g_autoptr (PlCliResult) result = pl_cli ("race --json");
  JsonObject *race = pl_cli_assert_json (result);
  JsonArray *parts = json_object_get_array_member (race, "parts");

  g_assert_cmpstr (pl_cli_string (race, "kind"), ==, "race");
  g_assert_cmpint (pl_cli_int (race, "workers"), ==, 4);
  g_assert_cmpint (pl_cli_int (race, "increments"), ==, 100000);
  assert_account (race, 400000, "none", TRUE);
  assert_timed (json_object_get_object_member (race, "unrecorded"));
  g_assert_cmpuint (json_array_get_length (parts), ==, 3);
  assert_account (json_array_get_object_element (parts, 0), 400000, "none", TRUE);
  assert_account (json_array_get_object_element (parts, 1), 400000, "mutex", TRUE);
  assert_timed (json_array_get_object_element (parts, 2));
}

static void
test_locks (void)
{
  static const char *const locks[] = { "none", "mutex", "atomic" };

  for (guint i = 0; i < G_N_ELEMENTS (locks); i++)
    {
      g_autoptr (PlCliResult) recorded
        = pl_cli ("race --workers 3 --increments 2000 --lock %s --seed 7 --json", locks[i]);
      g_autoptr (PlCliResult) unrecorded
        = pl_cli ("race --workers 3 --increments 2000 --lock %s --no-record --json", locks[i]);
      JsonObject *race = pl_cli_assert_json (recorded);

      assert_account (race, 6000, locks[i], TRUE);
      g_assert_cmpint (pl_cli_int (race, "seed"), ==, 7);
      g_assert_cmpuint (json_array_get_length (json_object_get_array_member (race, "parts")), ==, 2);
      race = pl_cli_assert_json (unrecorded);
      assert_account (race, 6000, locks[i], FALSE);
      g_assert_false (json_object_has_member (race, "unrecorded"));
    }
}

static void
test_list_locks (void)
{
  g_autoptr (PlCliResult) text = pl_cli ("race --list-locks");
  g_autoptr (PlCliResult) json = pl_cli ("race --list-locks --json");
  JsonArray *locks = json_object_get_array_member (pl_cli_assert_json (json), "locks");

  g_assert_cmpint (text->status, ==, 0);
  pl_cli_assert_says (text->out, "none|mutex|peterson|correct|wrong|Ticket lock");
  g_assert_cmpuint (json_array_get_length (locks), >, 20);
}

static void
assert_row (JsonObject *row)
{
  gint64 workers = pl_cli_int (row, "workers");

  g_assert_cmpint (workers, >=, 1);
  g_assert_cmpint (workers, <=, 3);
  g_assert_cmpfloat (pl_cli_number (row, "ns_per_increment"), >, 0.0);
  g_assert_cmpint (pl_cli_int (row, "final") + pl_cli_int (row, "lost"), ==, pl_cli_int (row, "made"));
  g_assert_cmpint (pl_cli_int (row, "fewest"), <=, pl_cli_int (row, "most"));
  g_assert_cmpint (pl_cli_int (row, "most"), <=, pl_cli_int (row, "made"));
  if (json_object_get_boolean_member (row, "correct") || workers == 1)
    g_assert_cmpint (pl_cli_int (row, "lost"), ==, 0);
}

/* Every lock at 1, 2 and 3 workers, Peterson's at 1 and 2. */
static void
test_compare (void)
{
  g_autofree char *dir = g_dir_make_tmp ("paralane-compare-XXXXXX", NULL);
  g_autofree char *csv = g_build_filename (dir, "a.csv", NULL);
  g_autofree char *svg = g_build_filename (dir, "a.svg", NULL);
  g_autofree char *lines = NULL, *picture = NULL;
  g_autoptr (PlCliResult) result =
    pl_cli ("race --lock all --workers 3 --time 2ms --csv '%s' --output '%s' --json", csv, svg);
  g_autoptr (PlCliResult) table = pl_cli ("race --lock none,mutex --workers 2 --time 1ms --cpus one");
  JsonObject *compare = pl_cli_assert_json (result);
  JsonArray *rows = json_object_get_array_member (compare, "rows");
  guint n = json_array_get_length (rows), n_lines = 0;

  g_assert_cmpstr (pl_cli_string (compare, "kind"), ==, "compare");
  g_assert_cmpstr (pl_cli_string (compare, "outcome"), ==, "done");
  g_assert_cmpint (pl_cli_int (compare, "duration_ns"), ==, 2000000);
  for (guint i = 0; i < n; i++)
    assert_row (json_array_get_object_element (rows, i));
  g_assert_cmpuint (n % 3, ==, 1);
  g_assert_true (g_file_get_contents (csv, &lines, NULL, NULL));
  for (const char *p = lines; *p != '\0'; p++)
    n_lines += *p == '\n';
  g_assert_cmpuint (n_lines, ==, n + 1);
  g_assert_true (g_file_get_contents (svg, &picture, NULL, NULL));
  pl_cli_assert_says (picture, "Mutex, 3 workers|Peterson, 2 workers|correct");
  g_assert_cmpint (table->status, ==, 0);
  pl_cli_assert_says (table->out, "No lock|Mutex|fairness|correct|all on one CPU");
  g_remove (csv);
  g_remove (svg);
  g_rmdir (dir);
}

static void
test_settings (void)
{
  g_autoptr (PlCliResult) result = pl_cli (
    "race --lock none --workers 2 --increments 300 --window yield --cpus one --no-record --json");
  g_autoptr (PlCliResult) text =
    pl_cli ("race --lock rlock --depth 3 --workers 2 --increments 50 --window sleep:5us");
  JsonObject *race = pl_cli_assert_json (result);

  g_assert_cmpstr (pl_cli_string (race, "window"), ==, "yield");
  g_assert_cmpstr (pl_cli_string (race, "cpus"), ==, "one");
  assert_account (race, 600, "none", FALSE);
  g_assert_cmpint (text->status, ==, 0);
  pl_cli_assert_says (text->out, "locked 3 times over|a sleep of 5 µs between load and store");
}

static void
test_alone (void)
{
  g_autoptr (PlCliResult) result = pl_cli ("race --workers 1 --increments 1 --lock none --json");
  JsonObject *unrecorded = json_object_get_object_member (pl_cli_assert_json (result), "unrecorded");

  assert_account (pl_cli_assert_json (result), 1, "none", TRUE);
  /* It has nobody to race with, and is not right by that. */
  g_assert_cmpstr (pl_cli_string (unrecorded, "verdict"), ==, "did-not-race");
}

/* A number that was asked for is obeyed, unrecorded as well; a time that was asked for, too. */
static void
test_by_hand (void)
{
  g_autoptr (PlCliResult) number = pl_cli ("race --workers 2 --increments 700 --json");
  g_autoptr (PlCliResult) both = pl_cli ("race --workers 2 --increments 700 --overlap 10ms --json");
  g_autoptr (PlCliResult) lock = pl_cli ("race --workers 2 --lock atomic --overlap 10ms --json");
  g_autoptr (PlCliResult) bad = pl_cli ("race --overlap 5ms"), long_one = pl_cli ("race --overlap 4s");
  JsonObject *unrecorded = json_object_get_object_member (pl_cli_assert_json (number), "unrecorded");

  assert_account (unrecorded, 1400, "none", FALSE);
  unrecorded = json_object_get_object_member (pl_cli_assert_json (both), "unrecorded");
  g_assert_cmpint (pl_cli_int (unrecorded, "expected"), >, 1400);
  assert_account (pl_cli_assert_json (both), 1400, "none", TRUE);
  unrecorded = json_object_get_object_member (pl_cli_assert_json (lock), "unrecorded");
  g_assert_cmpstr (pl_cli_string (unrecorded, "verdict"), ==, "right");
  g_assert_cmpint (bad->status, ==, 2);
  pl_cli_assert_says (bad->err, "5ms|10 ms|3 s");
  g_assert_cmpint (long_one->status, ==, 2);
  pl_cli_assert_says (long_one->err, "--overlap|4s|3 s");
}

/* Rising values, all trials. */
static void
assert_histogram (JsonObject *race)
{
  JsonArray *bins = json_object_get_array_member (race, "histogram");
  gint64 last = 0, trials = 0;

  for (guint i = 0; i < json_array_get_length (bins); i++)
    {
      JsonObject *bin = json_array_get_object_element (bins, i);

      g_assert_cmpint (pl_cli_int (bin, "final"), >, last);
      last = pl_cli_int (bin, "final");
      trials += pl_cli_int (bin, "trials");
    }
  g_assert_cmpint (trials, ==, 20);
}

static void
test_trials (void)
{
  JsonObject *possible;
  g_autoptr (PlCliResult) result =
      pl_cli ("race --workers 2 --increments 50 --lock none --trials 20 --no-record --json");
  g_autoptr (PlCliResult) text = pl_cli ("race --workers 2 --increments 50 --trials 20");
  JsonObject *race = pl_cli_assert_json (result);
  JsonArray *trials = json_object_get_array_member (race, "trials");
  gint64 smallest = G_MAXINT64, largest = 0;
  guint correct = 0;

  g_assert_cmpuint (json_array_get_length (trials), ==, 20);
  for (guint i = 0; i < 20; i++)
    {
      JsonObject *trial = json_array_get_object_element (trials, i);
      gint64 final = pl_cli_int (trial, "final");

      g_assert_cmpint (final + pl_cli_int (trial, "lost"), ==, 100);
      smallest = MIN (smallest, final);
      largest = MAX (largest, final);
      correct += final == 100;
      g_assert_cmpint (pl_cli_int (trial, "expected"), ==, 100);
      g_assert_cmpstr (pl_cli_string (trial, "verdict"), ==, final == 100 ? "did-not-race" : "lost");
    }
  g_assert_cmpint (pl_cli_int (race, "smallest"), ==, smallest);
  g_assert_cmpint (pl_cli_int (race, "largest"), ==, largest);
  /* Without a lock nobody is right, only lucky. */
  g_assert_cmpfloat (pl_cli_number (race, "share_correct"), ==, 0);
  g_assert_cmpint (pl_cli_int (race, "trials_right"), ==, 0);
  g_assert_cmpint (pl_cli_int (race, "trials_did_not_race"), ==, correct);
  g_assert_cmpint (pl_cli_int (race, "trials_lost"), ==, 20 - correct);
  assert_histogram (race);
  possible = json_object_get_object_member (race, "possible_finals");
  g_assert_cmpint (pl_cli_int (possible, "lowest"), ==, 2);
  g_assert_cmpint (pl_cli_int (possible, "highest"), ==, 100);
  g_assert_false (json_object_has_member (race, "uniform_schedules"));
  g_assert_cmpint (text->status, ==, 0);
  pl_cli_assert_says (text->out, "20 trials: from |every value from 2 to 100");
}

/* The guess goes with the race: into the summary, the file, the picture. */
static void
test_guess (void)
{
  char *folder = pl_cli_folder_new ();
  g_autofree char *saved = g_build_filename (folder, "race.paralane", NULL);
  g_autofree char *svg = g_build_filename (folder, "race.svg", NULL);
  g_autoptr (PlCliResult) result =
    pl_cli ("race --lock mutex --workers 2 --increments 500 --guess 1,000 --save '%s'", saved);
  g_autoptr (PlCliResult) json = pl_cli ("show --json '%s'", saved);
  g_autoptr (PlCliResult) drawn = pl_cli ("export --output '%s' '%s'", svg, saved);
  g_autoptr (PlCliResult) wrong =
    pl_cli ("race --lock mutex --workers 2 --increments 500 --guess 300 --trials 3");
  g_autoptr (PlCliResult) none = pl_cli ("race --workers 2 --increments 500 --json");
  g_autofree char *picture = NULL;

  pl_cli_assert_says (result->out, "You guessed 1,000: exactly right.");
  g_assert_cmpint (pl_cli_int (pl_cli_assert_json (json), "guess"), ==, 1000);
  g_assert_cmpint (drawn->status, ==, 0);
  g_assert_true (g_file_get_contents (svg, &picture, NULL, NULL));
  pl_cli_assert_says (picture, "You guessed 1,000: exactly right.");
  pl_cli_assert_says (wrong->out, "You guessed 300: of 3 trials 0 ended with less, 0 with just that, "
                                  "3 with more.");
  g_assert_false (json_object_has_member (pl_cli_assert_json (none), "guess"));
  pl_cli_folder_remove (folder);
}

static void
test_schedules (void)
{
  g_autoptr (PlCliResult) result =
      pl_cli ("race --workers 2 --increments 2 --lock none --trials 2 --no-record --json");
  JsonObject *race = pl_cli_assert_json (result);
  JsonObject *uniform = json_object_get_object_member (race, "uniform_schedules");
  JsonArray *finals = json_object_get_array_member (uniform, "finals");
  JsonObject *right = json_array_get_object_element (finals, 2);

  g_assert_cmpstr (pl_cli_string (uniform, "step_model"), ==, "load, store");
  g_assert_cmpuint (json_array_get_length (finals), ==, 3);
  g_assert_cmpint (pl_cli_int (right, "final"), ==, 4);
  g_assert_cmpfloat (pl_cli_number (right, "schedules"), ==, 6);
  g_assert_cmpfloat_with_epsilon (pl_cli_number (right, "share"), 6.0 / 70, 1e-9);
}

static void
test_summary (void)
{
  g_autoptr (PlCliResult) result = pl_cli ("race --workers 2 --increments 1000");

  g_assert_cmpint (result->status, ==, 0);
  g_assert_cmpstr (result->err, ==, "");
  pl_cli_assert_says (
      result->out,
      "One counter, 2 workers, 1,000 increments each|No lock, recorded|No lock, unrecorded|"
      "Mutex, recorded|of 2,000 expected|none lost|2,000 made|an increment|Recording takes time");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/race/default", test_default);
  g_test_add_func ("/race/locks", test_locks);
  g_test_add_func ("/race/guess", test_guess);
  g_test_add_func ("/race/schedules", test_schedules);
  g_test_add_func ("/race/list-locks", test_list_locks);
  g_test_add_func ("/race/compare", test_compare);
  g_test_add_func ("/race/settings", test_settings);
  g_test_add_func ("/race/alone", test_alone);
  g_test_add_func ("/race/by-hand", test_by_hand);
  g_test_add_func ("/race/trials", test_trials);
  g_test_add_func ("/race/summary", test_summary);
  return g_test_run ();
}
