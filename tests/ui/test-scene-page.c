/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scenes' page with real processes. */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "trace/scene/pl-scene-text.h"
#include "trace/pl-trace-text.h"
#include "ui-scene.h"
#include "ui/canvas/pl-canvas-private.h"
#include "ui/canvas/pl-details.h"
#include "ui/widgets/pl-form-row.h"
#include "ui/widgets/pl-message-bar.h"
#include "ui/scene/pl-scene-form.h"
#include "ui/pool/pl-pool-page.h"

static const PlSceneStatus *
status_of (PlWindow *window)
{
  return &pl_log_header (pl_page_get_log (PL_PAGE (page_of (window))))->status.scene;
}

static void
select_span (PlCanvas *canvas,
             guint     lane,
             guint64   index)
{
  pl_viewer_select (pl_canvas_get_viewer (canvas), &(PlItem) { 0, lane, index, index });
}

static guint
scene_of (gpointer form)
{
  PlPlanData plan;

  g_assert_true (pl_form_get_plan (form, &plan, NULL));
  return plan.scene;
}

/* The first scene, with what it is by itself: to its verdict, which is told. */
static void
test_run (void)
{
  PlWindow *window = ui_test_window (1200, 850);
  GtkStack *stack = ui_child (page_of (window), "stack");
  PlLog *log;

  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "empty");
  ui_activate (window, "win.page", g_variant_new_string ("scene"));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (ui_child (window, "forms")), ==, "scene");
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "export-to"));
  g_assert_cmpuint (scene_of (ui_form (window, "scene")), ==, PL_SCENE_DEADLOCK);

  ui_activate (window, "win.run", NULL);
  /* Until there is something to see. */
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "empty");
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "export-to"));
  g_assert_false (gtk_widget_get_visible (ui_child (window, "pause_button")));
  wait_until (!is_running (window));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "picture");
  g_assert_cmpstr (pl_message_bar_get_text (ui_child (window, "message_bar")), ==, NULL);
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "export-to"));

  log = pl_page_get_log (PL_PAGE (page_of (window)));
  g_assert_cmpuint (pl_log_plan (log)->scene, ==, PL_SCENE_DEADLOCK);
  g_assert_true (pl_scene_outcome_allowed (
    pl_log_plan (log), pl_log_header (log)->status.lacks, status_of (window)->outcome));

  g_autofree char *verdict = pl_scene_verdict (log);
  g_autofree char *told = g_strdup_printf ("%s. %s", pl_scene_headline (log), verdict);
  g_assert_true (ui_is_named (pl_page_get_canvas (PL_PAGE (page_of (window))), "Scene: Two locks: opposite order"));
  g_assert_true (ui_is_described (pl_page_get_canvas (PL_PAGE (page_of (window))), told));
  g_assert_false (pl_window_is_empty (window));
  ui_test_close (window);
}

/* Far from its end when the test has seen what it wants to see. */
static void
start_long (PlWindow *window)
{
  PlPlanData plan;

  pl_plan_init_scene (&plan, PL_SCENE_PHILOSOPHERS);
  plan.scene_variant = PL_PHILOSOPHERS_WAITER;
  plan.scene_workers = pl_scene_info (PL_SCENE_PHILOSOPHERS)->max_workers;
  plan.scene_rounds = pl_scene_info (PL_SCENE_PHILOSOPHERS)->max_rounds;
  pl_form_set_plan (ui_form (window, "scene"), &plan);
  ui_activate (window, "win.page", g_variant_new_string ("scene"));
  ui_activate (window, "win.run", NULL);
}

static guint64
published (PlWindow *window)
{
  PlLog *log = pl_page_get_log (PL_PAGE (page_of (window)));
  guint64 n = 0;

  for (guint lane = 0; lane < pl_log_n_lanes (log); lane++)
    n += pl_log_count (log, lane);
  return n;
}

static guint64
seen (PlWindow *window)
{
  return pl_trace_get_n_records_total (pl_scene_page_get_trace (page_of (window)));
}

static gboolean
is_dead (PlWindow *window,
         guint     lane)
{
  PlTrace *trace = pl_scene_page_get_trace (page_of (window));
  guint64 n = pl_trace_get_n_records (trace, lane);
  PlSpan span;

  return n > 0 && pl_trace_get_span (trace, lane, n - 1, &span) && span.state == PL_STATE_DEAD;
}

