/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "fixture-log.h"
#include "paint/pl-export.h"
#include "paint/pl-pictures.h"
#include "paint/stack/pl-stack.h"

/* Pages of each purpose, and how large the type in them is: measured in the files, by programs that know nothing of us. */

typedef struct { char *folder; PlTrace *trace; PlPicture *picture; } Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  guint workers = GPOINTER_TO_UINT (data);
  FixturePlan plan = { .workers = workers, .tasks = workers * 12, .task_ns = 2000000, .seed = 8 };
  PlLog *log = fixture_pool (&plan);

  fixture->folder = g_dir_make_tmp ("paralane-purposes-XXXXXX", NULL);
  g_assert_nonnull (fixture->folder);
  fixture->trace = pl_trace_new (log);
  fixture->picture = pl_picture_of_pool (fixture->trace);
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
export (Fixture *fixture, const char *name, const PlExportOptions *options)
{
  char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  pl_export_picture (fixture->picture, NULL, options, path, &error);
  g_assert_no_error (error);
  return path;
}

/* What a program that must be there says about a file. */
static char *
ask (const char *program, const char *options, const char *path)
{
  g_autofree char *line = g_strjoin (" ", program, options, path, NULL);
  g_autoptr (GError) error = NULL;
  char *output = NULL;
  int status = 0;

  g_spawn_command_line_sync (line, &output, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  return output;
}

/* The least number after a word, and how many there are. */
static double
least_after (const char *text, const char *word, guint *n)
{
  double least = INFINITY;

  for (*n = 0; (text = strstr (text, word)); ++*n)
    {
      text += strlen (word);
      least = MIN (least, g_ascii_strtod (text, NULL));
    }
  return least;
}

static double
least_type_of_svg (Fixture *fixture, const PlExportOptions *options, const char *size)
{
  g_autofree char *path = export (fixture, "a.svg", options), *text = NULL;
  double least;
  guint n;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  if (!strstr (text, size))
    g_error ("no %s in %.300s", size, text);
  least = least_after (text, " font-size=\"", &n);
  g_assert_cmpuint (n, >, 10);
  return least;
}

/* In points. */
static double
least_type_of_pdf (Fixture *fixture, const PlExportOptions *options, const char *size)
{
  g_autofree char *path = export (fixture, "a.pdf", options), *info = ask ("pdfinfo", "", path);
  g_autofree char *text = ask ("pdftohtml", "-xml -stdout -i -zoom 3", path);
  double least;
  guint n;

  if (!strstr (info, size))
    g_error ("no %s in %s", size, info);
  least = least_after (text, "<fontspec id=\"0\" size=\"", &n);
  g_assert_cmpuint (n, ==, 1);
  /* The fonts are listed before what is written with them. */
  least = MIN (least, least_after (text, "\" size=\"", &n)) / 3;
  g_assert_cmpuint (n, >, 3);
  return least;
}

/* 18 pt are 24 CSS pixels, of which a slide is 1920 wide. */
static void
test_slide (Fixture *fixture, gconstpointer data)
{
  const PlExportOptions options = {
    .theme = PL_THEME_LIGHT, .purpose = PL_PURPOSE_SLIDE, .title = "Why a pool", .caption = "Each lane is a process.", .author = "Ada",
  };

  g_assert_cmpfloat (least_type_of_svg (fixture, &options, "width=\"1920px\" height=\"1080px\""), >=, 24 - 0.001);
  g_assert_cmpfloat (least_type_of_pdf (fixture, &options, "1440 x 810"), >=, 18 - 0.001);
}

static void
test_a4 (Fixture *fixture, gconstpointer data)
{
  const PlExportOptions options = { .theme = PL_THEME_PRINT, .purpose = PL_PURPOSE_A4, .caption = "Each lane is a process." };

  g_assert_cmpfloat (least_type_of_svg (fixture, &options, "pt\""), >=, 8 - 0.001);
  g_assert_cmpfloat (least_type_of_pdf (fixture, &options, "(A4)"), >=, 8 - 0.001);
}

static void
test_web (Fixture *fixture, gconstpointer data)
{
  const PlExportOptions options = { .theme = PL_THEME_PRINT, .purpose = PL_PURPOSE_WEB };

  g_assert_cmpfloat (least_type_of_svg (fixture, &options, "width=\"1200px\""), >=, 12 - 0.001);
}

static void
check_png (Fixture *fixture, PlPurpose purpose, double scale, int width, int height)
{
  const PlExportOptions options = { .theme = PL_THEME_DARK, .purpose = purpose, .scale = scale };
  g_autofree char *path = export (fixture, "a.png", &options);
  cairo_surface_t *surface = cairo_image_surface_create_from_png (path);
  int w = cairo_image_surface_get_width (surface), h = cairo_image_surface_get_height (surface);

  /* Paper may lie or stand. */
  g_assert_cmpint (MAX (w, h), ==, width);
  g_assert_cmpint (MIN (w, h), ==, height);
  cairo_surface_destroy (surface);
}

static void
test_png (Fixture *fixture, gconstpointer data)
{
  check_png (fixture, PL_PURPOSE_SLIDE, 0, 1920, 1080);
  check_png (fixture, PL_PURPOSE_SLIDE, 2, 3840, 2160);
  check_png (fixture, PL_PURPOSE_A4, 0, 3508, 2480);
  check_png (fixture, PL_PURPOSE_A4, 0.5, 1754, 1240);
}

static PlPages *
make_pages (Fixture *fixture, PlPurpose purpose, gboolean many)
{
  const PlPagesPlan plan = { .purpose = purpose, .theme = PL_THEME_PRINT, .many = many, .vector = TRUE };

  return pl_pages_new (fixture->picture, NULL, &plan);
}

/* Each lane is whole on one page and on no other, and in order. */
static void
check_lanes (Fixture *fixture, const PlPages *pages)
{
  guint next = 0, n = pl_pages_get_n (pages);
  double width, height;

  pl_pages_get_size (pages, &width, &height);
  g_assert_true (pl_pages_get_whole (pages));
  for (guint page = 0; page < n; page++)
    {
      g_autoptr (GArray) lanes = pl_pages_get_lanes (pages, page);

      g_assert_cmpuint (lanes->len, >, 0);
      for (guint i = 0; i < lanes->len; i++)
        {
          const PlPageLane *lane = &g_array_index (lanes, PlPageLane, i);

          g_assert_cmpuint (lane->lane, ==, next++);
          g_assert_cmpfloat (lane->box.y, >, 0);
          g_assert_cmpfloat (lane->box.y + lane->box.height, <, height);
        }
    }
  g_assert_cmpuint (next, ==, pl_picture_get_n_lanes (fixture->picture));
}

static void
test_pages (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlPages) pages = make_pages (fixture, PL_PURPOSE_A4, TRUE);

  g_assert_true ((pl_pages_get_n (pages) > 1) == (GPOINTER_TO_UINT (data) > 64));
  check_lanes (fixture, pages);
}

