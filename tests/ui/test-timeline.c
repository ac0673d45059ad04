/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page of a pool, on a run that was made by hand: keys, filter, words for assistive technology. */
#include "config.h"

#include "fixture-log.h"
#include "log/pl-lane-writer.h"
#include "paint/pl-theme.h"
#include "plan/pl-plan.h"
#include "trace/pl-trace-account.h"
#include "trace/pl-trace-text.h"
#include "ui-util.h"
#include "ui/canvas/pl-canvas.h"
#include "ui/canvas/pl-details.h"
#include "ui/pool/pl-legend.h"
#include "ui/pool/pl-pool-page.h"
#include "ui/canvas/pl-zoom-buttons.h"
#include "ui/widgets/pl-message-bar.h"

typedef struct {
  GtkWindow *window;
  PlPoolPage *page;
  PlViewer *viewer;
  PlTrace *trace;
  GtkWidget *view;
} Fixture;

static void
set_up_pool (Fixture *f,
             guint    workers,
             guint    tasks)
{
  PlLog *log = fixture_pool (&(FixturePlan) { .workers = workers, .tasks = tasks, .ipc = PL_IPC_QUEUE,
                                              .task_ns = 2000000, .seed = 5 });

  f->page = g_object_new (PL_TYPE_POOL_PAGE, NULL);
  f->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (f->window, 1000, 700);
  gtk_window_set_child (f->window, GTK_WIDGET (f->page));
  gtk_window_present (f->window);
  pl_page_show_log (PL_PAGE (f->page), log);
  pl_log_unref (log);
  f->trace = pl_pool_page_get_trace (f->page);
  f->view = GTK_WIDGET (pl_page_get_canvas (PL_PAGE (f->page)));
  f->viewer = pl_canvas_get_viewer (PL_CANVAS (f->view));
  wait_until (gtk_widget_get_mapped (f->view) && gtk_widget_get_width (f->view) > 100);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  set_up_pool (f, 4, 60);
}

static void
set_up_16 (Fixture       *f,
           gconstpointer  data)
{
  set_up_pool (f, 16, 200);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  gtk_window_destroy (f->window);
}

static void
act (Fixture    *f,
     const char *action)
{
  g_assert_true (gtk_widget_activate_action (f->view, action, NULL));
}

/* Whatever is selected is told in the same words to the eye and to the ear. */
static void
check_told (Fixture *f)
{
  PlDetails *details = ui_child (f->page, "details");
  g_autofree char *title = NULL, *sentence = NULL, *name = NULL;
  PlSpan span;

  g_assert_true (ui_selected_span (PL_CANVAS (f->view), f->trace, &span));
  title = pl_trace_span_title (f->trace, span.lane, span.index);
  sentence = pl_trace_span_sentence (f->trace, span.lane, span.index);
  name = g_strdup_printf ("Timeline: %s", title);
  g_assert_cmpstr (pl_details_get_title (details), ==, title);
  g_assert_cmpstr (pl_details_get_sentence (details), ==, sentence);
  g_assert_true (ui_is_named (f->view, name));
  g_assert_true (ui_is_described (f->view, sentence));
}

static void
test_keys_walk (Fixture       *f,
                gconstpointer  data)
{
  PlSpan before, after;

  g_assert_true (gtk_widget_get_focusable (f->view));
  act (f, "canvas.right");
  check_told (f);
  for (int i = 0; i < 25; i++)
    {
      g_assert_true (ui_selected_span (PL_CANVAS (f->view), f->trace, &before));
      act (f, i % 5 == 4 ? "canvas.down" : "canvas.right");
      g_assert_true (ui_selected_span (PL_CANVAS (f->view), f->trace, &after));
      if (i % 5 != 4)
        g_assert_cmpuint (after.index, ==, before.index + 1);
      check_told (f);
    }
  act (f, "canvas.left");
  check_told (f);
  act (f, "canvas.clear");
  g_assert_false (ui_selected_span (PL_CANVAS (f->view), f->trace, &after));
  g_assert_true (ui_is_named (f->view, "Timeline"));
}