/* The picture grows while the scene goes on, one frame after the other, and becomes the result's without moving. */
static void
test_live (void)
{
  PlWindow *window = ui_test_window (1200, 850);
  PlCanvas *canvas = pl_page_get_canvas (PL_PAGE (page_of (window)));
  PlTrace *trace;
  guint64 n;
  gint64 end_ns;
  double y, height, y_after, height_after;

  start_long (window);
  wait_until (pl_scene_page_get_trace (page_of (window)) != NULL);
  trace = pl_scene_page_get_trace (page_of (window));
  g_assert_true (is_running (window));
  g_assert_true (pl_trace_get_live (trace));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (ui_child (page_of (window), "stack")), ==, "picture");
  g_assert_true (ui_is_named (canvas, "Scene: Dining philosophers: a waiter with one seat less"));
  g_assert_true (ui_is_described (canvas, "Still running. a waiter with one seat less: cannot deadlock, may starve."));
  n = seen (window);
  end_ns = pl_trace_get_end_ns (trace);
  wait_until (seen (window) > n + 100 && pl_trace_get_end_ns (trace) > end_ns);
  g_assert_true (pl_trace_get_live (trace));
  wait_until (canvas->frame_cost_us > 0);

  select_span (canvas, 1, 0);
  g_assert_true (pl_canvas_get_selected_row (canvas, &y, &height));
  pl_viewer_clear (pl_canvas_get_viewer (canvas));
  ui_activate (window, "win.kill-worker", g_variant_new_uint32 (3));
  wait_until (is_dead (window, 3));
  wait_until (!is_running (window));

  g_assert_true (pl_scene_page_get_trace (page_of (window)) == trace);
  g_assert_false (pl_trace_get_live (trace));
  g_assert_cmpuint (seen (window), ==, published (window));
  g_autofree char *verdict = pl_scene_verdict (pl_trace_get_log (trace));
  g_autofree char *told = g_strdup_printf ("%s. %s", pl_scene_headline (pl_trace_get_log (trace)), verdict);
  g_assert_true (ui_is_described (canvas, told));
  select_span (canvas, 1, 0);
  g_assert_true (pl_canvas_get_selected_row (canvas, &y_after, &height_after));
  g_assert_cmpfloat (y, ==, y_after);
  g_assert_cmpfloat (height, ==, height_after);
  ui_test_close (window);
}

/* Nobody looks at a hidden page: it does not look either, and shows all of it when it is back. */
static void
test_live_hidden (void)
{
  PlWindow *window = ui_test_window (1200, 850);
  PlPlanData pool;
  guint64 n;

  start_long (window);
  wait_until (pl_scene_page_get_trace (page_of (window)) != NULL);
  ui_activate (window, "win.page", g_variant_new_string ("pool"));
  n = seen (window);
  wait_until (published (window) > n + 200);
  g_assert_cmpuint (seen (window), ==, n);
  ui_activate (window, "win.page", g_variant_new_string ("scene"));
  wait_until (seen (window) > n + 200);

  pl_plan_init_pool (&pool);
  pool.tasks = 4;
  pl_form_set_plan (ui_form (window, "pool"), &pool);
  ui_activate (window, "win.page", g_variant_new_string ("pool"));
  ui_activate (window, "win.run", NULL);
  ui_answer (window, "Stop It and Run Here");
  wait_until (pl_pool_page_get_trace (ui_page (window, "pool")) != NULL && !is_running (window));
  g_assert_cmpuint (seen (window), ==, published (window));
  g_assert_true (ui_is_described (pl_page_get_canvas (PL_PAGE (page_of (window))), "Stopped before the end."));
  ui_test_close (window);
}

/* What has not been going on for long is not shown before it is over. */
static void
trace_changed_cb (PlScenePage *page,
                  gint64      *started_us)
{
  if (pl_trace_get_live (pl_scene_page_get_trace (page)))
    g_assert_cmpint (g_get_monotonic_time () - *started_us, >=, 100000);
}

