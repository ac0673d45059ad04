/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

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
  g_autoptr (GArray) lanes = pl_pages_get_lanes (pages, 0);
  double width, height, y = 0;

  pl_pages_get_size (pages, &width, &height);
  g_assert_true (pl_pages_get_whole (pages));
  g_assert_cmpuint (pl_pages_get_n (pages), ==, 1);
  g_assert_cmpuint (lanes->len, ==, pl_picture_get_n_lanes (stack));
  for (guint i = 0; i < lanes->len; i++)
    {
      const PlPageLane *lane = &g_array_index (lanes, PlPageLane, i);

      g_assert_cmpfloat (lane->box.y, >=, y - 0.5);
      y = lane->box.y + lane->box.height;
    }
  g_assert_cmpfloat (y, <, height - 11);
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
      /* What only the first of them has. */
      g_assert_nonnull (strstr (svg, "waiting for the lock<"));
    }
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
  return g_test_run ();
}
