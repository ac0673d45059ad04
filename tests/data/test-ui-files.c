/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The style sheet parses without a complaint, and every template can be filled with its widgets. */
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

static void
test_css (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "app", "ui", "style.css", NULL);
  g_autofree char *css = NULL;
  g_autoptr(GError) error = NULL;

  g_file_get_contents (path, &css, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (css_errors (css), ==, 0);
}

/* The check itself would notice: an unknown property, and syntax newer than GTK 4.8. */
static void
test_css_fault (void)
{
  g_assert_cmpuint (css_errors ("label { colour: red; }"), >, 0);
  g_assert_cmpuint (css_errors ("label { color: var(--accent); }"), >, 0);
}

int
main (int argc, char **argv)
{
  gtk_test_start (&argc, &argv);
  g_test_add_func ("/data/css", test_css);
  g_test_add_func ("/data/css/fault", test_css_fault);
  return g_test_run ();
}
