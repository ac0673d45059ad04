/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking closer: markers, notes, search, following a task, and the critical path, as a person does it. */
#include "config.h"

#include <string.h>

#include "base/pl-text.h"
#include "fixture-log.h"
#include "log/pl-lane-writer.h"
#include "paint/parts/pl-overlay.h"
#include "paint/pl-speeds.h"
#include "trace/find/pl-path.h"
#include "ui-util.h"
#include "ui/find/pl-bars-view.h"
#include "ui/find/pl-find-tabs.h"
#include "ui/pl-page.h"
#include "ui/pool/pl-legend.h"

static PlCanvas *
canvas_of (PlWindow *window)
{
  return pl_page_get_canvas (ui_page (window, "pool"));
}

static const PlViewport *
view_of (PlWindow *window)
{
  return pl_canvas_get_viewport (canvas_of (window));
}

static PlLog *
log_of (PlWindow *window)
{
  return pl_picture_get_log (pl_canvas_get_picture (canvas_of (window)));
}

/* A window that shows a pool of known spans. */
static PlWindow *
show_pool (PlIpc ipc)
{
  PlWindow *window = ui_test_window (1100, 760);
  PlLog *log = fixture_pool (&(FixturePlan) { .workers = 3, .tasks = 40, .ipc = ipc, .task_ns = 900000, .seed = 4 });

  pl_page_show_log (ui_page (window, "pool"), log);
  pl_log_unref (log);
  wait_until (pl_canvas_get_drawing (canvas_of (window)) != NULL);
  gtk_widget_grab_focus (GTK_WIDGET (canvas_of (window)));
  return window;
}

static void
canvas (PlWindow   *window,
        const char *action)
{
  gtk_widget_activate_action (GTK_WIDGET (canvas_of (window)), action, NULL);
}

static void
look_closer (PlWindow   *window,
             const char *tab)
{
  ui_activate (window, "win.look-closer", g_variant_new_string (tab));
}

static GtkWidget *
tab_of (PlWindow   *window,
        const char *key)
{
  return pl_find_pane_get_tab (ui_child (window, "find_pane"), key);
}

static gboolean
says (GtkWidget  *widget,
      const char *words)
{
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), words) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (says (child, words))
      return TRUE;
  return FALSE;
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
  pl_viewer_select (pl_canvas_get_viewer (canvas_of (window)), &(PlItem) { 0, lane, index, index });
}

/* By keys, at the selection: the markers, their distance in words, and away again. */
static void
test_markers (void)
{
  PlWindow *window = show_pool (PL_IPC_QUEUE);
  PlTrace *trace = pl_picture_get_trace (pl_canvas_get_picture (canvas_of (window)));
  PlSpan span;

  g_assert_true (pl_trace_find_task (trace, 7, &span));
  select_span (window, span.lane, span.index);
  ui_press (window, "i o");
  wait_until (view_of (window)->has_a && view_of (window)->has_b);
  g_assert_cmpint (view_of (window)->a_ns, ==, span.start_ns);
  g_assert_cmpint (view_of (window)->b_ns, ==, span.end_ns);
  g_assert_true (says (GTK_WIDGET (window), "apart."));
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
  PlWindow *window = show_pool (PL_IPC_QUEUE);
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
  g_assert_true (pl_overlay_get_note (pl_canvas_get_drawing (canvas_of (window))->overlay, 0, &drawn));
  g_assert_cmpstr (drawn.text, ==, "here");
  look_closer (window, "notes");
  wait_until (says (tab_of (window, "notes"), "Worker 2"));
  g_assert_false (says (tab_of (window, "notes"), "Bookmark"));
  g_assert_true (pl_viewer_edit_note (pl_canvas_get_viewer (canvas_of (window)), note.id, ""));
  wait_until (says (tab_of (window, "notes"), "Bookmark"));
  g_assert_true (pl_viewer_undo_note (pl_canvas_get_viewer (canvas_of (window))));
  wait_until (gtk_window_get_focus (GTK_WINDOW (window)) == GTK_WIDGET (canvas_of (window)));
  ui_press (window, "ctrl+z");
  wait_until (pl_log_n_notes (log_of (window)) == 0);
  g_assert_null (pl_canvas_get_drawing (canvas_of (window))->overlay);
  ui_test_close (window);
}

