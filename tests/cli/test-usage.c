/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli-util.h"

/* Bad usage: exit status 2, nothing on stdout, and a sentence with the value and the limit. */

static const struct { const char *arguments, *words; } cases[] = {
  { "flyaway", "flyaway|--help" },
  { "--flyaway", "--flyaway|--help" },
  { "run --pool-size 0", "--pool-size 0|1 to 256|run --help" },
  { "run --pool-size 257", "--pool-size 257|1 to 256" },
  { "run --pool-size 12abc", "--pool-size “12abc”|whole number|1 to 256" },
  { "run --pool-size -5", "--pool-size -5 is not possible|1 to 256" },
  { "run --pool-size ''", "--pool-size “”|1 to 256" },
  { "run --pool-size 4.0", "--pool-size “4.0”" },
  { "run --pool-size 99999999999999999999", "--pool-size 99999999999999999999 is not possible|1 to 256" },
  { "run --pool-size=300", "--pool-size 300|1 to 256" },
  { "run --tasks 1000001", "--tasks 1000001|0 to 1,000,000" },
  { "run --tasks 1e3", "--tasks “1e3”" },
  { "run --ipc pigeon", "--ipc “pigeon”|queue, pipe, array" },
  { "run --ipc Queue", "--ipc “Queue”|queue, pipe, array" },
  { "run --work play", "--work “play”|spin, sleep, squares, primes" },
  { "run --spread butter", "--spread “butter”|equal, uniform, exponential, straggler" },
  { "run --task-time 5", "--task-time “5”|0 to 1 min|5ms" },
  { "run --task-time 61s", "--task-time 61s|0 to 1 min" },
  { "run --task-time -5ms", "--task-time -5ms is not possible|0 to 1 min" },
  { "run --task-time 99999999999999999999s", "--task-time 99999999999999999999s is not possible|0 to 1 min" },
  { "run --task-time 1,5ms", "--task-time “1,5ms”" },
  { "run --chunk 0", "--chunk 0|1 to 1,000,000" },
  { "run --tasks 10 --chunk 1000001", "--chunk 1000001|1 to 1,000,000" },
    { "run --mode reduce", "--mode “reduce”|imap-unordered" },
    { "run --mode map --callback-time 5ms", "map|apply_async" },
    { "run --mode map --result-timeout 5ms", "map|imap" },
    { "run --mode apply --chunk 2", "apply|1" },
    { "run --mode apply --maps 2", "apply|1 call" },
    { "run --maps 101", "--maps 101|1 to 100" },
    { "run --tasks 10 --fail-tasks 3,11", "Failing task 11|1 to 10" },
    { "run --fail-tasks three", "three|7, 19" },
    { "run --end close:5ms", "terminate|close" },
    { "run --end never", "--end “never”|terminate:T" },
    { "run --idle 61s", "--idle 61s|1 min" },
    { "run --tasks-per-worker 0", "--tasks-per-worker 0|1 to" },
  { "run --chunk many", "--chunk “many”" },
  { "run --payload 1048577", "--payload 1048577|0 to 1 MiB" },
  { "run --payload 2MiB", "--payload 2MiB|0 to 1 MiB" },
  { "run --payload -1KiB", "--payload -1KiB is not possible|0 to 1 MiB" },
  { "run --payload lots", "--payload “lots”|0 to 1 MiB" },
  { "run --ipc array --tasks 513 --payload 1MiB", "513 tasks|1 GiB|Queue or Pipe" },
  { "run --seed -1", "--seed -1 is not possible|0 to 18,446,744,073,709,551,615" },
  { "run --seed 18446744073709551616", "--seed 18446744073709551616 is not possible" },
  { "run --output run.gif", "--output|run.gif|png" },
  { "run --output run", "--output|png" },
  { "run --no-record --output run.png", "--output|--no-record" },
  { "run --flyaway", "--flyaway" },
  { "run --json=yes", "--json|=yes" },
  { "run --tasks=", "--tasks “”" },
  { "run --tasks", "--tasks lacks its value: write --tasks N.|run --help" },
  { "run --output", "--output lacks its value: write --output FILE.png|run --help" },
  { "run --output --json", "--output lacks its value" },
  { "race --save --output=x.png", "--save lacks its value: write --save FILE.paralane" },
  { "export run.paralane --output", "--output lacks its value|export --help" },
  { "scene deadlock --workers 3", "--workers 3 is not possible: it can only be 2." },
  { "scene deadlock --workers two", "--workers “two” is not a whole number: it can only be 2." },
  { "run again", "again" },
  { "race --workers 0", "--workers 0|1 to 256" },
  { "race --workers 256", "256|1 to 255|unrecorded" },
  { "race --workers 257 --no-record", "--workers 257|1 to 256" },
  { "race --increments 0", "--increments 0|1 to 1,000,000,000" },
  { "race --increments 16777216", "16,777,216|16,777,215|unrecorded" },
  { "race --increments 1000000001 --no-record", "--increments 1000000001|1,000,000,000" },
  { "race --lock glue", "--lock “glue”|none, mutex, atomic" },
  { "race --trials 0", "--trials 0|1 to 10,000" },
  { "race --trials 10001", "--trials 10001|1 to 10,000" },
  { "race --trials x", "--trials “x”" },
  { "race --output race.jpg", "--output|race.jpg" },
  { "race --pool-size 4", "--pool-size" },
  { "show", "missing|show --help" },
  { "show a b", "“b”" },
  { "race --lock foo", "foo|none, mutex, atomic, cas|unfenced|all" },
  { "race --lock none,foo", "foo" },
  { "race --lock \"\"", "--lock" },
  { "race --lock all, --workers 2", "--lock" },
  { "race --window wide", "wide|spin:N|sleep:T" },
  { "race --window spin", "spin" },
  { "race --window yield:3", "yield:3" },
  { "race --window spin:0", "spins 0|1 to 1,000,000" },
  { "race --window spin:1000001", "1,000,001|1 to 1,000,000" },
  { "race --window sleep:11ms", "11ms|1 ns to 10 ms" },
  { "race --cpus two", "two|free, one, spread" },
  { "race --lock rlock --depth 65", "--depth 65|1 to 64" },
  { "race --guess many", "--guess “many”|whole number" },
  { "race --guess 0", "--guess 0|1 to 400,000" },
  { "race --workers 2 --increments 50 --guess 101", "--guess 101|1 to 100" },
  { "race --lock all --guess 5", "--guess|one lock" },
  { "race --lock peterson --workers 3", "Peterson|1 or 2 workers" },
  { "race --time 1s", "--time|several locks" },
  { "race --csv a.csv", "--csv|several locks" },
  { "race --lock all --time 61s", "61s|1 min" },
  { "race --lock all --time 0", "--time 0" },
  { "race --lock none,mutex --increments 5", "--increments|one lock" },
  { "race --lock all --trials 5", "--trials|one lock" },
  { "race --lock all --save a.paralane", "--save|one lock" },
  { "race --lock all --certificate a.csv", "--certificate|one lock" },
  { "race --certificate a.csv --no-record", "--certificate|--no-record" },
  { "show --tasks 4 a", "--tasks" },
  { "export", "missing" },
  { "export run.paralane", "--output" },
  { "export run.paralane --output run.gif", "run.gif" },
  { "export run.paralane --output run.png --width 319", "--width 319|320 to 16,384" },
  { "export run.paralane --output run.png --width 16385", "--width 16385|320 to 16,384" },
  { "export run.paralane --output run.png --width wide", "--width “wide”" },
  { "export run.paralane --output run.png --theme pink", "--theme “pink”|print, light, dark" },
  { "export run.paralane --output run.png --from 5", "--from “5”" },
  { "export run.paralane --output run.png --to soon", "--to “soon”" },
};

