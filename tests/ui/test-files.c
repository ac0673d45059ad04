/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that are dropped, recent ones, and windows side by side. */
#include "config.h"

#include <glib/gstdio.h>

#include "plan/pl-plan.h"
#include "ui-util.h"
#include "ui/pl-recent.h"
#include "ui/pool/pl-pool-page.h"
#include "ui/recording/pl-commands.h"
#include "ui/recording/pl-output-view.h"
#include "ui/recording/pl-recording-page.h"
#include "ui/widgets/pl-message-bar.h"

static char *
make_run (const char *name,
          guint       tasks)
{
  char *path = ui_temp_path (name);
  PlPlanData plan;
  PlLog *log;

  pl_plan_init_pool (&plan);
  plan.tasks = tasks;
  g_assert_true (pl_plan_validate (&plan, NULL));
  g_assert_cmpint (pl_log_create (&plan, "test", &log), ==, 0);
  atomic_store (&pl_log_header (log)->status.phase, PL_PHASE_DONE);
  g_assert_true (pl_run_save_log (log, path, NULL));
  pl_log_unref (log);
  return path;
}

static guint
tasks_shown (PlWindow *window)
{
  PlTrace *trace = pl_pool_page_get_trace (ui_page (window, "pool"));
  return trace != NULL ? pl_log_plan (pl_trace_get_log (trace))->tasks : 0;
}

static GtkDropTarget *
find_target (PlWindow *window)
{
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (window));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr(GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller))
        return GTK_DROP_TARGET (controller);
    }
  g_assert_not_reached ();
}

/* As when somebody lets go of them over the window. */
static gboolean
drop (PlWindow           *window,
      const char * const *paths)
{
  g_auto(GValue) value = G_VALUE_INIT;
  GSList *files = NULL;
  gboolean taken = FALSE;

  for (guint i = 0; paths[i] != NULL; i++)
    files = g_slist_append (files, g_file_new_for_path (paths[i]));
  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, gdk_file_list_new_from_list (files));
  g_slist_free_full (files, g_object_unref);
  g_signal_emit_by_name (find_target (window), "drop", &value, 10.0, 10.0, &taken);
  return taken;
}

static guint
n_windows (void)
{
  return g_list_length (gtk_application_get_windows (ui_test_application ()));
}

static PlWindow *
other_window (PlWindow *window)
{
  for (GList *l = gtk_application_get_windows (ui_test_application ()); l != NULL; l = l->next)
    if (l->data != window)
      return l->data;
  return NULL;
}

static void
test_drop (void)
{
  PlWindow *window = ui_test_window (1000, 700);
  g_autofree char *first = make_run ("first.paralane", 11), *second = make_run ("second.paralane", 12);
  g_autofree char *bad = ui_temp_path ("bad.paralane");
  g_auto(GValue) one = G_VALUE_INIT;
  gboolean taken = FALSE;

  /* Of some file systems every file can be executed: a run is no program for that. */
  g_assert_cmpint (g_chmod (first, 0700), ==, 0);
  g_assert_true (drop (window, (const char *[]) { first, NULL }));
  g_assert_cmpuint (tasks_shown (window), ==, 11);
  g_value_init (&one, G_TYPE_FILE);
  g_value_take_object (&one, g_file_new_for_path (second));
  g_signal_emit_by_name (find_target (window), "drop", &one, 10.0, 10.0, &taken);
  g_assert_true (taken);
  g_assert_cmpuint (tasks_shown (window), ==, 12);
  g_assert_cmpuint (n_windows (), ==, 1);

  g_assert_true (g_file_set_contents (bad, "no run", -1, NULL));
  g_assert_true (drop (window, (const char *[]) { bad, NULL }));
  g_assert_nonnull (strstr (pl_message_bar_get_text (ui_child (window, "message_bar")), "bad.paralane"));
  g_assert_cmpuint (tasks_shown (window), ==, 12);

  /* Two at once: each in a window of its own. */
  g_assert_true (drop (window, (const char *[]) { first, second, NULL }));
  g_assert_cmpuint (tasks_shown (window), ==, 11);
  wait_until (n_windows () == 2);
  g_assert_cmpuint (tasks_shown (other_window (window)), ==, 12);
  ui_test_close (other_window (window));
  ui_test_close (window);
}

/* What goes on is not put out of sight. */
static void
test_drop_busy (void)
{
  PlWindow *window = ui_test_window (1000, 700);
  g_autofree char *path = make_run ("first.paralane", 11);
  PlPlanData plan;

  pl_plan_init_pool (&plan);
  plan.pool_size = 2;
  plan.tasks = 100000;
  plan.work = PL_WORK_SLEEP;
  pl_form_set_plan (ui_form (window, "pool"), &plan);
  ui_activate (window, "win.run", NULL);
  g_assert_true (drop (window, (const char *[]) { path, NULL }));
  g_assert_cmpuint (tasks_shown (window), ==, 100000);
  g_assert_true (ui_is_running (window));
  wait_until (n_windows () == 2);
  g_assert_cmpuint (tasks_shown (other_window (window)), ==, 11);
  ui_activate (window, "win.run", NULL);
  wait_until (!ui_is_running (window));
  ui_test_close (other_window (window));
  ui_test_close (window);
}

