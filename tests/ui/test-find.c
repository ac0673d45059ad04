/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking closer: markers, notes, search, following a task, and the critical path, as a person does it. */
#include "config.h"

#include "base/pl-text.h"
#include "find-util.h"
#include "paint/parts/pl-overlay.h"
#include "trace/find/pl-path.h"
#include "ui/find/pl-find-tabs.h"

static const PlViewport *
view_of (PlWindow *window)
{
  return pl_canvas_get_viewport (find_canvas (window));
}

static PlLog *
log_of (PlWindow *window)
{
  return pl_picture_get_log (pl_canvas_get_picture (find_canvas (window)));
}

static void
canvas (PlWindow   *window,
        const char *action)
{
  gtk_widget_activate_action (GTK_WIDGET (find_canvas (window)), action, NULL);
}

static GListModel *
list_of (GtkWidget *tab)
{
  return G_LIST_MODEL (gtk_list_view_get_model (ui_find_type (tab, GTK_TYPE_LIST_VIEW)));
}

static guint
n_listed (GtkWidget *tab)
{
  return g_list_model_get_n_items (list_of (tab));
}

static void
select_span (PlWindow *window,
             guint     lane,
             guint64   index)
{
  pl_viewer_select (pl_canvas_get_viewer (find_canvas (window)), &(PlItem) { 0, lane, index, index });
}

/* By keys, at the selection: the markers, their distance in words, and away again. */
static void
test_markers (void)
{
  PlWindow *window = find_show_pool (PL_IPC_QUEUE);
  PlTrace *trace = pl_picture_get_trace (pl_canvas_get_picture (find_canvas (window)));
  PlSpan span;

  g_assert_true (pl_trace_find_task (trace, 7, &span));
  select_span (window, span.lane, span.index);
  ui_press (window, "i o");
  wait_until (view_of (window)->has_a && view_of (window)->has_b);
  g_assert_cmpint (view_of (window)->a_ns, ==, span.start_ns);
  g_assert_cmpint (view_of (window)->b_ns, ==, span.end_ns);
  g_assert_true (find_says (GTK_WIDGET (window), "apart."));
  ui_press (window, "i");
  wait_until (!view_of (window)->has_a);
  ui_press (window, "shift+i");
  wait_until (!view_of (window)->has_b);
  ui_test_close (window);
}

/* M, a text, Return: there it is, in the log, in the picture and in the list; Ctrl+Z: it is gone. */
static void
test_note (void)
{
  PlWindow *window = find_show_pool (PL_IPC_QUEUE);
  PlLogNote note;
  PlOverlayNote drawn;

  select_span (window, 2, 3);
  ui_press (window, "m");
  wait_until (GTK_IS_TEXT (gtk_window_get_focus (GTK_WINDOW (window))));
  ui_press (window, "h e r e Return");
  wait_until (pl_log_n_notes (log_of (window)) == 1);
  g_assert_true (pl_log_get_note (log_of (window), 0, &note));
  g_assert_cmpstr (note.text, ==, "here");
  g_assert_cmpuint (note.lane, ==, 2);
  g_assert_cmpint (note.to_ns, >, note.from_ns);
  g_assert_true (pl_overlay_get_note (pl_canvas_get_drawing (find_canvas (window))->overlay, 0, &drawn));
  g_assert_cmpstr (drawn.text, ==, "here");
  find_look_closer (window, "notes");
  wait_until (find_says (find_tab (window, "notes"), "Worker 2"));
  g_assert_false (find_says (find_tab (window, "notes"), "Bookmark"));
  g_assert_true (pl_viewer_edit_note (pl_canvas_get_viewer (find_canvas (window)), note.id, ""));
  wait_until (find_says (find_tab (window, "notes"), "Bookmark"));
  g_assert_true (pl_viewer_undo_note (pl_canvas_get_viewer (find_canvas (window))));
  wait_until (gtk_window_get_focus (GTK_WINDOW (window)) == GTK_WIDGET (find_canvas (window)));
  ui_press (window, "ctrl+z");
  wait_until (pl_log_n_notes (log_of (window)) == 0);
  g_assert_null (pl_canvas_get_drawing (find_canvas (window))->overlay);
  ui_test_close (window);
}