static void
test_refused (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PlCliResult) result = pl_cli ("%s", cases[i].arguments);

      pl_cli_assert_error (result, 2, cases[i].words);
    }
}

static void
test_nothing (void)
{
  g_autoptr (PlCliResult) result = pl_cli ("%s", "");

  g_assert_cmpint (result->status, ==, 2);
  g_assert_cmpstr (result->out, ==, "");
  pl_cli_assert_says (result->err, "paralane-cli|run|race|show|export");
}

static void
assert_help (const char *arguments, const char *words)
{
  g_autoptr (PlCliResult) result = pl_cli ("%s", arguments);

  g_assert_cmpint (result->status, ==, 0);
  g_assert_cmpstr (result->err, ==, "");
  pl_cli_assert_says (result->out, words);
}

static void
test_help (void)
{
  assert_help ("--help", "Usage:|run|race|show|export|race --list-locks|scene --list-scenes|--version");
  assert_help ("-h", "Usage:");
  assert_help (
      "run --help",
      "paralane-cli run|--pool-size|--tasks|--ipc|--work|--task-time|--spread|--chunk|--payload|"
      "--seed|--serial|--no-record|--save|--output|--json");
  assert_help (
      "race --help",
      "paralane-cli race|--workers|--increments|--lock|--list-locks|--window|--cpus|--depth|--time|"
      "--guess|--trials|--no-record|--seed|--save|--output|--certificate|--csv|--json");
  assert_help ("show --help", "paralane-cli show|FILE.paralane|--json");
  assert_help ("export -h", "paralane-cli export|FILE.paralane|--output|--from|--to|--width|--theme");
  assert_help ("--version", "paralane-cli " PL_VERSION "\n");
}

/* Every option --help lists stands in the manual, too. */
static void
test_manual (void)
{
  static const char *const commands[] = { "run", "race", "show", "export" };
  g_autofree char *path =
      g_test_build_filename (G_TEST_DIST, "..", "..", "data", "man", "paralane-cli.1", NULL);
  g_autofree char *manual = NULL;
  g_autoptr (GRegex) regex = g_regex_new ("--([a-z-]+)", 0, 0, NULL);

  g_assert_true (g_file_get_contents (path, &manual, NULL, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autoptr (PlCliResult) result = pl_cli ("%s --help", commands[i]);
      g_autoptr (GMatchInfo) match = NULL;

      for (g_regex_match (regex, result->out, 0, &match); g_match_info_matches (match);
           g_match_info_next (match, NULL))
        {
          g_autofree char *option = g_match_info_fetch (match, 1);
          g_autofree char *entry = g_strconcat ("Fl -", option, NULL);

          if (strstr (manual, entry) == NULL)
            g_error ("--%s of “%s” is not in the manual", option, commands[i]);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/usage/refused", test_refused);
  g_test_add_func ("/usage/nothing", test_nothing);
  g_test_add_func ("/usage/help", test_help);
  g_test_add_func ("/usage/manual", test_manual);
  return g_test_run ();
}