/* A script is not opened, but offered to be recorded; nothing runs before somebody says so. */
static void
test_drop_script (void)
{
  PlWindow *window = ui_test_window (1000, 700);
  g_autofree char *path = ui_temp_path ("a script.py"), *command = pl_command_for (path), *output = NULL;
  PlPage *page;

  g_assert_true (g_file_set_contents (path, "import sys\nprint('dropped', len(sys.argv))\n", -1, NULL));
  g_assert_true (drop (window, (const char *[]) { path, NULL }));
  page = ui_page (window, "recording");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (ui_child (window, "pages")), ==, "recording");
  g_assert_cmpstr (gtk_editable_get_text (ui_child (ui_form (window, "recording"), "command")), ==, command);
  g_assert_true (g_str_has_prefix (command, "python3 '") && g_str_has_suffix (command, "a script.py'"));
  g_assert_false (ui_is_running (window));
  g_assert_null (pl_recording_page_get_trace (PL_RECORDING_PAGE (page)));
  ui_activate (window, "win.run", NULL);
  wait_until (!ui_is_running (window));
  output = pl_output_view_get_text (ui_child (page, "output"));
  g_assert_cmpstr (output, ==, "dropped 1\n");
  ui_test_close (window);
  /* The same when it is opened in another way. */
  window = ui_test_window (1000, 700);
  ui_activate (window, "win.open-file", g_variant_new_string (path));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (ui_child (window, "pages")), ==, "recording");
  g_assert_cmpstr (gtk_editable_get_text (ui_child (ui_form (window, "recording"), "command")), ==, command);
  g_assert_false (ui_is_running (window));
  ui_test_close (window);
  g_unlink (path);
}

static char *
target_of (GMenu *menu,
           int    at)
{
  g_autoptr(GVariant) target = g_menu_model_get_item_attribute_value (G_MENU_MODEL (menu), at, G_MENU_ATTRIBUTE_TARGET, NULL);
  return target != NULL ? g_variant_dup_string (target, NULL) : NULL;
}

static gboolean
is_first (GMenu      *menu,
          const char *path)
{
  g_autofree char *first = target_of (menu, 0);
  return g_strcmp0 (first, path) == 0;
}

static void
test_recent (void)
{
  PlWindow *window = ui_test_window (1000, 700);
  g_autofree char *first = make_run ("first_one.paralane", 11), *saved = ui_temp_path ("saved.paralane");
  g_autofree char *uri = g_filename_to_uri (first, NULL, NULL);
  g_autoptr(GMenu) menu = g_menu_new ();
  g_autofree char *label = NULL;

  gtk_recent_manager_purge_items (gtk_recent_manager_get_default (), NULL);
  pl_recent_fill (menu);
  wait_until (g_menu_model_get_n_items (G_MENU_MODEL (menu)) == 1 && target_of (menu, 0) == NULL);
  ui_activate (window, "win.open-file", g_variant_new_string (first));
  wait_until (is_first (menu, first));
  g_assert_true (gtk_recent_manager_has_item (gtk_recent_manager_get_default (), uri));
  g_menu_model_get_item_attribute (G_MENU_MODEL (menu), 0, G_MENU_ATTRIBUTE_LABEL, "s", &label);
  g_assert_cmpstr (label, ==, "first__one.paralane");

  ui_activate (window, "win.save-to", g_variant_new_string (saved));
  wait_until (g_menu_model_get_n_items (G_MENU_MODEL (menu)) == 2);
  /* What has gone is not offered. */
  g_unlink (first);
  g_signal_emit_by_name (gtk_recent_manager_get_default (), "changed");
  wait_until (g_menu_model_get_n_items (G_MENU_MODEL (menu)) == 1 && is_first (menu, saved));
  ui_test_close (window);
}

static void
test_new_window (void)
{
  PlWindow *window = ui_test_window (1000, 700);

  ui_press (window, "ctrl+n");
  wait_until (n_windows () == 2);
  g_assert_true (PL_IS_WINDOW (other_window (window)));
  ui_test_close (other_window (window));
  ui_test_close (window);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/files/drop", test_drop);
  g_test_add_func ("/ui/files/drop-busy", test_drop_busy);
  g_test_add_func ("/ui/files/drop-script", test_drop_script);
  g_test_add_func ("/ui/files/recent", test_recent);
  g_test_add_func ("/ui/files/new-window", test_new_window);
  return g_test_run ();
}
