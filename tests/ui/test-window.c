/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole window with real runs. */
#include "config.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "plan/pl-plan.h"
#include "trace/pl-trace-text.h"
#include "ui-util.h"
#include "ui/pl-accels.h"
#include "ui/widgets/pl-fold.h"
#include "ui/widgets/pl-message-bar.h"
#include "ui/pool/pl-pool-form.h"
#include "ui/pool/pl-pool-page.h"
#include "ui/race/pl-race-page.h"
#include "ui/pl-shortcuts.h"

static void
set_plan (PlWindow *window,
          guint     workers,
          guint     tasks,
          guint     ipc,
          gint64    task_time_ns)
{
  PlPlanData plan;

  pl_plan_init_pool (&plan);
  plan.pool_size = workers;
  plan.tasks = tasks;
  plan.ipc = ipc;
  plan.work = PL_WORK_SLEEP;
  plan.task_time_ns = task_time_ns;
  plan.chunk_asked = 1;
  pl_form_set_plan (ui_form (window, "pool"), &plan);
}

static const char *
message (PlWindow *window)
{
  return pl_message_bar_get_text (ui_child (window, "message_bar"));
}

static PlTrace *
trace_of (PlWindow *window)
{
  return pl_pool_page_get_trace (ui_page (window, "pool"));
}

static void
run_to_end (PlWindow *window)
{
  ui_activate (window, "win.run", NULL);
  wait_until (!ui_is_running (window));
}

/* Who cannot see how it came out hears it. */
static void
check_spoken (PlWindow *window)
{
  GtkWidget *spoken = ui_child (window, "spoken");
  g_autofree char *title = pl_trace_title (trace_of (window)), *outcome = pl_trace_subtitle (trace_of (window));
  g_autofree char *text = g_strdup_printf ("%s. %s\n%s", title, title, outcome);

  g_assert_cmpint (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (spoken)), ==, GTK_ACCESSIBLE_ROLE_ALERT);
  g_assert_true (gtk_widget_get_visible (spoken));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (spoken)), ==, text);
  g_assert_true (ui_is_named (spoken, text));
  g_assert_nonnull (strstr (text, "20 of 20 results right"));
}

static void
test_run (void)
{
  PlWindow *window = ui_test_window (1200, 800);

  g_assert_true (pl_window_is_empty (window));
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "export-to"));
  for (guint ipc = 0; ipc < PL_N_IPC; ipc++)
    {
      guint n_tasks = 0;

      set_plan (window, 3, 20, ipc, 1000000);
      run_to_end (window);
      g_assert_cmpstr (message (window), ==, NULL);
      g_assert_cmpuint (pl_trace_get_n_lanes (trace_of (window)), ==, 4);
      for (guint lane = 1; lane < 4; lane++)
        {
          PlShares shares;
          pl_trace_sum (trace_of (window), lane, 0, pl_trace_get_end_ns (trace_of (window)), &shares);
          n_tasks += (guint) shares.n_tasks;
        }
      g_assert_cmpuint (n_tasks, ==, 20);
      check_spoken (window);
    }
  g_assert_false (pl_window_is_empty (window));
  ui_test_close (window);
}

static void
test_stop_pause (void)
{
  PlWindow *window = ui_test_window (1200, 800);
  GtkButton *run = ui_child (window, "run_button"), *pause = ui_child (window, "pause_button");

  g_assert_cmpstr (gtk_button_get_label (run), ==, "Run");
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (pause)));
  set_plan (window, 2, 100000, PL_IPC_QUEUE, 5000000);
  ui_activate (window, "win.run", NULL);
  g_assert_cmpstr (gtk_button_get_label (run), ==, "Stop");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (pause)));
  wait_until (pl_trace_get_n_records (trace_of (window), 1) > 5);

  ui_activate (window, "win.pause", NULL);
  wait_until (g_str_equal (gtk_button_get_label (pause), "Resume"));
  ui_activate (window, "win.pause", NULL);
  wait_until (g_str_equal (gtk_button_get_label (pause), "Pause"));

  ui_activate (window, "win.run", NULL);
  wait_until (!ui_is_running (window));
  g_assert_cmpstr (gtk_button_get_label (run), ==, "Run");
  g_assert_false (pl_trace_get_live (trace_of (window)));
  g_assert_cmpuint (pl_log_header (pl_trace_get_log (trace_of (window)))->status.phase, ==, PL_PHASE_STOPPED);
  ui_test_close (window);
}