/* Runs above each other: whose rows are on a page is said there, with a ruler, also where the run began before. */
static void
test_stack (Fixture *fixture, gconstpointer data)
{
  PlPicture *twice[] = { fixture->picture, fixture->picture };
  g_autoptr (PlPicture) stack = pl_picture_of_stack (twice, 2, PL_ALIGN_START);
  Fixture both = *fixture;
  const PlExportOptions options = { .purpose = PL_PURPOSE_A4, .theme = PL_THEME_PRINT };
  g_autoptr (PlPages) pages = NULL;
  g_autofree char *path = NULL;

  both.picture = stack;
  path = export (&both, "stack.pdf", &options);
  pages = make_pages (&both, PL_PURPOSE_A4, TRUE);
  check_lanes (&both, pages);
  g_assert_cmpuint (pl_pages_get_n (pages), >, 2);
  for (guint page = 1; page <= pl_pages_get_n (pages); page++)
    {
      g_autofree char *range = g_strdup_printf ("-f %u -l %u -layout", page, page);
      g_autofree char *to_us = g_strconcat (path, " -", NULL), *words = ask ("pdftotext", range, to_us);

      g_assert_nonnull (strstr (words, "Pool of "));
      g_assert_nonnull (strstr (words, " ms"));
    }
}

/* One page: all lanes are on it, within it. */
static void
test_folds (Fixture *fixture, gconstpointer data)
{
  const PlPurpose purposes[] = { PL_PURPOSE_SLIDE, PL_PURPOSE_A4 };

  for (guint i = 0; i < G_N_ELEMENTS (purposes); i++)
    {
      g_autoptr (PlPages) pages = make_pages (fixture, purposes[i], FALSE);
      g_autoptr (GArray) lanes = pl_pages_get_lanes (pages, 0);
      const PlPageLane *last = &g_array_index (lanes, PlPageLane, lanes->len - 1);
      double width, height;

      pl_pages_get_size (pages, &width, &height);
      g_assert_cmpuint (pl_pages_get_n (pages), ==, 1);
      g_assert_true (pl_pages_get_whole (pages));
      g_assert_cmpuint (lanes->len, ==, pl_picture_get_n_lanes (fixture->picture));
      g_assert_cmpfloat (last->box.y + last->box.height, <, height - 20);
    }
}