/* Who has written on a run that was opened is asked before it goes. */
static void
test_asked (void)
{
  PlWindow *window = find_show_pool (PL_IPC_QUEUE);
  PlViewer *viewer = pl_canvas_get_viewer (find_canvas (window));
  g_autofree char *path = ui_temp_path ("noted.paralane");

  g_assert_true (pl_run_save_log (log_of (window), path, NULL));
  ui_activate (window, "win.open-file", g_variant_new_string (path));
  g_assert_cmpuint (pl_log_n_notes (log_of (window)), ==, 0);
  pl_viewer_add_note (viewer, &(PlLogNote) { .lane = 1, .from_ns = 5, .to_ns = 9, .text = "one" });
  gtk_window_close (GTK_WINDOW (window));
  wait_until (ui_question (window) != NULL);
  ui_answer (window, "Cancel");
  wait_until (ui_question (window) == NULL);
  ui_activate (window, "win.save-to", g_variant_new_string (path));
  gtk_window_close (GTK_WINDOW (window));
  g_assert_null (ui_question (window));
}

/* Each change can be taken back, in the order they were made. */
static void
test_undo (void)
{
  PlWindow *window = find_show_pool (PL_IPC_PIPE);
  PlViewer *viewer = pl_canvas_get_viewer (find_canvas (window));
  guint32 id = pl_viewer_add_note (viewer, &(PlLogNote) { .lane = 1, .from_ns = 5, .to_ns = 9, .text = "one" });
  PlLogNote note;

  g_assert_cmpuint (id, >, 0);
  g_assert_true (pl_viewer_edit_note (viewer, id, "two"));
  g_assert_true (pl_viewer_remove_note (viewer, id));
  g_assert_cmpuint (pl_log_n_notes (log_of (window)), ==, 0);
  g_assert_true (pl_viewer_undo_note (viewer));
  g_assert_true (pl_log_find_note (log_of (window), id, &note));
  g_assert_cmpstr (note.text, ==, "two");
  g_assert_true (pl_viewer_undo_note (viewer));
  g_assert_true (pl_log_find_note (log_of (window), id, &note));
  g_assert_cmpstr (note.text, ==, "one");
  g_assert_true (pl_viewer_undo_note (viewer));
  g_assert_cmpuint (pl_log_n_notes (log_of (window)), ==, 0);
  g_assert_false (pl_viewer_undo_note (viewer));
  ui_test_close (window);
}

static void
search (PlWindow   *window,
        const char *text)
{
  find_look_closer (window, "find");
  pl_find_tab_search (find_tab (window, "find"), text);
}

/* Hits are counted, marked, and walked through in the order of time, round and round. */
static void
test_search (void)
{
  PlWindow *window = find_show_pool (PL_IPC_QUEUE);
  PlPicture *picture = pl_canvas_get_picture (find_canvas (window));
  PlTrace *trace = pl_picture_get_trace (picture);
  GtkWidget *tab = find_tab (window, "find");
  PlSpan span, first;

  search (window, "working worker 2");
  wait_until (pl_picture_get_highlights (picture, PL_HIGHLIGHT_HITS) != NULL);
  g_assert_true (find_says (tab, "hits"));
  g_assert_cmpuint (pl_overlay_get_n_bars (pl_canvas_get_drawing (find_canvas (window))->overlay), >, 0);
  ui_activate (window, "win.find-next", NULL);
  g_assert_true (ui_selected_span (find_canvas (window), trace, &first));
  g_assert_cmpuint (first.lane, ==, 2);
  g_assert_cmpint (first.state, ==, PL_STATE_WORKING);
  ui_activate (window, "win.find-next", NULL);
  g_assert_true (ui_selected_span (find_canvas (window), trace, &span));
  g_assert_cmpint (span.start_ns, >, first.start_ns);
  ui_activate (window, "win.find-previous", NULL);
  g_assert_true (ui_selected_span (find_canvas (window), trace, &span));
  g_assert_cmpuint (span.index, ==, first.index);
  ui_activate (window, "win.find-previous", NULL);
  g_assert_true (ui_selected_span (find_canvas (window), trace, &span));
  g_assert_cmpint (span.start_ns, >, first.start_ns);

  search (window, "wroking");
  g_assert_true (find_says (tab, "“wroking” is not understood"));
  g_assert_null (pl_picture_get_highlights (picture, PL_HIGHLIGHT_HITS));
  search (window, "task 17");
  wait_until (find_says (tab, "1 hit"));
  pl_find_pane_hide (ui_child (window, "find_pane"));
  g_assert_null (pl_picture_get_highlights (picture, PL_HIGHLIGHT_HITS));
  ui_test_close (window);
}