static void
test_no_flicker (void)
{
  PlWindow *window = ui_test_window (1200, 850);
  PlPlanData plan;
  gint64 started_us;
  PlTrace *before;

  pl_plan_init_scene (&plan, PL_SCENE_DEADLOCK);
  plan.scene_variant = PL_DEADLOCK_ORDERED;
  plan.scene_rounds = 1;
  pl_form_set_plan (ui_form (window, "scene"), &plan);
  ui_activate (window, "win.page", g_variant_new_string ("scene"));
  g_signal_connect (page_of (window), "changed", G_CALLBACK (trace_changed_cb), &started_us);
  for (int i = 0; i < 3; i++)
    {
      before = pl_scene_page_get_trace (page_of (window));
      started_us = g_get_monotonic_time ();
      ui_activate (window, "win.run", NULL);
      g_assert_true (pl_scene_page_get_trace (page_of (window)) == before);
      wait_until (!is_running (window));
      g_assert_true (pl_scene_page_get_trace (page_of (window)) != before);
      g_assert_cmpuint (status_of (window)->outcome, ==, PL_OUTCOME_FINE);
    }
  ui_test_close (window);
}

/* The range that is looked at while the scene goes on, and the details of a span that is still open. */
static void
test_live_look (void)
{
  PlWindow *window = ui_test_window (1200, 850);
  GtkWidget *canvas = GTK_WIDGET (pl_page_get_canvas (PL_PAGE (page_of (window))));
  const PlViewport *view = pl_canvas_get_viewport (PL_CANVAS (canvas));
  PlDetails *details = ui_child (page_of (window), "details");
  g_autofree char *sentence = NULL;
  PlTrace *trace;
  gint64 to_ns;

  start_long (window);
  wait_until (pl_scene_page_get_trace (page_of (window)) != NULL);
  trace = pl_scene_page_get_trace (page_of (window));
  wait_until (gtk_widget_get_height (canvas) > 100);
  for (int i = 0; i < 3; i++)
    gtk_widget_activate_action (canvas, "canvas.zoom-in", NULL);
  for (int i = 0; i < 20; i++)
    gtk_widget_activate_action (canvas, "canvas.pan-right", NULL);
  g_assert_cmpint (view->from_ns, >, 0);
  to_ns = view->to_ns;
  g_assert_cmpint (to_ns, >=, pl_trace_get_end_ns (trace));
  wait_until (view->to_ns > to_ns);
  g_assert_cmpint (view->to_ns, ==, pl_trace_get_end_ns (trace));
  for (int i = 0; i < 1000 && view->from_ns > 0; i++)
    gtk_widget_activate_action (canvas, "canvas.pan-left", NULL);
  g_assert_cmpint (view->from_ns, ==, 0);
  to_ns = view->to_ns;

  select_span (PL_CANVAS (canvas), 0, pl_trace_get_n_records (trace, 0) - 1);
  sentence = g_strdup (pl_details_get_sentence (details));
  g_assert_nonnull (strstr (sentence, "has been watching"));
  wait_until (!g_str_equal (pl_details_get_sentence (details), sentence));
  g_assert_cmpint (view->to_ns, ==, to_ns);
  for (int i = 0; i < 100 && view->to_ns > 0; i++)
    gtk_widget_activate_action (canvas, "canvas.zoom-out", NULL);
  g_assert_cmpint (view->to_ns, ==, 0);

  ui_activate (window, "win.run", NULL);
  wait_until (!is_running (window));
  g_assert_null (strstr (pl_details_get_sentence (details), "has been watching"));
  ui_test_close (window);
}

/* What there is so far can be taken along, and says that it is not the end. */
static void
test_live_export (void)
{
  PlWindow *window = ui_test_window (1200, 850);
  g_autofree char *picture = ui_temp_path ("live.svg"), *saved = ui_temp_path ("live.paralane"), *text = NULL;
  PlViewport view;

  start_long (window);
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "export-to"));
  wait_until (pl_scene_page_get_trace (page_of (window)) != NULL);
  PlPicture *shown = pl_page_get_picture (PL_PAGE (page_of (window)), &view);
  g_autoptr(PlDrawing) drawing = pl_picture_lay_out (shown, &view, &(PlPaper) { .width = 1200, .parts = PL_PARTS_EXPORT });
  g_assert_cmpint (drawing->to_ns, ==, pl_trace_get_end_ns (pl_scene_page_get_trace (page_of (window))));
  ui_activate (window, "win.export-to", g_variant_new_string (picture));
  ui_activate (window, "win.save-to", g_variant_new_string (saved));
  g_assert_true (is_running (window));
  g_assert_true (g_file_get_contents (picture, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "Running…"));
  g_unlink (picture);
  ui_test_close (window);

  window = ui_test_window (1200, 850);
  pl_window_open_path (window, saved);
  g_assert_true (ui_is_described (pl_page_get_canvas (PL_PAGE (page_of (window))), "Saved before the end."));
  g_unlink (saved);
  ui_test_close (window);
}