static void
test_keys_view (Fixture       *f,
                gconstpointer  data)
{
  const PlViewport *view = pl_viewer_get_viewport (f->viewer);
  gint64 end = pl_trace_get_end_ns (f->trace);

  act (f, "canvas.zoom-in");
  act (f, "canvas.zoom-in");
  g_assert_cmpint (view->to_ns - view->from_ns, <, end / 2);
  gint64 from = view->from_ns;
  act (f, "canvas.pan-right");
  g_assert_cmpint (view->from_ns, >, from);
  act (f, "canvas.begin");
  g_assert_cmpint (view->from_ns, ==, 0);
  act (f, "canvas.end");
  g_assert_cmpint (view->to_ns, ==, end);
  act (f, "canvas.fit");
  g_assert_cmpint (view->from_ns, ==, 0);
  g_assert_cmpint (view->to_ns, ==, end);

  pl_viewer_select_range (f->viewer, end / 4, end / 2);
  act (f, "canvas.zoom-selection");
  g_assert_cmpint (view->from_ns, ==, end / 4);
  g_assert_cmpint (view->to_ns, ==, end / 2);
}

static void
test_legend (Fixture       *f,
             gconstpointer  data)
{
  PlLegend *legend = ui_child (f->page, "legend");
  GtkWidget *working = pl_legend_get_button (legend, PL_STATE_WORKING);

  g_assert_nonnull (working);
  g_assert_null (pl_legend_get_button (legend, PL_STATE_DEAD));
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (working)));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (working), FALSE);
  g_assert_cmpuint (pl_viewer_get_viewport (f->viewer)->hidden, ==, 1u << PL_STATE_WORKING);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (working), TRUE);
  g_assert_cmpuint (pl_viewer_get_viewport (f->viewer)->hidden, ==, 0);
}

/* A label of the legend's own, in sight. */
static gboolean
says_of_what (GtkWidget  *legend,
              const char *text)
{
  for (GtkWidget *child = gtk_widget_get_first_child (legend); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_LABEL (child) && gtk_widget_get_visible (child) &&
        g_str_equal (gtk_label_get_text (GTK_LABEL (child)), text))
      return TRUE;
  return FALSE;
}

static void
test_legend_parts (Fixture       *f,
                   gconstpointer  data)
{
  PlLegend *legend = ui_child (f->page, "legend");
  /* A CPU for four tenths of its task: the entries are its parts. */
  PlLog *log = fixture_told (1, 60000000);
  GtkWidget *waiting;

  g_assert_null (pl_legend_get_button (legend, PL_LOOK_CPU_WAITING));
  pl_page_show_log (PL_PAGE (f->page), log);
  pl_log_unref (log);
  waiting = pl_legend_get_button (legend, PL_LOOK_CPU_WAITING);
  g_assert_nonnull (waiting);
  g_assert_null (pl_legend_get_button (legend, PL_LOOK_CPU_ASLEEP));
  g_assert_true (says_of_what (GTK_WIDGET (legend), "Whole run:"));
  g_assert_true (ui_is_named (waiting, "waiting for a CPU (share) 60 %"));
  g_assert_true (ui_is_named (pl_legend_get_button (legend, PL_STATE_WORKING), "working on a CPU (share) 40 %"));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (waiting), FALSE);
  g_assert_cmphex (pl_viewer_get_viewport (f->viewer)->hidden, ==, 1u << PL_LOOK_CPU_WAITING);
}

static PlSpan
find_span (Fixture *f,
           PlState  state)
{
  PlSpan span;

  g_assert_true (pl_trace_next_span (f->trace, 1, 0, 1u << state, &span));
  return span;
}

