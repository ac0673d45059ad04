/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "paint/pl-export.h"
#include "paint/pl-pictures.h"
#include "paint/pool/pl-timeline.h"
#include "race/race-harness.h"

/* A log of a race that went on for a time, written by hand. */
static PlLog *
made_log (guint workers, const PlRaceMethod *methods, guint n, guint64 lost)
{
  PlRunStatus *status;
  PlPlanData plan;
  PlLog *log;

  race_plan_init (&plan, workers, 1);
  plan.duration_ns = 50 * 1000 * 1000;
  for (guint i = 0; i < n; i++)
    race_plan_add (&plan, methods[i], FALSE);
  g_assert_cmpint (pl_log_create (&plan, "1.2.3", &log), ==, 0);
  status = &pl_log_header (log)->status;
  for (guint i = 0; i < n; i++)
    {
      guint64 made = 0;

      for (guint j = 0; j < workers; j++)
        {
          PlLane *lane = pl_log_lane (log, pl_log_race_lane (log, i, j));

          lane->made = 1000 * (j + 1);
          lane->race_voluntary = 3;
          lane->race_involuntary = 1;
          made += lane->made;
        }
      status->parts[i] = (PlRacePartStatus) { .final_value = made - lost, .begin_ns = 0,
                                              .end_ns = 50 * 1000 * 1000, .trials_done = 1 };
    }
  status->phase = PL_PHASE_DONE;
  return log;
}

static void
add (PlCompare *compare, guint workers, const PlRaceMethod *methods, guint n, guint64 lost)
{
  PlLog *log = made_log (workers, methods, n, lost);

  pl_compare_add (compare, log);
  pl_log_unref (log);
}

static PlCompare *
some_compare (void)
{
  static const PlRaceMethod right[] = { PL_RACE_MUTEX, PL_RACE_TICKET }, wrong[] = { PL_RACE_OWN };
  PlCompare *compare = pl_compare_new ();

  add (compare, 2, right, 2, 0);
  add (compare, 2, wrong, 1, 600);
  add (compare, 1, wrong, 1, 0);
  add (compare, 1, right, 2, 0);
  return compare;
}

static void
test_rows (void)
{
  static const PlRaceMethod order[] = { PL_RACE_MUTEX, PL_RACE_TICKET, PL_RACE_OWN };
  g_autoptr (PlCompare) compare = some_compare ();
  g_autofree char *title = pl_compare_title (compare), *csv = pl_compare_to_csv (compare);
  static const PlRaceMethod mutex[] = { PL_RACE_MUTEX };
  const PlCompareRow *row;

  g_assert_cmpuint (pl_compare_get_n_rows (compare), ==, 6);
  for (guint i = 0; i < 6; i++)
    {
      row = pl_compare_get_row (compare, i);
      g_assert_cmpuint (row->method, ==, order[i / 2]);
      g_assert_cmpuint (row->workers, ==, 1 + i % 2);
    }
  row = pl_compare_get_row (compare, 5);
  g_assert_cmpuint (row->made, ==, 3000);
  g_assert_cmpuint (row->final_value, ==, 2400);
  g_assert_cmpuint (row->lost, ==, 600);
  g_assert_cmpuint (row->fewest, ==, 1000);
  g_assert_cmpuint (row->most, ==, 2000);
  g_assert_cmpfloat (row->fairness, ==, 0.5);
  g_assert_cmpuint (row->voluntary, ==, 6);
  g_assert_cmpuint (row->involuntary, ==, 2);
  g_assert_cmpfloat_with_epsilon (row->switches, 8.0 / 3, 1e-9);
  g_assert_cmpfloat_with_epsilon (row->ns_per_increment, 5e7 / 3000, 1e-6);
  g_assert_null (pl_compare_get_row (compare, 6));
  g_assert_cmpstr (title, ==, "One counter, 3 methods, 1 to 2 workers, 50 ms each");
  g_assert_nonnull (strstr (csv, "\nown,2,16666.7,3000,2400,600,0,1000,2000,0.5,6,2,0,0,0\n"));
  g_assert_nonnull (strstr (csv, "\nmutex,1,50000,1000,1000,0,1,1000,1000,1,3,1,0,0,0\n"));
  g_assert_true (pl_compare_is_right (compare));
  add (compare, 3, mutex, 1, 1);
  g_assert_false (pl_compare_is_right (compare));
}

static PlDrawing *
lay_out (PlCompare *compare, PlThemeId theme, double width)
{
  const PlPaper paper = { theme, 1, width, 0, PL_PARTS_EXPORT };
  g_autoptr (PlPicture) picture = pl_picture_of_compare (compare);
  PlViewport viewport;

  pl_picture_init_viewport (picture, &viewport);
  return pl_picture_lay_out (picture, &viewport, &paper);
}

