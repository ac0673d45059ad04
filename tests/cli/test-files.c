/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <sys/resource.h>

#include "cli/cli-util.h"

typedef struct {
  char *folder, *pool, *race;   /* a saved run of either kind */
} Fixture;

#define SMALL "--pool-size 2 --tasks 12 --task-time 200us"

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlCliResult) pool = NULL, race = NULL;

  fixture->folder = pl_cli_folder_new ();
  fixture->pool = g_build_filename (fixture->folder, "pool.paralane", NULL);
  fixture->race = g_build_filename (fixture->folder, "race.paralane", NULL);
  pool = pl_cli ("run " SMALL " --serial --save %s --json", fixture->pool);
  race = pl_cli ("race --workers 2 --increments 500 --save %s --json", fixture->race);
  pl_cli_assert_json (pool);
  pl_cli_assert_json (race);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  pl_cli_folder_remove (fixture->folder);
  g_free (fixture->pool);
  g_free (fixture->race);
}

/* By what it begins with, as other programs tell them apart. */
static void
assert_picture (const char *path)
{
  g_autofree char *bytes = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  g_assert_cmpuint (size, >, 1000);
  if (g_str_has_suffix (path, ".png"))
    g_assert_cmpint (memcmp (bytes, "\x89PNG\r\n\x1a\n", 8), ==, 0);
  else if (g_str_has_suffix (path, ".pdf"))
    g_assert_cmpint (memcmp (bytes, "%PDF-", 5), ==, 0);
  else
    g_assert_nonnull (g_strstr_len (bytes, 500, "<svg"));
}

static guint
png_width (const char *path)
{
  g_autofree char *bytes = NULL;

  g_assert_true (g_file_get_contents (path, &bytes, NULL, NULL));
  return (guint) (guchar) bytes[18] << 8 | (guchar) bytes[19];
}

static void
test_show (Fixture *fixture, gconstpointer data)
{
  g_autofree char *copy = g_build_filename (fixture->folder, "copy.paralane", NULL);
  g_autoptr (PlCliResult) run = pl_cli ("run " SMALL " --save %s --json", copy);
  g_autoptr (PlCliResult) shown = pl_cli ("show %s --json", copy);
  g_autoptr (PlCliResult) text = pl_cli ("show %s", fixture->pool);
  g_autoptr (PlCliResult) race = pl_cli ("show --json %s", fixture->race);

  /* What is shown later is what was printed at the end, to the last digit. */
  g_assert_cmpstr (shown->out, ==, run->out);
  g_assert_cmpint (shown->status, ==, 0);
  g_assert_cmpint (text->status, ==, 0);
  pl_cli_assert_says (text->out, "Pool of 2, 12 tasks, Queue|12 of 12 right|Speed-up|Worker 2");
  g_assert_cmpstr (pl_cli_string (pl_cli_assert_json (race), "kind"), ==, "race");
}

static void
test_race_round_trip (Fixture *fixture, gconstpointer data)
{
  g_autofree char *copy = g_build_filename (fixture->folder, "copy.paralane", NULL);
  g_autoptr (PlCliResult) run =
      pl_cli ("race --workers 2 --increments 700 --trials 3 --save %s --json", copy);
  g_autoptr (PlCliResult) shown = pl_cli ("show %s --json", copy);

  pl_cli_assert_json (run);
  g_assert_cmpstr (shown->out, ==, run->out);
}

