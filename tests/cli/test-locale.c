/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/german-locale.h"
#include "cli/cli-util.h"

/* The same numbers for programs everywhere, and readable ones for people anywhere. */

static PlCliResult *
cli_in (const char *locale, const char *folder, const char *arguments)
{
  g_autoptr (GSubprocessLauncher) launcher
    = pl_cli_launcher (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GSubprocess) process = NULL;

  g_subprocess_launcher_setenv (launcher, "LC_ALL", locale, TRUE);
  if (folder != NULL)
    g_subprocess_launcher_setenv (launcher, "LOCPATH", folder, TRUE);
  process = pl_cli_spawn (launcher, arguments);
  return pl_cli_collect (process);
}

static void
test_german (void)
{
  char *locale = pl_german_locale_new (), *folder;
  g_autoptr (PlCliResult) json = NULL, text = NULL, shown = NULL, shown_plain = NULL;
  g_autofree char *save = NULL, *run = NULL, *show = NULL;

  if (locale == NULL)
    {
      g_test_skip ("the locale de_DE cannot be built here");
      return;
    }
  folder = pl_cli_folder_new ();
  save = g_build_filename (folder, "run.paralane", NULL);
  run = g_strdup_printf ("run --tasks 1000 --spread equal --task-time 1.5us --serial --save %s", save);
  show = g_strdup_printf ("show --json %s", save);
  text = cli_in ("de_DE.UTF-8", locale, run);
  json = cli_in ("de_DE.UTF-8", locale, "race --workers 2 --increments 999 --json");
  shown = cli_in ("de_DE.UTF-8", locale, show);
  shown_plain = cli_in ("C", NULL, show);
  g_assert_cmpint (text->status, ==, 0);
  pl_cli_assert_says (text->out, "1.000|1,5 µs");
  g_assert_cmpint (pl_cli_int (pl_cli_assert_json (json), "expected"), ==, 1998);
  g_assert_cmpint (pl_cli_int (pl_cli_assert_json (shown), "task_time_ns"), ==, 1500);
  g_assert_cmpstr (shown->out, ==, shown_plain->out);
  pl_cli_folder_remove (folder);
  pl_german_locale_free (locale);
}

/* What stands in a picture is in the language of who draws it, and has room there in each. */
static void
test_picture (void)
{
  char *locale = pl_german_locale_new (), *folder;
  g_autofree char *path = NULL, *sweep = NULL, *svg = NULL;
  g_autoptr (GRegex) regex = g_regex_new ("<text x=\"([-0-9.]+)\"[^>]*>Beschleunigung<", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autoptr (PlCliResult) result = NULL;
  g_autofree char *x = NULL;

  if (locale == NULL)
    {
      g_test_skip ("the locale de_DE cannot be built here");
      return;
    }
  folder = pl_cli_folder_new ();
  path = g_build_filename (folder, "sweep.svg", NULL);
  sweep = g_strdup_printf ("sweep --pool-size 1,2 --tasks 4 --task-time 1ms --trials 1 --output %s", path);
  result = cli_in ("de_DE.UTF-8", locale, sweep);
  g_assert_cmpint (result->status, ==, 0);
  g_assert_true (g_file_get_contents (path, &svg, NULL, NULL));
  g_assert_nonnull (strstr (svg, "Arbeit Rechnen 1 ms gleichverteilt"));
  g_assert_true (g_regex_match (regex, svg, 0, &match));
  x = g_match_info_fetch (match, 1);
  g_assert_cmpfloat (g_ascii_strtod (x, NULL), >=, 0);
  pl_cli_folder_remove (folder);
  pl_german_locale_free (locale);
}

/* A terminal that knows ASCII only gets ASCII, not question marks and not UTF-8. */
static void
test_ascii (void)
{
  g_autoptr (PlCliResult) error = cli_in ("C", NULL, "run --tasks 12abc");
  g_autoptr (PlCliResult) text = cli_in ("C", NULL, "run --tasks 1000 --spread equal --task-time 1.5us");
  g_autoptr (PlCliResult) help = cli_in ("C", NULL, "run --help");
  const char *texts[] = { error->err, text->out, help->out };

  g_assert_cmpint (error->status, ==, 2);
  pl_cli_assert_says (text->out, "1.5 us|1,000 of 1,000");
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_assert_true (g_str_is_ascii (texts[i]));
      g_assert_null (strchr (texts[i], '?'));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/locale/german", test_german);
  g_test_add_func ("/locale/picture", test_picture);
  g_test_add_func ("/locale/ascii", test_ascii);
  return g_test_run ();
}
