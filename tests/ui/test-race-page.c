/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The race page with a real race. */
#include "config.h"

#include <glib/gstdio.h>
#include <unistd.h>

#include "plan/pl-plan.h"
#include "race-util.h"
#include "ui/race/pl-race-form.h"

static void
test_run (void)
{
  PlWindow *window = ui_test_window (1200, 850);
  PlRacePage *page = race_page (window);
  PlRacePartResult result;

  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "export-to"));
  race_start (window, 2, 20000);
  wait_until (pl_race_page_get_race (page) != NULL);
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "export-to"));

  PlRace *race = pl_race_page_get_race (page);
  for (guint part = 0; part < pl_race_get_n_parts (race); part++)
    {
      pl_race_get_result (race, part, &result);
      if (result.timed)
        g_assert_cmpuint (result.expected, >, 0);
      else
        g_assert_cmpuint (result.expected, ==, 40000);
      g_assert_cmpuint (result.final_value + result.lost, ==, result.expected);
      g_assert_true (!result.recorded || result.balanced);
    }
  g_assert_true (pl_window_get_type () == G_OBJECT_TYPE (window));
  ui_test_close (window);
}

static void
test_export_save (void)
{
  PlWindow *window = ui_test_window (1200, 850);
  g_autofree char *svg = ui_temp_path ("canvas.svg");
  g_autofree char *saved = ui_temp_path ("canvas.paralane");
  PlRacePartResult before, after;

  race_start (window, 2, 5000);
  wait_until (pl_race_page_get_race (race_page (window)) != NULL);
  pl_race_get_result (pl_race_page_get_race (race_page (window)), 0, &before);
  ui_activate (window, "win.export-to", g_variant_new_string (svg));
  g_assert_true (g_file_test (svg, G_FILE_TEST_EXISTS));
  ui_activate (window, "win.save-to", g_variant_new_string (saved));
  ui_test_close (window);

  /* Opened in a new window, it shows the race page by itself. */
  window = ui_test_window (1200, 850);
  pl_window_open_path (window, saved);
  wait_until (pl_race_page_get_race (race_page (window)) != NULL);
  pl_race_get_result (pl_race_page_get_race (race_page (window)), 0, &after);
  g_assert_cmpuint (before.final_value, ==, after.final_value);
  g_assert_cmpuint (before.branches, ==, after.branches);
  g_unlink (svg);
  g_unlink (saved);
  ui_test_close (window);
}

/* Elsewhere memory is kept for other reasons. */
#if !defined (__SANITIZE_ADDRESS__) && defined (__GLIBC__)
#define MEMORY_IS_KNOWN
static guint64
resident_bytes (void)
{
  g_autofree char *text = NULL;
  g_auto(GStrv) fields = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  fields = g_strsplit (text, " ", 3);
  return g_ascii_strtoull (fields[1], NULL, 10) * (guint64) sysconf (_SC_PAGESIZE);
}

static guint64
least (const guint64 *bytes, guint n)
{
  guint64 found = bytes[0];

  for (guint i = 1; i < n; i++)
    found = MIN (found, bytes[i]);
  return found;
}
#endif

/* What a proof wrote on goes back to the system: thirty races take hardly more than twelve. What the next proof
 * has in hand by chance is not of interest, so the least of five races counts. */
static void
test_memory (void)
{
#ifndef MEMORY_IS_KNOWN
  g_test_skip ("Memory is kept here for other reasons.");
#else
  PlWindow *window = ui_test_window (1200, 850);
  PlRacePage *page = race_page (window);
  guint64 bytes[30], before, after;
  PlPlanData plan;

  pl_plan_init_race (&plan);
  plan.overlap_ns = 0;
  pl_form_set_plan (ui_form (window, "race"), &plan);
  ui_activate (window, "win.page", g_variant_new_string ("race"));
  for (guint i = 0; i < G_N_ELEMENTS (bytes); i++)
    {
      PlRace *race = pl_race_page_get_race (page);

      ui_activate (window, "win.run", NULL);
      wait_until (pl_race_page_get_race (page) != race);
      bytes[i] = resident_bytes ();
    }
  before = least (bytes + 7, 5);
  after = least (bytes + G_N_ELEMENTS (bytes) - 5, 5);
  g_test_message ("%.1f MB after 12 races, %.1f MB after 30", before / 1e6, after / 1e6);
  g_assert_cmpuint (after, <, before + 40000000);
  ui_test_close (window);
#endif
}

/* So few increments that nobody meets anybody: the page says so in grey, and one button gives it more time. */
static void
test_longer (void)
{
  PlWindow *window = ui_test_window (1200, 850);
  PlRacePage *page = race_page (window);
  PlRace *race = NULL;
  PlPlanData plan;

  pl_plan_init_race (&plan);
  plan.workers = 2;
  plan.increments = 1;
  plan.overlap_ns = 0;
  pl_form_set_plan (ui_form (window, "race"), &plan);
  ui_activate (window, "win.page", g_variant_new_string ("race"));
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "race-longer"));
  for (guint tries = 0; tries < 20; tries++)
    {
      ui_activate (window, "win.run", NULL);
      wait_until (pl_race_page_get_race (page) != race);
      race = pl_race_page_get_race (page);
      if (gtk_widget_get_mapped (ui_child (page, "hint_box")))
        break;
    }
  g_assert_true (gtk_widget_get_visible (ui_child (page, "hint_box")));
  g_assert_nonnull (strstr (gtk_label_get_text (ui_child (page, "hint")), "this was no race"));
  g_assert_true (gtk_widget_get_visible (ui_child (page, "longer_button")));
  gtk_widget_activate (ui_child (page, "longer_button"));
  wait_until (pl_race_page_get_race (page) != race);
  g_assert_cmpuint (pl_log_plan (pl_race_get_log (pl_race_page_get_race (page)))->increments, ==, PL_RACE_LONGER);
  g_assert_cmpfloat (gtk_spin_button_get_value (ui_child (ui_form (window, "race"), "increments")), ==, PL_RACE_LONGER);
  ui_test_close (window);
}

/* Closed in the middle of it: neither the race nor its proof holds the window back. */
static void
test_close (void)
{
  PlWindow *window = ui_test_window (1200, 850);

  race_start (window, 4, 1000000);
  ui_test_close (window);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/race/run", test_run);
  g_test_add_func ("/ui/race/export-save", test_export_save);
  g_test_add_func ("/ui/race/longer", test_longer);
  g_test_add_func ("/ui/race/memory", test_memory);
  g_test_add_func ("/ui/race/close", test_close);
  return g_test_run ();
}