/* Of a replay those are listed that are drawn by then. */
static void
test_notes_replayed (void)
{
  PlWindow *window = find_show_pool (PL_IPC_QUEUE);
  PlReplay *replay = pl_canvas_get_replay (find_canvas (window));
  gint64 end = pl_picture_get_now (pl_canvas_get_picture (find_canvas (window)));
  PlViewer *viewer = pl_canvas_get_viewer (find_canvas (window));
  GtkWidget *tab;

  pl_viewer_add_note (viewer, &(PlLogNote) { .lane = 1, .from_ns = end / 4, .to_ns = end / 4, .text = "early" });
  pl_viewer_add_note (viewer, &(PlLogNote) { .lane = 1, .from_ns = end / 2, .to_ns = end / 2, .text = "late" });
  find_look_closer (window, "notes");
  tab = find_tab (window, "notes");
  wait_until (n_listed (tab) == 2);
  pl_replay_seek (replay, end / 3);
  g_assert_cmpuint (n_listed (tab), ==, 1);
  pl_replay_seek (replay, end / 5);
  g_assert_cmpuint (n_listed (tab), ==, 0);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (ui_find_type (tab, GTK_TYPE_STACK)), ==, "list");
  pl_replay_leave (replay);
  g_assert_cmpuint (n_listed (tab), ==, 2);
  ui_test_close (window);
}

/* In every kind of pool, keys lead from a task to the parent's side of it. */
static void
test_follow (void)
{
  for (guint ipc = 0; ipc < 3; ipc++)
    {
      PlWindow *window = find_show_pool ((PlIpc) ipc);
      PlTrace *trace = pl_picture_get_trace (pl_canvas_get_picture (find_canvas (window)));
      PlSpan span;

      g_assert_true (pl_trace_find_task (trace, 7, &span));
      select_span (window, span.lane, span.index);
      for (guint i = 0; i < 2; i++)
        canvas (window, "canvas.follow-back");
      g_assert_true (ui_selected_span (find_canvas (window), trace, &span));
      g_assert_cmpuint (span.lane, ==, 0);
      for (guint i = 0; i < 2 && span.lane == 0; i++)
        {
          canvas (window, "canvas.follow-forth");
          g_assert_true (ui_selected_span (find_canvas (window), trace, &span));
        }
      g_assert_cmpuint (span.lane, >, 0);
      ui_test_close (window);
    }
}

static void
test_longest (void)
{
  PlWindow *window = find_show_pool (PL_IPC_QUEUE);
  PlTrace *trace = pl_picture_get_trace (pl_canvas_get_picture (find_canvas (window)));
  PlSpan span;

  canvas (window, "canvas.slowest-task");
  g_assert_true (ui_selected_span (find_canvas (window), trace, &span));
  g_assert_cmpint (span.state, ==, PL_STATE_WORKING);
  canvas (window, "canvas.longest-wait");
  g_assert_true (ui_selected_span (find_canvas (window), trace, &span));
  g_assert_true (span.state == PL_STATE_WAITING_TASK || span.state == PL_STATE_WAITING_LOCK);
  ui_test_close (window);
}

