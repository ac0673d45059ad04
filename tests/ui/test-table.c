/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table beside the picture: opened, sorted, selected from both sides and copied, as a person does it. */
#include "config.h"

#include <malloc.h>
#include <string.h>

#include "fixture-log.h"
#include "ui-util.h"
#include "ui/pl-page.h"
#include "ui/table/pl-row-list.h"

static PlCanvas *
canvas_of (PlWindow *window)
{
  return pl_page_get_canvas (ui_page (window, "pool"));
}

/* NULL: nobody has looked at it yet. */
static GtkColumnView *
view_of (PlWindow *window)
{
  gpointer view = ui_find_type (ui_child (window, "table_pane"), GTK_TYPE_COLUMN_VIEW);

  return view != NULL ? GTK_COLUMN_VIEW (view) : NULL;
}

static PlRowList *
list_of (PlWindow *window)
{
  return PL_ROW_LIST (gtk_column_view_get_model (view_of (window)));
}

static PlRows *
rows_of (PlWindow *window)
{
  return view_of (window) != NULL ? pl_row_list_get_rows (list_of (window)) : NULL;
}

static gboolean
is_sorted_by (PlWindow     *window,
              PlRowsColumn  column,
              gboolean      descending)
{
  return rows_of (window) != NULL && pl_rows_get_order (rows_of (window))->column == column &&
         pl_rows_get_order (rows_of (window))->descending == descending;
}

static PlWindow *
show_log (PlLog *log,
          int    width)
{
  PlWindow *window = ui_test_window (width, 760);

  pl_page_show_log (ui_page (window, "pool"), log);
  pl_log_unref (log);
  wait_until (pl_canvas_get_drawing (canvas_of (window)) != NULL);
  gtk_widget_grab_focus (GTK_WIDGET (canvas_of (window)));
  ui_press (window, "ctrl+t");
  wait_until (rows_of (window) != NULL);
  return window;
}

static PlWindow *
show_pool (void)
{
  return show_log (fixture_pool (&(FixturePlan) { .workers = 3, .tasks = 40, .ipc = PL_IPC_QUEUE, .task_ns = 900000, .seed = 4 }),
                   1100);
}

static guint
selected_row (PlWindow *window)
{
  g_autoptr(GtkBitset) selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (list_of (window)));
  return gtk_bitset_get_size (selected) == 1 ? gtk_bitset_get_minimum (selected) : GTK_INVALID_LIST_POSITION;
}

/* Every span of the run has a row, in the order of time; the key opens it, and closes it. */
static void
test_open (void)
{
  PlWindow *window = show_pool ();
  PlTrace *trace = pl_picture_get_trace (pl_canvas_get_picture (canvas_of (window)));

  g_assert_cmpuint (pl_rows_get_n (rows_of (window)), ==, pl_trace_get_n_records_total (trace));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list_of (window))), ==, pl_rows_get_n (rows_of (window)));
  g_assert_true (is_sorted_by (window, PL_COLUMN_BEGIN, FALSE));
  g_assert_true (ui_is_named (view_of (window), "Data of the run"));
  ui_press (window, "Escape");
  wait_until (!gtk_widget_get_visible (ui_child (window, "table_pane")));
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) == GTK_WIDGET (canvas_of (window)));
  ui_test_close (window);
}

static gboolean
ends_by (PlWindow *window,
         gint64    until_ns)
{
  PlRows *rows = rows_of (window);
  PlFindSpan span;

  if (rows == NULL || pl_rows_get_order (rows)->until_ns != until_ns)
    return FALSE;
  for (guint i = 0; i < pl_rows_get_n (rows); i++)
    {
      g_assert_true (pl_rows_get_span (rows, i, &span));
      g_assert_true (until_ns == 0 || (span.from_ns <= until_ns && span.to_ns <= until_ns));
    }
  return TRUE;
}