/* Who has written on a run that was opened is asked before it goes. */
static void
test_asked (void)
{
  PlWindow *window = show_pool (PL_IPC_QUEUE);
  PlViewer *viewer = pl_canvas_get_viewer (canvas_of (window));
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
  PlWindow *window = show_pool (PL_IPC_PIPE);
  PlViewer *viewer = pl_canvas_get_viewer (canvas_of (window));
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
  look_closer (window, "find");
  pl_find_tab_search (tab_of (window, "find"), text);
}

/* Hits are counted, marked, and walked through in the order of time, round and round. */
static void
test_search (void)
{
  PlWindow *window = show_pool (PL_IPC_QUEUE);
  PlPicture *picture = pl_canvas_get_picture (canvas_of (window));
  PlTrace *trace = pl_picture_get_trace (picture);
  GtkWidget *tab = tab_of (window, "find");
  PlSpan span, first;

  search (window, "working worker 2");
  wait_until (pl_picture_get_highlights (picture, PL_HIGHLIGHT_HITS) != NULL);
  g_assert_true (says (tab, "hits"));
  g_assert_cmpuint (pl_overlay_get_n_bars (pl_canvas_get_drawing (canvas_of (window))->overlay), >, 0);
  ui_activate (window, "win.find-next", NULL);
  g_assert_true (ui_selected_span (canvas_of (window), trace, &first));
  g_assert_cmpuint (first.lane, ==, 2);
  g_assert_cmpint (first.state, ==, PL_STATE_WORKING);
  ui_activate (window, "win.find-next", NULL);
  g_assert_true (ui_selected_span (canvas_of (window), trace, &span));
  g_assert_cmpint (span.start_ns, >, first.start_ns);
  ui_activate (window, "win.find-previous", NULL);
  g_assert_true (ui_selected_span (canvas_of (window), trace, &span));
  g_assert_cmpuint (span.index, ==, first.index);
  ui_activate (window, "win.find-previous", NULL);
  g_assert_true (ui_selected_span (canvas_of (window), trace, &span));
  g_assert_cmpint (span.start_ns, >, first.start_ns);

  search (window, "wroking");
  g_assert_true (says (tab, "“wroking” is not understood"));
  g_assert_null (pl_picture_get_highlights (picture, PL_HIGHLIGHT_HITS));
  search (window, "task 17");
  wait_until (says (tab, "1 hit"));
  pl_find_pane_hide (ui_child (window, "find_pane"));
  g_assert_null (pl_picture_get_highlights (picture, PL_HIGHLIGHT_HITS));
  ui_test_close (window);
}

/* Of a replay those are listed that are drawn by then. */
static void
test_notes_replayed (void)
{
  PlWindow *window = show_pool (PL_IPC_QUEUE);
  PlReplay *replay = pl_canvas_get_replay (canvas_of (window));
  gint64 end = pl_picture_get_now (pl_canvas_get_picture (canvas_of (window)));
  PlViewer *viewer = pl_canvas_get_viewer (canvas_of (window));
  GtkWidget *tab;

  pl_viewer_add_note (viewer, &(PlLogNote) { .lane = 1, .from_ns = end / 4, .to_ns = end / 4, .text = "early" });
  pl_viewer_add_note (viewer, &(PlLogNote) { .lane = 1, .from_ns = end / 2, .to_ns = end / 2, .text = "late" });
  look_closer (window, "notes");
  tab = tab_of (window, "notes");
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
      PlWindow *window = show_pool ((PlIpc) ipc);
      PlTrace *trace = pl_picture_get_trace (pl_canvas_get_picture (canvas_of (window)));
      PlSpan span;

      g_assert_true (pl_trace_find_task (trace, 7, &span));
      select_span (window, span.lane, span.index);
      for (guint i = 0; i < 2; i++)
        canvas (window, "canvas.follow-back");
      g_assert_true (ui_selected_span (canvas_of (window), trace, &span));
      g_assert_cmpuint (span.lane, ==, 0);
      for (guint i = 0; i < 2 && span.lane == 0; i++)
        {
          canvas (window, "canvas.follow-forth");
          g_assert_true (ui_selected_span (canvas_of (window), trace, &span));
        }
      g_assert_cmpuint (span.lane, >, 0);
      ui_test_close (window);
    }
}