/* Tasks count when they are done, not when their chunk comes back; and it is said how long it will still take. */
static void
test_progress (void)
{
  PlWindow *window = ui_test_window (1200, 800);
  GtkLabel *label = ui_child (ui_page (window, "pool"), "progress_label");
  PlPlanData plan;

  pl_plan_init_pool (&plan);
  plan.pool_size = 2;
  plan.tasks = 400;
  plan.chunk_asked = 200;
  plan.work = PL_WORK_SLEEP;
  plan.spread = PL_SPREAD_EQUAL;
  plan.task_time_ns = 10000000;
  plan.record = 0;
  pl_form_set_plan (ui_form (window, "pool"), &plan);
  ui_activate (window, "win.run", NULL);
  wait_until (atoi (gtk_label_get_text (label)) > 5);
  g_assert_cmpint (atoi (gtk_label_get_text (label)), <, 200);
  wait_until (strstr (gtk_label_get_text (label), " left") != NULL);
  g_assert_true (ui_is_running (window));
  g_test_message ("%s", gtk_label_get_text (label));
  ui_activate (window, "win.run", NULL);
  wait_until (!ui_is_running (window));
  ui_test_close (window);
}

/* A plan that takes long says so, as it is typed. */
static void
test_warning (void)
{
  PlWindow *window = ui_test_window (1200, 800);
  PlForm *form = ui_form (window, "pool");
  GtkWidget *last;

  set_plan (window, 2, 100000, PL_IPC_QUEUE, 100000000);
  last = gtk_widget_get_last_child (GTK_WIDGET (form));
  g_assert_true (GTK_IS_LABEL (last) && gtk_widget_get_visible (last));
  g_test_message ("%s", gtk_label_get_text (GTK_LABEL (last)));
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (last)), "about"));
  gtk_editable_set_text (ui_child (form, "tasks"), "10");
  g_assert_false (gtk_widget_get_visible (last));
  gtk_editable_set_text (ui_child (form, "tasks"), "200000");
  g_assert_true (gtk_widget_get_visible (last));
  gtk_editable_set_text (ui_child (form, "pool_size"), "0");
  g_assert_false (gtk_widget_get_visible (last));
  ui_test_close (window);
}

static void
test_kill_worker (void)
{
  PlWindow *window = ui_test_window (1200, 800);
  PlLogHeader *header;

  set_plan (window, 2, 200, PL_IPC_PIPE, 5000000);
  ui_activate (window, "win.run", NULL);
  wait_until (pl_trace_get_n_records (trace_of (window), 2) > 3);
  ui_activate (window, "win.kill-worker", g_variant_new_uint32 (2));
  wait_until (!ui_is_running (window));
  header = pl_log_header (pl_trace_get_log (trace_of (window)));
  g_assert_cmpuint (header->status.phase, ==, PL_PHASE_DONE);
  g_assert_cmpuint (header->status.replaced, ==, 1);
  g_assert_cmpuint (header->status.right, ==, 200);
  ui_test_close (window);
}

/* Closing the window ends the run; nothing keeps the window alive (ui_test_close waits for its end). */
static void
test_close_while_running (void)
{
  PlWindow *window = ui_test_window (1000, 700);
  pid_t pid;

  set_plan (window, 3, 100000, PL_IPC_QUEUE, 20000000);
  ui_activate (window, "win.run", NULL);
  wait_until (pl_trace_get_n_records (trace_of (window), 3) > 2);
  pid = pl_log_lane (pl_trace_get_log (trace_of (window)), 1)->pid;
  g_assert_cmpint (kill (pid, 0), ==, 0);
  ui_test_close (window);
  wait_until (kill (pid, 0) < 0);
}

static void
test_bad_plan (void)
{
  PlWindow *window = ui_test_window (1000, 700);

  set_plan (window, 3, 10, PL_IPC_QUEUE, 0);
  gtk_editable_set_text (ui_child (ui_form (window, "pool"), "pool_size"), "0");
  ui_activate (window, "win.run", NULL);
  g_assert_false (ui_is_running (window));
  g_assert_nonnull (message (window));
  g_test_message ("%s", message (window));

  /* Said until it is no longer true. */
  gtk_editable_set_text (ui_child (ui_form (window, "pool"), "pool_size"), "2");
  run_to_end (window);
  g_assert_null (message (window));
  ui_test_close (window);
}

static void
test_no_runner (void)
{
  PlWindow *window = ui_test_window (1000, 700);
  g_autofree char *runner = g_strdup (g_getenv ("PARALANE_RUNNER"));

  set_plan (window, 2, 10, PL_IPC_QUEUE, 0);
  g_setenv ("PARALANE_RUNNER", "/nowhere/paralane-runner", TRUE);
  ui_activate (window, "win.run", NULL);
  wait_until (!ui_is_running (window));
  g_assert_nonnull (message (window));
  g_test_message ("%s", message (window));
  g_setenv ("PARALANE_RUNNER", runner, TRUE);
  run_to_end (window);
  g_assert_null (message (window));
  ui_test_close (window);
}