/* What is hidden is said, is not there for pointer and keys, and is back with the next run. */
static void
test_hidden (Fixture       *f,
             gconstpointer  data)
{
  PlLegend *legend = ui_child (f->page, "legend");
  GtkWidget *chip = gtk_widget_get_last_child (GTK_WIDGET (legend));
  PlSpan span = find_span (f, PL_STATE_WORKING);
  PlItem item = { 0, span.lane, span.index, span.index }, at;
  PlDrawing *drawing = pl_canvas_get_drawing (PL_CANVAS (f->view));
  PlBox box;

  g_assert_false (gtk_widget_get_visible (chip));
  g_assert_true (pl_drawing_locate (drawing, &item, &box));
  g_assert_true (pl_drawing_pick (drawing, box.x + box.width / 2, box.y + box.height / 2, &at, &box));
  pl_viewer_select (f->viewer, &item);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (pl_legend_get_button (legend, PL_STATE_WORKING)), FALSE);
  g_assert_true (gtk_widget_get_visible (chip));
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (chip)), ==, "1 state hidden: show all");
  g_assert_false (pl_viewer_get_viewport (f->viewer)->has_selection);
  drawing = pl_canvas_get_drawing (PL_CANVAS (f->view));
  g_assert_false (pl_drawing_pick (drawing, box.x + box.width / 2, box.y + box.height / 2, &at, &box));

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (pl_legend_get_button (legend, PL_STATE_SENDING)), FALSE);
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (chip)), ==, "2 states hidden: show all");
  g_signal_emit_by_name (chip, "clicked");
  g_assert_cmpuint (pl_viewer_get_viewport (f->viewer)->hidden, ==, 0);
  g_assert_true (gtk_toggle_button_get_active (
    GTK_TOGGLE_BUTTON (pl_legend_get_button (legend, PL_STATE_WORKING))));
  g_assert_false (gtk_widget_get_visible (chip));

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (pl_legend_get_button (legend, PL_STATE_WORKING)), FALSE);
  pl_page_show_log (PL_PAGE (f->page), pl_trace_get_log (f->trace));
  g_assert_cmpuint (pl_viewer_get_viewport (f->viewer)->hidden, ==, 0);
  g_assert_true (gtk_toggle_button_get_active (
    GTK_TOGGLE_BUTTON (pl_legend_get_button (legend, PL_STATE_WORKING))));
  g_assert_false (gtk_widget_get_visible (chip));
}

static void
wait_frames (GtkWindow *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (window));
  gint64 then = gdk_frame_clock_get_frame_counter (clock) + 2;

  gdk_frame_clock_begin_updating (clock);
  wait_until (gdk_frame_clock_get_frame_counter (clock) >= then);
  gdk_frame_clock_end_updating (clock);
}

static GBytes *
seen_of (GtkWidget *widget)
{
  g_autoptr(GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  g_autoptr(GdkPaintable) image = gdk_paintable_get_current_image (paintable);
  g_autoptr(GskRenderNode) node = NULL;
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  gdk_paintable_snapshot (image, snapshot, gtk_widget_get_width (widget), gtk_widget_get_height (widget));
  node = gtk_snapshot_free_to_node (snapshot);
  return node != NULL ? gsk_render_node_serialize (node) : g_bytes_new (NULL, 0);
}

/* The strip of the whole run lines up with the picture above it, also where that has got another width of its own. */
static void
test_strip_lines_up (Fixture       *f,
                     gconstpointer  data)
{
  GtkWidget *strip = ui_child (f->page, "minimap");
  double x = pl_canvas_get_drawing (PL_CANVAS (f->view))->plot.x;
  GBytes *seen = NULL;

  /* Counters have no room any more, and the lanes' names are shorter than theirs. */
  gtk_window_set_default_size (f->window, 1000, 420);
  wait_until (pl_canvas_get_drawing (PL_CANVAS (f->view))->plot.x < x - 5);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr(GBytes) before = seen;

      wait_frames (f->window);
      seen = seen_of (strip);
      if (i == 2)
        g_assert_true (g_bytes_equal (seen, before));
      /* As it is when nothing of before is left. */
      if (i == 1)
        gtk_widget_queue_draw (strip);
    }
  g_bytes_unref (seen);
}