/* A cure ends well, and a scene does not touch the other pages. */
static void
test_cure (void)
{
  PlWindow *window = ui_test_window (1200, 850);

  run_to_end (window, PL_SCENE_DEADLOCK, 1);
  g_assert_cmpuint (status_of (window)->outcome, ==, PL_OUTCOME_FINE);
  g_assert_null (pl_page_get_log (PL_PAGE (ui_page (window, "pool"))));
  ui_test_close (window);
}

/* What is walked to is told in words, in the details and to assistive technology. */
static void
test_walk (void)
{
  PlWindow *window = ui_test_window (1200, 850);
  PlDetails *details = ui_child (page_of (window), "details");
  GtkWidget *canvas = GTK_WIDGET (pl_page_get_canvas (PL_PAGE (page_of (window))));
  PlTrace *trace;
  PlSpan span, before;

  run_to_end (window, PL_SCENE_DEADLOCK, 1);
  trace = pl_scene_page_get_trace (page_of (window));
  wait_until (gtk_widget_get_height (canvas) > 100);
  g_assert_cmpstr (pl_details_get_title (details), ==, "Nothing selected");
  g_assert_true (gtk_widget_activate_action (canvas, "canvas.right", NULL));
  g_assert_true (ui_selected_span (PL_CANVAS (canvas), pl_scene_page_get_trace (page_of (window)), &before));
  g_assert_cmpuint (before.lane, ==, 1);
  gtk_widget_activate_action (canvas, "canvas.left", NULL);
  g_assert_true (ui_selected_span (PL_CANVAS (canvas), pl_scene_page_get_trace (page_of (window)), &span));
  g_assert_cmpuint (span.index, <, before.index);
  gtk_widget_activate_action (canvas, "canvas.down", NULL);
  g_assert_true (ui_selected_span (PL_CANVAS (canvas), pl_scene_page_get_trace (page_of (window)), &span));
  g_assert_cmpuint (span.lane, ==, 2);

  g_autofree char *title = pl_trace_span_title (trace, span.lane, span.index);
  g_autofree char *sentence = pl_trace_span_sentence (trace, span.lane, span.index);
  g_autofree char *name = g_strdup_printf ("Scene: %s", title);
  g_assert_cmpstr (pl_details_get_title (details), ==, title);
  g_assert_cmpstr (pl_details_get_sentence (details), ==, sentence);
  g_assert_true (ui_is_named (canvas, name));
  g_assert_true (ui_is_described (canvas, sentence));

  gtk_widget_activate_action (canvas, "canvas.clear", NULL);
  g_assert_false (ui_selected_span (PL_CANVAS (canvas), pl_scene_page_get_trace (page_of (window)), &span));
  g_assert_cmpstr (pl_details_get_title (details), ==, "Nothing selected");
  ui_test_close (window);
}

