/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs beside each other in the window: sweeps of the pool, and files. */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/pl-text.h"
#include "control/pl-run.h"
#include "fixture-log.h"
#include "paint/stack/pl-stack.h"
#include "plan/pl-plan.h"
#include "ui-util.h"
#include "ui/pl-page.h"
#include "ui/pl-print.h"
#include "ui/runs/pl-runs.h"
#include "ui/widgets/pl-message-bar.h"

static void
set_small_plan (PlWindow *window,
                gint64    task_ns)
{
  PlPlanData plan;

  pl_plan_init_pool (&plan);
  plan.pool_size = 2;
  plan.tasks = 12;
  plan.work = PL_WORK_SLEEP;
  plan.task_time_ns = task_ns;
  pl_form_set_plan (ui_form (window, "pool"), &plan);
}

static gboolean
can (PlWindow   *window,
     const char *action)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (window), action);
}

static PlComparison *
comparison_of (PlWindow *window)
{
  return pl_page_get_comparison (ui_page (window, "pool"));
}

static char *
title_of (PlWindow *window)
{
  return pl_picture_title (pl_page_get_picture (ui_page (window, "pool"), NULL));
}

/* The other picture of a sweep holds the runs that stand beside each other, too. */
static void
check_curve (PlWindow   *window,
             const char *path)
{
  g_autofree char *title = title_of (window), *curve = NULL, *left_out = NULL;
  g_auto(PlCompared) runs = { 0 };
  PlLog *const *logs;
  guint n;

  gtk_stack_set_visible_child_name (ui_find_type (GTK_WIDGET (comparison_of (window)), GTK_TYPE_STACK), "sweep");
  curve = title_of (window);
  g_assert_cmpstr (title, !=, curve);
  ui_activate (window, "win.export-to", g_variant_new_string (path));
  g_assert_true (pl_run_open_logs (path, &runs, &left_out, NULL));
  logs = pl_comparison_get_logs (comparison_of (window), &n);
  g_assert_cmpuint (runs.n, ==, n);
  for (guint i = 0; i < n; i++)
    g_assert_true (pl_plan_equal (pl_log_plan (runs.logs[i]), pl_log_plan (logs[i])));
  g_remove (path);
}

/* Three channels, each twice: their timelines in the end, which can be exported; and back to the page. */
static void
test_channels (void)
{
  PlWindow *window = ui_test_window (1200, 800);
  g_autofree char *path = ui_temp_path ("channels.svg"), *title = NULL, *name = NULL, *text = NULL;
  GListModel *kept = G_LIST_MODEL (pl_runs_get_store (pl_runs_get ()));
  guint n_kept = g_list_model_get_n_items (kept);

  set_small_plan (window, 1000000);
  ui_activate (window, "win.sweep", g_variant_new ("(su)", "channels", 2));
  g_assert_nonnull (comparison_of (window));
  g_assert_false (can (window, "sweep"));
  wait_until (can (window, "sweep"));
  title = title_of (window);
  g_assert_cmpstr (title, ==, "3 runs on one time axis");
  /* Each of these can be shown alone later, and replayed. */
  g_assert_cmpuint (g_list_model_get_n_items (kept), ==, n_kept + 3);
  name = pl_page_suggest_name (ui_page (window, "pool"));
  g_assert_cmpstr (name, ==, "pool-compared");
  ui_activate (window, "win.export-to", g_variant_new_string (path));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "C: Pool of 2, 12 tasks, Shared array"));
  g_remove (path);
  check_curve (window, path);
  g_assert_false (gtk_widget_get_visible (ui_page (window, "pool")));
  pl_page_hide_comparison (ui_page (window, "pool"));
  g_assert_true (gtk_widget_get_visible (ui_page (window, "pool")));
  ui_test_close (window);
}