static void
test_longest (void)
{
  PlWindow *window = show_pool (PL_IPC_QUEUE);
  PlTrace *trace = pl_picture_get_trace (pl_canvas_get_picture (canvas_of (window)));
  PlSpan span;

  canvas (window, "canvas.slowest-task");
  g_assert_true (ui_selected_span (canvas_of (window), trace, &span));
  g_assert_cmpint (span.state, ==, PL_STATE_WORKING);
  canvas (window, "canvas.longest-wait");
  g_assert_true (ui_selected_span (canvas_of (window), trace, &span));
  g_assert_true (span.state == PL_STATE_WAITING_TASK || span.state == PL_STATE_WAITING_LOCK);
  ui_test_close (window);
}

static void
test_path (void)
{
  PlWindow *window = show_pool (PL_IPC_PIPE);
  PlPicture *picture = pl_canvas_get_picture (canvas_of (window));
  GtkWidget *tab, *shown;

  ui_press (window, "c");
  wait_until (pl_picture_get_highlights (picture, PL_HIGHLIGHT_PATH) != NULL);
  tab = tab_of (window, "path");
  wait_until (says (tab, "tasks lie on the path"));
  wait_until (says (tab, "on Worker"));
  g_assert_cmpuint (pl_overlay_get_n_lines (pl_canvas_get_drawing (canvas_of (window))->overlay), >, 1);
  shown = ui_find_type (tab, GTK_TYPE_CHECK_BUTTON);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (shown), FALSE);
  g_assert_null (pl_picture_get_highlights (picture, PL_HIGHLIGHT_PATH));
  ui_test_close (window);
}

/* Of a replay it is told as far as that has gone, also while it plays; its last row is at the cursor and in sight. */
static void
test_path_replayed (void)
{
  PlWindow *window = show_pool (PL_IPC_PIPE);
  PlReplay *replay = pl_canvas_get_replay (canvas_of (window));
  gint64 end = pl_picture_get_now (pl_canvas_get_picture (canvas_of (window)));
  PlCriticalPath path, part;
  g_autofree char *count = NULL, *last = NULL;
  GtkWidget *tab;
  guint n;

  ui_press (window, "c");
  tab = tab_of (window, "path");
  wait_until (says (tab, "nothing else made the run longer"));
  g_assert_true (pl_critical_path_find (pl_picture_get_trace (pl_canvas_get_picture (canvas_of (window))), &path));
  g_assert_cmpuint (g_list_model_get_n_items (list_of (tab)), ==, path.n_steps);
  pl_replay_seek (replay, end / 2);
  g_assert_true (pl_critical_path_at (&path, end / 2, &part));
  g_assert_cmpuint (part.n_steps, <, path.n_steps);
  wait_until (g_list_model_get_n_items (list_of (tab)) == part.n_steps);
  count = g_strdup_printf (" %" G_GUINT64_FORMAT " tasks on the path have begun.", part.n_tasks);
  wait_until (says (tab, count) && !says (tab, "nothing else made the run longer"));
  last = pl_text_duration (end / 2 - g_array_index (part.steps, PlPathStep, part.n_steps - 1).from_ns);
  wait_until (says (tab, last));
  /* From where it has long to play. */
  pl_replay_seek (replay, end / 10);
  wait_until (g_list_model_get_n_items (list_of (tab)) < part.n_steps);
  n = g_list_model_get_n_items (list_of (tab));
  pl_replay_set_speed (replay, 0);
  pl_replay_play (replay);
  wait_until (g_list_model_get_n_items (list_of (tab)) > n || !pl_replay_get_playing (replay));
  g_assert_true (pl_replay_get_playing (replay));
  pl_replay_leave (replay);
  wait_until (says (tab, "nothing else made the run longer"));
  wait_until (g_list_model_get_n_items (list_of (tab)) == path.n_steps);
  pl_critical_path_clear (&part);
  pl_critical_path_clear (&path);
  ui_test_close (window);
}

static guint
n_rows (GtkWidget *tab)
{
  return g_list_model_get_n_items (G_LIST_MODEL (gtk_column_view_get_model (GTK_COLUMN_VIEW (ui_find_type (tab, GTK_TYPE_COLUMN_VIEW)))));
}