/* Four runs on one slide, also where one of them has few lanes, with what came of each. */
static void
test_four (Fixture *fixture, gconstpointer data)
{
  PlLog *log = fixture_pool (&(FixturePlan) { .workers = 2, .tasks = 24, .task_ns = 2000000, .seed = 8 });
  g_autoptr (PlTrace) trace = pl_trace_new (log);
  g_autoptr (PlPicture) small = pl_picture_of_pool (trace);
  PlPicture *four[] = { fixture->picture, fixture->picture, fixture->picture, small };
  g_autoptr (PlPicture) stack = pl_picture_of_stack (four, 4, PL_ALIGN_FIRST_TASK);
  const PlExportOptions options = { .purpose = PL_PURPOSE_SLIDE, .theme = PL_THEME_PRINT };
  g_autofree char *path = NULL, *text = NULL;
  Fixture all = *fixture;
  g_autoptr (PlPages) pages = NULL;
  g_autoptr (GArray) lanes = NULL;
  const PlPageLane *last;
  double width, height;
  guint n = 0;

  all.picture = stack;
  pages = make_pages (&all, PL_PURPOSE_SLIDE, FALSE);
  lanes = pl_pages_get_lanes (pages, 0);
  last = &g_array_index (lanes, PlPageLane, lanes->len - 1);
  pl_pages_get_size (pages, &width, &height);
  g_assert_true (pl_pages_get_whole (pages));
  g_assert_cmpuint (lanes->len, ==, pl_picture_get_n_lanes (stack));
  g_assert_cmpfloat (last->box.y + last->box.height, <, height - 11);
  /* Time lines up, and names do: also where those of one run are shorter. */
  for (guint i = 0; i < lanes->len; i++)
    g_assert_cmpfloat (g_array_index (lanes, PlPageLane, i).box.x, ==, g_array_index (lanes, PlPageLane, 0).box.x);
  path = export (&all, "four.svg", &options);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  for (const char *at = text; (at = strstr (at, "tasks/s<")) != NULL; at++)
    n++;
  g_assert_cmpuint (n, ==, 4);
  /* One legend and one ruler are for all of them. */
  g_assert_nonnull (strstr (text, ">waiting for a task<"));
  for (const char *at = text; (at = strstr (at, ">0<")) != NULL; at++)
    n++;
  g_assert_cmpuint (n, ==, 5);
  pl_log_unref (log);
}

