/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/pl-error.h"
#include "fixture-log.h"
#include "paint/pl-export.h"
#include "paint/pl-pictures.h"

/* Pictures as files, read back by programs that know nothing of us. */

typedef struct { char *folder; PlTrace *trace; PlPicture *picture; PlViewport view; } Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  FixturePlan plan = { .workers = 6, .tasks = 40, .task_ns = 2000000, .seed = 8, .deaths = 1, .pause_at_ns = 5000000, .pause_ns = 2000000 };
  PlLog *log = fixture_pool (&plan);

  fixture->folder = g_dir_make_tmp ("paralane-export-XXXXXX", NULL);
  g_assert_nonnull (fixture->folder);
  fixture->trace = pl_trace_new (log);
  fixture->picture = pl_picture_of_pool (fixture->trace);
  pl_picture_init_viewport (fixture->picture, &fixture->view);
  fixture->view.has_selection = TRUE;
  fixture->view.selected = (PlItem) { 0, 2, 5, 5 };
  pl_log_unref (log);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  fixture_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_object_unref (fixture->picture);
  g_object_unref (fixture->trace);
}

static char *
export (Fixture *fixture, const char *name, PlThemeId theme, double width)
{
  PlExportOptions options = { .theme = theme, .width = width };
  g_autoptr (GError) error = NULL;
  char *path = g_build_filename (fixture->folder, name, NULL);

  pl_export_picture (fixture->picture, &fixture->view, &options, path, &error);
  g_assert_no_error (error);
  return path;
}

/* Output of a program that must be there and succeed. */
static char *
run (const char *program, const char *a, const char *b, const char *c)
{
  const char *argv[] = { program, a, b, c, NULL };
  g_autoptr (GError) error = NULL;
  char *output = NULL;
  int status = 0;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  return output;
}

static guint
count_colors (cairo_surface_t *surface)
{
  g_autoptr (GHashTable) colors = g_hash_table_new (NULL, NULL);
  int width = cairo_image_surface_get_width (surface), height = cairo_image_surface_get_height (surface);

  for (int y = 0; y < height; y++)
    {
      const guint32 *row = (const guint32 *) (const void *) (cairo_image_surface_get_data (surface)
                                                             + (gssize) y * cairo_image_surface_get_stride (surface));

      for (int x = 0; x < width; x++)
        g_hash_table_add (colors, GUINT_TO_POINTER (row[x] & 0xffffff));
    }
  return g_hash_table_size (colors);
}

static void
check_png (const char *path, int width)
{
  cairo_surface_t *surface = cairo_image_surface_create_from_png (path);

  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  g_assert_cmpint (cairo_image_surface_get_width (surface), ==, width);
  g_assert_cmpint (cairo_image_surface_get_height (surface), >, 300);
  g_assert_cmpuint (count_colors (surface), >, 20);
  cairo_surface_destroy (surface);
}

static void
test_png (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = export (fixture, "a.png", PL_THEME_PRINT, 1600);

  check_png (path, 1600);
}

/* The SVG says in words what cairo draws as outlines, and another program renders it. */
static void
test_svg (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = export (fixture, "a.svg", PL_THEME_PRINT, 1600);
  g_autofree char *png = g_build_filename (fixture->folder, "from-svg.png", NULL);
  g_autofree char *text = NULL;
  g_autofree char *output = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "<title>Pool of 6, 40 tasks, Queue</title>"));
  g_assert_nonnull (strstr (text, "<desc>"));
  for (guint lane = 0; lane <= 6; lane++)
    {
      g_autofree char *id = g_strdup_printf ("id=\"lane-%u\"", lane);
      g_autofree char *name = lane == 0 ? g_strdup ("<title>Parent, ") : g_strdup_printf ("<title>Worker %u, ", lane);

      g_assert_nonnull (strstr (text, id));
      g_assert_nonnull (strstr (text, name));
    }
  output = run ("rsvg-convert", path, "-o", png);
  check_png (png, 1600);
}