/* Of the workers' times at tasks: how many had begun before that moment and lasted so long by then. */
static guint
n_begun (PlWindow *window,
         gint64    until_ns,
         gint64    least_ns)
{
  PlTrace *trace = pl_picture_get_trace (pl_canvas_get_picture (canvas_of (window)));
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
  PlWindow *window = show_pool (PL_IPC_PIPE);
  PlPicture *picture = pl_canvas_get_picture (canvas_of (window));
  PlReplay *replay = pl_canvas_get_replay (canvas_of (window));
  GtkWidget *tab = tab_of (window, "find");
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
  wait_until (says (tab, " hits so far"));
  ui_activate (window, "win.find-previous", NULL);
  for (guint i = 0; i < n; i++)
    {
      ui_activate (window, "win.find-next", NULL);
      g_assert_true (ui_selected_span (canvas_of (window), pl_picture_get_trace (picture), &span));
      g_assert_cmpint (span.start_ns, <, end / 2);
    }
  selected = gtk_single_selection_get_selected (list);
  pl_replay_seek (replay, end * 3 / 4);
  wait_until (n_listed (tab) == n_begun (window, end * 3 / 4, 0));
  g_assert_cmpuint (gtk_single_selection_get_selected (list), ==, selected);
  g_assert_true (ui_selected_span (canvas_of (window), pl_picture_get_trace (picture), &other));
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
  look_closer (window, "find");
  wait_until (n_listed (tab) == n_begun (window, end / 10, 800000));
  pl_replay_leave (replay);
  wait_until (n_listed (tab) == n_begun (window, end, 800000));
  g_assert_false (says (tab, "so far"));
  ui_test_close (window);
}

/* They follow what is looked at: all of it, a selected range, the markers. */
static void
test_range (void)
{
  PlWindow *window = show_pool (PL_IPC_QUEUE);
  PlViewer *viewer = pl_canvas_get_viewer (canvas_of (window));
  gint64 end = pl_picture_get_now (pl_viewer_get_picture (viewer));
  GtkWidget *tab;

  look_closer (window, "range");
  tab = tab_of (window, "range");
  wait_until (says (tab, "Whole run"));
  g_assert_cmpuint (n_rows (tab), ==, 5);
  wait_until (says (tab, "All workers") && says (tab, "40"));
  pl_viewer_select_range (viewer, end / 4, end / 2);
  wait_until (says (tab, "Selected range"));
  g_assert_false (says (tab, "40"));
  pl_viewer_clear (viewer);
  pl_viewer_set_marker (viewer, 0, end / 2);
  pl_viewer_set_marker (viewer, 1, end / 4);
  wait_until (says (tab, "Between A and B"));
  pl_viewer_clear_markers (viewer);
  pl_viewer_show (viewer, end / 4, end / 2);
  wait_until (says (tab, "What is in sight"));
  ui_test_close (window);
}

static double
number_in (char **lines,
           guint  line,
           guint  cell)
{
  g_auto(GStrv) cells = g_strsplit (lines[line], "\t", 0);

  return g_ascii_strtod (cells[cell], NULL);
}

/* As it is sorted, and copied. */
static char **
copied_lines (PlWindow      *window,
              GtkColumnView *table,
              guint          column,
              GtkSortType    order)
{
  g_autoptr(GtkColumnViewColumn) one = g_list_model_get_item (gtk_column_view_get_columns (table), column);
  GtkWidget *copy = ui_find_button (tab_of (window, "range"), "Copy Table");
  g_autofree char *text = NULL;

  gtk_column_view_sort_by_column (table, one, order);
  g_assert_true (gtk_widget_get_visible (copy));
  g_signal_emit_by_name (copy, "clicked");
  text = ui_clipboard_text (window);
  return g_strsplit (text, "\n", 0);
}

/* The text of each title and of each cell lies within it. */
static void
assert_not_clipped (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget))
    {
      GtkWidget *around = gtk_widget_get_parent (widget);
      graphene_rect_t bounds;

      while (!g_str_equal (gtk_widget_get_css_name (around), "cell") && !g_str_equal (gtk_widget_get_css_name (around), "button"))
        around = gtk_widget_get_parent (around);
      g_assert_true (gtk_widget_compute_bounds (widget, around, &bounds));
      g_assert_cmpfloat (bounds.origin.x, >=, 0);
      g_assert_cmpfloat (bounds.origin.x + bounds.size.width, <=, gtk_widget_get_width (around) + 0.5f);
      g_assert_false (pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget))));
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    assert_not_clipped (child);
}