/* Searchable, with an outline that leads to each lane, and said whose it is. */
static void
test_pdf (Fixture *fixture, gconstpointer data)
{
  const PlExportOptions options = { .purpose = PL_PURPOSE_A4, .theme = PL_THEME_PRINT, .title = "Ein Versuch", .caption = "Wer wartet, und worauf",
                                    .author = "Ada Lovelace" };
  g_autofree char *path = export (fixture, "b.pdf", &options);
  g_autofree char *info = ask ("pdfinfo", "", path), *text = NULL;
  g_autofree char *html = ask ("pdftohtml", "-xml -stdout -i", path);
  g_autofree char *beside = g_build_filename (fixture->folder, "b.txt", NULL), *last = NULL;
  guint workers = GPOINTER_TO_UINT (data), n;

  /* Into a file beside it. */
  g_free (ask ("pdftotext", "-layout", path));
  g_assert_true (g_file_get_contents (beside, &text, NULL, NULL));
  g_assert_nonnull (strstr (info, "Ein Versuch"));
  g_assert_nonnull (strstr (info, "Ada Lovelace"));
  g_assert_nonnull (strstr (text, "Wer wartet, und worauf"));
  g_assert_nonnull (strstr (text, "Ada Lovelace"));
  g_assert_true ((strstr (text, "page 2 of ") != NULL) == (workers > 64));
  last = g_strdup_printf (">Worker %u, pid", workers);
  g_assert_nonnull (strstr (html, "<outline>"));
  g_assert_nonnull (strstr (html, last));
  least_after (html, "<item page=\"", &n);
  g_assert_cmpuint (n, >, workers);
}

/* Without a word of one's own nothing changes. */
static void
test_legend (Fixture *fixture, gconstpointer data)
{
  const PlExportOptions with = { .theme = PL_THEME_PRINT }, without = { .theme = PL_THEME_PRINT, .no_legend = TRUE };
  g_autofree char *a = export (fixture, "a.svg", &with), *b = export (fixture, "b.svg", &without), *x = NULL, *y = NULL;

  g_assert_true (g_file_get_contents (a, &x, NULL, NULL));
  g_assert_true (g_file_get_contents (b, &y, NULL, NULL));
  g_assert_nonnull (strstr (x, ">Whole run:</text>"));
  g_assert_null (strstr (y, ">Whole run:</text>"));
}

static void
test_keys (void)
{
  g_auto (GStrv) keys = g_strsplit (pl_purpose_keys (), ", ", -1);

  g_assert_cmpuint (g_strv_length (keys), ==, PL_N_PURPOSES);
  for (guint i = 0; i < PL_N_PURPOSES; i++)
    {
      g_assert_cmpint (pl_purpose_from_key (keys[i]), ==, (int) i);
      g_assert_cmpstr (pl_purpose_info (i)->key, ==, keys[i]);
    }
  g_assert_cmpint (pl_purpose_from_key ("poster"), ==, -1);
}

static void
add (const char *name, void (*test) (Fixture *fixture, gconstpointer data), const guint *sizes)
{
  for (; *sizes > 0; sizes++)
    {
      g_autofree char *path = g_strdup_printf ("/purposes/%s/%u", name, *sizes);

      g_test_add (path, Fixture, GUINT_TO_POINTER (*sizes), set_up, test, tear_down);
    }
}

int
main (int argc, char **argv)
{
  static const guint all[] = { 2, 16, 256, 0 }, one[] = { 6, 0 }, many[] = { 70, 0 };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/purposes/keys", test_keys);
  add ("slide", test_slide, all);
  add ("a4", test_a4, all);
  add ("web", test_web, all);
  add ("pages", test_pages, all);
  add ("stack", test_stack, many);
  add ("folds", test_folds, all);
  add ("four", test_four, all);
  add ("pdf", test_pdf, all);
  add ("png", test_png, one);
  add ("legend", test_legend, one);
  return g_test_run ();
}