/* What the keys do, as buttons; and the way back. */
static void
test_zoom_buttons (Fixture       *f,
                   gconstpointer  data)
{
  const PlViewport *view = pl_viewer_get_viewport (f->viewer);
  GtkWidget *zoom = gtk_widget_get_first_child (ui_child (f->page, "details"));
  GtkWidget *in, *out, *fit, *back;
  gint64 end = pl_trace_get_end_ns (f->trace), width;

  while (!PL_IS_ZOOM_BUTTONS (zoom))
    zoom = gtk_widget_get_next_sibling (zoom);
  in = gtk_widget_get_first_child (zoom);
  out = gtk_widget_get_next_sibling (in);
  fit = gtk_widget_get_next_sibling (out);
  back = gtk_widget_get_next_sibling (fit);
  g_assert_true (ui_is_named (in, "Zoom in") && ui_is_named (fit, "The whole run"));
  g_assert_false (gtk_widget_get_sensitive (back));

  g_signal_emit_by_name (in, "clicked");
  width = view->to_ns - view->from_ns;
  g_assert_cmpint (width, <, end);
  g_assert_true (gtk_widget_get_sensitive (back));
  g_signal_emit_by_name (out, "clicked");
  g_assert_cmpint (view->to_ns - view->from_ns, >, width);
  g_signal_emit_by_name (fit, "clicked");
  g_assert_cmpint (view->to_ns - view->from_ns, ==, end);

  /* Those in quick succession are one move. */
  g_signal_emit_by_name (back, "clicked");
  g_assert_cmpint (view->to_ns - view->from_ns, ==, end);
  g_assert_false (gtk_widget_get_sensitive (back));
  pl_viewer_select_range (f->viewer, end / 4, end / 2);
  act (f, "canvas.zoom-selection");
  g_assert_cmpint (view->from_ns, ==, end / 4);
  act (f, "canvas.back");
  g_assert_cmpint (view->from_ns, ==, 0);
  g_assert_cmpint (view->to_ns, ==, end);
}

/* The canvas itself tells of the run and how it came out, and each lane is a child that tells of itself. */
static void
test_told (Fixture       *f,
           gconstpointer  data)
{
  GtkWidget *lane = gtk_widget_get_first_child (f->view);
  g_autofree char *title = pl_trace_title (f->trace), *subtitle = pl_trace_subtitle (f->trace);
  g_autofree char *told = g_strdup_printf ("%s\n%s", title, subtitle);

  g_assert_true (ui_is_described (f->view, told));
  for (guint i = 0; i < pl_trace_get_n_lanes (f->trace); i++)
    {
      g_autofree char *name = pl_trace_lane_name (f->trace, i), *detail = pl_trace_lane_detail (f->trace, i);
      g_autofree char *both = g_strdup_printf ("%s, %s", name, detail);
      g_autofree char *did = pl_trace_range_sentence (f->trace, (int) i, 0, pl_trace_get_end_ns (f->trace), 0);

      g_assert_nonnull (lane);
      g_assert_cmpint (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (lane)), ==, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
      g_assert_true (ui_is_named (lane, both));
      g_assert_true (ui_is_described (lane, did));
      lane = gtk_widget_get_next_sibling (lane);
    }
}

static GtkWidget *
by_cpu_of (PlPoolPage *page)
{
  GtkWidget *tool = gtk_widget_get_first_child (ui_child (page, "details"));

  while (tool != NULL && !GTK_IS_TOGGLE_BUTTON (tool))
    tool = gtk_widget_get_next_sibling (tool);
  g_assert_nonnull (tool);
  return tool;
}

/* A worker that had two CPUs, one after the other. */
static PlLog *
log_with_slices (void)
{
  PlLog *log = fixture_empty (2, 4);
  PlLaneWriter writer;

  atomic_store (&pl_log_header (log)->account, PL_ACCOUNT_SLICES);
  pl_lane_writer_init (&writer, log, 1);
  pl_lane_slice (&writer, 1000, 4000, 0);
  pl_lane_slice (&writer, 5000, 9000, 1);
  fixture_end (log, 10000);
  return log;
}

