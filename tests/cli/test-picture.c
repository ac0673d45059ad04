/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli-util.h"

/* Pictures for a purpose, of every kind of run: their page, their type, what somebody wrote on them. */

static char *folder;

static char *
path_of (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

/* Succeeds. */
static void
do_it (const char *arguments, const char *name)
{
  g_autofree char *path = path_of (name);
  g_autoptr (PlCliResult) result = pl_cli ("%s '%s'", arguments, path);

  if (result->status != 0)
    g_error ("%s: %s", arguments, result->err);
}

static double
least_type (const char *svg, guint *n)
{
  static const char word[] = " font-size=\"";
  double least = 1e9;

  for (*n = 0; (svg = strstr (svg, word)); ++*n)
    {
      svg += strlen (word);
      least = MIN (least, g_ascii_strtod (svg, NULL));
    }
  return least;
}

static void
check_svg (const char *name, const char *page, double least, const char *title)
{
  g_autofree char *path = path_of (name), *svg = NULL;
  guint n;

  g_assert_true (g_file_get_contents (path, &svg, NULL, NULL));
  g_assert_nonnull (strstr (svg, page));
  if (title)
    g_assert_nonnull (strstr (svg, title));
  g_assert_cmpfloat (least_type (svg, &n), >=, least - 0.001);
  g_assert_cmpuint (n, >, 5);
  g_remove (path);
}

/* The last word of the command is the file. */
static void
test_kinds (void)
{
  static const char *const commands[] = {
    "run --pool-size 3 --tasks 12 --task-time 1ms", "race --increments 2000", "race --trials 3 --increments 2000",
    "race --lock none,mutex --time 5ms", "scene philosophers --rounds 3", "sweep --pool-size 1,2 --tasks 8 --task-time 1ms --trials 2",
  };

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autofree char *slide = g_strconcat (commands[i], " --title 'My own' --caption 'What to see' --author Ada --purpose slide --output", NULL);
      g_autofree char *sheet = g_strconcat (commands[i], " --purpose a4 --output", NULL);

      do_it (slide, "slide.svg");
      check_svg ("slide.svg", "width=\"1920px\" height=\"1080px\"", 24, ">My own</text>");
      do_it (sheet, "sheet.svg");
      check_svg ("sheet.svg", "pt\"", 8, NULL);
    }
}

/* A saved run, and two beside each other. */
static void
test_saved (void)
{
  g_autofree char *run = path_of ("run.paralane"), *quoted = g_shell_quote (run);
  g_autofree char *export = g_strdup_printf ("export %s --purpose slide --caption 'What to see' --no-legend --output", quoted);
  g_autofree char *by_cpu = g_strdup_printf ("export %s --by-cpu --purpose slide --output", quoted);
  g_autofree char *compare = g_strdup_printf ("compare %s %s --purpose slide --title Twins --output", quoted, quoted);

  do_it ("run --pool-size 3 --tasks 12 --task-time 1ms --save", "run.paralane");
  do_it (export, "a.svg");
  check_svg ("a.svg", "width=\"1920px\" height=\"1080px\"", 24, ">What to see</text>");
  do_it (by_cpu, "b.svg");
  check_svg ("b.svg", "width=\"1920px\" height=\"1080px\"", 24, NULL);
  do_it (compare, "c.svg");
  check_svg ("c.svg", "width=\"1920px\" height=\"1080px\"", 24, ">Twins</text>");
  g_remove (run);
}

static void
refuse (const char *options, gboolean output, const char *because)
{
  g_autofree char *path = path_of ("no.svg");
  g_autoptr (PlCliResult) result = pl_cli ("run --pool-size 2 --tasks 2 --task-time 1ms %s %s'%s'", options,
                                           output ? "--output " : "--save=", path);

  pl_cli_assert_error (result, 2, because);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* In words, before the run. */
static void
test_refusals (void)
{
  refuse ("--purpose poster", TRUE, "--purpose “poster” is not possible: choose screen, web, slide, a4.");
  refuse ("--purpose slide --width 800", TRUE, "--scale makes all of it larger");
  refuse ("--scale 0", TRUE, "--scale “0” is not possible: choose a number from 0.25 to 8");
  refuse ("--scale 2x", TRUE, "--scale “2x” is not possible");
  refuse ("--scale nan", TRUE, "--scale “nan” is not possible");
  refuse ("--title none", FALSE, "--title says how a picture is to be, and none is asked for");
}

static int
count_pages (const char *path)
{
  g_autofree char *quoted = g_shell_quote (path), *line = g_strconcat ("pdfinfo ", quoted, NULL), *out = NULL;
  char *at;

  g_assert_true (g_spawn_command_line_sync (line, &out, NULL, NULL, NULL));
  at = strstr (out, "Pages:");
  g_assert_nonnull (at);
  return atoi (at + strlen ("Pages:"));
}

/* A table that is higher than a page goes on on the next one. On a slide there is none: that is said, and what was
 * measured is not lost. */
static void
test_long_table (void)
{
  g_autofree char *sheet = path_of ("sheet.pdf"), *slide = path_of ("slide.svg"), *quoted = g_shell_quote (slide);
  g_autoptr (PlCliResult) result = NULL;
  g_auto (GStrv) lines = NULL;
  char *kept = NULL;

  do_it ("race --lock all --time 1ms --purpose a4 --output", "sheet.pdf");
  g_assert_cmpint (count_pages (sheet), >, 1);
  g_remove (sheet);
  result = pl_cli ("race --lock all --time 1ms --purpose slide --output %s", quoted);
  g_assert_cmpint (result->status, ==, 1);
  pl_cli_assert_says (result->err, "does not fit on one page|It is not lost");
  g_assert_false (g_file_test (slide, G_FILE_TEST_EXISTS));
  lines = g_strsplit (strstr (result->err, "It is not lost"), "”", 2);
  kept = strstr (lines[0], "“") + strlen ("“");
  g_assert_true (g_str_has_suffix (kept, ".svg") && g_file_test (kept, G_FILE_TEST_EXISTS));
  g_remove (kept);
}

/* The last word counts. */
static void
test_take_back (void)
{
  g_autofree char *run = path_of ("run.paralane"), *path = path_of ("l.svg"), *svg = NULL, *command = NULL;

  do_it ("run --pool-size 3 --tasks 12 --task-time 1ms --save", "run.paralane");
  command = g_strdup_printf ("export '%s' --no-legend --legend --output", run);
  do_it (command, "l.svg");
  g_assert_true (g_file_get_contents (path, &svg, NULL, NULL));
  g_assert_nonnull (strstr (svg, ">Whole run:</text>"));
  g_remove (run);
  g_remove (path);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("paralane-picture-XXXXXX", NULL);
  g_assert_nonnull (folder);
  g_test_add_func ("/cli/picture/kinds", test_kinds);
  g_test_add_func ("/cli/picture/saved", test_saved);
  g_test_add_func ("/cli/picture/refusals", test_refusals);
  g_test_add_func ("/cli/picture/long-table", test_long_table);
  g_test_add_func ("/cli/picture/take-back", test_take_back);
  status = g_test_run ();
  g_rmdir (folder);
  g_free (folder);
  return status;
}
