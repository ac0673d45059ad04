/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The strip of kept runs, and what follows from it for closing. */
#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "plan/pl-plan.h"
#include "ui-util.h"
#include "ui/find/pl-find-pane.h"
#include "ui/pool/pl-pool-page.h"
#include "ui/race/pl-race-page.h"
#include "ui/runs/pl-run-card.h"
#include "ui/runs/pl-runs-strip.h"
#include "ui/runs/pl-runs.h"
#include "ui/runs/pl-thumbnails.h"
#include "ui/scene/pl-scene-page.h"
#include "ui/widgets/pl-message-bar.h"

static PlRunStore *
store (void)
{
  return pl_runs_get_store (pl_runs_get ());
}

static guint
n_kept (void)
{
  return g_list_model_get_n_items (G_LIST_MODEL (store ()));
}

/* Borrowed: the store has it. */
static PlRunEntry *
kept (guint at)
{
  g_autoptr(PlRunEntry) entry = g_list_model_get_item (G_LIST_MODEL (store ()), at);
  return entry;
}

static void
run_pool (PlWindow *window,
          guint     tasks)
{
  PlPlanData plan;

  pl_plan_init_pool (&plan);
  plan.pool_size = 2;
  plan.tasks = tasks;
  plan.work = PL_WORK_SLEEP;
  plan.task_time_ns = 1000000;
  pl_form_set_plan (ui_form (window, "pool"), &plan);
  ui_activate (window, "win.page", g_variant_new_string ("pool"));
  ui_activate (window, "win.run", NULL);
  wait_until (!ui_is_running (window));
}

static guint
tasks_shown (PlWindow *window)
{
  PlTrace *trace = pl_pool_page_get_trace (ui_page (window, "pool"));
  return trace != NULL ? pl_log_plan (pl_trace_get_log (trace))->tasks : 0;
}

static PlRunsStrip *
strip_of (PlWindow *window)
{
  return ui_child (window, "runs");
}

static PlRunCard *
find_card (GtkWidget  *widget,
           PlRunEntry *entry)
{
  PlRunCard *found = NULL;

  if (PL_IS_RUN_CARD (widget))
    return pl_run_card_get_entry (PL_RUN_CARD (widget)) == entry ? PL_RUN_CARD (widget) : NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_card (child, entry);
  return found;
}

static PlRunCard *
card_of (PlWindow   *window,
         PlRunEntry *entry)
{
  return find_card (GTK_WIDGET (strip_of (window)), entry);
}

static gboolean
is_shown (PlWindow   *window,
          PlRunEntry *entry)
{
  PlRunCard *card = card_of (window, entry);
  return card != NULL && gtk_widget_has_css_class (GTK_WIDGET (card), "shown");
}

static void
focus_card (PlWindow   *window,
            PlRunEntry *entry)
{
  PlRunCard *card;

  wait_until (card_of (window, entry) != NULL);
  card = card_of (window, entry);
  gtk_widget_grab_focus (gtk_widget_get_parent (GTK_WIDGET (card)));
}

static const char *
message (PlWindow *window)
{
  return pl_message_bar_get_text (ui_child (window, "message_bar"));
}

static guint
n_files (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
forget_all (void)
{
  pl_run_store_flush (store ());
  while (n_kept () > 0)
    pl_run_store_remove (store (), kept (0));
}

/* What was kept before the program was started is there, with its picture, and is shown as if it had just been run. */
static void
test_restart (void)
{
  PlWindow *window = ui_test_window (1200, 800);
  PlRunEntry *entry = kept (0);

  g_assert_cmpuint (n_kept (), ==, 2);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (strip_of (window))));
  wait_until (pl_thumbnails_get (entry, PL_THEME_LIGHT) != NULL);
  g_autofree char *path = pl_run_entry_make_path (entry, "light.png");
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  wait_until (card_of (window, entry) != NULL);
  g_assert_true (ui_is_named (card_of (window, entry), "From yesterday"));
  g_assert_false (is_shown (window, entry));

  focus_card (window, entry);
  ui_press (window, "Return");
  wait_until (tasks_shown (window) == 11);
  g_assert_true (is_shown (window, entry));
  /* Nobody has named it in this sitting. */
  ui_test_close (window);
  g_assert_cmpuint (n_kept (), ==, 2);
  forget_all ();
}