static void
test_workers (void)
{
  PlWindow *window = ui_test_window (1200, 800);
  g_autofree char *title = NULL;

  set_small_plan (window, 1000000);
  ui_activate (window, "win.sweep", g_variant_new ("(su)", "workers", 1));
  wait_until (can (window, "sweep"));
  title = title_of (window);
  g_assert_cmpstr (title, ==, "Speed-up of a pool: 12 tasks");
  /* Another run is the page's own again. */
  ui_activate (window, "win.run", NULL);
  g_assert_null (comparison_of (window));
  wait_until (can (window, "sweep"));
  ui_test_close (window);
}

/* Stopped in the middle: what had run by then is shown. */
static void
test_stopped (void)
{
  PlWindow *window = ui_test_window (1200, 800);
  g_autofree char *subtitle = NULL;

  set_small_plan (window, 20000000);
  ui_activate (window, "win.sweep", g_variant_new ("(su)", "chunks", 50));
  wait_until (pl_picture_refresh (pl_page_get_picture (ui_page (window, "pool"), NULL)) ||
              pl_picture_get_log (pl_page_get_picture (ui_page (window, "pool"), NULL)) != NULL);
  ui_activate (window, "win.run", NULL);
  wait_until (can (window, "sweep"));
  subtitle = pl_picture_subtitle (pl_page_get_picture (ui_page (window, "pool"), NULL));
  g_assert_nonnull (strstr (subtitle, "runs so far"));
  ui_test_close (window);
}