static void
test_export (void)
{
  static const struct { const char *name, *start; } files[] = {
    { "picture.svg", "<?xml" }, { "picture.png", "\x89PNG" }, { "picture.pdf", "%PDF" },
  };
  PlWindow *window = ui_test_window (1000, 700);

  set_plan (window, 2, 10, PL_IPC_ARRAY, 100000);
  run_to_end (window);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = ui_temp_path (files[i].name);
      g_autofree char *contents = NULL;

      ui_activate (window, "win.export-to", g_variant_new_string (path));
      g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
      g_assert_true (g_str_has_prefix (contents, files[i].start));
      g_unlink (path);
    }

  ui_activate (window, "win.export-to", g_variant_new_string ("/nowhere/at/all.svg"));
  g_test_message ("%s", message (window));
  g_assert_nonnull (strstr (message (window), "/nowhere/at"));
  ui_activate (window, "win.export-to", g_variant_new_string ("picture.jpeg"));
  g_test_message ("%s", message (window));
  g_assert_nonnull (strstr (message (window), "jpeg"));
  ui_test_close (window);
}

static void
test_save_open (void)
{
  PlWindow *window = ui_test_window (1000, 700);
  g_autofree char *path = ui_temp_path ("run.paralane");
  PlPlanData plan;
  guint64 n_records;

  set_plan (window, 5, 12, PL_IPC_PIPE, 100000);
  run_to_end (window);
  n_records = pl_trace_get_n_records_total (trace_of (window));
  ui_activate (window, "win.save-to", g_variant_new_string (path));
  ui_test_close (window);

  window = ui_test_window (1000, 700);
  set_plan (window, 1, 1, PL_IPC_QUEUE, 0);
  ui_activate (window, "win.open-file", g_variant_new_string (path));
  g_assert_null (message (window));
  g_assert_cmpuint (pl_trace_get_n_records_total (trace_of (window)), ==, n_records);
  g_assert_true (pl_form_get_plan (ui_form (window, "pool"), &plan, NULL));
  g_assert_cmpuint (plan.pool_size, ==, 5);

  /* A file that is none of ours: said, and what was shown stays. */
  g_assert_true (g_file_set_contents (path, "not a run", -1, NULL));
  ui_activate (window, "win.open-file", g_variant_new_string (path));
  g_assert_nonnull (message (window));
  g_assert_cmpuint (pl_trace_get_n_records_total (trace_of (window)), ==, n_records);
  g_unlink (path);
  ui_test_close (window);
}

static void
test_fold (void)
{
  PlWindow *window = ui_test_window (1200, 800);
  PlFold *fold = ui_child (window, "fold");
  GtkWidget *form = ui_form (window, "pool");

  wait_until (gtk_widget_get_mapped (form));
  g_assert_false (pl_fold_get_folded (fold));
  ui_activate (window, "win.sidebar", NULL);
  wait_until (!gtk_widget_get_mapped (form));
  ui_activate (window, "win.sidebar", NULL);
  wait_until (gtk_widget_get_mapped (form));
  ui_test_close (window);

  window = ui_test_window (900, 600);
  fold = ui_child (window, "fold");
  form = ui_form (window, "pool");
  wait_until (pl_fold_get_folded (fold) && !gtk_widget_get_mapped (form));
  ui_activate (window, "win.sidebar", NULL);
  wait_until (gtk_widget_get_mapped (form));
  /* Running puts it away: it lies over the picture. */
  set_plan (window, 2, 4, PL_IPC_QUEUE, 0);
  run_to_end (window);
  wait_until (!gtk_widget_get_mapped (form));
  ui_test_close (window);
}