static cairo_surface_t *
render (Fixture *fixture, const char *name, gboolean outlines)
{
  const PlExportOptions options = { .theme = PL_THEME_PRINT, .width = 1600, .outlines = outlines };
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL), *png = g_strconcat (path, ".png", NULL);
  g_autofree char *text = NULL, *output = NULL;
  cairo_surface_t *surface;

  g_assert_true (pl_export_picture (fixture->picture, &fixture->view, &options, path, NULL));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true ((strstr (text, "<text ") != NULL) == !outlines);
  g_assert_true ((strstr (text, "glyph") != NULL) == outlines);
  output = run ("rsvg-convert", path, "-o", png);
  surface = cairo_image_surface_create_from_png (png);
  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  return surface;
}

/* Pixels of which a channel is clearly another. */
static guint
count_different (cairo_surface_t *a, cairo_surface_t *b)
{
  int width = cairo_image_surface_get_width (a), height = cairo_image_surface_get_height (a);
  guint n = 0;

  g_assert_cmpint (cairo_image_surface_get_width (b), ==, width);
  g_assert_cmpint (cairo_image_surface_get_height (b), ==, height);
  for (int y = 0; y < height; y++)
    {
      const guchar *x1 = cairo_image_surface_get_data (a) + (gssize) y * cairo_image_surface_get_stride (a);
      const guchar *x2 = cairo_image_surface_get_data (b) + (gssize) y * cairo_image_surface_get_stride (b);

      for (int x = 0; x < width; x++)
        n += ABS (x1[4 * x] - x2[4 * x]) > 40 || ABS (x1[4 * x + 1] - x2[4 * x + 1]) > 40
             || ABS (x1[4 * x + 2] - x2[4 * x + 2]) > 40;
    }
  return n;
}

/* Text that is text, and text as shapes, are the same picture. */
static void
test_svg_text (Fixture *fixture, gconstpointer data)
{
  cairo_surface_t *text = render (fixture, "text.svg", FALSE), *outlines = render (fixture, "outlines.svg", TRUE);
  guint pixels = (guint) (cairo_image_surface_get_width (text) * cairo_image_surface_get_height (text));
  g_autofree char *path = g_build_filename (fixture->folder, "text.svg", NULL), *svg = NULL;
  static const char *const words[] = {
    ">Pool of 6, 40 tasks, Queue</text>", ">Worker 6</text>", ">40</text>", " textLength=\"", "DejaVu Sans', Verdana, sans-serif\"",
  };

  g_test_message ("%u of %u pixels differ", count_different (text, outlines), pixels);
  g_assert_cmpuint (count_different (text, outlines), <, pixels / 500);
  g_assert_true (g_file_get_contents (path, &svg, NULL, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strstr (svg, words[i]) == NULL)
      g_error ("“%s” is not there", words[i]);
  /* Nothing is left of what kept the places. */
  g_assert_null (strstr (svg, "0.0123"));
  cairo_surface_destroy (text);
  cairo_surface_destroy (outlines);
}

/* Shares say of what they are: of all of the run, or of what is shown of it. */
static void
test_shares (Fixture *fixture, gconstpointer data)
{
  static const char *const words[] = { ">Whole run:</text>", ">This range:</text>" };

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *path = NULL, *svg = NULL;

      fixture->view.to_ns = pl_trace_get_end_ns (fixture->trace) / (i + 1);
      path = export (fixture, "shares.svg", PL_THEME_PRINT, 1600);
      g_assert_true (g_file_get_contents (path, &svg, NULL, NULL));
      g_assert_nonnull (strstr (svg, words[i]));
      g_assert_null (strstr (svg, words[1 - i]));
    }
}

static void
test_pdf (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = export (fixture, "a.pdf", PL_THEME_PRINT, 1200);
  g_autofree char *text = run ("pdftotext", "-layout", path, "-");

  g_assert_nonnull (strstr (text, "Pool of 6, 40 tasks, Queue"));
  g_assert_nonnull (strstr (text, "40 of 40 results right"));
  g_assert_nonnull (strstr (text, "Parent"));
  g_assert_nonnull (strstr (text, "none dropped"));
  for (guint lane = 1; lane <= 6; lane++)
    {
      g_autofree char *name = g_strdup_printf ("Worker %u", lane);

      g_assert_nonnull (strstr (text, name));
    }
}