/* In a replay there is no more than there was by then, and what goes on has lasted so long. */
static void
test_replay (void)
{
  PlWindow *window = show_pool ();
  PlTrace *trace = pl_picture_get_trace (pl_canvas_get_picture (canvas_of (window)));
  PlViewer *viewer = pl_canvas_get_viewer (canvas_of (window));
  guint64 all = pl_trace_get_n_records_total (trace);
  gint64 half_ns = pl_trace_get_end_ns (trace) / 2;

  pl_viewer_set_until (viewer, half_ns, FALSE);
  wait_until (ends_by (window, half_ns));
  g_assert_cmpuint (pl_rows_get_n (rows_of (window)), ==, pl_trace_get_n_records_total (pl_trace_at (trace, half_ns)));
  g_assert_cmpuint (pl_rows_get_n (rows_of (window)), <, all);
  pl_viewer_set_until (viewer, half_ns / 2, FALSE);
  wait_until (ends_by (window, half_ns / 2));
  pl_viewer_set_until (viewer, 0, FALSE);
  wait_until (ends_by (window, 0));
  g_assert_cmpuint (pl_rows_get_n (rows_of (window)), ==, all);
  ui_test_close (window);
}

/* The title of a column, clicked once and again. */
static void
test_sort (void)
{
  PlWindow *window = show_pool ();
  GListModel *columns = gtk_column_view_get_columns (view_of (window));
  g_autoptr(GtkColumnViewColumn) length = g_list_model_get_item (columns, 2);
  gint64 before = G_MAXINT64;

  gtk_column_view_sort_by_column (view_of (window), length, GTK_SORT_ASCENDING);
  wait_until (is_sorted_by (window, PL_COLUMN_LENGTH, FALSE));
  gtk_column_view_sort_by_column (view_of (window), length, GTK_SORT_DESCENDING);
  wait_until (is_sorted_by (window, PL_COLUMN_LENGTH, TRUE));
  for (guint i = 0; i < pl_rows_get_n (rows_of (window)); i++)
    {
      PlFindSpan span;

      g_assert_true (pl_rows_get_span (rows_of (window), i, &span));
      g_assert_cmpint (span.to_ns - span.from_ns, <=, before);
      before = span.to_ns - span.from_ns;
    }
  ui_test_close (window);
}

/* What is selected in the picture is selected in the table, and the other way round. */
static void
test_both_ways (void)
{
  PlWindow *window = show_pool ();
  PlTrace *trace = pl_picture_get_trace (pl_canvas_get_picture (canvas_of (window)));
  PlSpan wanted, selected;
  PlFindSpan span;
  guint row;

  g_assert_true (pl_trace_find_task (trace, 33, &wanted));
  pl_viewer_select (pl_canvas_get_viewer (canvas_of (window)), &(PlItem) { 0, wanted.lane, wanted.index, wanted.index });
  wait_until (selected_row (window) != GTK_INVALID_LIST_POSITION);
  row = selected_row (window);
  g_assert_true (pl_rows_get_span (rows_of (window), row, &span));
  g_assert_cmpint (span.task, ==, 33);

  gtk_widget_grab_focus (GTK_WIDGET (view_of (window)));
  ui_press (window, "Up");
  wait_until (selected_row (window) != row && selected_row (window) != GTK_INVALID_LIST_POSITION);
  g_assert_true (pl_rows_get_span (rows_of (window), selected_row (window), &span));
  wait_until (ui_selected_span (canvas_of (window), trace, &selected) && selected.index == span.index &&
              selected.lane == span.lane);
  ui_test_close (window);
}

/* A line of titles, then a line for each row that is selected: all of them, or one. */
static void
test_copy (void)
{
  PlWindow *window = show_pool ();
  guint n = pl_rows_get_n (rows_of (window));
  g_autofree char *all = NULL, *one = NULL;
  g_auto(GStrv) lines = NULL;

  gtk_selection_model_select_all (GTK_SELECTION_MODEL (list_of (window)));
  gtk_widget_grab_focus (GTK_WIDGET (view_of (window)));
  ui_press (window, "ctrl+c");
  wait_until (gdk_clipboard_is_local (gtk_widget_get_clipboard (GTK_WIDGET (window))));
  all = ui_clipboard_text (window);
  lines = g_strsplit (all, "\n", 0);
  g_assert_cmpuint (g_strv_length (lines), ==, n + 2);
  g_assert_cmpstr (lines[0], ==, "Lane\tBegin (ms)\tLength (ms)\tState\tTask\tIn words");
  for (guint i = 0; i <= n; i++)
    {
      g_auto(GStrv) cells = g_strsplit (lines[i], "\t", 0);
      g_assert_cmpuint (g_strv_length (cells), ==, 6);
    }

  gtk_selection_model_select_item (GTK_SELECTION_MODEL (list_of (window)), 5, TRUE);
  gtk_widget_activate_action (GTK_WIDGET (view_of (window)), "table.copy", NULL);
  one = ui_clipboard_text (window);
  g_assert_true (g_str_has_suffix (one, lines[6]) || strstr (one, lines[6]) != NULL);
  g_assert_cmpuint (strlen (one), ==, strlen (lines[0]) + strlen (lines[6]) + 2);
  ui_test_close (window);
}