/* Closer, later, out again; what is walked to is brought into the picture. */
static void
test_zoom (void)
{
  PlWindow *window = ui_test_window (1200, 850);
  GtkWidget *canvas = GTK_WIDGET (pl_page_get_canvas (PL_PAGE (page_of (window))));
  const PlViewport *view = pl_canvas_get_viewport (PL_CANVAS (canvas));
  gint64 length, end_ns;
  PlSpan span;

  run_to_end (window, PL_SCENE_DEADLOCK, 1);
  end_ns = pl_trace_get_end_ns (pl_scene_page_get_trace (page_of (window)));
  wait_until (gtk_widget_get_height (canvas) > 100);
  for (int i = 0; i < 5; i++)
    gtk_widget_activate_action (canvas, "canvas.zoom-in", NULL);
  length = view->to_ns - view->from_ns;
  g_assert_cmpint (view->from_ns, >, 0);
  g_assert_cmpint (length, <, end_ns / 2);
  for (int i = 0; i < 100; i++)
    gtk_widget_activate_action (canvas, "canvas.pan-left", NULL);
  g_assert_cmpint (view->from_ns, ==, 0);
  g_assert_cmpint (view->to_ns, ==, length);

  for (int i = 0; i < 60; i++)
    {
      gtk_widget_activate_action (canvas, "canvas.right", NULL);
      g_assert_true (ui_selected_span (PL_CANVAS (canvas), pl_scene_page_get_trace (page_of (window)), &span));
      g_assert_cmpint (span.start_ns, <=, view->to_ns);
      g_assert_cmpint (span.end_ns, >=, view->from_ns);
    }
  for (int i = 0; i < 20; i++)
    gtk_widget_activate_action (canvas, "canvas.zoom-out", NULL);
  g_assert_cmpint (view->from_ns, ==, 0);
  g_assert_cmpint (view->to_ns, ==, end_ns);
  for (int i = 0; i < 100; i++)
    gtk_widget_activate_action (canvas, "canvas.zoom-in", NULL);
  g_assert_cmpint (view->to_ns, >, view->from_ns);
  gtk_widget_activate_action (canvas, "canvas.fit", NULL);
  g_assert_cmpint (view->to_ns, ==, 0);
  ui_test_close (window);
}

static void
test_export_save (void)
{
  static const char * const endings[] = { "png", "svg", "pdf" };
  PlWindow *window = ui_test_window (1200, 850);
  g_autofree char *saved = ui_temp_path ("scene.paralane");
  PlPlanData plan;
  guint outcome;

  run_to_end (window, PL_SCENE_PHILOSOPHERS, 3);
  outcome = status_of (window)->outcome;
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *name = g_strdup_printf ("scene.%s", endings[i]);
      g_autofree char *path = ui_temp_path (name);
      GStatBuf status;

      ui_activate (window, "win.export-to", g_variant_new_string (path));
      g_assert_cmpint (g_stat (path, &status), ==, 0);
      g_assert_cmpint (status.st_size, >, 1000);
      g_unlink (path);
    }
  ui_activate (window, "win.copy-image", NULL);
  g_assert_cmpstr (pl_message_bar_get_text (ui_child (window, "message_bar")), ==, "The picture is on the clipboard.");
  ui_activate (window, "win.save-to", g_variant_new_string (saved));
  ui_test_close (window);

  /* Opened in a new window, it shows its page by itself, and the form is ready to run it again. */
  window = ui_test_window (1200, 850);
  pl_window_open_path (window, saved);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (ui_child (window, "pages")), ==, "scene");
  g_assert_cmpuint (status_of (window)->outcome, ==, outcome);
  g_assert_null (pl_page_get_log (PL_PAGE (ui_page (window, "pool"))));
  g_assert_true (pl_form_get_plan (ui_form (window, "scene"), &plan, NULL));
  g_assert_cmpuint (plan.scene, ==, PL_SCENE_PHILOSOPHERS);
  g_assert_cmpuint (plan.scene_variant, ==, 3);
  g_unlink (saved);
  ui_test_close (window);
}