static void
test_pictures (void)
{
  static const double widths[] = { 200, 320, 819, 820, 1600, 4000 };
  g_autoptr (PlCompare) compare = some_compare (), empty = pl_compare_new ();

  for (guint i = 0; i < G_N_ELEMENTS (widths) * PL_N_THEMES; i++)
    {
      double width = widths[i / PL_N_THEMES];
      PlThemeId theme = i % PL_N_THEMES;
      g_autoptr (PlDrawing) picture = lay_out (i % 7 ? compare : empty, theme, width);
      double height = picture->height;
      cairo_surface_t *surface =
        cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) width, (int) height);
      cairo_t *cr = cairo_create (surface);

      pl_drawing_draw (picture, cr);
      g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
      cairo_destroy (cr);
      cairo_surface_destroy (surface);
    }
}

/* Every row is found at its own height, once. */
static void
test_pick (void)
{
  g_autoptr (PlCompare) compare = some_compare ();
  g_autoptr (PlDrawing) picture = lay_out (compare, PL_THEME_LIGHT, 1200);
  g_autofree char *words = NULL;
  guint next = 0, row;

  for (double y = 0; y < picture->height; y++)
    if (pl_drawing_pick_lane (picture, 600, y, &row))
      {
        g_assert_true (row == next || row + 1 == next);
        next = row + 1;
        g_clear_pointer (&words, g_free);
        words = pl_drawing_tooltip (picture, 600, y);
      }
  g_assert_cmpuint (next, ==, 6);
  g_assert_cmpstr (words, ==, "A lock of one&apos;s own, 2 workers: 16.7 us an increment, 20 % lost");
}

/* What is no everyday word is explained where it stands. */
static void
test_heads (void)
{
  g_autoptr (PlCompare) compare = some_compare ();
  g_autoptr (PlDrawing) picture = lay_out (compare, PL_THEME_LIGHT, 1200);
  gboolean explained = FALSE;

  for (double y = 0; y < picture->height; y += 4)
    for (double x = 600; x < 1200; x += 8)
      {
        g_autofree char *words = pl_drawing_tooltip (picture, x, y);

        explained |= words && g_str_has_prefix (words, "Fairness: the fewest increments of one worker");
      }
  g_assert_true (explained);
}

/* Pixels of a correct method's colour between two heights. */
static guint
count_ink (PlDrawing *picture, int from, int to)
{
  const PlColor *color = &pl_theme_get (PL_THEME_LIGHT)->survivor.color;
  guint32 wanted = (guint32) (color->r * 255 + 0.5) << 16 | (guint32) (color->g * 255 + 0.5) << 8 |
                   (guint32) (color->b * 255 + 0.5);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 1200, (int) picture->height);
  cairo_t *cr = cairo_create (surface);
  guint n = 0;

  pl_drawing_draw (picture, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  for (int y = from; y < to; y++)
    for (int x = 0; x < 1200; x++)
      {
        const guint8 *row = cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface);

        n += (((const guint32 *) (const void *) row)[x] & 0xffffff) == wanted;
      }
  cairo_surface_destroy (surface);
  return n;
}

/* On a scale of tens there is no zero from which a bar could begin: each value is a dot, all of one size. */
static void
test_dots (void)
{
  g_autoptr (PlCompare) compare = some_compare ();
  g_autoptr (PlDrawing) picture = lay_out (compare, PL_THEME_LIGHT, 1200);
  int from[6] = { 0 }, to[6] = { 0 };
  guint row, first;

  for (int y = 0; y < (int) picture->height; y++)
    if (pl_drawing_pick_lane (picture, 600, y, &row))
      {
        from[row] = from[row] ? from[row] : y;
        to[row] = y + 1;
      }
  first = count_ink (picture, from[0], to[0]);
  g_assert_cmpuint (first, >, 30);
  g_assert_cmpuint (first, <, 150);
  for (guint i = 1; i < 4; i++)
    g_assert_cmpint (ABS ((int) count_ink (picture, from[i], to[i]) - (int) first), <, 20);
  /* A lock of one's own: luck, then a loss. */
  g_assert_cmpuint (count_ink (picture, from[4], to[5]), ==, 0);
}

static void
test_files (void)
{
  static const char *const names[] = { "a.png", "a.svg", "a.pdf" };
  const PlExportOptions options = { .theme = PL_THEME_PRINT, .width = 1000 };
  g_autofree char *dir = g_dir_make_tmp ("compare-XXXXXX", NULL);
  g_autoptr (PlCompare) compare = some_compare ();
  g_autoptr (PlPicture) picture = pl_picture_of_compare (compare);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (dir, names[i], NULL);
      g_autofree char *bytes = NULL;
      g_autoptr (GError) error = NULL;
      gsize size;

      g_assert_true (pl_export_picture (picture, NULL, &options, path, &error));
      g_assert_no_error (error);
      g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
      g_assert_cmpuint (size, >, 2000);
      if (i == 1)
        g_assert_nonnull (strstr (bytes, "Ticket lock, 2 workers"));
      g_remove (path);
    }
  g_rmdir (dir);
}

int
main (int argc, char *argv[])
{
  g_setenv ("LC_ALL", "C", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/race/compare/rows", test_rows);
  g_test_add_func ("/race/compare/pictures", test_pictures);
  g_test_add_func ("/race/compare/pick", test_pick);
  g_test_add_func ("/race/compare/heads", test_heads);
  g_test_add_func ("/race/compare/dots", test_dots);
  g_test_add_func ("/race/compare/files", test_files);
  return g_test_run ();
}