static void
test_path (void)
{
  PlWindow *window = find_show_pool (PL_IPC_PIPE);
  PlPicture *picture = pl_canvas_get_picture (find_canvas (window));
  GtkWidget *tab, *shown;

  ui_press (window, "c");
  wait_until (pl_picture_get_highlights (picture, PL_HIGHLIGHT_PATH) != NULL);
  tab = find_tab (window, "path");
  wait_until (find_says (tab, "tasks lie on the path"));
  wait_until (find_says (tab, "on Worker"));
  g_assert_cmpuint (pl_overlay_get_n_lines (pl_canvas_get_drawing (find_canvas (window))->overlay), >, 1);
  shown = ui_find_type (tab, GTK_TYPE_CHECK_BUTTON);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (shown), FALSE);
  g_assert_null (pl_picture_get_highlights (picture, PL_HIGHLIGHT_PATH));
  ui_test_close (window);
}

/* Of a replay it is told as far as that has gone, also while it plays; its last row is at the cursor and in sight. */
static void
test_path_replayed (void)
{
  PlWindow *window = find_show_pool (PL_IPC_PIPE);
  PlReplay *replay = pl_canvas_get_replay (find_canvas (window));
  gint64 end = pl_picture_get_now (pl_canvas_get_picture (find_canvas (window)));
  PlCriticalPath path, part;
  g_autofree char *count = NULL, *last = NULL;
  GtkWidget *tab;
  guint n;

  ui_press (window, "c");
  tab = find_tab (window, "path");
  wait_until (find_says (tab, "nothing else made the run longer"));
  g_assert_true (pl_critical_path_find (pl_picture_get_trace (pl_canvas_get_picture (find_canvas (window))), &path));
  g_assert_cmpuint (g_list_model_get_n_items (list_of (tab)), ==, path.n_steps);
  pl_replay_seek (replay, end / 2);
  g_assert_true (pl_critical_path_at (&path, end / 2, &part));
  g_assert_cmpuint (part.n_steps, <, path.n_steps);
  wait_until (g_list_model_get_n_items (list_of (tab)) == part.n_steps);
  count = g_strdup_printf (" %" G_GUINT64_FORMAT " tasks on the path have begun.", part.n_tasks);
  wait_until (find_says (tab, count) && !find_says (tab, "nothing else made the run longer"));
  last = pl_text_duration (end / 2 - g_array_index (part.steps, PlPathStep, part.n_steps - 1).from_ns);
  wait_until (find_says (tab, last));
  /* From where it has long to play. */
  pl_replay_seek (replay, end / 10);
  wait_until (g_list_model_get_n_items (list_of (tab)) < part.n_steps);
  n = g_list_model_get_n_items (list_of (tab));
  pl_replay_set_speed (replay, 0);
  pl_replay_play (replay);
  wait_until (g_list_model_get_n_items (list_of (tab)) > n || !pl_replay_get_playing (replay));
  g_assert_true (pl_replay_get_playing (replay));
  pl_replay_leave (replay);
  wait_until (find_says (tab, "nothing else made the run longer"));
  wait_until (g_list_model_get_n_items (list_of (tab)) == path.n_steps);
  pl_critical_path_clear (&part);
  pl_critical_path_clear (&path);
  ui_test_close (window);
}

/* Of the workers' times at tasks: how many had begun before that moment and lasted so long by then. */
static guint
n_begun (PlWindow *window,
         gint64    until_ns,
         gint64    least_ns)
{
  PlTrace *trace = pl_picture_get_trace (pl_canvas_get_picture (find_canvas (window)));
  PlSpan span;
  guint n = 0;

  for (guint lane = 1; lane < pl_log_n_lanes (log_of (window)); lane++)
    for (guint64 i = 0; pl_trace_get_span (trace, lane, i, &span); i++)
      n += span.state == PL_STATE_WORKING && span.start_ns < until_ns && MIN (span.end_ns, until_ns) - span.start_ns > least_ns;
  return n;
}