static void
test_show_bad (Fixture *fixture, gconstpointer data)
{
  g_autofree char *garbage = g_build_filename (fixture->folder, "garbage", NULL);
  g_autofree char *cut = g_build_filename (fixture->folder, "cut", NULL);
  g_autofree char *bytes = NULL;
  g_autoptr (PlCliResult) missing = pl_cli ("show %s/nothing", fixture->folder);
  g_autoptr (PlCliResult) folder = pl_cli ("show %s", fixture->folder);
  g_autoptr (PlCliResult) no_run = NULL, half = NULL, export = NULL;
  gsize size;

  g_assert_true (g_file_set_contents (garbage, "garbage", -1, NULL));
  g_assert_true (g_file_get_contents (fixture->pool, &bytes, &size, NULL));
  g_assert_true (g_file_set_contents (cut, bytes, (gssize) size / 2, NULL));
  no_run = pl_cli ("show %s --json", garbage);
  half = pl_cli ("show %s", cut);
  export = pl_cli ("export %s --output %s/x.png", garbage, fixture->folder);
  pl_cli_assert_error (missing, 1, "nothing|No such file");
  pl_cli_assert_error (folder, 1, "folder");
  pl_cli_assert_error (no_run, 1, "garbage|not a saved run");
  pl_cli_assert_error (half, 1, "cut|not a saved run");
  pl_cli_assert_error (export, 1, "garbage|not a saved run");
}

static void
test_output (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "a.png", "a.svg", "a.pdf", "r.png", "r.svg", "r.pdf" };
  g_autoptr (PlCliResult) run =
      pl_cli ("run " SMALL " --output %s/a.png --output %s/a.svg --output %s/a.pdf --json",
              fixture->folder, fixture->folder, fixture->folder);
  g_autoptr (PlCliResult) race = pl_cli ("race --workers 2 --increments 5000 --output %s/r.png "
                                         "--output %s/r.svg --output %s/r.pdf --json",
                                         fixture->folder, fixture->folder, fixture->folder);

  pl_cli_assert_json (run);
  pl_cli_assert_json (race);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, names[i], NULL);

      assert_picture (path);
    }
}

static void
test_races_drawn (Fixture *fixture, gconstpointer data)
{
  static const char *const plans[] = { "--lock none", "--lock mutex", "--lock atomic", "--no-record",
                                       "--lock none --no-record", "--workers 1", "--trials 3" };

  for (guint i = 0; i < G_N_ELEMENTS (plans); i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/race%u.svg", fixture->folder, i);
      g_autoptr (PlCliResult) result =
          pl_cli ("race --workers 2 --increments 500 %s --output %s", plans[i], path);

      g_assert_cmpstr (result->err, ==, "");
      g_assert_cmpint (result->status, ==, 0);
      assert_picture (path);
    }
}

static void
assert_export (Fixture *fixture, const char *arguments, const char *name, const char *file)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (PlCliResult) result = pl_cli ("export %s %s --output %s", file, arguments, path);

  g_assert_cmpstr (result->err, ==, "");
  g_assert_cmpint (result->status, ==, 0);
  g_assert_cmpstr (result->out, ==, "");
  assert_picture (path);
}

static void
test_export (Fixture *fixture, gconstpointer data)
{
  g_autofree char *narrow = g_build_filename (fixture->folder, "narrow.png", NULL);
  g_autofree char *plain = g_build_filename (fixture->folder, "plain.png", NULL);

  assert_export (fixture, "", "plain.png", fixture->pool);
  assert_export (fixture, "--width 320", "narrow.png", fixture->pool);
  g_assert_cmpuint (png_width (plain), ==, 1600);
  g_assert_cmpuint (png_width (narrow), ==, 320);
  assert_export (fixture, "--from 100us --to 300us --theme dark", "a.svg", fixture->pool);
  assert_export (fixture, "--to 100us --theme light", "b.pdf", fixture->pool);
  assert_export (fixture, "--from 100us --theme print", "c.svg", fixture->pool);
  assert_export (fixture, "--width 640 --theme dark", "race.png", fixture->race);
  assert_export (fixture, "--from 1us --to 1s", "moment.svg", fixture->race);
  assert_export (fixture, "--width 16384", "wide.svg", fixture->pool);
}

