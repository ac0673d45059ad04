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
  assert_account (json_object_get_object_member (race, "unrecorded"), 400000, "none", FALSE);
  g_assert_cmpuint (json_array_get_length (parts), ==, 3);
  assert_account (json_array_get_object_element (parts, 0), 400000, "none", TRUE);
  assert_account (json_array_get_object_element (parts, 1), 400000, "mutex", TRUE);
  assert_account (json_array_get_object_element (parts, 2), 400000, "none", FALSE);
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
test_alone (void)
{
  g_autoptr (PlCliResult) result = pl_cli ("race --workers 1 --increments 1 --lock none --json");

  assert_account (pl_cli_assert_json (result), 1, "none", TRUE);
}

static void
test_trials (void)
{
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
    }
  g_assert_cmpint (pl_cli_int (race, "smallest"), ==, smallest);
  g_assert_cmpint (pl_cli_int (race, "largest"), ==, largest);
  g_assert_cmpfloat_with_epsilon (pl_cli_number (race, "share_correct"), correct / 20.0, 1e-9);
  g_assert_cmpint (text->status, ==, 0);
  pl_cli_assert_says (text->out, "20 trials: from ");
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
      "Mutex, recorded|of 2,000 expected|none lost|2,000 made|an increment|Recording changes");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/race/default", test_default);
  g_test_add_func ("/race/locks", test_locks);
  g_test_add_func ("/race/alone", test_alone);
  g_test_add_func ("/race/trials", test_trials);
  g_test_add_func ("/race/summary", test_summary);
  return g_test_run ();
}