/* What the window asks for, once its styles are worked out. */
static gboolean
fits (PlWindow *window)
{
  static int told_width, told_height;
  int width, height;

  gtk_widget_measure (GTK_WIDGET (window), GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  gtk_widget_measure (GTK_WIDGET (window), GTK_ORIENTATION_VERTICAL, MAX (width, 640), &height, NULL, NULL, NULL);
  if (width != told_width || height != told_height)
    g_test_message ("%s: %d x %d", gtk_stack_get_visible_child_name (ui_child (window, "pages")), width, height);
  told_width = width;
  told_height = height;
  return width <= 640 && height <= 480;
}

/* A small screen: no page asks for more, nothing has run, something runs, or it has. */
static void
test_small (void)
{
  static const char * const pages[] = { "pool", "race", "scene", "recording", "lesson" };
  PlWindow *window = ui_test_window (640, 480);

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      PlPlanData plan;

      pl_page_info_for_key (pages[i])->init_plan (&plan);
      if (i == 0)
        {
          plan.tasks = 100000;
          plan.task_time_ns = 10000000;
        }
      pl_form_set_plan (ui_form (window, pages[i]), &plan);
      ui_activate (window, "win.page", g_variant_new_string (pages[i]));
      wait_until (fits (window));
      ui_activate (window, "win.run", NULL);
      if (i == 0)
        {
          GtkWidget *pause = ui_child (window, "pause_button");

          /* Also while there is more to press. */
          wait_until (gtk_widget_get_width (pause) > 0 && pl_trace_get_n_records (trace_of (window), 1) > 20);
          wait_until (fits (window));
          g_assert_true (ui_is_running (window));
          ui_activate (window, "win.run", NULL);
        }
      wait_until (fits (window));
      wait_until (!ui_is_running (window) && pl_page_get_picture (ui_page (window, pages[i]), NULL) != NULL);
      wait_until (fits (window));
    }
  ui_test_close (window);
}

/* Every key of the table does something that exists, and the shortcuts window can be made from it. */
static void
test_accels (void)
{
  PlWindow *window = ui_test_window (1000, 700);
  guint n;
  const PlAccel *accels = pl_accels (&n);
  GtkWidget *shortcuts = pl_shortcuts_window_new ();

  g_assert_true (GTK_IS_SHORTCUTS_WINDOW (shortcuts));
  /* Shown, too: a warning would end the test. */
  gtk_window_present (GTK_WINDOW (shortcuts));
  wait_until (gtk_widget_get_mapped (shortcuts) && gtk_widget_get_width (shortcuts) > 0);
  gtk_window_destroy (GTK_WINDOW (shortcuts));
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = NULL;
      g_autoptr(GVariant) target = NULL;
      g_auto(GStrv) keys = NULL;

      if (accels[i].scope == PL_KEYS_POINTER)
        continue;
      keys = g_strsplit (accels[i].keys, " ", 0);
      for (guint k = 0; keys[k] != NULL; k++)
        g_assert_true (gtk_accelerator_parse (keys[k], &(guint) { 0 }, &(GdkModifierType) { 0 }));
      if (accels[i].scope == PL_KEYS_GTK || accels[i].scope == PL_KEYS_TOLD)
        continue;
      g_assert_true (g_action_parse_detailed_name (accels[i].action, &name, &target, NULL));
      if (g_str_has_prefix (name, "win."))
        g_assert_true (g_action_group_has_action (G_ACTION_GROUP (window), name + 4));
      else if (g_str_has_prefix (name, "app."))
        g_assert_true (g_action_group_has_action (G_ACTION_GROUP (ui_test_application ()), name + 4));
    }
  ui_test_close (window);
}

/* A large run: the window goes on answering while 256 workers do 200,000 tasks. */
static void
test_large (void)
{
  PlWindow *window = ui_test_window (1200, 800);
  gint64 longest = 0, last;

  set_plan (window, 256, 200000, PL_IPC_ARRAY, 0);
  ui_activate (window, "win.run", NULL);
  last = g_get_monotonic_time ();
  wait_until (({ gint64 now = g_get_monotonic_time ();
                 longest = MAX (longest, now - last);
                 last = now;
                 !ui_is_running (window); }));
  g_test_message ("longest turn of the main loop: %.1f ms", (double) longest / 1e3);
  g_assert_null (message (window));
  g_assert_cmpuint (pl_log_header (pl_trace_get_log (trace_of (window)))->status.right, ==, 200000);
  ui_test_close (window);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/window/run", test_run);
  g_test_add_func ("/ui/window/stop-pause", test_stop_pause);
  g_test_add_func ("/ui/window/progress", test_progress);
  g_test_add_func ("/ui/window/warning", test_warning);
  g_test_add_func ("/ui/window/kill-worker", test_kill_worker);
  g_test_add_func ("/ui/window/close-while-running", test_close_while_running);
  g_test_add_func ("/ui/window/bad-plan", test_bad_plan);
  g_test_add_func ("/ui/window/no-runner", test_no_runner);
  g_test_add_func ("/ui/window/export", test_export);
  g_test_add_func ("/ui/window/save-open", test_save_open);
  g_test_add_func ("/ui/window/fold", test_fold);
  g_test_add_func ("/ui/window/small", test_small);
  g_test_add_func ("/ui/window/accels", test_accels);
  g_test_add_func ("/ui/window/large", test_large);
  return g_test_run ();
}