/* "Run 5 of 150, about 20 s left" */
static const char *
progress_of (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget) && g_str_has_prefix (gtk_label_get_text (GTK_LABEL (widget)), "Run "))
    return gtk_label_get_text (GTK_LABEL (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (progress_of (child) != NULL)
      return progress_of (child);
  return NULL;
}

static gboolean
has_passed (gint64 end_us)
{
  return g_get_monotonic_time () >= end_us;
}

/* The time that is left does not grow while nothing goes on. */
static void
test_paused (void)
{
  PlWindow *window = ui_test_window (1200, 800);
  g_autofree char *before = NULL;
  gint64 end_us;
  PlRun *run;

  set_small_plan (window, 20000000);
  ui_activate (window, "win.sweep", g_variant_new ("(su)", "channels", 50));
  wait_until (strstr (progress_of (GTK_WIDGET (comparison_of (window))), "left") != NULL);
  ui_activate (window, "win.pause", NULL);
  run = pl_page_host_get_run (PL_PAGE_HOST (window));
  wait_until (pl_run_get_phase (run) == PL_PHASE_PAUSED);
  end_us = g_get_monotonic_time () + 500000;
  wait_until (has_passed (end_us));
  before = g_strdup (progress_of (GTK_WIDGET (comparison_of (window))));
  end_us = g_get_monotonic_time () + 3000000;
  wait_until (has_passed (end_us));
  g_assert_cmpstr (progress_of (GTK_WIDGET (comparison_of (window))), ==, before);
  ui_activate (window, "win.run", NULL);
  wait_until (can (window, "sweep"));
  ui_test_close (window);
}

/* What is shown and a file of its kind; one of another kind is refused. */
static void
test_file (void)
{
  PlWindow *window = ui_test_window (1200, 800);
  g_autofree char *path = ui_temp_path ("pool.paralane"), *other = ui_temp_path ("race.paralane"), *title = NULL;
  PlMessageBar *bar = ui_child (window, "message_bar");
  PlPlanData plan;
  PlLog *race;

  g_assert_false (can (window, "compare-with"));
  set_small_plan (window, 1000000);
  ui_activate (window, "win.run", NULL);
  wait_until (can (window, "compare-with"));
  ui_activate (window, "win.save-to", g_variant_new_string (path));
  ui_activate (window, "win.compare-with-file", g_variant_new_string (path));
  g_assert_nonnull (comparison_of (window));
  title = title_of (window);
  g_assert_cmpstr (title, ==, "2 runs on one time axis");

  pl_plan_init_race (&plan);
  g_assert_true (pl_plan_validate (&plan, NULL));
  g_assert_cmpint (pl_log_create (&plan, "", &race), ==, 0);
  g_assert_true (pl_run_save_log (race, other, NULL));
  ui_activate (window, "win.compare-with-file", g_variant_new_string (other));
  g_assert_nonnull (strstr (pl_message_bar_get_text (bar), "Only runs of one kind"));
  pl_log_unref (race);
  g_remove (path);
  g_remove (other);
  ui_test_close (window);
}

static void
assert_compared (PlWindow     *window,
                 PlLog *const *logs,
                 guint         n)
{
  PlLog *const *shown;
  guint n_shown;

  g_assert_nonnull (comparison_of (window));
  shown = pl_comparison_get_logs (comparison_of (window), &n_shown);
  g_assert_cmpuint (n_shown, ==, n);
  for (guint i = 0; i < n; i++)
    g_assert_true (pl_plan_equal (pl_log_plan (shown[i]), pl_log_plan (logs[i])));
}

/* A picture of a comparison that left the window comes back as what it was: the same runs in the same order, aligned as they
 * were; behind them the first. */
static void
test_reopened (void)
{
  static const char *const names[] = { "three.svg", "three.png", "three.pdf" };
  PlLog *logs[3];

  for (guint i = 0; i < G_N_ELEMENTS (logs); i++)
    logs[i] = fixture_pool (&(FixturePlan) { .workers = 4 - i, .tasks = 40, .ipc = PL_IPC_QUEUE, .task_ns = 2000000, .seed = 3 + i });
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      PlWindow *window = ui_test_window (1200, 800);
      g_autofree char *path = ui_temp_path (names[i]), *aligned = NULL, *title = NULL;
      GtkWidget *align;

      pl_page_show_log (ui_page (window, "pool"), logs[0]);
      pl_comparison_show_runs (pl_page_show_comparison (ui_page (window, "pool")), logs, 3);
      pl_page_changed (ui_page (window, "pool"));
      align = ui_find_button (GTK_WIDGET (comparison_of (window)), "From the Start");
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (align), i != 1);
      ui_activate (window, "win.export-to", g_variant_new_string (path));
      ui_test_close (window);

      window = ui_test_window (1200, 800);
      ui_activate (window, "win.open-file", g_variant_new_string (path));
      assert_compared (window, logs, 3);
      align = ui_find_button (GTK_WIDGET (comparison_of (window)), "From the Start");
      g_assert_cmpint (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (align)), ==, i != 1);
      aligned = pl_picture_subtitle (pl_page_get_picture (ui_page (window, "pool"), NULL));
      g_assert_cmpstr (aligned, ==, i != 1 ? "Aligned at their start." : "Aligned at the moment the work began.");
      pl_page_hide_comparison (ui_page (window, "pool"));
      title = title_of (window);
      g_assert_cmpstr (title, ==, "Pool of 4, 40 tasks, Queue");
      g_remove (path);
      ui_test_close (window);
    }
  for (guint i = 0; i < G_N_ELEMENTS (logs); i++)
    pl_log_unref (logs[i]);
}

/* One of them is too large for the picture: the others are opened, and that is said. */
static void
test_reopened_in_part (void)
{
  PlWindow *window = ui_test_window (1200, 800);
  g_autofree char *path = ui_temp_path ("three.svg");
  PlLog *small = fixture_pool (&(FixturePlan) { .workers = 2, .tasks = 40, .ipc = PL_IPC_QUEUE, .task_ns = 2000000, .seed = 3 });
  PlLog *large = fixture_random (4, 400000, 500, 7, PL_PHASE_DONE), *logs[3] = { small, large, small }, *left[2] = { small, small };

  pl_page_show_log (ui_page (window, "pool"), small);
  pl_comparison_show_runs (pl_page_show_comparison (ui_page (window, "pool")), logs, 3);
  pl_page_changed (ui_page (window, "pool"));
  ui_activate (window, "win.export-to", g_variant_new_string (path));
  ui_activate (window, "win.open-file", g_variant_new_string (path));
  assert_compared (window, left, 2);
  g_assert_nonnull (strstr (pl_message_bar_get_text (ui_child (window, "message_bar")), "was too large to be in the picture"));
  g_remove (path);
  pl_log_unref (small);
  pl_log_unref (large);
  ui_test_close (window);
}

