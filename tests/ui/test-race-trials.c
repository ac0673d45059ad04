/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many trials of one race, and many locks beside each other. */
#include "config.h"

#include "plan/pl-plan.h"
#include "race-util.h"
#include "ui/race/pl-lock-chooser.h"
#include "ui/race/pl-race-form.h"

/* Many trials: their histogram, and the last of them as ever. */
static void
test_trials (void)
{
  PlWindow *window = ui_test_window (1200, 850);
  PlRacePage *page = race_page (window);
  g_autofree char *trials = NULL, *proof = NULL, *certificate = NULL;
  PlPlanData plan;

  pl_plan_init_race (&plan);
  plan.workers = 2;
  plan.increments = 1000;
  plan.trials = 5;
  pl_plan_set_lock (&plan, PL_RACE_TICKET);
  pl_form_set_plan (ui_form (window, "race"), &plan);
  ui_activate (window, "win.page", g_variant_new_string ("race"));
  ui_activate (window, "win.run", NULL);
  wait_until (pl_race_page_get_shown (page) == PL_RACE_SHOWS_TRIALS);
  trials = race_export_as (window, "trials.svg", "win.export-to");
  g_assert_nonnull (strstr (trials, "1,000 increments each, 5 trials"));
  g_assert_nonnull (strstr (trials, "Ticket lock, recorded: 5 of 5 right"));

  gtk_stack_set_visible_child_name (ui_child (page, "pictures"), "proof");
  g_assert_cmpuint (pl_race_page_get_shown (page), ==, PL_RACE_SHOWS_PROOF);
  proof = race_export_as (window, "proof.svg", "win.export-to");
  g_assert_null (strstr (proof, "5 of 5 right"));
  certificate = race_export_as (window, "certificate.csv", "win.certificate-to");
  g_assert_true (g_str_has_prefix (certificate, "part,lock,worker,increment,"));
  g_assert_nonnull (strstr (certificate, ",ticket,final,"));
  ui_test_close (window);
}

/* While they run the picture is of those that have run. */
static void
test_trials_grow (void)
{
  PlWindow *window = ui_test_window (1200, 850);
  PlRacePage *page = race_page (window);
  PlCanvas *canvas = ui_child (page, "trials");
  g_autofree char *first = NULL, *last = NULL;
  PlPlanData plan;

  pl_plan_init_race (&plan);
  plan.trials = 40;
  pl_form_set_plan (ui_form (window, "race"), &plan);
  ui_activate (window, "win.page", g_variant_new_string ("race"));
  ui_activate (window, "win.run", NULL);
  wait_until (gtk_widget_get_mapped (GTK_WIDGET (canvas)));
  g_assert_null (pl_race_page_get_race (page));
  g_assert_true (gtk_widget_get_visible (ui_child (page, "growing")));
  first = pl_picture_tell (pl_canvas_get_picture (canvas), pl_canvas_get_viewport (canvas));
  wait_until (pl_race_page_get_race (page) != NULL);
  last = pl_picture_tell (pl_canvas_get_picture (canvas), pl_canvas_get_viewport (canvas));
  g_assert_cmpstr (first, !=, last);
  g_assert_nonnull (strstr (last, "40 of 40 right"));
  g_assert_false (gtk_widget_get_visible (ui_child (page, "growing")));

  /* Stopped, what was shown before is shown again. */
  ui_activate (window, "win.run", NULL);
  wait_until (gtk_widget_get_visible (ui_child (page, "growing")));
  ui_activate (window, "win.run", NULL);
  wait_until (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "compare"));
  g_clear_pointer (&first, g_free);
  first = pl_picture_tell (pl_canvas_get_picture (canvas), pl_canvas_get_viewport (canvas));
  g_assert_cmpstr (first, ==, last);
  ui_test_close (window);
}

/* All locks, one race after the other; stopped, what is there by then is shown. */
static void
test_compare (void)
{
  PlWindow *window = ui_test_window (1200, 850);
  PlRacePage *page = race_page (window);
  g_autofree char *picture = NULL, *table = NULL;
  PlPlanData plan;
  guint n;

  pl_plan_init_race (&plan);
  plan.workers = 2;
  pl_form_set_plan (ui_form (window, "race"), &plan);
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "table-to"));
  ui_activate (window, "win.compare", NULL);
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "compare"));
  /* It grows while it goes on. */
  wait_until (pl_race_page_get_shown (page) == PL_RACE_SHOWS_COMPARE);
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "compare"));
  g_assert_true (gtk_widget_get_visible (ui_child (page, "growing")));
  g_assert_cmpuint (pl_compare_get_n_rows (pl_race_page_get_compare (page)), <, 2 * PL_N_RACE_METHODS);
  wait_until (gtk_widget_get_mapped (ui_child (page, "compare")));
  wait_until (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "compare"));
  g_assert_false (gtk_widget_get_visible (ui_child (page, "growing")));
  g_assert_cmpuint (pl_race_page_get_shown (page), ==, PL_RACE_SHOWS_COMPARE);
  n = pl_compare_get_n_rows (pl_race_page_get_compare (page));
  g_assert_cmpuint (n, ==, 2 * PL_N_RACE_METHODS);
  g_assert_true (pl_compare_is_right (pl_race_page_get_compare (page)));
  picture = race_export_as (window, "locks.svg", "win.export-to");
  g_assert_nonnull (strstr (picture, "Ticket lock, 2 workers: "));
  table = race_export_as (window, "locks.csv", "win.table-to");
  g_assert_nonnull (strstr (table, "ticket"));

  ui_activate (window, "win.compare", NULL);
  ui_activate (window, "win.run", NULL);
  wait_until (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "compare"));
  g_assert_cmpuint (pl_race_page_get_shown (page), ==, PL_RACE_SHOWS_COMPARE);
  g_assert_cmpuint (pl_compare_get_n_rows (pl_race_page_get_compare (page)), <=, n);

  /* A race goes on as ever, and does not forget them. */
  race_start (window, 2, 1000);
  wait_until (pl_race_page_get_shown (page) == PL_RACE_SHOWS_PROOF);
  g_assert_nonnull (pl_race_page_get_compare (page));
  ui_activate (window, "win.compare", NULL);
  ui_test_close (window);
}