/* The same run makes the same file, byte for byte. */
static void
test_same_bytes (Fixture *fixture, gconstpointer data)
{
  static const char *const endings[] = { "png", "svg", "pdf" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *first = g_strdup_printf ("one.%s", endings[i]);
      g_autofree char *second = g_strdup_printf ("two.%s", endings[i]);
      g_autofree char *a = export (fixture, first, PL_THEME_LIGHT, 1000);
      g_autofree char *b = export (fixture, second, PL_THEME_LIGHT, 1000);
      g_autofree char *x = NULL;
      g_autofree char *y = NULL;
      gsize n, m;

      g_assert_true (g_file_get_contents (a, &x, &n, NULL));
      g_assert_true (g_file_get_contents (b, &y, &m, NULL));
      g_test_message ("%s", endings[i]);
      g_assert_cmpmem (x, n, y, m);
    }
}

static void
refuse (Fixture *fixture, const char *name, double width, double height, const char *because)
{
  PlExportOptions options = { .theme = PL_THEME_LIGHT, .width = width, .height = height };
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "old", -1, NULL));
  g_assert_false (pl_export_picture (fixture->picture, &fixture->view, &options, path, &error));
  g_assert_error (error, PL_ERROR, PL_ERROR_FILE);
  g_assert_nonnull (strstr (error->message, because));
  {
    g_autofree char *text = NULL;

    g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
    g_assert_cmpstr (text, ==, "old");
  }
}

static void
test_refusals (Fixture *fixture, gconstpointer data)
{
  PlExportOptions options = { .theme = PL_THEME_LIGHT, .width = 1000, .height = 500 };
  g_autoptr (GError) error = NULL;

  refuse (fixture, "a.jpeg", 1000, 500, ".png, .svg or .pdf");
  refuse (fixture, "noending", 1000, 500, ".png, .svg or .pdf");
  refuse (fixture, "a.png", 10, 500, "from 320 to 16384");
  refuse (fixture, "a.png", 20000, 500, "from 320 to 16384");
  refuse (fixture, "a.png", 0.0 / 0.0, 500, "from 320 to 16384");
  refuse (fixture, "a.png", 1000, 40000, "ends at 32767. Choose A4 as PDF");
  refuse (fixture, "a.pdf", 1000, 20000, "ends at 14400. Choose A4 as PDF");
  refuse (fixture, "a.svg", 1000, 5, "from 120");
  g_assert_false (pl_export_picture (fixture->picture, &fixture->view, &options, "/nowhere/at/all/a.png", &error));
  g_assert_error (error, PL_ERROR, PL_ERROR_FILE);
}

static void
test_formats (void)
{
  static const struct { const char *path; PlFormat format; } known[] = {
    { "a.png", PL_FORMAT_PNG }, { "/x/A.SVG", PL_FORMAT_SVG }, { "b.c.Pdf", PL_FORMAT_PDF },
  };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      PlFormat format;

      g_assert_true (pl_format_from_path (known[i].path, &format, NULL));
      g_assert_cmpint (format, ==, known[i].format);
    }
}

static void
test_surface (Fixture *fixture, gconstpointer data)
{
  PlExportOptions options = { .theme = PL_THEME_DARK, .width = 800 };
  g_autoptr (GError) error = NULL;
  cairo_surface_t *surface = pl_export_picture_surface (fixture->picture, NULL, &options, &error);

  g_assert_no_error (error);
  g_assert_cmpint (cairo_image_surface_get_width (surface), ==, 800);
  cairo_surface_destroy (surface);
  options.width = 1;
  g_assert_null (pl_export_picture_surface (fixture->picture, NULL, &options, &error));
  g_assert_error (error, PL_ERROR, PL_ERROR_FILE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/export/formats", test_formats);
#define ADD(name, function) g_test_add ("/export/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("png", test_png);
  ADD ("svg", test_svg);
  ADD ("svg-text", test_svg_text);
  ADD ("shares", test_shares);
  ADD ("pdf", test_pdf);
  ADD ("same-bytes", test_same_bytes);
  ADD ("refusals", test_refusals);
  ADD ("surface", test_surface);
#undef ADD
  return g_test_run ();
}