static void
test_show (void)
{
  PlWindow *window = ui_test_window (1200, 800);
  PlRunEntry *first, *second;
  PlPlanData scene;

  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (strip_of (window))));
  run_pool (window, 12);
  first = kept (0);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (strip_of (window))));
  wait_until (is_shown (window, first));
  run_pool (window, 13);
  g_assert_cmpuint (n_kept (), ==, 2);
  second = kept (0);
  wait_until (is_shown (window, second) && !is_shown (window, first));

  /* Another kind, and back to its page. */
  pl_plan_init_scene (&scene, PL_SCENE_DEADLOCK);
  pl_form_set_plan (ui_form (window, "scene"), &scene);
  ui_activate (window, "win.page", g_variant_new_string ("scene"));
  ui_activate (window, "win.run", NULL);
  wait_until (!ui_is_running (window));
  g_assert_cmpuint (n_kept (), ==, 3);
  g_assert_cmpuint (pl_run_entry_get_kind (kept (0)), ==, PL_RUN_SCENE);
  wait_until (is_shown (window, kept (0)));

  focus_card (window, first);
  g_signal_emit_by_name (card_of (window, first), "open");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (ui_child (window, "pages")), ==, "pool");
  g_assert_cmpuint (tasks_shown (window), ==, 12);
  g_assert_true (is_shown (window, first));
  /* The keyboard is still there: F2 and Delete mean this one. */
  ui_press (window, "F2");
  wait_until (pl_run_card_is_renaming (card_of (window, first)));
  ui_press (window, "Escape");
  /* Its settings, too: Run does it again. */
  PlPlanData plan;
  g_assert_true (pl_form_get_plan (ui_form (window, "pool"), &plan, NULL));
  g_assert_cmpuint (plan.tasks, ==, 12);
  ui_test_close (window);
  forget_all ();
}

/* While its page runs nothing else is put there. */
static void
test_busy (void)
{
  PlWindow *window = ui_test_window (1200, 800);
  PlPlanData plan;

  run_pool (window, 12);
  pl_plan_init_pool (&plan);
  plan.pool_size = 2;
  plan.tasks = 100000;
  plan.work = PL_WORK_SLEEP;
  pl_form_set_plan (ui_form (window, "pool"), &plan);
  ui_activate (window, "win.run", NULL);
  focus_card (window, kept (0));
  g_signal_emit_by_name (card_of (window, kept (0)), "open");
  g_assert_nonnull (message (window));
  g_assert_true (ui_is_running (window));
  g_assert_cmpuint (tasks_shown (window), ==, 100000);
  ui_activate (window, "win.run", NULL);
  wait_until (!ui_is_running (window));
  g_assert_cmpstr (pl_run_entry_get_outcome (kept (0)), ==, "stopped");
  ui_test_close (window);
  forget_all ();
}

static void
test_rename (void)
{
  PlWindow *window = ui_test_window (1200, 800);

  run_pool (window, 12);
  /* What was selected once and is no longer does not keep the keys from whoever has the keyboard now. */
  gtk_selection_model_select_item (pl_runs_strip_get_selection (strip_of (window)), 0, TRUE);
  gtk_selection_model_unselect_all (pl_runs_strip_get_selection (strip_of (window)));
  focus_card (window, kept (0));
  ui_press (window, "F2");
  wait_until (pl_run_card_is_renaming (card_of (window, kept (0))));
  ui_press (window, "w a Return");
  wait_until (pl_run_entry_get_name (kept (0)) != NULL);
  g_assert_cmpstr (pl_run_entry_get_name (kept (0)), ==, "wa");
  g_assert_true (ui_is_named (card_of (window, kept (0)), "wa"));
  /* The picture has not taken the keys. */
  g_assert_cmpuint (tasks_shown (window), ==, 12);
  wait_until (!pl_run_card_is_renaming (card_of (window, kept (0))));
  ui_press (window, "F2");
  wait_until (pl_run_card_is_renaming (card_of (window, kept (0))));
  ui_press (window, "x Escape");
  wait_until (!pl_run_card_is_renaming (card_of (window, kept (0))));
  g_assert_cmpstr (pl_run_entry_get_name (kept (0)), ==, "wa");
  ui_test_close (window);
  forget_all ();
}