/* The list of the window's empty page, opened. */
static PlLockChooser *
open_chooser (PlWindow *window)
{
  GtkWidget *page = GTK_WIDGET (race_page (window));
  PlLockChooser *chooser;

  g_assert_null (ui_find_type (page, PL_TYPE_LOCK_CHOOSER));
  gtk_menu_button_popup (ui_find_type (page, GTK_TYPE_MENU_BUTTON));
  chooser = ui_find_type (page, PL_TYPE_LOCK_CHOOSER);
  g_assert_nonnull (chooser);
  wait_until (gtk_widget_get_mapped (GTK_WIDGET (chooser)));
  return chooser;
}

/* Its line for a method, by what it is called. */
static GtkCheckButton *
line_of (PlLockChooser *chooser,
         guint          method)
{
  GtkWidget *line = gtk_widget_get_first_child (ui_child (chooser, "list"));

  for (guint i = 0; i < method; i++)
    line = gtk_widget_get_next_sibling (line);
  g_assert_true (ui_is_named (line, pl_race_method_info (method)->name));
  return GTK_CHECK_BUTTON (line);
}

static void
assert_count (PlLockChooser *chooser,
              PlWindow      *window,
              const char    *count,
              gboolean       possible)
{
  g_assert_cmpstr (gtk_label_get_text (ui_child (chooser, "count")), ==, count);
  g_assert_cmpint (gtk_widget_is_sensitive (ui_child (chooser, "compare")), ==, possible);
  g_assert_cmpint (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "compare"), ==, possible);
}

static void
choose (PlLockChooser *chooser,
        PlWindow      *window)
{
  assert_count (chooser, window, "21 of 21 chosen", TRUE);
  gtk_widget_activate_action (GTK_WIDGET (chooser), "locks.none", NULL);
  assert_count (chooser, window, "0 of 21 chosen", FALSE);
  gtk_widget_activate_action (GTK_WIDGET (chooser), "locks.correct", NULL);
  assert_count (chooser, window, "16 of 21 chosen", TRUE);
  for (guint i = 0; i < PL_N_RACE_METHODS; i++)
    {
      g_assert_cmpint (gtk_check_button_get_active (line_of (chooser, i)), ==, pl_race_method_info (i)->correct);
      gtk_check_button_set_active (line_of (chooser, i), i == PL_RACE_OWN || i == PL_RACE_NONE || i == PL_RACE_TICKET);
    }
  assert_count (chooser, window, "3 of 21 chosen", TRUE);
}

/* Just the chosen ones are measured, in the order of the table; the choice is remembered. */
static void
test_compare_chosen (void)
{
  static const guint chosen[] = { PL_RACE_NONE, PL_RACE_TICKET, PL_RACE_OWN };
  PlWindow *window = ui_test_window (1200, 850);
  PlRacePage *page = race_page (window);
  PlLockChooser *chooser;
  PlCompare *compare;
  PlPlanData plan;

  pl_plan_init_race (&plan);
  plan.workers = 2;
  plan.guess = 1000;
  pl_form_set_plan (ui_form (window, "race"), &plan);
  ui_activate (window, "win.page", g_variant_new_string ("race"));
  chooser = open_chooser (window);
  choose (chooser, window);
  g_signal_emit_by_name (ui_child (chooser, "compare"), "clicked");
  g_assert_cmpstr (gtk_label_get_text (ui_child (page, "running_title")), ==, "Comparing 3 locks");
  wait_until (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "compare"));
  g_assert_cmpuint (pl_race_page_get_shown (page), ==, PL_RACE_SHOWS_COMPARE);
  wait_until (!gtk_widget_get_mapped (GTK_WIDGET (chooser)));

  compare = pl_race_page_get_compare (page);
  g_assert_cmpuint (pl_compare_get_n_rows (compare), ==, 2 * G_N_ELEMENTS (chosen));
  for (guint i = 0; i < 2 * G_N_ELEMENTS (chosen); i++)
    {
      g_assert_cmpuint (pl_compare_get_row (compare, i)->method, ==, chosen[i / 2]);
      g_assert_cmpuint (pl_compare_get_row (compare, i)->workers, ==, i % 2 + 1);
      g_assert_cmpuint (pl_log_plan (pl_compare_get_log (compare))->parts[i / 2].method, ==, chosen[i / 2]);
    }
  ui_test_close (window);

  window = ui_test_window (1200, 850);
  chooser = open_chooser (window);
  assert_count (chooser, window, "3 of 21 chosen", TRUE);
  gtk_widget_activate_action (GTK_WIDGET (chooser), "locks.all", NULL);
  assert_count (chooser, window, "21 of 21 chosen", TRUE);
  ui_test_close (window);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/race/trials", test_trials);
  g_test_add_func ("/ui/race/trials-grow", test_trials_grow);
  g_test_add_func ("/ui/race/compare", test_compare);
  g_test_add_func ("/ui/race/compare-chosen", test_compare_chosen);
  return g_test_run ();
}
