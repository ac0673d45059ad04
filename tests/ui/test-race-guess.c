/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What somebody expects of a race, asked before it. */
#include "config.h"

#include <glib/gstdio.h>

#include "plan/pl-plan.h"
#include "race-util.h"
#include "ui/race/pl-race-form.h"

static GtkEditable *
guess_entry (PlWindow *window)
{
  return ui_child (ui_form (window, "race"), "guess");
}

static const char *
asked (PlWindow *window)
{
  return gtk_label_get_text (ui_child (race_page (window), "empty_title"));
}

/* Asked before, typed, run by Return, and there beside the result; from now on the same race keeps it. */
static void
test_guess (void)
{
  PlWindow *window = ui_test_window (1200, 850);
  PlRacePage *page = race_page (window);
  g_autofree char *picture = NULL, *saved = ui_temp_path ("guess.paralane"), *sentence = NULL;
  PlPlanData plan;

  pl_plan_init_race (&plan);
  plan.workers = 2;
  plan.increments = 20000;
  pl_form_set_plan (ui_form (window, "race"), &plan);
  ui_activate (window, "win.page", g_variant_new_string ("race"));
  g_assert_nonnull (strstr (asked (window), "2 workers add 1 to one counter, 20,000 times each"));
  gtk_editable_set_text (guess_entry (window), "39000");
  g_signal_emit_by_name (guess_entry (window), "activate");
  /* Once more while it runs does not stop it. */
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "start"));
  g_signal_emit_by_name (guess_entry (window), "activate");
  wait_until (pl_race_page_get_race (page) != NULL);

  g_assert_cmpuint (pl_log_plan (pl_race_get_log (pl_race_page_get_race (page)))->guess, ==, 39000);
  sentence = pl_race_guess_sentence (pl_race_page_get_race (page));
  g_assert_true (g_str_has_prefix (sentence, "You guessed 39,000: "));
  picture = race_export_as (window, "guess.svg", "win.export-to");
  g_assert_nonnull (strstr (picture, sentence));
  g_assert_cmpstr (gtk_editable_get_text (guess_entry (window)), ==, "39000");
  ui_activate (window, "win.save-to", g_variant_new_string (saved));
  gtk_spin_button_set_value (ui_child (ui_form (window, "race"), "workers"), 3);
  g_assert_cmpstr (gtk_editable_get_text (guess_entry (window)), ==, "");
  pl_window_open_path (window, saved);
  g_assert_cmpstr (gtk_editable_get_text (guess_entry (window)), ==, "39000");
  g_unlink (saved);
  ui_test_close (window);

  /* The next window starts without. */
  window = ui_test_window (1200, 850);
  g_assert_cmpstr (gtk_editable_get_text (guess_entry (window)), ==, "");
  ui_test_close (window);
}

/* Told to those who cannot see it; of one worker, who loses nothing, so that the words are known. */
static void
test_guess_told (void)
{
  PlWindow *window = ui_test_window (1200, 850);
  PlRacePage *page = race_page (window);
  PlCanvas *canvas = pl_page_get_canvas (PL_PAGE (page));
  g_autofree char *footer = NULL, *subtitle = NULL, *told = NULL;
  PlPlanData plan;

  pl_plan_init_race (&plan);
  plan.workers = 1;
  plan.increments = 1000;
  plan.guess = 900;
  pl_form_set_plan (ui_form (window, "race"), &plan);
  ui_activate (window, "win.page", g_variant_new_string ("race"));
  ui_activate (window, "win.run", NULL);
  wait_until (pl_race_page_get_race (page) != NULL);
  footer = pl_race_footer (pl_race_page_get_race (page));
  subtitle = pl_race_subtitle (pl_race_page_get_race (page));
  told = g_strdup_printf ("%s\n%s\nYou guessed 900: 100 too few.", footer, subtitle);
  g_assert_true (ui_is_described (canvas, told));
  ui_test_close (window);
}

/* The question stands in the middle of the empty page, and so does where to answer it; settings or not. */
static void
test_guess_in_the_middle (void)
{
  PlWindow *window = ui_test_window (900, 600);
  PlRacePage *page = race_page (window);
  GtkWidget *entry = ui_child (page, "page_guess"), *error = ui_child (page, "guess_error");
  PlPlanData plan;

  pl_plan_init_race (&plan);
  plan.increments = 1000;
  pl_form_set_plan (ui_form (window, "race"), &plan);
  ui_activate (window, "win.page", g_variant_new_string ("race"));
  wait_until (gtk_widget_get_mapped (entry));
  g_assert_cmpstr (gtk_entry_get_placeholder_text (GTK_ENTRY (entry)), ==, "e.g. 4,000");
  gtk_editable_set_text (GTK_EDITABLE (entry), "4001");
  g_assert_true (gtk_widget_get_visible (error));
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (error)), "4,000"));
  gtk_editable_set_text (GTK_EDITABLE (entry), "3900");
  g_assert_false (gtk_widget_get_visible (error));
  g_assert_cmpstr (gtk_editable_get_text (guess_entry (window)), ==, "3900");
  g_signal_emit_by_name (entry, "activate");
  wait_until (pl_race_page_get_race (page) != NULL);
  g_assert_cmpuint (pl_log_plan (pl_race_get_log (pl_race_page_get_race (page)))->guess, ==, 3900);

  ui_activate (window, "win.predict-first", NULL);
  g_assert_false (gtk_widget_get_visible (entry));
  ui_activate (window, "win.predict-first", NULL);
  g_assert_true (gtk_widget_get_visible (entry));
  ui_test_close (window);
}

/* Switched off nothing is asked, and nothing typed before is used. */
static void
test_guess_off (void)
{
  PlWindow *window = ui_test_window (1200, 850);
  PlRacePage *page = race_page (window);
  GtkWidget *row = ui_child (ui_form (window, "race"), "guess_row");

  PlPlanData plan;

  pl_plan_init_race (&plan);
  plan.increments = 1000;
  pl_form_set_plan (ui_form (window, "race"), &plan);
  ui_activate (window, "win.page", g_variant_new_string ("race"));
  g_assert_true (gtk_widget_get_visible (row));
  gtk_editable_set_text (guess_entry (window), "5");
  ui_activate (window, "win.predict-first", NULL);
  g_assert_false (gtk_widget_get_visible (row));
  g_assert_true (g_str_has_prefix (asked (window), "Press Run"));
  ui_activate (window, "win.run", NULL);
  wait_until (pl_race_page_get_race (page) != NULL);
  g_assert_cmpuint (pl_log_plan (pl_race_get_log (pl_race_page_get_race (page)))->guess, ==, 0);
  ui_test_close (window);

  /* That is remembered. */
  window = ui_test_window (1200, 850);
  row = ui_child (ui_form (window, "race"), "guess_row");
  g_assert_false (gtk_widget_get_visible (row));
  ui_activate (window, "win.predict-first", NULL);
  g_assert_true (gtk_widget_get_visible (row));
  ui_test_close (window);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/race/guess", test_guess);
  g_test_add_func ("/ui/race/guess-told", test_guess_told);
  g_test_add_func ("/ui/race/guess-in-the-middle", test_guess_in_the_middle);
  g_test_add_func ("/ui/race/guess-off", test_guess_off);
  return g_test_run ();
}
