/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs are played again, by a clock of our own: where the cursor is at which time, and what the bar says of it. */
#include "config.h"

#include <string.h>

#include "fixture-log.h"
#include "paint/pl-pictures.h"
#include "paint/pl-speeds.h"
#include "base/pl-text.h"
#include "plan/pl-plan.h"
#include "trace/pl-trace-text.h"
#include "ui-util.h"
#include "ui/canvas/pl-details.h"
#include "ui/pool/pl-legend.h"
#include "ui/pool/pl-pool-page.h"
#include "ui/pool/pl-shares.h"
#include "ui/replay/pl-replay-bar.h"

#define MS (1000 * 1000)
#define FRAME_US 16667

typedef struct {
  PlTrace *trace;
  PlViewer *viewer;
  PlReplay *replay;
  gint64 end_ns, now_us;
} Fixture;

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  PlLog *log = fixture_pool (&(FixturePlan) { .workers = 4, .tasks = 60, .ipc = PL_IPC_QUEUE, .task_ns = 2 * MS, .seed = 3 });
  g_autoptr(PlPicture) picture = NULL;

  f->trace = pl_trace_new (log);
  pl_log_unref (log);
  picture = pl_picture_of_pool (f->trace);
  f->viewer = pl_viewer_new ();
  f->replay = pl_replay_new (f->viewer);
  pl_viewer_set_picture (f->viewer, picture, 0);
  f->end_ns = pl_trace_get_end_ns (f->trace);
  f->now_us = 1000000;
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  g_clear_object (&f->replay);
  g_clear_object (&f->viewer);
  g_clear_object (&f->trace);
}

static gint64
cursor (Fixture *f)
{
  return pl_viewer_get_viewport (f->viewer)->until_ns;
}

static void
pass (Fixture *f,
      gint64   us,
      gboolean glide)
{
  f->now_us += us;
  pl_replay_tick (f->replay, f->now_us, glide);
}

static guint
speed_of_part (guint part)
{
  guint speed = 0;

  while (pl_speeds_part (speed) != part)
    speed++;
  g_assert_cmpuint (speed, <, pl_speeds_n ());
  return speed;
}

/* Not by itself; then as many nanoseconds as the clock says, through pauses and other speeds, to the end. */
static void
test_clock (Fixture      *f,
            gconstpointer data)
{
  gint64 at;

  pass (f, FRAME_US, TRUE);
  g_assert_cmpint (cursor (f), ==, 0);
  g_assert_false (pl_replay_get_active (f->replay));

  pl_replay_set_speed (f->replay, speed_of_part (1000));
  g_assert_true (pl_replay_play (f->replay));
  g_assert_true (pl_replay_get_playing (f->replay));
  g_assert_cmpint (cursor (f), ==, 1);
  /* The first tick only says what time it is. */
  pass (f, 5 * FRAME_US, TRUE);
  g_assert_cmpint (cursor (f), ==, 1);
  pass (f, FRAME_US, TRUE);
  g_assert_cmpint (cursor (f), ==, 1 + FRAME_US);
  pl_replay_set_speed (f->replay, speed_of_part (4));
  pass (f, 10000, TRUE);
  at = 1 + FRAME_US + 10000 * 250;
  g_assert_cmpint (cursor (f), ==, at);

  pl_replay_pause (f->replay);
  pass (f, FRAME_US, TRUE);
  g_assert_cmpint (cursor (f), ==, at);
  g_assert_true (pl_replay_get_active (f->replay));
  pl_replay_play (f->replay);
  pass (f, FRAME_US, TRUE);
  g_assert_cmpint (cursor (f), ==, at);
  /* A window that stood still does not leap. */
  pl_replay_set_speed (f->replay, speed_of_part (1000));
  pass (f, 60 * G_USEC_PER_SEC, TRUE);
  g_assert_cmpint (cursor (f), ==, at + 250000);

  pl_replay_set_speed (f->replay, speed_of_part (1));
  for (guint i = 0; i < 10000 && pl_replay_get_playing (f->replay); i++)
    pass (f, FRAME_US, TRUE);
  g_assert_false (pl_replay_get_playing (f->replay));
  g_assert_cmpint (cursor (f), ==, 0);
}