/* The button beside the picture leads there. Every column sorts, all workers stay on top, and what is copied is what is seen. */
static void
test_range_sorted (void)
{
  PlWindow *window = show_pool (PL_IPC_QUEUE);
  GtkColumnView *table;
  guint n_columns;

  g_signal_emit_by_name (ui_find_button (ui_page (window, "pool"), "Per Worker"), "clicked");
  wait_until (says (tab_of (window, "range"), "All workers"));
  table = ui_find_type (tab_of (window, "range"), GTK_TYPE_COLUMN_VIEW);
  n_columns = g_list_model_get_n_items (gtk_column_view_get_columns (table));
  g_assert_cmpuint (n_columns, >=, 6);
  wait_until (gtk_widget_get_width (GTK_WIDGET (table)) > 0);
  assert_not_clipped (GTK_WIDGET (table));
  for (guint column = 0; column < n_columns; column++)
    for (GtkSortType order = GTK_SORT_ASCENDING; order <= GTK_SORT_DESCENDING; order++)
      {
        g_auto(GStrv) lines = copied_lines (window, table, column, order);

        g_assert_true (g_str_has_prefix (lines[0], "Lane\tTasks\ta second\tlongest wait"));
        g_assert_true (g_str_has_prefix (lines[1], "All workers\t40\t"));
        for (guint line = 2; column == 1 && line < 5; line++)
          g_assert_cmpfloat ((number_in (lines, line, 1) - number_in (lines, line + 1, 1)) *
                             (order == GTK_SORT_ASCENDING ? 1 : -1), <=, 0);
      }
  ui_test_close (window);
}

/* Of a run of which the kernel told: who had a CPU, of all workers together too. */
static void
test_range_told (void)
{
  PlWindow *window = ui_test_window (1100, 760);
  PlLog *log = fixture_empty (2, 10);
  PlLaneWriter writer;
  GtkWidget *tab;

  atomic_store (&pl_log_header (log)->account, PL_ACCOUNT_TIMES);
  pl_lane_writer_init (&writer, log, 1);
  pl_lane_account_at (&writer, 0, PL_EVENT_CPU_TIME, 1000);
  pl_lane_record_at (&writer, 0, PL_STATE_WORKING, 0, 0);
  pl_lane_account_at (&writer, 100000000, PL_EVENT_CPU_WAIT, 62000000);
  pl_lane_account_at (&writer, 100000000, PL_EVENT_CPU_TIME, 38001000);
  pl_lane_record_at (&writer, 100000000, PL_STATE_FINISHED, 0, 0);
  fixture_end (log, 100000000);
  pl_page_show_log (ui_page (window, "pool"), log);
  pl_log_unref (log);
  look_closer (window, "range");
  tab = tab_of (window, "range");
  wait_until (says (tab, "on a CPU") && says (tab, "waiting for a CPU"));
  wait_until (says (tab, "38 %") && says (tab, "62 %"));
  ui_test_close (window);
}

/* Of a replay they count what had happened by its moment, also while it plays. */
static void
test_replayed (void)
{
  PlWindow *window = show_pool (PL_IPC_QUEUE);
  PlReplay *replay = pl_canvas_get_replay (canvas_of (window));
  PlViewer *viewer = pl_canvas_get_viewer (canvas_of (window));
  gint64 end = pl_picture_get_now (pl_viewer_get_picture (viewer)), late = end * 4 / 5;
  g_autoptr(PlFindSource) source = pl_picture_make_source (pl_viewer_get_picture (viewer));
  g_autofree char *count = NULL, *told = NULL;
  guint n_begun = 0;
  GtkWidget *tab;
  PlFindSpan span;

  for (guint lane = 1; lane < pl_find_source_n_lanes (source); lane++)
    for (guint64 i = 0; pl_find_source_get (source, lane, i, &span); i++)
      n_begun += span.state == PL_STATE_WORKING && span.from_ns < late;
  g_assert_cmpuint (n_begun, >, 20);
  g_assert_cmpuint (n_begun, <, 40);
  count = g_strdup_printf ("%u", n_begun);
  look_closer (window, "range");
  tab = tab_of (window, "range");
  wait_until (says (tab, "Whole run") && says (tab, "40"));
  pl_replay_seek (replay, late);
  wait_until (says (tab, "The run so far") && says (tab, count));
  g_assert_false (says (tab, "40"));
  /* Nothing of what is selected has happened yet. */
  pl_viewer_select_range (viewer, end - end / 10, end);
  wait_until (says (tab, "nothing has happened there yet"));
  pl_viewer_clear (viewer);
  /* A job that was begun anew in every frame would never be done. */
  pl_replay_set_speed (replay, 0);
  g_assert_cmpuint (pl_speeds_part (0), ==, PL_SPEED_SLOWEST);
  pl_replay_seek (replay, end / 10);
  pl_replay_play (replay);
  wait_until (says (tab, "The run so far"));
  for (guint i = 0; i < 2; i++)
    {
      g_free (told);
      told = g_strdup (gtk_label_get_text (GTK_LABEL (ui_find_type (tab, GTK_TYPE_LABEL))));
      wait_until (!says (tab, told) || !pl_replay_get_playing (replay));
      g_assert_true (pl_replay_get_playing (replay));
    }
  pl_replay_leave (replay);
  wait_until (says (tab, "Whole run") && says (tab, "40"));
  look_closer (window, "times");
  tab = tab_of (window, "times");
  wait_until (says (tab, "Task times: 40, "));
  pl_replay_seek (replay, late);
  g_free (count);
  count = g_strdup_printf ("Task times: %u, ", n_begun);
  wait_until (says (tab, count));
  ui_test_close (window);
}