static void
test_remove (void)
{
  PlWindow *window = ui_test_window (1200, 800);
  GtkSelectionModel *selection = pl_runs_strip_get_selection (strip_of (window));
  g_autofree char *path = NULL;

  for (guint i = 0; i < 3; i++)
    run_pool (window, 10 + i);
  pl_run_store_flush (store ());
  path = g_strdup (pl_run_entry_get_path (kept (0)));
  focus_card (window, kept (0));
  ui_press (window, "Delete");
  wait_until (n_kept () == 2);
  g_assert_nonnull (message (window));
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  g_signal_emit_by_name (ui_find_button (ui_child (window, "message_bar"), "Undo"), "clicked");
  g_assert_cmpuint (n_kept (), ==, 3);
  g_assert_cmpstr (pl_run_entry_get_path (kept (0)), ==, path);
  g_assert_null (message (window));

  /* Several; and the bar goes with the next run. */
  gtk_selection_model_select_range (selection, 0, 2, TRUE);
  g_autoptr(GPtrArray) selected = pl_runs_strip_get_selected (strip_of (window));
  g_assert_cmpuint (selected->len, ==, 2);
  g_assert_true (g_ptr_array_index (selected, 0) == (gpointer) kept (0));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (strip_of (window)), "runs.remove", NULL));
  g_assert_cmpuint (n_kept (), ==, 1);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  run_pool (window, 20);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (n_kept (), ==, 2);

  /* With the window. */
  ui_activate (window, "win.remove-runs", NULL);
  g_assert_cmpuint (n_kept (), ==, 0);
  ui_test_close (window);
  /* A thumbnail that was just being drawn goes when it is done. */
  wait_until (n_files (pl_run_store_get_folder (store ())) == 0);
}

static gboolean
close_is_asked (PlWindow *window)
{
  g_autoptr(PlWindow) held = g_object_ref (window);

  gtk_window_close (GTK_WINDOW (held));
  return ui_question (held) != NULL;
}

/* Only about what a person has named; and then only in the last window. */
static void
test_close (void)
{
  PlWindow *window = ui_test_window (1000, 700), *other, *weak;
  g_autofree char *path = ui_temp_path ("named.paralane");

  run_pool (window, 12);
  weak = window;
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &weak);
  g_assert_false (close_is_asked (window));
  wait_until (weak == NULL);

  window = ui_test_window (1000, 700);
  run_pool (window, 13);
  pl_run_store_rename (store (), kept (0), "Mine");
  g_assert_true (close_is_asked (window));
  ui_answer (window, "Cancel");
  wait_until (ui_question (window) == NULL);
  other = weak = ui_test_window (1000, 700);
  g_object_add_weak_pointer (G_OBJECT (other), (gpointer *) &weak);
  g_assert_false (close_is_asked (other));
  wait_until (weak == NULL);
  ui_activate (window, "win.save-to", g_variant_new_string (path));
  weak = window;
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &weak);
  g_assert_false (close_is_asked (window));
  wait_until (weak == NULL);
  g_unlink (path);
  forget_all ();
}

/* Off in one click: nothing is kept, what was can be let go, and a run would be lost again. */
static void
test_off (void)
{
  PlWindow *window = ui_test_window (1000, 700);

  run_pool (window, 12);
  run_pool (window, 13);
  ui_activate (window, "win.keep-runs", NULL);
  g_assert_false (pl_runs_get_keep (pl_runs_get ()));
  g_assert_nonnull (ui_question (window));
  ui_answer (window, "Leave Them");
  wait_until (ui_question (window) == NULL);
  g_assert_cmpuint (n_kept (), ==, 2);
  ui_activate (window, "win.keep-runs", NULL);
  g_assert_true (pl_runs_get_keep (pl_runs_get ()));
  g_assert_null (ui_question (window));
  ui_activate (window, "win.keep-runs", NULL);
  ui_answer (window, "Delete Them");
  wait_until (n_kept () == 0);
  run_pool (window, 14);
  g_assert_cmpuint (n_kept (), ==, 0);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (strip_of (window))));
  g_assert_true (close_is_asked (window));
  ui_answer (window, "Cancel");
  wait_until (ui_question (window) == NULL);
  ui_activate (window, "win.keep-runs", NULL);
  ui_test_close (window);
  forget_all ();
}

/* Many that were run for one picture are not kept one by one. */
static void
test_series (void)
{
  PlWindow *window = ui_test_window (1000, 700);
  PlRacePage *race = ui_page (window, "race");

  pl_race_page_set_locks (race, PL_LOCK (PL_RACE_NONE));
  ui_activate (window, "win.compare", NULL);
  wait_until (!ui_is_running (window) && pl_race_page_get_compare (race) != NULL);
  g_assert_cmpuint (n_kept (), ==, 0);
  ui_test_close (window);
}

