/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/test-words.h"
#include "paint/export/pl-pages.h"
#include "paint/pl-export.h"
#include "paint/stack/pl-stack.h"
#include "race/race-harness.h"

/* Races above each other on one slide: all lanes are on it, however low they get, and one legend explains all of them. */

static PlLog *
run_race (guint workers, PlRaceMethod method)
{
  PlPlanData plan;

  race_plan_init (&plan, workers, 300);
  race_plan_add (&plan, method, TRUE);
  return race_run (&plan);
}

static void
check_pages (PlPicture *stack)
{
  const PlPagesPlan plan = { .purpose = PL_PURPOSE_SLIDE, .theme = PL_THEME_PRINT, .vector = TRUE };
  g_autoptr (PlPages) pages = pl_pages_new (stack, NULL, &plan);

  g_assert_true (pl_pages_get_whole (pages));
  g_assert_cmpuint (pl_pages_get_n (pages), ==, 1);
}

/* 18 pt are 24 of its units. */
static void
check_type (const char *svg)
{
  static const char word[] = " font-size=\"";
  guint n = 0;

  for (const char *at = svg; (at = strstr (at, word)) != NULL; at++, n++)
    g_assert_cmpfloat (g_ascii_strtod (at + strlen (word), NULL), >=, 24 - 0.001);
  g_assert_cmpuint (n, >, 10);
}

static void
test_slide (gconstpointer data)
{
  static const PlRaceMethod methods[PL_STACK_MOST] = { PL_RACE_MUTEX, PL_RACE_NONE, PL_RACE_SPIN, PL_RACE_ATOMIC };
  const PlExportOptions options = { .purpose = PL_PURPOSE_SLIDE, .theme = PL_THEME_PRINT };
  PlLog *logs[PL_STACK_MOST];

  for (guint i = 0; i < PL_STACK_MOST; i++)
    logs[i] = run_race (GPOINTER_TO_UINT (data), methods[i]);
  for (guint n = 2; n <= PL_STACK_MOST; n++)
    {
      g_autoptr (PlPicture) stack = pl_picture_of_logs (logs, n, PL_ALIGN_FIRST_TASK);
      g_autoptr (GError) error = NULL;
      g_autoptr (GByteArray) bytes = NULL;
      g_autofree char *svg = NULL;

      check_pages (stack);
      bytes = pl_export_picture_bytes (stack, NULL, &options, PL_FORMAT_SVG, &error);
      g_assert_no_error (error);
      svg = g_strndup ((const char *) bytes->data, bytes->len);
      check_type (svg);
      g_assert_cmpuint (test_count_words (svg, "Worker 1<"), ==, n);
      /* What only the first of them has. */
      g_assert_nonnull (strstr (svg, "waiting for the lock<"));
    }
  for (guint i = 0; i < PL_STACK_MOST; i++)
    pl_log_unref (logs[i]);
}

/* In a window, too: lanes of all of them are as high as each other, with one ruler above. */
static void
test_level (void)
{
  static const guint workers[] = { 4, 2, 3 };
  g_autoptr (PlPicture) stack = NULL;
  PlViewport view;
  PlLog *logs[3];

  for (guint i = 0; i < 3; i++)
    logs[i] = run_race (workers[i], i == 0 ? PL_RACE_NONE : PL_RACE_MUTEX);
  stack = pl_picture_of_logs (logs, 3, PL_ALIGN_FIRST_TASK);
  pl_picture_init_viewport (stack, &view);
  for (double height = 280; height < 900; height += 60)
    {
      const PlPaper paper = { PL_THEME_LIGHT, 1, 700, height, PL_PART_LEGEND | PL_PART_FOLD };
      PlDrawing *drawing = pl_picture_lay_out (stack, &view, &paper);
      guint n = 0, at = 0, begin = 0, first = 0, lane;

      /* Where the pointer is over which. */
      for (guint y = 0; y <= (guint) height; y++)
        {
          guint over = y < (guint) height && pl_drawing_pick_lane (drawing, 300, y + 0.25, &lane) ? lane + 1 : 0;

          if (over == at)
            continue;
          if (at > 0 && n++ == 0)
            first = y - begin;
          g_assert_cmpuint (at > 0 ? y - begin : first, ==, first);
          at = over;
          begin = y;
        }
      g_assert_cmpuint (n, ==, 9);
      g_assert_cmpfloat (drawing->content_height, <=, drawing->plot.height + 0.5);
      pl_drawing_free (drawing);
    }
  for (guint i = 0; i < 3; i++)
    pl_log_unref (logs[i]);
}

/* On pages that go on on the next one, a run that begins there is not begun on the one before: no heading is cut. */
static void
test_pages (void)
{
  static const PlRaceMethod methods[PL_STACK_MOST] = { PL_RACE_NONE, PL_RACE_MUTEX, PL_RACE_SPIN, PL_RACE_ATOMIC };
  const PlExportOptions options = { .purpose = PL_PURPOSE_A4, .theme = PL_THEME_PRINT };
  g_autofree char *folder = g_dir_make_tmp ("paralane-pages-XXXXXX", NULL), *path = g_build_filename (folder, "a.pdf", NULL), *text = NULL;
  const char *const command[] = { "pdftotext", path, "-", NULL };
  g_autoptr (PlPicture) stack = NULL;
  g_autoptr (GError) error = NULL;
  PlLog *logs[PL_STACK_MOST];

  for (guint i = 0; i < PL_STACK_MOST; i++)
    logs[i] = run_race (4, methods[i]);
  stack = pl_picture_of_logs (logs, PL_STACK_MOST, PL_ALIGN_FIRST_TASK);
  pl_export_picture (stack, NULL, &options, path, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_sync (NULL, (char **) command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text, NULL, NULL, &error));
  g_assert_no_error (error);
  g_remove (path);
  g_rmdir (folder);
  g_assert_cmpuint (test_count_words (text, "Atomic add"), ==, 1);
  for (guint i = 0; i < PL_STACK_MOST; i++)
    pl_log_unref (logs[i]);
}

int
main (int argc, char **argv)
{
  static const guint sizes[] = { 2, 4, 64 };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *path = g_strdup_printf ("/race/slide/%u", sizes[i]);

      g_test_add_data_func (path, GUINT_TO_POINTER (sizes[i]), test_slide);
    }
  g_test_add_func ("/race/slide/level", test_level);
  g_test_add_func ("/race/slide/pages", test_pages);
  return g_test_run ();
}