static GtkWidget *
find_of_name (GtkWidget  *widget,
              const char *css_name)
{
  GtkWidget *found = gtk_widget_has_css_class (widget, css_name) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_of_name (child, css_name);
  return found;
}

/* Of the table: run 0 is A. */
static const char *
figure (PlWindow *window,
        guint     row,
        guint     run)
{
  GtkWidget *table = find_of_name (GTK_WIDGET (comparison_of (window)), "differences");
  GtkGrid *grid = GTK_GRID (gtk_widget_get_first_child (gtk_widget_get_first_child (table)));

  return gtk_label_get_text (GTK_LABEL (gtk_grid_get_child_at (grid, 1 + 2 * (int) run, (int) row + 1)));
}

/* Both play on one cursor, and the figures beside them are those of its moment. */
static void
test_replayed (void)
{
  PlWindow *window = ui_test_window (1200, 800);
  PlLog *logs[2];
  PlReplay *replay;
  g_autofree char *whole = NULL, *wall = NULL;
  gint64 moment = 20 * 1000 * 1000, from, to, at;

  for (guint i = 0; i < 2; i++)
    logs[i] = fixture_pool (&(FixturePlan) { .workers = 2, .tasks = 40 + 40 * i, .ipc = PL_IPC_QUEUE, .task_ns = 2000000,
                                             .seed = 3 + i });
  pl_page_show_log (ui_page (window, "pool"), logs[0]);
  pl_comparison_show_runs (pl_page_show_comparison (ui_page (window, "pool")), logs, 2);
  replay = pl_canvas_get_replay (pl_comparison_get_canvas (comparison_of (window)));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (ui_find_button (GTK_WIDGET (comparison_of (window)), "Differences")), TRUE);
  wait_until (find_of_name (GTK_WIDGET (comparison_of (window)), "differences") != NULL &&
              gtk_widget_get_mapped (find_of_name (GTK_WIDGET (comparison_of (window)), "differences")));
  g_assert_true (pl_replay_get_time (replay, &from, &to, &at));
  g_assert_cmpint (to, >, 2 * moment);
  whole = g_strdup (figure (window, 0, 1));
  for (guint i = 0; i < 2; i++)
    {
      PlPicture *stack = pl_canvas_get_picture (pl_comparison_get_canvas (comparison_of (window)));

      pl_replay_seek (replay, moment);
      g_free (wall);
      wall = pl_text_duration (pl_picture_stack_own_ns (stack, i, moment));
      g_assert_cmpstr (figure (window, 0, i), ==, wall);
    }
  g_assert_cmpstr (whole, !=, wall);
  pl_replay_leave (replay);
  g_assert_cmpstr (figure (window, 0, 1), ==, whole);
  for (guint i = 0; i < 2; i++)
    pl_log_unref (logs[i]);
  ui_test_close (window);
}

/* The table of four is wide: it leaves the picture more than a strip, and all of it is seen. */
static void
test_table_of_four (void)
{
  PlWindow *window = ui_test_window (1440, 900);
  GtkWidget *canvas, *table, *grid;
  PlLog *logs[4];

  for (guint i = 0; i < 4; i++)
    logs[i] = fixture_pool (&(FixturePlan) { .workers = 2, .tasks = 40, .ipc = PL_IPC_QUEUE, .task_ns = 2000000, .seed = 3 + i });
  pl_page_show_log (ui_page (window, "pool"), logs[0]);
  pl_comparison_show_runs (pl_page_show_comparison (ui_page (window, "pool")), logs, 4);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (ui_find_button (GTK_WIDGET (comparison_of (window)), "Differences")), TRUE);
  table = find_of_name (GTK_WIDGET (comparison_of (window)), "differences");
  grid = gtk_widget_get_first_child (gtk_widget_get_first_child (table));
  canvas = GTK_WIDGET (pl_comparison_get_canvas (comparison_of (window)));
  wait_until (gtk_widget_get_mapped (table) && gtk_widget_get_width (grid) > 0 && gtk_widget_get_width (table) >= gtk_widget_get_width (grid) &&
              2 * gtk_widget_get_width (canvas) > gtk_widget_get_width (GTK_WIDGET (comparison_of (window))));
  for (guint i = 0; i < 4; i++)
    pl_log_unref (logs[i]);
  ui_test_close (window);
}