/* The other picture of the same time, on the same canvas; and back. Another run begins with the first one. */
static void
test_by_cpu (Fixture       *f,
             gconstpointer  data)
{
  GtkWidget *by_cpu = by_cpu_of (f->page), *legend = ui_child (f->page, "legend");
  const PlViewport *view = pl_viewer_get_viewport (f->viewer);
  PlLog *log = log_with_slices ();
  g_autofree char *name = NULL;

  pl_page_show_log (PL_PAGE (f->page), log);
  g_assert_true (gtk_widget_get_visible (by_cpu));
  pl_viewer_show (f->viewer, 2000, 8000);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (by_cpu), TRUE);
  g_assert_cmpuint (pl_picture_get_n_lanes (pl_viewer_get_picture (f->viewer)), ==, 2);
  g_assert_cmpint (view->from_ns, ==, 2000);
  g_assert_cmpint (view->to_ns, ==, 8000);
  g_assert_false (gtk_widget_get_visible (legend));
  g_assert_true (g_str_has_suffix (gtk_label_get_text (ui_child (f->page, "title")), ", by CPU"));
  name = pl_page_suggest_name (PL_PAGE (f->page));
  g_assert_true (g_str_has_suffix (name, "-by-cpu"));
  act (f, "canvas.right");
  act (f, "canvas.down");
  g_assert_true (strstr (pl_details_get_sentence (ui_child (f->page, "details")), "It came from CPU 0") != NULL);

  pl_viewer_show (f->viewer, 3000, 9000);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (by_cpu), FALSE);
  g_assert_cmpuint (pl_picture_get_n_lanes (pl_viewer_get_picture (f->viewer)), ==, 3);
  g_assert_cmpint (view->from_ns, ==, 3000);
  g_assert_cmpint (view->to_ns, ==, 9000);
  g_assert_true (gtk_widget_get_visible (legend));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (by_cpu), TRUE);
  pl_page_show_log (PL_PAGE (f->page), log);
  pl_log_unref (log);
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (by_cpu)));
  g_assert_true (gtk_widget_get_visible (legend));
  g_assert_cmpuint (pl_picture_get_n_lanes (pl_viewer_get_picture (f->viewer)), ==, 3);
}

/* It is there while the run goes on, and goes on following it. */
static void
test_by_cpu_live (void)
{
  PlWindow *window = ui_test_window (1000, 700);
  PlPoolPage *page = ui_page (window, "pool");
  PlViewer *viewer = pl_canvas_get_viewer (pl_page_get_canvas (PL_PAGE (page)));
  GtkWidget *by_cpu = by_cpu_of (page);
  PlPlanData plan;

  pl_plan_init_pool (&plan);
  plan.tasks = 100000;
  plan.chunk_asked = 1;
  plan.task_time_ns = 5000000;
  pl_form_set_plan (ui_form (window, "pool"), &plan);
  ui_activate (window, "win.run", NULL);
  wait_until (pl_trace_get_n_records (pl_pool_page_get_trace (page), 1) > 5);
  g_assert_true (gtk_widget_get_mapped (by_cpu));
  if (pl_trace_account_source (pl_pool_page_get_trace (page)) != PL_ACCOUNT_SOURCE_PERF)
    g_test_skip ("the kernel tells no slices here");
  else
    {
      PlPicture *picture;
      gint64 to_ns;

      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (by_cpu), TRUE);
      picture = pl_viewer_get_picture (viewer);
      g_assert_true (g_str_has_suffix (pl_page_suggest_name (PL_PAGE (page)), "-by-cpu"));
      to_ns = pl_viewer_get_viewport (viewer)->to_ns;
      wait_until (pl_viewer_get_viewport (viewer)->to_ns > to_ns);
      g_assert_true (ui_is_running (window));
      g_assert_true (pl_viewer_get_picture (viewer) == picture);
      g_assert_true (pl_viewer_get_viewport (viewer)->growing);
    }
  ui_activate (window, "win.run", NULL);
  wait_until (!ui_is_running (window));
  ui_test_close (window);
}

