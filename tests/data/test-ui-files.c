/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The style sheet parses without a complaint, also where GTK is as old as it may be. */
#include "config.h"

#include "ui/gtk-test.h"

static void
parsing_error_cb (GtkCssProvider *provider, GtkCssSection *section, const GError *error, guint *n_errors)
{
  g_autofree char *where = gtk_css_section_to_string (section);

  g_test_message ("%s: %s", where, error->message);
  (*n_errors)++;
}

static guint
css_errors (const char *css)
{
  g_autoptr(GtkCssProvider) provider = gtk_css_provider_new ();
  guint n_errors = 0;

  g_signal_connect (provider, "parsing-error", G_CALLBACK (parsing_error_cb), &n_errors);
  gtk_css_provider_load_from_data (provider, css, -1);
  return n_errors;
}

/* GTK 4.8 knows these; a newer one takes more without a complaint, and our users' may not. */
static const char *const old_functions[] = {
  "grayscale", "alpha", "calc", "linear-gradient", "mix", "not", "rgb", "rgba", "shade", "url", NULL
};

/* How often it says something that the GTK we may meet does not understand, whatever this one does. */
static guint
newer_words (const char *css)
{
  g_autoptr(GRegex) comments = g_regex_new ("/\\*.*?\\*/", G_REGEX_DOTALL, 0, NULL);
  g_autoptr(GRegex) words = g_regex_new ("([-\\w]+)\\(|--\\w|:root|@media|@supports|&", 0, 0, NULL);
  g_autofree char *bare = g_regex_replace_literal (comments, css, -1, 0, " ", 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;
  guint n = 0;

  for (g_regex_match (words, bare, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *function = g_match_info_fetch (match, 1), *word = g_match_info_fetch (match, 0);

      if (function != NULL && g_strv_contains (old_functions, function))
        continue;
      g_test_message ("“%s” is not in GTK 4.8", word);
      n++;
    }
  return n;
}

static void
test_css (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "app", "ui", "style.css", NULL);
  g_autofree char *css = NULL;
  g_autoptr(GError) error = NULL;

  g_file_get_contents (path, &css, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (css_errors (css), ==, 0);
  g_assert_cmpuint (newer_words (css), ==, 0);
}

/* The check itself would notice: an unknown property, and syntax newer than GTK 4.8. */
static void
test_css_fault (void)
{
  static const char *const newer[] = {
    "label { color: var(--accent); }", "label { --accent: red; }", ":root { color: red; }",
    "label { color: color-mix(in srgb, red, blue); }", "label { color: oklch(0.7 0.1 20); }",
    "@media (prefers-contrast: more) { label { color: red; } }", "box { & label { color: red; } }",
  };

  g_assert_cmpuint (css_errors ("label { colour: red; }"), >, 0);
  g_assert_cmpuint (newer_words ("/* var(--x) */ label:not(:hover) { color: alpha(@borders, 0.5); }"), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (newer); i++)
    {
      g_assert_cmpuint (newer_words (newer[i]), ==, i == 0 ? 2 : 1);
      /* GTK itself says so, as long as it is that old. */
      if (gtk_get_major_version () == 4 && gtk_get_minor_version () < 10)
        g_assert_cmpuint (css_errors (newer[i]), >, 0);
    }
}

int
main (int argc, char **argv)
{
  gtk_test_start (&argc, &argv);
  g_test_add_func ("/data/css", test_css);
  g_test_add_func ("/data/css/fault", test_css_fault);
  return g_test_run ();
}