static PlDrawing *
drawing_of (PlWindow *window)
{
  PlCanvas *canvas = pl_comparison_get_canvas (comparison_of (window));

  wait_until (gtk_widget_get_height (GTK_WIDGET (canvas)) > 100 && pl_canvas_get_drawing (canvas) != NULL);
  return pl_canvas_get_drawing (canvas);
}

static void
show_pools (PlWindow *window,
            guint     n,
            guint     workers)
{
  PlLog *logs[4];

  for (guint i = 0; i < n; i++)
    logs[i] = fixture_pool (&(FixturePlan) { .workers = workers, .tasks = 4 * workers, .ipc = PL_IPC_QUEUE, .task_ns = 2000000,
                                             .seed = 3 + i });
  pl_page_show_log (ui_page (window, "pool"), logs[0]);
  pl_comparison_show_runs (pl_page_show_comparison (ui_page (window, "pool")), logs, n);
  for (guint i = 0; i < n; i++)
    pl_log_unref (logs[i]);
}

/* Whether the first and the last lane of all runs can be seen without scrolling. */
static gboolean
sees_all (PlWindow *window)
{
  PlDrawing *drawing = drawing_of (window);
  PlPicture *picture = pl_canvas_get_picture (pl_comparison_get_canvas (comparison_of (window)));
  PlBox first, last;

  g_assert_true (pl_drawing_lane_box (drawing, 0, &first));
  g_assert_true (pl_drawing_lane_box (drawing, pl_picture_get_n_lanes (picture) - 1, &last));
  return first.y >= 0 && last.y + last.height <= drawing->height && drawing->content_height <= drawing->plot.height + 0.5;
}

/* Runs stand beside each other to be seen at once, however many lanes they have. Whoever wants higher lanes scrolls. */
static void
test_all_in_sight (void)
{
  static const struct { guint n, workers; } cases[] = { { 2, 2 }, { 4, 2 }, { 2, 16 }, { 4, 16 }, { 2, 255 }, { 4, 255 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PlWindow *window = ui_test_window (1440, 900);
      GtkWidget *fold;

      show_pools (window, cases[i].n, cases[i].workers);
      g_test_message ("%u of %u", cases[i].n, cases[i].workers);
      wait_until (sees_all (window));
      fold = ui_find_button (GTK_WIDGET (comparison_of (window)), "All in Sight");
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (fold), FALSE);
      wait_until (sees_all (window) == (cases[i].n == 2 && cases[i].workers == 2));
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (fold), TRUE);
      wait_until (sees_all (window));
      ui_test_close (window);
    }
}

static double
number_after (const char *text,
              const char *word)
{
  const char *at = strstr (text, word);

  g_assert_nonnull (at);
  return g_ascii_strtod (at + strlen (word), NULL);
}