/* Numbers that are larger take their room from elsewhere, not from the bars. */
static void
check_large_type (GtkWidget *bars)
{
  GtkSettings *settings = gtk_settings_get_default ();
  int dpi, usual, large;

  gtk_widget_measure (bars, GTK_ORIENTATION_VERTICAL, -1, &usual, NULL, NULL, NULL);
  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", 2 * 96 * 1024, NULL);
  gtk_widget_queue_resize (bars);
  gtk_widget_measure (bars, GTK_ORIENTATION_VERTICAL, -1, &large, NULL, NULL, NULL);
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);
  g_assert_cmpint (large - usual, >=, 36);
}

/* No line begins with the unit of a number, however wide the label is; its text is what it was. */
static void
check_lines (GtkLabel *label)
{
  g_autoptr(PangoLayout) layout = pango_layout_copy (gtk_label_get_layout (label));
  const char *text = pango_layout_get_text (layout);

  for (int width = 60; width < 700; width += 7)
    {
      pango_layout_set_width (layout, width * PANGO_SCALE);
      for (int i = 1; i < pango_layout_get_line_count (layout); i++)
        {
          const char *begin = text + pango_layout_line_get_start_index (pango_layout_get_line_readonly (layout, i));

          g_assert_false (g_str_has_prefix (begin, "%") || g_str_has_prefix (begin, "ms") || g_str_has_prefix (begin, "µs"));
        }
    }
}

static void
test_measures (void)
{
  PlWindow *window = show_pool (PL_IPC_PIPE);
  GtkWidget *tab;
  GtkLabel *sentence;

  ui_press (window, "c");
  tab = tab_of (window, "path");
  wait_until (says (tab, " %, ") && says (tab, " ms "));
  sentence = ui_find_type (tab, GTK_TYPE_LABEL);
  g_assert_true (gtk_label_get_wrap (sentence));
  check_lines (sentence);
  g_assert_null (strstr (gtk_label_get_text (sentence), "\u00a0"));
  /* What it says later is held together, too. */
  pl_replay_seek (pl_canvas_get_replay (canvas_of (window)), pl_picture_get_now (pl_canvas_get_picture (canvas_of (window))) / 2);
  wait_until (says (tab, "So far these"));
  check_lines (sentence);
  ui_test_close (window);
}

/* With large text no tab makes the window wider than a small screen: what is beside it would be cut off, titles first. */
static void
test_large_text (void)
{
  static const char *const tabs[] = { "find", "range", "times", "path", "notes" };
  PlWindow *window = show_pool (PL_IPC_QUEUE);
  GtkSettings *settings = gtk_settings_get_default ();
  int dpi, least;

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", (int) (1.7 * 96 * 1024), NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tabs); i++)
    {
      look_closer (window, tabs[i]);
      wait_until (gtk_widget_get_mapped (tab_of (window, tabs[i])));
      gtk_widget_measure (gtk_window_get_child (GTK_WINDOW (window)), GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
      g_test_message ("%s: %d", tabs[i], least);
      g_assert_cmpint (least, <=, 880);
    }
  /* Nor higher: the legend gives way to the picture and its title, until there is room again. */
  g_object_set (settings, "gtk-xft-dpi", (int) (2.4 * 96 * 1024), NULL);
  wait_until (!gtk_widget_get_visible (ui_find_type (GTK_WIDGET (ui_page (window, "pool")), PL_TYPE_LEGEND)));
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);
  wait_until (gtk_widget_get_visible (ui_find_type (GTK_WIDGET (ui_page (window, "pool")), PL_TYPE_LEGEND)));
  ui_test_close (window);
}