/* Only what is in sight: fewer rows, and they follow the picture. */
static void
test_in_sight (void)
{
  PlWindow *window = show_pool ();
  GtkWidget *check = ui_find_type (ui_child (window, "table_pane"), GTK_TYPE_CHECK_BUTTON);
  guint n = pl_rows_get_n (rows_of (window)), fewer;
  gint64 end = pl_trace_get_end_ns (pl_picture_get_trace (pl_canvas_get_picture (canvas_of (window))));

  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  pl_viewer_select_range (pl_canvas_get_viewer (canvas_of (window)), end / 3, end / 2);
  wait_until (pl_rows_get_n (rows_of (window)) < n);
  fewer = pl_rows_get_n (rows_of (window));
  pl_viewer_select_range (pl_canvas_get_viewer (canvas_of (window)), end / 3, end / 3 + end / 100);
  wait_until (pl_rows_get_n (rows_of (window)) < fewer);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), FALSE);
  wait_until (pl_rows_get_n (rows_of (window)) == n);
  ui_test_close (window);
}

/* What of them is chosen: messages have rows of their own. */
static void
test_messages (void)
{
  PlWindow *window = show_pool ();
  GtkWidget *kinds = ui_find_type (ui_child (window, "table_pane"), GTK_TYPE_DROP_DOWN);
  PlFindSpan span;

  g_assert_cmpuint (g_list_model_get_n_items (gtk_drop_down_get_model (GTK_DROP_DOWN (kinds))), ==, 2);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (kinds), 1);
  wait_until (rows_of (window) != NULL && pl_rows_get_order (rows_of (window))->kind == PL_ROWS_MESSAGES);
  g_assert_cmpuint (pl_rows_get_n (rows_of (window)), ==, 80);
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (list_of (window)), 3, TRUE);
  wait_until (pl_canvas_get_viewport (canvas_of (window))->has_selection);
  g_assert_true (pl_rows_get_span (rows_of (window), 3, &span));
  g_assert_cmpuint (pl_canvas_get_viewport (canvas_of (window))->selected.index, ==, span.item);
  g_assert_cmpuint (selected_row (window), ==, 3);
  ui_test_close (window);
}

/* To the right of the picture where there is room, else below it. */
static void
test_place (void)
{
  PlWindow *window = show_pool ();

  g_assert_cmpint (gtk_orientable_get_orientation (ui_child (window, "beside")), ==, GTK_ORIENTATION_VERTICAL);
  ui_test_close (window);
  /* The settings take room, too; without them there is enough again. */
  window = show_log (fixture_random (2, 100, 10000, 1, PL_PHASE_DONE), 1400);
  g_assert_cmpint (gtk_orientable_get_orientation (ui_child (window, "beside")), ==, GTK_ORIENTATION_VERTICAL);
  ui_activate (window, "win.sidebar", NULL);
  wait_until (gtk_orientable_get_orientation (ui_child (window, "beside")) == GTK_ORIENTATION_HORIZONTAL);
  ui_test_close (window);
  window = show_log (fixture_random (2, 100, 10000, 1, PL_PHASE_DONE), 1600);
  g_assert_cmpint (gtk_orientable_get_orientation (ui_child (window, "beside")), ==, GTK_ORIENTATION_HORIZONTAL);
  ui_test_close (window);
}

/* In a low window the picture keeps its room: there is one pane below it, the one that was asked for last. */
static void
test_low (void)
{
  PlWindow *window = ui_test_window (900, 600);
  GtkWidget *table = ui_child (window, "table_pane"), *find = ui_child (window, "find_pane");

  ui_activate (window, "win.show-table", NULL);
  g_assert_true (gtk_widget_get_visible (table));
  ui_activate (window, "win.look-closer", g_variant_new_string ("find"));
  wait_until (gtk_widget_get_visible (find) && !gtk_widget_get_visible (table));
  ui_activate (window, "win.show-table", NULL);
  wait_until (gtk_widget_get_visible (table) && !gtk_widget_get_visible (find));
  ui_test_close (window);
}

static guint
count_rows (GtkWidget *widget)
{
  guint n = strcmp (gtk_widget_get_css_name (widget), "row") == 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += count_rows (child);
  return n;
}