static void
test_calm_speed (Fixture      *f,
                 gconstpointer data)
{
  guint part = pl_speeds_part (pl_replay_get_speed (f->replay));
  double seconds = (double) f->end_ns / 1e9 * part;

  /* The next ones are not nearer to ten seconds. */
  g_assert_cmpfloat (seconds, >, 10 / 3.17);
  g_assert_cmpfloat (seconds, <, 10 * 3.17);
}

/* Every moment at which something happens, there and back. */
static void
test_steps (Fixture      *f,
            gconstpointer data)
{
  PlPicture *picture = pl_viewer_get_picture (f->viewer);
  g_autoptr(GArray) stops = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 t = 0;

  while (pl_picture_next_event (picture, t, TRUE, &t) && t < f->end_ns)
    g_array_append_val (stops, t);
  g_assert_cmpuint (stops->len, >, 100);

  for (guint i = 0; i < stops->len; i++)
    {
      g_assert_true (pl_replay_step (f->replay, TRUE));
      g_assert_cmpint (cursor (f), ==, g_array_index (stops, gint64, i));
    }
  /* Beyond the last one is the whole run. */
  g_assert_true (pl_replay_step (f->replay, TRUE));
  g_assert_false (pl_replay_get_active (f->replay));
  for (guint i = stops->len; i-- > 0;)
    {
      g_assert_true (pl_replay_step (f->replay, FALSE));
      g_assert_cmpint (cursor (f), ==, g_array_index (stops, gint64, i));
    }
  pl_replay_step (f->replay, FALSE);
  g_assert_cmpint (cursor (f), ==, 1);
  g_assert_false (pl_replay_step (f->replay, FALSE));

  /* A step ends playing. */
  pl_replay_play (f->replay);
  g_assert_true (pl_replay_step (f->replay, TRUE));
  g_assert_false (pl_replay_get_playing (f->replay));
}

/* Who asks for less motion sees still pictures, each of a moment at which something happened. */
static void
test_less_motion (Fixture      *f,
                  gconstpointer data)
{
  PlPicture *picture = pl_viewer_get_picture (f->viewer);
  gint64 last_us = 0, last = 0;
  guint n_moves = 0;

  pl_replay_set_speed (f->replay, speed_of_part (100));
  pl_replay_play (f->replay);
  last = cursor (f);
  for (guint i = 0; i < 1000 && pl_replay_get_playing (f->replay); i++)
    {
      gint64 event;

      pass (f, FRAME_US, FALSE);
      if (!pl_replay_get_active (f->replay) || cursor (f) == last)
        continue;
      g_assert_cmpint (cursor (f), >, last);
      g_assert_true (pl_picture_next_event (picture, cursor (f) - 1, TRUE, &event));
      g_assert_cmpint (event, ==, cursor (f));
      g_assert_true (last_us == 0 || f->now_us - last_us >= 500000);
      last_us = f->now_us;
      last = cursor (f);
      n_moves++;
    }
  g_assert_cmpuint (n_moves, >, 3);
  g_assert_false (pl_replay_get_playing (f->replay));
}

static void
test_seek (Fixture      *f,
           gconstpointer data)
{
  g_autofree char *whole = pl_replay_describe (f->replay), *text = NULL;

  pl_replay_seek (f->replay, f->end_ns / 2);
  g_assert_cmpint (cursor (f), ==, f->end_ns / 2);
  g_assert_false (pl_replay_get_playing (f->replay));
  text = pl_replay_describe (f->replay);
  g_assert_true (g_str_has_suffix (text, whole));
  g_assert_nonnull (strstr (text, " of "));
  /* The unit stands there once. */
  g_assert_null (strstr (text, "ms of"));

  pl_replay_play (f->replay);
  pl_replay_seek (f->replay, -5);
  g_assert_cmpint (cursor (f), ==, 1);
  g_assert_true (pl_replay_get_playing (f->replay));
  pl_replay_seek (f->replay, f->end_ns);
  g_assert_false (pl_replay_get_active (f->replay));
  g_assert_false (pl_replay_get_playing (f->replay));
}

