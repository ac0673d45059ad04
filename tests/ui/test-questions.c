/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is asked before something would be lost. */
#include "config.h"

#include <glib/gstdio.h>

#include "plan/pl-plan.h"
#include "ui-util.h"
#include "ui/pool/pl-pool-page.h"
#include "ui/race/pl-race-page.h"
#include "ui/runs/pl-runs.h"

static void
start_pool (PlWindow *window,
            guint     tasks)
{
  PlPlanData plan;

  pl_plan_init_pool (&plan);
  plan.pool_size = 2;
  plan.tasks = tasks;
  plan.work = PL_WORK_SLEEP;
  plan.task_time_ns = 5000000;
  plan.chunk_asked = 1;
  pl_form_set_plan (ui_form (window, "pool"), &plan);
  ui_activate (window, "win.page", g_variant_new_string ("pool"));
  ui_activate (window, "win.run", NULL);
}

static guint
pool_phase (PlWindow *window)
{
  PlTrace *trace = pl_pool_page_get_trace (ui_page (window, "pool"));
  return pl_log_header (pl_trace_get_log (trace))->status.phase;
}

static GtkWidget *
find_spinner (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_SPINNER (widget) && gtk_widget_get_visible (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_spinner (child);
  return found;
}

/* F5 on another page than the one whose run is going on: that is named, and goes on until somebody says otherwise. */
static void
test_other_page (void)
{
  PlWindow *window = ui_test_window (1200, 800);
  GtkWidget *switcher = ui_child (window, "switcher");
  GtkButton *run = ui_child (window, "run_button");
  PlPlanData race;

  pl_plan_init_race (&race);
  race.workers = 2;
  race.increments = 2000;
  pl_form_set_plan (ui_form (window, "race"), &race);
  start_pool (window, 100000);
  g_assert_cmpstr (gtk_button_get_label (run), ==, "Stop");
  g_assert_null (find_spinner (switcher));
  ui_activate (window, "win.page", g_variant_new_string ("race"));
  g_assert_cmpstr (gtk_button_get_label (run), ==, "Run");
  g_assert_true (find_spinner (switcher) ==
                 find_spinner (gtk_widget_get_first_child (switcher)) && find_spinner (switcher) != NULL);
  g_assert_false (gtk_widget_get_visible (ui_child (window, "pause_button")));

  ui_activate (window, "win.run", NULL);
  g_assert_true (ui_is_running (window) && ui_question (window) != NULL);
  g_assert_nonnull (strstr (gtk_window_get_title (ui_question (window)), "Pool"));
  ui_answer (window, "Let It Run");
  g_assert_null (ui_question (window));
  ui_activate (window, "win.run", NULL);
  wait_until (gtk_widget_get_mapped (GTK_WIDGET (ui_question (window))));
  ui_press (ui_question (window), "Escape");
  wait_until (ui_question (window) == NULL);
  g_assert_true (ui_is_running (window));
  g_assert_cmpuint (pool_phase (window), !=, PL_PHASE_STOPPED);

  ui_activate (window, "win.run", NULL);
  ui_answer (window, "Stop It and Run Here");
  wait_until (pl_race_page_get_race (ui_page (window, "race")) != NULL);
  wait_until (!ui_is_running (window));
  g_assert_cmpuint (pool_phase (window), ==, PL_PHASE_STOPPED);
  g_assert_null (find_spinner (switcher));
  ui_test_close (window);
}

/* And so does F7, from wherever it is pressed. */
static void
test_compare (void)
{
  PlWindow *window = ui_test_window (1200, 800);
  PlRacePage *race = ui_page (window, "race");

  pl_race_page_set_locks (race, PL_LOCK (PL_RACE_NONE));
  start_pool (window, 100000);
  ui_activate (window, "win.compare", NULL);
  g_assert_true (ui_is_running (window) && ui_question (window) != NULL);
  g_assert_nonnull (strstr (gtk_window_get_title (ui_question (window)), "Pool"));
  ui_answer (window, "Let It Run");
  g_assert_true (ui_is_running (window));
  g_assert_cmpuint (pool_phase (window), !=, PL_PHASE_STOPPED);

  ui_activate (window, "win.compare", NULL);
  ui_answer (window, "Stop It and Run Here");
  wait_until (pl_race_page_get_compare (race) != NULL);
  wait_until (!ui_is_running (window));
  g_assert_cmpuint (pool_phase (window), ==, PL_PHASE_STOPPED);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (ui_child (window, "pages")), ==, "race");
  ui_test_close (window);
}

static gboolean
close_is_asked (PlWindow *window)
{
  gtk_window_close (GTK_WINDOW (window));
  return ui_question (window) != NULL;
}

/* Where runs are not kept, each would be lost. */
static void
test_close (void)
{
  PlWindow *window = ui_test_window (1000, 700), *weak = window;
  g_autofree char *path = ui_temp_path ("kept.paralane");

  pl_runs_set_keep (pl_runs_get (), FALSE);
  start_pool (window, 10);
  wait_until (!ui_is_running (window));
  g_assert_true (close_is_asked (window));
  g_assert_true (close_is_asked (window));
  ui_answer (window, "Cancel");
  wait_until (ui_question (window) == NULL);
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (window)));

  ui_activate (window, "win.save-to", g_variant_new_string (path));
  start_pool (window, 12);
  wait_until (!ui_is_running (window));
  g_assert_true (close_is_asked (window));
  ui_answer (window, "Cancel");
  g_assert_true (pl_pool_page_get_trace (ui_page (window, "pool")) != NULL);
  ui_activate (window, "win.save-to", g_variant_new_string (path));
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &weak);
  g_assert_false (close_is_asked (window));
  wait_until (weak == NULL);

  /* What has been opened is there already; and what nobody has run. */
  window = weak = ui_test_window (1000, 700);
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &weak);
  ui_activate (window, "win.open-file", g_variant_new_string (path));
  g_assert_false (close_is_asked (window));
  wait_until (weak == NULL);
  g_unlink (path);
  pl_runs_set_keep (pl_runs_get (), TRUE);
}

/* Where they are, nothing is lost by closing, saved or not. */
static void
test_close_kept (void)
{
  PlWindow *window = ui_test_window (1000, 700), *weak = window;

  start_pool (window, 10);
  wait_until (!ui_is_running (window));
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &weak);
  g_assert_false (close_is_asked (window));
  wait_until (weak == NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (pl_runs_get_store (pl_runs_get ()))), >=, 1);
}

/* While it runs, and with the whole program. */
static void
test_quit (void)
{
  PlWindow *window = ui_test_window (1000, 700), *other = ui_test_window (1000, 700), *gone = other, *weak = window;

  g_object_add_weak_pointer (G_OBJECT (other), (gpointer *) &gone);
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &weak);
  start_pool (window, 100000);
  g_action_group_activate_action (G_ACTION_GROUP (ui_test_application ()), "quit", NULL);
  wait_until (gone == NULL);
  g_assert_true (ui_is_running (window) && ui_question (window) != NULL);
  ui_answer (window, "Close Without Saving");
  wait_until (weak == NULL);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/questions/other-page", test_other_page);
  g_test_add_func ("/ui/questions/compare", test_compare);
  g_test_add_func ("/ui/questions/close", test_close);
  g_test_add_func ("/ui/questions/close-kept", test_close_kept);
  g_test_add_func ("/ui/questions/quit", test_quit);
  return g_test_run ();
}