static gint64
used_bytes (void)
{
  struct mallinfo2 used = mallinfo2 ();
  return (gint64) (used.uordblks + used.hblkhd);
}

static void
turn (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

typedef struct { guint n, most; } Mirror;

static void
changed_cb (GListModel *model,
            guint       position,
            guint       removed,
            guint       added,
            Mirror     *mirror)
{
  g_assert_cmpuint (position + removed, <=, mirror->n);
  mirror->n += added - removed;
  mirror->most = MAX (mirror->most, MIN (removed, added));
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, mirror->n);
}

/* Other rows, as in each step of a replay: GTK looks at all that are told at once, and never has many to look at. */
static void
test_many_others (void)
{
  PlWindow *window = show_log (fixture_random (4, 25000, 2000, 1, PL_PHASE_DONE), 1400);
  PlViewer *viewer = pl_canvas_get_viewer (canvas_of (window));
  gint64 end_ns = pl_trace_get_end_ns (pl_picture_get_trace (pl_canvas_get_picture (canvas_of (window))));
  Mirror mirror = { pl_rows_get_n (rows_of (window)), 0 };

  g_assert_cmpuint (mirror.n, >=, 100000);
  g_signal_connect (list_of (window), "items-changed", G_CALLBACK (changed_cb), &mirror);
  for (guint part = 4; part > 0; part--)
    {
      gint64 until_ns = part % 2 ? end_ns / 4 * part : end_ns / 5 * part;

      pl_viewer_set_until (viewer, until_ns, FALSE);
      wait_until (pl_rows_get_order (rows_of (window))->until_ns == until_ns);
      g_assert_cmpuint (mirror.n, ==, pl_rows_get_n (rows_of (window)));
    }
  pl_viewer_set_until (viewer, 0, FALSE);
  wait_until (pl_rows_get_order (rows_of (window))->until_ns == 0);
  g_assert_cmpuint (mirror.n, >=, 100000);
  g_assert_cmpuint (mirror.most, >, 0);
  g_assert_cmpuint (mirror.most, <=, 10000);
  g_signal_handlers_disconnect_by_data (list_of (window), &mirror);
  ui_test_close (window);
}

/* A million rows: as many widgets as for a few hundred, and a few bytes each, also when all of them are selected. */
static void
test_million (void)
{
  gint64 before;
  PlWindow *window = show_log (fixture_random (4, 250000, 2000, 1, PL_PHASE_DONE), 1400);
  GtkSelectionModel *model = GTK_SELECTION_MODEL (list_of (window));
  guint n = pl_rows_get_n (rows_of (window));
  gint64 began;

  g_assert_cmpuint (n, >=, 1000000);
  wait_until (count_rows (GTK_WIDGET (view_of (window))) > 10);
  g_assert_cmpuint (count_rows (GTK_WIDGET (view_of (window))), <, 600);
  before = used_bytes ();
  gtk_selection_model_select_all (model);
  turn ();
  g_assert_true (gtk_selection_model_is_selected (model, n - 1));
  g_test_message ("all of %u selected: %.2f bytes a row, %u widgets for rows", n, (double) (used_bytes () - before) / n,
                  count_rows (GTK_WIDGET (view_of (window))));
  g_assert_cmpint (used_bytes () - before, <, 8 * (gint64) n);
  began = g_get_monotonic_time ();
  gtk_selection_model_select_item (model, n / 2, TRUE);
  g_test_message ("one of them selected in the picture: %.1f ms", (double) (g_get_monotonic_time () - began) / 1000);
  wait_until (pl_canvas_get_viewport (canvas_of (window))->has_selection);
  g_assert_cmpuint (count_rows (GTK_WIDGET (view_of (window))), <, 600);
  ui_test_close (window);
}

int
main (int    argc,
      char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/table/open", test_open);
  g_test_add_func ("/ui/table/replay", test_replay);
  g_test_add_func ("/ui/table/sort", test_sort);
  g_test_add_func ("/ui/table/both-ways", test_both_ways);
  g_test_add_func ("/ui/table/copy", test_copy);
  g_test_add_func ("/ui/table/in-sight", test_in_sight);
  g_test_add_func ("/ui/table/messages", test_messages);
  g_test_add_func ("/ui/table/place", test_place);
  g_test_add_func ("/ui/table/low", test_low);
  g_test_add_func ("/ui/table/many-others", test_many_others);
  g_test_add_func ("/ui/table/million", test_million);
  return g_test_run ();
}