/* A part of the run turns its pages; who looks elsewhere is left alone. */
static void
test_pages (Fixture      *f,
            gconstpointer data)
{
  const PlViewport *view = pl_viewer_get_viewport (f->viewer);
  gint64 width = f->end_ns / 20, from;

  pl_viewer_show (f->viewer, f->end_ns / 2, f->end_ns / 2 + width);
  pl_replay_set_speed (f->replay, speed_of_part (1));
  pl_replay_play (f->replay);
  g_assert_cmpint (view->from_ns, ==, 0);
  for (guint i = 0; i < 1000 && cursor (f) < f->end_ns / 4; i++)
    {
      pass (f, 1000, TRUE);
      g_assert_cmpint (view->from_ns, <=, cursor (f));
      g_assert_cmpint (view->to_ns, >=, cursor (f));
      g_assert_cmpint (ABS (view->to_ns - view->from_ns - width), <=, 1);
    }
  g_assert_cmpint (view->from_ns, >, f->end_ns / 10);

  pl_viewer_show (f->viewer, f->end_ns - width, f->end_ns);
  from = view->from_ns;
  pass (f, 1000, TRUE);
  pass (f, 1000, TRUE);
  g_assert_cmpint (view->from_ns, ==, from);
}

/* Another run is shown whole; another picture of the same one at the same moment. */
static void
test_other_picture (Fixture      *f,
                    gconstpointer data)
{
  g_autoptr(PlPicture) same = pl_picture_of_pool (f->trace), other = NULL;
  g_autoptr(PlTrace) trace = NULL;
  PlLog *log = fixture_pool (&(FixturePlan) { .workers = 2, .tasks = 8, .ipc = PL_IPC_QUEUE, .task_ns = MS, .seed = 4 });

  trace = pl_trace_new (log);
  other = pl_picture_of_pool (trace);
  pl_log_unref (log);
  pl_replay_play (f->replay);
  pl_replay_seek (f->replay, f->end_ns / 3);
  pl_viewer_set_picture (f->viewer, same, 0);
  g_assert_false (pl_replay_get_playing (f->replay));
  g_assert_cmpint (cursor (f), ==, f->end_ns / 3);
  pl_viewer_set_picture (f->viewer, other, 0);
  g_assert_false (pl_replay_get_active (f->replay));
}

/* A run beside it plays along, from its own start; the time is over when the longer one is. */
static void
test_beside (Fixture      *f,
             gconstpointer data)
{
  PlLog *log = fixture_pool (&(FixturePlan) { .workers = 4, .tasks = 90, .ipc = PL_IPC_QUEUE, .task_ns = 2 * MS, .seed = 8 });
  g_autoptr(PlTrace) trace = pl_trace_new (log);
  g_autoptr(PlPicture) picture = pl_picture_of_pool (trace);
  g_autoptr(PlViewer) beside = pl_viewer_new ();
  gint64 longer_ns = pl_trace_get_end_ns (trace), from, to, at, event, own;

  pl_log_unref (log);
  g_assert_cmpint (longer_ns, >, f->end_ns + MS);
  pl_replay_set_beside (f->replay, beside);
  g_assert_true (pl_replay_get_time (f->replay, &from, &to, &at) && to == f->end_ns);
  pl_viewer_set_picture (beside, picture, 0);
  g_assert_true (pl_replay_get_time (f->replay, &from, &to, &at) && to == longer_ns);

  pl_replay_set_speed (f->replay, speed_of_part (1));
  pl_replay_play (f->replay);
  while (pl_replay_get_playing (f->replay))
    {
      pass (f, 1000, TRUE);
      g_assert_true (pl_replay_get_time (f->replay, &from, &to, &at));
      g_assert_cmpint (cursor (f), ==, at < f->end_ns ? at : 0);
      g_assert_cmpint (pl_viewer_get_viewport (beside)->until_ns, ==, at < longer_ns ? at : 0);
    }
  g_assert_cmpint (at, ==, longer_ns);

  /* The next thing that happens, here or there, also when it is over here. */
  pl_replay_seek (f->replay, f->end_ns / 2);
  g_assert_true (pl_picture_next_event (picture, f->end_ns / 2, TRUE, &event));
  g_assert_true (pl_picture_next_event (pl_viewer_get_picture (f->viewer), f->end_ns / 2, TRUE, &own));
  g_assert_true (pl_replay_step (f->replay, TRUE));
  g_assert_cmpint (cursor (f), ==, MIN (event, own));
  g_assert_cmpint (pl_viewer_get_viewport (beside)->until_ns, ==, MIN (event, own));
  pl_replay_seek (f->replay, f->end_ns + MS / 2);
  g_assert_true (pl_replay_get_active (f->replay));
  g_assert_cmpint (cursor (f), ==, 0);
  g_assert_true (pl_replay_step (f->replay, TRUE));
  g_assert_cmpint (pl_viewer_get_viewport (beside)->until_ns, >, f->end_ns + MS / 2);
  /* Another run here: both are shown whole. */
  pl_viewer_set_picture (f->viewer, NULL, 0);
  g_assert_false (pl_replay_get_active (f->replay));
  g_assert_cmpint (pl_viewer_get_viewport (beside)->until_ns, ==, 0);
}