/* Of a replay only what had begun is found and gone to, as long as it had been; what is chosen in the list stays so. */
static void
test_search_replayed (void)
{
  PlWindow *window = find_show_pool (PL_IPC_PIPE);
  PlPicture *picture = pl_canvas_get_picture (find_canvas (window));
  PlReplay *replay = pl_canvas_get_replay (find_canvas (window));
  GtkWidget *tab = find_tab (window, "find");
  gint64 end = pl_picture_get_now (picture);
  guint n = n_begun (window, end, 0), selected, again;
  GtkSingleSelection *list;
  PlSpan span, other;

  search (window, "working");
  wait_until (n_listed (tab) == n);
  list = GTK_SINGLE_SELECTION (gtk_list_view_get_model (ui_find_type (tab, GTK_TYPE_LIST_VIEW)));
  pl_replay_seek (replay, end / 2);
  g_assert_cmpuint (n_begun (window, end / 2, 0), <, n);
  wait_until (n_listed (tab) == n_begun (window, end / 2, 0));
  wait_until (find_says (tab, " hits so far"));
  ui_activate (window, "win.find-previous", NULL);
  for (guint i = 0; i < n; i++)
    {
      ui_activate (window, "win.find-next", NULL);
      g_assert_true (ui_selected_span (find_canvas (window), pl_picture_get_trace (picture), &span));
      g_assert_cmpint (span.start_ns, <, end / 2);
    }
  selected = gtk_single_selection_get_selected (list);
  pl_replay_seek (replay, end * 3 / 4);
  wait_until (n_listed (tab) == n_begun (window, end * 3 / 4, 0));
  g_assert_cmpuint (gtk_single_selection_get_selected (list), ==, selected);
  g_assert_true (ui_selected_span (find_canvas (window), pl_picture_get_trace (picture), &other));
  g_assert_true (other.lane == span.lane && other.index == span.index);

  /* That it will last long is not known at its beginning. */
  search (window, "working > 800 us");
  again = n_begun (window, span.start_ns + 700000, 800000);
  g_assert_cmpuint (again, <, n_begun (window, end, 800000));
  pl_replay_seek (replay, span.start_ns + 700000);
  wait_until (n_listed (tab) == again);
  pl_replay_set_speed (replay, 0);
  pl_replay_play (replay);
  wait_until (n_listed (tab) > again || !pl_replay_get_playing (replay));
  g_assert_true (pl_replay_get_playing (replay));
  pl_replay_pause (replay);
  pl_find_pane_hide (ui_child (window, "find_pane"));
  pl_replay_seek (replay, end / 10);
  find_look_closer (window, "find");
  wait_until (n_listed (tab) == n_begun (window, end / 10, 800000));
  pl_replay_leave (replay);
  wait_until (n_listed (tab) == n_begun (window, end, 800000));
  g_assert_false (find_says (tab, "so far"));
  ui_test_close (window);
}

int
main (int    argc,
      char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/find/markers", test_markers);
  g_test_add_func ("/ui/find/note", test_note);
  g_test_add_func ("/ui/find/asked", test_asked);
  g_test_add_func ("/ui/find/undo", test_undo);
  g_test_add_func ("/ui/find/search", test_search);
  g_test_add_func ("/ui/find/notes-replayed", test_notes_replayed);
  g_test_add_func ("/ui/find/follow", test_follow);
  g_test_add_func ("/ui/find/longest", test_longest);
  g_test_add_func ("/ui/find/path", test_path);
  g_test_add_func ("/ui/find/search-replayed", test_search_replayed);
  g_test_add_func ("/ui/find/path-replayed", test_path_replayed);
  return g_test_run ();
}