/* Where the kernel did not tell, the window says so, and the switch goes back. */
static void
test_no_by_cpu (Fixture       *f,
                gconstpointer  data)
{
  PlWindow *window = ui_test_window (1000, 700);
  PlPoolPage *page = ui_page (window, "pool");
  GtkWidget *by_cpu = by_cpu_of (page);

  pl_page_show_log (PL_PAGE (page), pl_trace_get_log (f->trace));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (by_cpu), TRUE);
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (by_cpu)));
  g_assert_cmpuint (pl_picture_get_n_lanes (pl_canvas_get_picture (pl_page_get_canvas (PL_PAGE (page)))), ==, 5);
  g_assert_cmpstr (pl_message_bar_get_text (ui_child (window, "message_bar")), ==,
                   "Nobody told how long the workers had a CPU.");
  ui_test_close (window);
}

/* More lanes than fit: they scroll, and the keyboard takes the view along. */
static void
test_many_lanes (Fixture       *f,
                 gconstpointer  data)
{
  GtkAdjustment *adjustment = pl_canvas_get_adjustment (PL_CANVAS (f->view));
  GtkWidget *scrollbar = ui_child (f->page, "scrollbar");

  g_assert_false (gtk_widget_get_visible (scrollbar));
  tear_down (f, NULL);
  set_up_pool (f, 120, 600);
  adjustment = pl_canvas_get_adjustment (PL_CANVAS (f->view));
  wait_until (gtk_adjustment_get_upper (adjustment) > gtk_adjustment_get_page_size (adjustment));
  g_assert_true (gtk_widget_get_visible (ui_child (f->page, "scrollbar")));
  for (int i = 0; i < 110; i++)
    act (f, "canvas.down");
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), >, 0);
  g_assert_cmpfloat (pl_viewer_get_viewport (f->viewer)->scroll, ==, gtk_adjustment_get_value (adjustment));
}

/* Nothing scrolls with eight workers in a large window. */
static void
test_eight_workers (Fixture       *f,
                    gconstpointer  data)
{
  tear_down (f, NULL);
  set_up_pool (f, 8, 200);
  /* The bar is decided on when sizes are known. */
  for (int i = 0; i < 20; i++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_false (gtk_widget_get_visible (ui_child (f->page, "scrollbar")));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add ("/ui/timeline/keys/walk", Fixture, NULL, set_up, test_keys_walk, tear_down);
  g_test_add ("/ui/timeline/keys/view", Fixture, NULL, set_up, test_keys_view, tear_down);
  g_test_add ("/ui/timeline/legend", Fixture, NULL, set_up, test_legend, tear_down);
  g_test_add ("/ui/timeline/legend-parts", Fixture, NULL, set_up, test_legend_parts, tear_down);
  g_test_add ("/ui/timeline/hidden", Fixture, NULL, set_up, test_hidden, tear_down);
  g_test_add ("/ui/timeline/strip-lines-up", Fixture, NULL, set_up_16, test_strip_lines_up, tear_down);
  g_test_add ("/ui/timeline/zoom-buttons", Fixture, NULL, set_up, test_zoom_buttons, tear_down);
  g_test_add ("/ui/timeline/told", Fixture, NULL, set_up, test_told, tear_down);
  g_test_add ("/ui/timeline/by-cpu", Fixture, NULL, set_up, test_by_cpu, tear_down);
  g_test_add_func ("/ui/timeline/by-cpu-live", test_by_cpu_live);
  g_test_add ("/ui/timeline/no-by-cpu", Fixture, NULL, set_up, test_no_by_cpu, tear_down);
  g_test_add ("/ui/timeline/many-lanes", Fixture, NULL, set_up, test_many_lanes, tear_down);
  g_test_add ("/ui/timeline/eight-workers", Fixture, NULL, set_up, test_eight_workers, tear_down);
  return g_test_run ();
}