/* All of the table is there, by name; and a scene keeps what was set for it. */
static void
test_form (void)
{
  PlWindow *window = ui_test_window (1200, 850);
  PlSceneForm *form = ui_form (window, "scene");
  GtkListBox *list = ui_child (form, "list");
  GtkSpinButton *workers = ui_child (form, "workers");
  GtkWidget *workers_row = ui_child (form, "workers_row"), *limit_row = ui_child (form, "limit_row");
  PlPlanData plan;

  for (guint i = 0; i < PL_N_SCENES; i++)
    {
      const PlSceneInfo *info = pl_scene_info (i);
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (list, (int) i);
      GtkWidget *button = gtk_widget_get_first_child (ui_child (form, "variants"));
      const PlSceneVariantInfo *variant;

      g_assert_true (ui_is_named (row, info->name));
      g_assert_true (ui_is_described (row, info->description));
      gtk_list_box_select_row (list, row);
      button = gtk_widget_get_first_child (ui_child (form, "variants"));
      for (guint v = 0; (variant = pl_scene_variant_info (i, v)) != NULL; v++)
        {
          g_assert_true (ui_is_named (button, variant->name));
          g_assert_true (ui_is_described (button, variant->expected));
          gtk_check_button_set_active (GTK_CHECK_BUTTON (button), TRUE);
          g_assert_true (pl_form_get_plan (PL_FORM (form), &plan, NULL));
          g_assert_cmpuint (plan.scene, ==, i);
          g_assert_cmpuint (plan.scene_variant, ==, v);
          button = gtk_widget_get_next_sibling (button);
        }
      g_assert_null (button);
      g_assert_cmpint (gtk_widget_get_visible (limit_row), ==, info->max_limit > 0);
      g_assert_cmpint (gtk_widget_get_visible (workers_row), ==, info->min_workers < info->max_workers);
    }

  gtk_list_box_select_row (list, gtk_list_box_get_row_at_index (list, PL_SCENE_PHILOSOPHERS));
  gtk_spin_button_set_value (workers, 7);
  gtk_list_box_select_row (list, gtk_list_box_get_row_at_index (list, PL_SCENE_GATE));
  g_assert_cmpfloat (gtk_spin_button_get_value (workers), ==, pl_scene_info (PL_SCENE_GATE)->workers);
  gtk_list_box_select_row (list, gtk_list_box_get_row_at_index (list, PL_SCENE_PHILOSOPHERS));
  g_assert_cmpfloat (gtk_spin_button_get_value (workers), ==, 7);
  ui_test_close (window);
}

/* A number out of bounds is said in words, at its field and when it is to run. */
static void
test_bad_number (void)
{
  PlWindow *window = ui_test_window (1200, 850);
  PlSceneForm *form = ui_form (window, "scene");
  g_autoptr(GError) error = NULL;
  PlPlanData plan;

  ui_activate (window, "win.page", g_variant_new_string ("scene"));
  gtk_list_box_select_row (ui_child (form, "list"),
                           gtk_list_box_get_row_at_index (ui_child (form, "list"), PL_SCENE_PHILOSOPHERS));
  gtk_spin_button_set_value (ui_child (form, "workers"), 99);
  g_assert_nonnull (pl_form_row_get_error (ui_child (form, "workers_row")));
  g_assert_false (pl_form_get_plan (PL_FORM (form), &plan, &error));
  ui_activate (window, "win.run", NULL);
  g_assert_false (is_running (window));
  g_assert_cmpstr (pl_message_bar_get_text (ui_child (window, "message_bar")), ==, error->message);
  ui_activate (window, "win.reset-plan", NULL);
  g_assert_null (pl_form_row_get_error (ui_child (form, "workers_row")));
  g_assert_cmpuint (scene_of (form), ==, PL_SCENE_PHILOSOPHERS);
  ui_test_close (window);
}

/* Closed, or stopped, in the middle of it. */
static void
test_stop (void)
{
  PlWindow *window = ui_test_window (1200, 850);

  start (window, PL_SCENE_OWNER, 0);
  ui_activate (window, "win.run", NULL);
  wait_until (!is_running (window));
  start (window, PL_SCENE_OWNER, 0);
  ui_test_close (window);
}

static const PlPlanData *
plan_in (gpointer canvas)
{
  PlPicture *picture = pl_canvas_get_picture (canvas);

  return picture != NULL ? pl_log_plan (pl_picture_get_log (picture)) : NULL;
}