static void
test_live (void)
{
  PlLog *log = fixture_random (4, 1000, MS, 3, PL_PHASE_RUNNING);
  g_autoptr(PlTrace) trace = pl_trace_new (log);
  g_autoptr(PlPicture) picture = pl_picture_of_pool (trace);
  g_autoptr(PlViewer) viewer = pl_viewer_new ();
  g_autoptr(PlReplay) replay = pl_replay_new (viewer);

  g_assert_false (pl_replay_can (replay));
  g_assert_false (pl_replay_play (replay));
  pl_viewer_set_picture (viewer, picture, 0);
  g_assert_false (pl_replay_can (replay));
  g_assert_false (pl_replay_play (replay));
  g_assert_false (pl_replay_step (replay, TRUE));
  pl_replay_seek (replay, MS);
  g_assert_cmpint (pl_viewer_get_viewport (viewer)->until_ns, ==, 0);
  pl_log_unref (log);
}

/* --- the bar --- */

typedef struct {
  GtkWindow *window;
  PlPoolPage *page;
  PlCanvas *canvas;
  PlReplay *replay;
  GtkWidget *bar;
  gint64 end_ns;
} Shown;

static void
show_page (Shown        *f,
           gconstpointer data)
{
  PlLog *log = fixture_pool (&(FixturePlan) { .workers = 4, .tasks = 60, .ipc = PL_IPC_QUEUE, .task_ns = 2 * MS, .seed = 5 });

  f->page = g_object_new (PL_TYPE_POOL_PAGE, NULL);
  f->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (f->window, 1000, 700);
  gtk_window_set_child (f->window, GTK_WIDGET (f->page));
  gtk_window_present (f->window);
  pl_page_show_log (PL_PAGE (f->page), log);
  pl_log_unref (log);
  f->canvas = pl_page_get_canvas (PL_PAGE (f->page));
  f->replay = pl_canvas_get_replay (f->canvas);
  f->bar = ui_child (f->page, "replay");
  f->end_ns = pl_trace_get_end_ns (pl_pool_page_get_trace (f->page));
  wait_until (gtk_widget_get_mapped (f->bar) && gtk_widget_get_width (GTK_WIDGET (f->canvas)) > 100);
}

static void
close_page (Shown        *f,
            gconstpointer data)
{
  gtk_window_destroy (f->window);
}

static GtkWidget *
nth_child (GtkWidget *widget,
           guint      n)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  while (n-- > 0)
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static gint64
shown_until (Shown *f)
{
  return pl_canvas_get_viewport (f->canvas)->until_ns;
}