/* But all that is beside the entry stands in one line with it, as long as there is room. */
static void
test_tools (void)
{
  PlWindow *window = show_pool (PL_IPC_QUEUE);
  GtkWidget *button, *tools, *bar;
  int high, one, wide, small;

  look_closer (window, "find");
  button = ui_find_button (tab_of (window, "find"), "Slowest Task");
  tools = gtk_widget_get_parent (button);
  bar = gtk_widget_get_parent (tools);
  gtk_widget_measure (ui_find_type (bar, GTK_TYPE_SEARCH_ENTRY), GTK_ORIENTATION_HORIZONTAL, -1, &small, NULL, NULL, NULL);
  gtk_widget_measure (tools, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &wide, NULL, NULL);
  gtk_widget_measure (button, GTK_ORIENTATION_VERTICAL, -1, NULL, &one, NULL, NULL);
  gtk_widget_measure (bar, GTK_ORIENTATION_VERTICAL, small + wide + 6, NULL, &high, NULL, NULL);
  g_assert_cmpint (high, <, 2 * one);
  gtk_widget_measure (bar, GTK_ORIENTATION_VERTICAL, wide, NULL, &high, NULL, NULL);
  g_assert_cmpint (high, >=, 2 * one);
  ui_test_close (window);
}

/* A bar marks just as many spans as it counts. */
static void
test_bars (void)
{
  PlWindow *window = show_pool (PL_IPC_QUEUE);
  PlPicture *picture = pl_canvas_get_picture (canvas_of (window));
  GtkWidget *tab, *bars;

  look_closer (window, "times");
  tab = tab_of (window, "times");
  wait_until (says (tab, "Task times: 40, "));
  bars = ui_find_type (tab, PL_TYPE_BARS_VIEW);
  gtk_widget_grab_focus (bars);
  ui_press (window, "Right Return");
  wait_until (pl_picture_get_highlights (picture, PL_HIGHLIGHT_HITS) != NULL);
  g_assert_cmpuint (pl_picture_get_highlights (picture, PL_HIGHLIGHT_HITS)->hits->len, >, 0);
  g_assert_cmpuint (pl_picture_get_highlights (picture, PL_HIGHLIGHT_HITS)->hits->len, <, 40);
  {
    g_autofree char *counted = g_strdup_printf ("%u of 40 lasted", pl_picture_get_highlights (picture, PL_HIGHLIGHT_HITS)->hits->len);
    g_autofree char *description = NULL;
    g_autoptr(GRegex) regex = g_regex_new (counted, 0, 0, NULL);

    description = gtk_test_accessible_check_property (GTK_ACCESSIBLE (bars), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "");
    g_assert_true (g_regex_match (regex, description, 0, NULL));
  }
  check_large_type (bars);
  ui_test_close (window);
}

/* Every tab says something sensible where nothing has run, and on every page. */
static void
test_nothing (void)
{
  static const char *const pages[] = { "pool", "race", "scene" }, *const tabs[] = { "find", "range", "times", "path", "notes" };
  PlWindow *window = ui_test_window (900, 600);

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      ui_activate (window, "win.page", g_variant_new_string (pages[i]));
      for (guint k = 0; k < G_N_ELEMENTS (tabs); k++)
        {
          look_closer (window, tabs[k]);
          wait_until (gtk_widget_get_mapped (tab_of (window, tabs[k])));
        }
      ui_activate (window, "win.find-next", NULL);
    }
  g_assert_true (says (tab_of (window, "path"), "Nothing has run yet."));
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
  g_test_add_func ("/ui/find/range", test_range);
  g_test_add_func ("/ui/find/range-sorted", test_range_sorted);
  g_test_add_func ("/ui/find/range-told", test_range_told);
  g_test_add_func ("/ui/find/replayed", test_replayed);
  g_test_add_func ("/ui/find/measures", test_measures);
  g_test_add_func ("/ui/find/large-text", test_large_text);
  g_test_add_func ("/ui/find/tools", test_tools);
  g_test_add_func ("/ui/find/bars", test_bars);
  g_test_add_func ("/ui/find/nothing", test_nothing);
  return g_test_run ();
}