/* Each with a run of its own, all with the same strip. */
static void
test_windows (void)
{
  PlWindow *window = ui_test_window (1000, 700), *other = ui_test_window (1000, 700);
  PlPlanData plan;

  pl_plan_init_pool (&plan);
  plan.pool_size = 2;
  plan.tasks = 100000;
  plan.work = PL_WORK_SLEEP;
  pl_form_set_plan (ui_form (other, "pool"), &plan);
  ui_activate (other, "win.run", NULL);
  g_assert_true (ui_is_running (other) && !ui_is_running (window));
  /* Who began first stands last: its runner has to have begun. */
  wait_until (pl_page_get_log (ui_page (other, "pool")) != NULL
              && pl_log_header (pl_page_get_log (ui_page (other, "pool")))->start_wall_ns > 0);
  run_pool (window, 12);
  g_assert_true (ui_is_running (other));
  wait_until (card_of (other, kept (0)) != NULL);
  g_assert_false (is_shown (other, kept (0)));
  ui_activate (other, "win.run", NULL);
  wait_until (!ui_is_running (other));
  wait_until (card_of (window, kept (0)) != NULL && card_of (window, kept (1)) != NULL);
  g_signal_emit_by_name (card_of (other, kept (0)), "open");
  g_assert_cmpuint (tasks_shown (other), ==, 12);
  /* What is switched here is switched there. */
  ui_activate (window, "win.keep-runs", NULL);
  ui_answer (window, "Leave Them");
  g_autoptr(GVariant) state = g_action_group_get_action_state (G_ACTION_GROUP (other), "keep-runs");
  g_assert_false (g_variant_get_boolean (state));
  ui_activate (other, "win.keep-runs", NULL);
  ui_test_close (other);
  ui_test_close (window);
  forget_all ();
}

/* In a low window the strip makes room for the pane that looks closer, and comes back with it; in a high one both have
 * room. */
static void
test_low (void)
{
  PlWindow *low = ui_test_window (900, 600), *high = ui_test_window (1200, 850);
  GtkWidget *of_low = ui_child (low, "runs"), *of_high = ui_child (high, "runs");

  run_pool (low, 12);
  wait_until (gtk_widget_get_mapped (of_low) && gtk_widget_get_mapped (of_high));
  ui_activate (low, "win.look-closer", g_variant_new_string ("notes"));
  ui_activate (high, "win.look-closer", g_variant_new_string ("notes"));
  wait_until (!gtk_widget_get_mapped (of_low));
  g_assert_true (gtk_widget_get_mapped (of_high));
  pl_find_pane_hide (ui_child (low, "find_pane"));
  wait_until (gtk_widget_get_mapped (of_low));
  ui_test_close (low);
  ui_test_close (high);
  forget_all ();
}

static gboolean
is_in_sight (PlWindow   *window,
             PlRunEntry *entry)
{
  GtkWidget *strip = ui_child (window, "runs");
  PlRunCard *card = card_of (window, entry);
  graphene_rect_t box;

  return card != NULL && gtk_widget_compute_bounds (GTK_WIDGET (card), strip, &box) && box.origin.x >= 0
         && box.origin.x + box.size.width <= gtk_widget_get_width (strip) + 1;
}

/* However many there are, and wherever one has scrolled to: the run that is looked at can be seen. */
static void
test_in_sight (void)
{
  PlWindow *window = ui_test_window (900, 700);

  for (guint i = 0; i < 6; i++)
    {
      run_pool (window, 10 + i);
      wait_until (g_list_model_get_n_items (G_LIST_MODEL (store ())) == i + 1 && is_shown (window, kept (0)));
      wait_until (is_in_sight (window, kept (0)));
    }
  g_assert_false (is_in_sight (window, kept (5)));
  ui_test_close (window);
  forget_all ();
}

static void
test_hidden (void)
{
  PlWindow *window = ui_test_window (900, 600);
  int minimum;

  run_pool (window, 12);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (strip_of (window))));
  wait_until (gtk_widget_get_height (GTK_WIDGET (strip_of (window))) > 0);
  /* It fits below the picture, in a small window, too. */
  wait_until (gtk_widget_get_height (GTK_WIDGET (strip_of (window))) <= 56);
  gtk_widget_measure (GTK_WIDGET (window), GTK_ORIENTATION_VERTICAL, -1, &minimum, NULL, NULL, NULL);
  g_test_message ("minimum height: %d", minimum);
  g_assert_cmpint (minimum, <=, 600);
  ui_press (window, "F8");
  wait_until (!gtk_widget_get_visible (GTK_WIDGET (strip_of (window))));
  g_assert_false (pl_runs_get_visible (pl_runs_get ()));
  ui_press (window, "F8");
  wait_until (gtk_widget_get_visible (GTK_WIDGET (strip_of (window))));
  ui_activate (window, "win.fullscreen", NULL);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (strip_of (window))));
  ui_activate (window, "win.fullscreen", NULL);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (strip_of (window))));
  ui_test_close (window);
  forget_all ();
}