/* What is chosen is not what is seen: that is said, and the picture is pale until it runs. */
static void
test_stale (void)
{
  PlWindow *window = ui_test_window (1300, 850);
  PlScenePage *page = page_of (window);
  GtkWidget *bar = ui_child (page, "stale_bar"), *canvas = ui_child (page, "canvas");
  PlPlanData plan;

  g_assert_false (gtk_widget_get_visible (bar));
  run_to_end (window, PL_SCENE_DEADLOCK, PL_DEADLOCK_ORDERED);
  g_assert_false (gtk_widget_get_visible (bar));
  g_assert_false (gtk_widget_has_css_class (canvas, "pale"));

  pl_plan_init_scene (&plan, PL_SCENE_PHILOSOPHERS);
  plan.scene_variant = PL_PHILOSOPHERS_ORDERED;
  pl_form_set_plan (ui_form (window, "scene"), &plan);
  g_assert_true (gtk_widget_get_visible (bar));
  g_assert_true (gtk_widget_has_css_class (canvas, "pale"));
  g_assert_nonnull (strstr (gtk_label_get_text (ui_child (page, "stale_text")), "Press Run"));
  g_assert_cmpuint (plan_in (canvas)->scene, ==, PL_SCENE_DEADLOCK);

  pl_plan_init_scene (&plan, PL_SCENE_DEADLOCK);
  plan.scene_variant = PL_DEADLOCK_ORDERED;
  pl_form_set_plan (ui_form (window, "scene"), &plan);
  g_assert_false (gtk_widget_get_visible (bar));
  g_assert_false (gtk_widget_has_css_class (canvas, "pale"));
  /* Another variant is another thing, too. */
  gtk_check_button_set_active (GTK_CHECK_BUTTON (gtk_widget_get_first_child (ui_child (ui_form (window, "scene"), "variants"))),
                               TRUE);
  g_assert_true (gtk_widget_get_visible (bar));
  ui_activate (window, "win.run", NULL);
  wait_until (!is_running (window));
  g_assert_false (gtk_widget_get_visible (bar));
  g_assert_cmpuint (plan_in (canvas)->scene_variant, ==, PL_DEADLOCK_OPPOSITE);
  ui_test_close (window);
}

/* A fault and its cure, one beside the other; the next run has the room to itself again. */
static void
test_beside (void)
{
  PlWindow *window = ui_test_window (1300, 850);
  PlScenePage *page = page_of (window);
  GtkWidget *scroll = ui_child (page, "beside_scroll");

  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "scene-beside"));
  run_to_end (window, PL_SCENE_DEADLOCK, PL_DEADLOCK_OPPOSITE);
  g_assert_false (gtk_widget_get_visible (scroll));
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "scene-beside"));
  ui_activate (window, "win.scene-beside", NULL);
  wait_until (!is_running (window));
  g_assert_true (gtk_widget_get_visible (scroll));
  g_assert_cmpuint (plan_in (ui_child (page, "beside"))->scene_variant, ==, PL_DEADLOCK_OPPOSITE);
  g_assert_cmpuint (plan_in (ui_child (page, "canvas"))->scene_variant, ==, PL_DEADLOCK_ORDERED);
  wait_until (gtk_widget_get_mapped (ui_child (page, "beside")));
  g_assert_false (gtk_widget_get_visible (ui_child (page, "stale_bar")));
  pl_replay_seek (pl_canvas_get_replay (ui_child (page, "canvas")), 1000);
  g_assert_cmpint (pl_canvas_get_viewport (ui_child (page, "beside"))->until_ns, ==, 1000);

  run_to_end (window, PL_SCENE_DEADLOCK, PL_DEADLOCK_OPPOSITE);
  g_assert_false (gtk_widget_get_visible (scroll));
  g_assert_null (plan_in (ui_child (page, "beside")));
  ui_test_close (window);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/scene-page/run", test_run);
  g_test_add_func ("/ui/scene-page/live", test_live);
  g_test_add_func ("/ui/scene-page/live-hidden", test_live_hidden);
  g_test_add_func ("/ui/scene-page/live-look", test_live_look);
  g_test_add_func ("/ui/scene-page/live-export", test_live_export);
  g_test_add_func ("/ui/scene-page/no-flicker", test_no_flicker);
  g_test_add_func ("/ui/scene-page/cure", test_cure);
  g_test_add_func ("/ui/scene-page/walk", test_walk);
  g_test_add_func ("/ui/scene-page/zoom", test_zoom);
  g_test_add_func ("/ui/scene-page/export-save", test_export_save);
  g_test_add_func ("/ui/scene-page/form", test_form);
  g_test_add_func ("/ui/scene-page/bad-number", test_bad_number);
  g_test_add_func ("/ui/scene-page/stop", test_stop);
  g_test_add_func ("/ui/scene-page/stale", test_stale);
  g_test_add_func ("/ui/scene-page/beside", test_beside);
  return g_test_run ();
}