/* The bar plays, by the window's own clock, until it is told to pause; a run that goes on by itself would not. */
static void
test_bar (Shown        *f,
          gconstpointer data)
{
  GtkWidget *play = nth_child (f->bar, 0), *next = nth_child (f->bar, 2), *leave = nth_child (f->bar, 6);
  gint64 at, event;

  g_assert_true (ui_is_named (f->bar, "Replay"));
  g_assert_true (ui_is_named (play, "Play the run"));
  g_assert_false (gtk_widget_get_sensitive (leave));
  g_assert_cmpint (shown_until (f), ==, 0);

  g_signal_emit_by_name (play, "clicked");
  g_assert_true (ui_is_named (play, "Pause"));
  g_assert_true (gtk_widget_get_sensitive (leave));
  at = shown_until (f);
  wait_until (shown_until (f) > at);
  g_signal_emit_by_name (play, "clicked");
  g_assert_true (ui_is_named (play, "Play the run"));

  at = shown_until (f);
  g_assert_true (pl_picture_next_event (pl_canvas_get_picture (f->canvas), at, TRUE, &event));
  g_signal_emit_by_name (next, "clicked");
  g_assert_cmpint (shown_until (f), ==, event);

  g_signal_emit_by_name (leave, "clicked");
  g_assert_cmpint (shown_until (f), ==, 0);
  g_assert_false (gtk_widget_get_sensitive (leave));
}

static void
test_slider (Shown        *f,
             gconstpointer data)
{
  GtkWidget *slider = nth_child (f->bar, 3);
  GtkAdjustment *adjustment = gtk_range_get_adjustment (GTK_RANGE (slider));
  g_autofree char *text = NULL;

  g_assert_true (ui_is_named (slider, "Moment of the run"));
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, (double) f->end_ns);
  /* As a key does it. */
  g_signal_emit_by_name (slider, "move-slider", GTK_SCROLL_PAGE_LEFT);
  g_assert_cmpint (ABS (shown_until (f) - (f->end_ns - f->end_ns / 20)), <=, 1);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, (double) shown_until (f));
  text = pl_replay_describe (f->replay);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (nth_child (f->bar, 4))), ==, text);
  g_assert_null (gtk_test_accessible_check_property (GTK_ACCESSIBLE (slider), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text));
  g_signal_emit_by_name (slider, "move-slider", GTK_SCROLL_END);
  g_assert_cmpint (shown_until (f), ==, 0);
}

static void
test_speed_choice (Shown        *f,
                   gconstpointer data)
{
  GtkDropDown *choice = GTK_DROP_DOWN (nth_child (f->bar, 5));

  g_assert_cmpuint (gtk_drop_down_get_selected (choice), ==, pl_replay_get_speed (f->replay));
  gtk_drop_down_set_selected (choice, speed_of_part (2));
  g_assert_cmpuint (pl_speeds_part (pl_replay_get_speed (f->replay)), ==, 2);
}

static const char *
subtitle (Shown *f)
{
  return gtk_label_get_text (ui_child (f->page, "subtitle"));
}

/* What the page says beside the picture is said of the moment: the line under the title, the shares, the details. */
static void
test_words (Shown        *f,
            gconstpointer data)
{
  PlViewer *viewer = pl_canvas_get_viewer (f->canvas);
  PlTrace *trace = pl_pool_page_get_trace (f->page);
  PlDetails *details = ui_child (f->page, "details");
  g_autofree char *whole = g_strdup (subtitle (f)), *then = NULL, *all = NULL, *range = NULL;
  gint64 half = f->end_ns / 2;

  pl_viewer_select_range (viewer, 0, f->end_ns);
  all = g_strdup (pl_details_get_sentence (details));
  pl_replay_seek (f->replay, half);
  then = pl_trace_subtitle (pl_trace_at (trace, half));
  g_assert_cmpstr (subtitle (f), ==, then);
  g_assert_cmpstr (subtitle (f), !=, whole);
  range = pl_picture_range_text (pl_canvas_get_picture (f->canvas), pl_canvas_get_viewport (f->canvas), 0, f->end_ns);
  g_assert_cmpstr (pl_details_get_sentence (details), ==, range);
  g_assert_cmpstr (range, !=, all);
  g_assert_nonnull (ui_find_button (GTK_WIDGET (f->page), "By CPU"));
  pl_replay_leave (f->replay);
  g_assert_cmpstr (subtitle (f), ==, whole);
  g_assert_cmpstr (pl_details_get_sentence (details), ==, all);
}