/* All that is written stands on its page: told by a program that knows nothing of us. Returns how many pages there are. */
static guint
check_words (const char *path)
{
  const char *const command[] = { "pdftotext", "-bbox", path, "-", NULL };
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) lines = NULL;
  double width = 0, height = 0;
  guint n_pages = 0, n_words = 0;

  g_assert_true (g_spawn_sync (NULL, (char **) command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text, NULL, NULL, &error));
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (strstr (lines[i], "<page ") != NULL)
        {
          width = number_after (lines[i], "width=\"");
          height = number_after (lines[i], "height=\"");
          n_pages++;
        }
      if (strstr (lines[i], "<word ") == NULL)
        continue;
      g_assert_cmpfloat (number_after (lines[i], "xMin=\""), >=, 0);
      g_assert_cmpfloat (number_after (lines[i], "yMin=\""), >=, 0);
      g_assert_cmpfloat (number_after (lines[i], "xMax=\""), <=, width);
      g_assert_cmpfloat (number_after (lines[i], "yMax=\""), <=, height);
      n_words++;
    }
  g_assert_cmpuint (n_words, >, 5 * n_pages);
  return n_pages;
}

static guint
check_print (PlWindow  *window,
             PlPicture *picture)
{
  g_autofree char *path = ui_temp_path ("printed.pdf");
  g_autoptr(GError) error = NULL;
  PlViewport viewport;
  guint n;

  pl_picture_init_viewport (picture, &viewport);
  g_assert_true (pl_print (GTK_WINDOW (window), "comparison", picture, &viewport, path, &error));
  g_assert_no_error (error);
  n = check_words (path);
  g_remove (path);
  return n;
}

/* One of each kind ran in the window. */
static PlLog *
run_kind (PlWindow   *window,
          const char *key)
{
  ui_activate (window, "win.page", g_variant_new_string (key));
  ui_activate (window, "win.run", NULL);
  wait_until (!can (window, "pause") && pl_page_get_picture (ui_page (window, key), NULL) != NULL);
  return pl_page_get_log (ui_page (window, key));
}

static void
check_stacks (PlWindow *window,
              PlLog    *log)
{
  PlLog *logs[PL_STACK_MOST];

  for (guint i = 0; i < PL_STACK_MOST; i++)
    logs[i] = log;
  for (guint n = 2; n <= PL_STACK_MOST; n++)
    {
      g_autoptr(PlPicture) stack = pl_picture_of_logs (logs, n, PL_ALIGN_START);

      g_assert_cmpuint (check_print (window, stack), <=, n);
    }
}

/* Runs of each kind above each other, on as many pages as they need, and the curve of a sweep. */
static void
test_printed (void)
{
  PlWindow *window = ui_test_window (1200, 800);
  PlLog *many = fixture_pool (&(FixturePlan) { .workers = 70, .tasks = 200, .task_ns = 2000000, .seed = 8 });
  PlLog *twice[] = { many, many };
  g_autoptr(PlPicture) stack = pl_picture_of_logs (twice, 2, PL_ALIGN_START);

  g_assert_cmpuint (check_print (window, stack), >, 2);
  check_stacks (window, run_kind (window, "race"));
  check_stacks (window, run_kind (window, "scene"));
  ui_activate (window, "win.page", g_variant_new_string ("pool"));
  set_small_plan (window, 1000000);
  check_stacks (window, run_kind (window, "pool"));
  ui_activate (window, "win.sweep", g_variant_new ("(su)", "workers", 2));
  wait_until (can (window, "sweep"));
  g_assert_cmpuint (check_print (window, pl_page_get_picture (ui_page (window, "pool"), NULL)), ==, 1);
  ui_test_close (window);
  pl_log_unref (many);
}

int
main (int    argc,
      char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/compare/channels", test_channels);
  g_test_add_func ("/compare/workers", test_workers);
  g_test_add_func ("/compare/paused", test_paused);
  g_test_add_func ("/compare/stopped", test_stopped);
  g_test_add_func ("/compare/file", test_file);
  g_test_add_func ("/compare/reopened", test_reopened);
  g_test_add_func ("/compare/reopened-in-part", test_reopened_in_part);
  g_test_add_func ("/compare/replayed", test_replayed);
  g_test_add_func ("/compare/table-of-four", test_table_of_four);
  g_test_add_func ("/compare/all-in-sight", test_all_in_sight);
  g_test_add_func ("/compare/printed", test_printed);
  return g_test_run ();
}