/* Only a run of which the kernel told when each worker had which CPU can be shown so; of others it says why not. */
static void
test_export_by_cpu (Fixture *fixture, gconstpointer data)
{
  g_autofree char *silent = g_build_filename (fixture->folder, "silent.paralane", NULL);
  g_autoptr (PlCliResult) run = pl_cli ("run " SMALL " --no-record --save %s", silent);
  g_autoptr (PlCliResult) refused = pl_cli ("export %s --by-cpu --output %s/y.png", silent, fixture->folder);
  g_autoptr (PlCliResult) shown = pl_cli ("show %s --json", fixture->pool);

  g_assert_cmpint (run->status, ==, 0);
  pl_cli_assert_error (refused, 2, "--by-cpu|is part of the record, which was off");
  if (strstr (shown->out, "\"perf\"") == NULL)
    {
      g_autoptr (PlCliResult) sums = pl_cli ("export %s --by-cpu --output %s/y.png", fixture->pool, fixture->folder);

      pl_cli_assert_error (sums, 2, "--by-cpu");
      return;
    }
  assert_export (fixture, "--by-cpu", "by-cpu.png", fixture->pool);
  assert_export (fixture, "--by-cpu --to 1ms --theme dark", "by-cpu.svg", fixture->pool);
}

static void
test_export_bad (Fixture *fixture, gconstpointer data)
{
  const guint before = pl_cli_folder_count (fixture->folder);
  g_autoptr (PlCliResult) late =
      pl_cli ("export %s --from 50s --output %s/x.png", fixture->pool, fixture->folder);
  g_autoptr (PlCliResult) reversed
    = pl_cli ("export %s --from 200us --to 100us --output %s/x.png", fixture->pool, fixture->folder);
  g_autoptr (PlCliResult) empty =
      pl_cli ("export %s --to 0 --output %s/x.png", fixture->pool, fixture->folder);
  g_autoptr (PlCliResult) race =
      pl_cli ("export %s --from 50s --output %s/x.png", fixture->race, fixture->folder);
  g_autoptr (PlCliResult) early =
      pl_cli ("export %s --to 1ns --output %s/x.png", fixture->race, fixture->folder);
  const char *said;

  pl_cli_assert_error (late, 2, "--from 50 s|goes from 0 ns to");
  pl_cli_assert_error (reversed, 2, "--from 200 µs|--to 100 µs");
  pl_cli_assert_error (empty, 2, "--to 0 ns");
  pl_cli_assert_error (race, 2, "--from 50 s|goes from");
  /* The workers were not even born then. */
  pl_cli_assert_error (early, 2, "--to 1 ns|goes from");
  said = strstr (late->err, "shows nothing");
  g_assert_null (strstr (said + 1, "shows nothing"));
  g_assert_cmpuint (pl_cli_folder_count (fixture->folder), ==, before);
}

static void
test_file_limit (Fixture *fixture, gconstpointer data)
{
  const guint before = pl_cli_folder_count (fixture->folder);
  g_autofree char *old = NULL, *now = NULL;
  gsize old_size, now_size;
  struct rlimit limit, small;
  g_autoptr (PlCliResult) saved = NULL, drawn = NULL;

  g_assert_true (g_file_get_contents (fixture->race, &old, &old_size, NULL));
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  small = limit;
  small.rlim_cur = 4096;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  drawn = pl_cli ("export %s --output %s", fixture->pool, "/nonexistent/x.png");
  saved = pl_cli ("export %s --output %s/limit.png", fixture->pool, fixture->folder);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  pl_cli_assert_error (drawn, 1, "/nonexistent/x.png");
  pl_cli_assert_error (saved, 1, "limit.png");
  g_assert_cmpuint (pl_cli_folder_count (fixture->folder), ==, before);
  g_assert_true (g_file_get_contents (fixture->race, &now, &now_size, NULL));
  g_assert_cmpmem (old, old_size, now, now_size);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/files/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("show", test_show);
  ADD ("race-round-trip", test_race_round_trip);
  ADD ("show-bad", test_show_bad);
  ADD ("output", test_output);
  ADD ("races-drawn", test_races_drawn);
  ADD ("export", test_export);
  ADD ("export-by-cpu", test_export_by_cpu);
  ADD ("export-bad", test_export_bad);
  ADD ("file-limit", test_file_limit);
  return g_test_run ();
}