/* A state's share in the legend is that of the workers' time so far, and the state stays there also before it occurs. */
static void
test_legend (Shown        *f,
             gconstpointer data)
{
  PlLegend *legend = ui_child (f->page, "legend");
  PlTrace *trace = pl_pool_page_get_trace (f->page);
  GtkWidget *working = pl_legend_get_button (legend, PL_STATE_WORKING);
  PlShares so_far = { 0 };
  g_autofree char *share = NULL, *name = NULL;
  gint64 quarter = f->end_ns / 4;

  g_assert_nonnull (working);
  pl_replay_seek (f->replay, quarter);
  pl_shares_of_workers (trace, 0, quarter, &so_far);
  share = pl_text_percent ((double) so_far.state_ns[PL_STATE_WORKING], (double) pl_states_alive_ns (so_far.state_ns));
  name = g_strdup_printf ("%s %s", pl_trace_state_name (trace, PL_STATE_WORKING), share);
  g_assert_true (ui_is_named (working, name));
  pl_replay_seek (f->replay, 0);
  g_assert_true (pl_legend_get_button (legend, PL_STATE_WORKING) == working);
}

/* --- keys --- */

static void
run_pool (PlWindow *window)
{
  PlPlanData plan;

  pl_plan_init_pool (&plan);
  plan.pool_size = 2;
  plan.tasks = 12;
  plan.work = PL_WORK_SLEEP;
  plan.task_time_ns = 2 * MS;
  pl_form_set_plan (ui_form (window, "pool"), &plan);
  ui_activate (window, "win.run", NULL);
  wait_until (!ui_is_running (window) && pl_replay_can (pl_canvas_get_replay (pl_page_get_canvas (ui_page (window, "pool")))));
}

static void
test_keys (void)
{
  PlWindow *window = ui_test_window (1000, 760);
  PlReplay *replay = pl_canvas_get_replay (pl_page_get_canvas (ui_page (window, "pool")));
  GtkWidget *bar = ui_child (ui_page (window, "pool"), "replay"), *next;
  gint64 from, to, at, before;

  /* Nothing to play, and nobody waited for it. */
  g_assert_null (gtk_widget_get_first_child (bar));
  run_pool (window);
  next = nth_child (bar, 2);
  pl_replay_set_speed (replay, speed_of_part (1000));
  ui_press (window, "space");
  wait_until (pl_replay_get_playing (replay));
  ui_press (window, "space");
  wait_until (!pl_replay_get_playing (replay));
  g_assert_true (pl_replay_get_time (replay, &from, &to, &before));
  ui_press (window, "period");
  wait_until (pl_replay_get_time (replay, &from, &to, &at) && at > before);
  ui_press (window, "comma");
  wait_until (pl_replay_get_time (replay, &from, &to, &at) && at <= before);

  /* A button keeps its space. */
  before = at;
  gtk_widget_grab_focus (next);
  ui_press (window, "space");
  wait_until (pl_replay_get_time (replay, &from, &to, &at) && at > before);
  g_assert_false (pl_replay_get_playing (replay));

  ui_press (window, "Escape");
  wait_until (!pl_replay_get_active (replay));
  ui_test_close (window);
}

int
main (int    argc,
      char **argv)
{
  ui_test_init (&argc, &argv);
#define ADD(name, function) g_test_add ("/replay/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("clock", test_clock);
  ADD ("calm-speed", test_calm_speed);
  ADD ("steps", test_steps);
  ADD ("less-motion", test_less_motion);
  ADD ("seek", test_seek);
  ADD ("pages", test_pages);
  ADD ("other-picture", test_other_picture);
  ADD ("beside", test_beside);
#undef ADD
  g_test_add_func ("/replay/live", test_live);
#define ADD(name, function) g_test_add ("/replay/" name, Shown, NULL, show_page, function, close_page)
  ADD ("bar", test_bar);
  ADD ("slider", test_slider);
  ADD ("speed-choice", test_speed_choice);
  ADD ("words", test_words);
  ADD ("legend", test_legend);
#undef ADD
  g_test_add_func ("/replay/keys", test_keys);
  return g_test_run ();
}