static void
test_save_all (void)
{
  PlWindow *window = ui_test_window (1000, 700);
  g_autofree char *folder = ui_temp_path ("all"), *named = g_build_filename (folder, "a-b.paralane", NULL);
  g_autofree char *again = g_build_filename (folder, "a-b-2.paralane", NULL);

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  run_pool (window, 12);
  run_pool (window, 13);
  pl_run_store_rename (store (), kept (1), "a/b");
  ui_activate (window, "win.save-runs-to", g_variant_new_string (folder));
  wait_until (message (window) != NULL);
  g_assert_cmpuint (n_files (folder), ==, 2);
  g_assert_true (g_file_test (named, G_FILE_TEST_EXISTS));
  PlLog *log = pl_run_open_log (named, NULL);
  g_assert_cmpuint (pl_log_plan (log)->tasks, ==, 12);
  pl_log_unref (log);
  /* Nothing is replaced. */
  ui_activate (window, "win.save-runs-to", g_variant_new_string (folder));
  pl_message_bar_hide (ui_child (window, "message_bar"));
  wait_until (g_file_test (again, G_FILE_TEST_EXISTS) && n_files (folder) == 4 && message (window) != NULL);
  ui_activate (window, "win.save-runs-to", g_variant_new_string ("/nowhere/at/all"));
  /* The message before may be gone by then. */
  wait_until (message (window) != NULL && strstr (message (window), "/nowhere/at/all") != NULL);
  ui_test_close (window);
  forget_all ();
}

static void
test_limit (void)
{
  PlWindow *window = ui_test_window (1000, 700);
  int limit;

  run_pool (window, 12);
  ui_activate (window, "win.runs-limit", g_variant_new_int32 (64));
  g_object_get (pl_runs_get (), "limit", &limit, NULL);
  g_assert_cmpint (limit, ==, 64);
  g_assert_cmpuint (n_kept (), ==, 1);
  /* A run that is larger than all may be stays only while it is shown, and that is said. */
  pl_run_store_flush (store ());
  pl_run_store_set_limit (store (), 100);
  g_assert_cmpuint (n_kept (), ==, 0);
  run_pool (window, 12);
  pl_run_store_flush (store ());
  g_assert_cmpuint (n_kept (), ==, 0);
  g_assert_nonnull (strstr (message (window), "is not kept"));
  g_assert_true (close_is_asked (window));
  ui_answer (window, "Cancel");
  wait_until (ui_question (window) == NULL);
  pl_run_store_set_limit (store (), 64 * PL_RUN_STORE_MIB);
  ui_test_close (window);
  forget_all ();
}

/* As an earlier sitting has left it. */
static void
fill (void)
{
  g_autofree char *folder = pl_run_store_find_folder ();
  g_autoptr(PlRunStore) earlier = pl_run_store_new (folder, PL_RUN_STORE_MIB);
  PlPlanData plan;
  PlLog *log;

  for (guint i = 0; i < 2; i++)
    {
      pl_plan_init_pool (&plan);
      plan.tasks = 10 + i;
      g_assert_true (pl_plan_validate (&plan, NULL));
      g_assert_cmpint (pl_log_create (&plan, "test", &log), ==, 0);
      pl_log_header (log)->start_wall_ns = (1700000000 + (gint64) i) * 1000000000;
      atomic_store (&pl_log_header (log)->status.phase, PL_PHASE_DONE);
      pl_run_store_rename (earlier, pl_run_store_add (earlier, log, NULL), i == 1 ? "From yesterday" : NULL);
      pl_log_unref (log);
    }
  pl_run_store_flush (earlier);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  fill ();
  g_test_add_func ("/ui/runs/restart", test_restart);
  g_test_add_func ("/ui/runs/show", test_show);
  g_test_add_func ("/ui/runs/busy", test_busy);
  g_test_add_func ("/ui/runs/rename", test_rename);
  g_test_add_func ("/ui/runs/remove", test_remove);
  g_test_add_func ("/ui/runs/close", test_close);
  g_test_add_func ("/ui/runs/off", test_off);
  g_test_add_func ("/ui/runs/series", test_series);
  g_test_add_func ("/ui/runs/windows", test_windows);
  g_test_add_func ("/ui/runs/low", test_low);
  g_test_add_func ("/ui/runs/in-sight", test_in_sight);
  g_test_add_func ("/ui/runs/hidden", test_hidden);
  g_test_add_func ("/ui/runs/save-all", test_save_all);
  g_test_add_func ("/ui/runs/limit", test_limit);
  return g_test_run ();
}
