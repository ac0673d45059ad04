/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking closer: the statistics of a range, the histograms, and how all of it fits in, as a person sees it. */
#include "config.h"

#include <string.h>

#include "find-util.h"
#include "ui/find/pl-bars-view.h"
#include "fixture-log.h"
#include "log/pl-lane-writer.h"
#include "paint/pl-speeds.h"
#include "ui/pl-page.h"
#include "ui/pool/pl-legend.h"

static guint
n_rows (GtkWidget *tab)
{
  return g_list_model_get_n_items (G_LIST_MODEL (gtk_column_view_get_model (GTK_COLUMN_VIEW (ui_find_type (tab, GTK_TYPE_COLUMN_VIEW)))));
}

/* They follow what is looked at: all of it, a selected range, the markers. */
static void
test_range (void)
{
  PlWindow *window = find_show_pool (PL_IPC_QUEUE);
  PlViewer *viewer = pl_canvas_get_viewer (find_canvas (window));
  gint64 end = pl_picture_get_now (pl_viewer_get_picture (viewer));
  GtkWidget *tab;

  find_look_closer (window, "range");
  tab = find_tab (window, "range");
  wait_until (find_says (tab, "Whole run"));
  g_assert_cmpuint (n_rows (tab), ==, 5);
  wait_until (find_says (tab, "All workers") && find_says (tab, "40"));
  pl_viewer_select_range (viewer, end / 4, end / 2);
  wait_until (find_says (tab, "Selected range"));
  g_assert_false (find_says (tab, "40"));
  pl_viewer_clear (viewer);
  pl_viewer_set_marker (viewer, 0, end / 2);
  pl_viewer_set_marker (viewer, 1, end / 4);
  wait_until (find_says (tab, "Between A and B"));
  pl_viewer_clear_markers (viewer);
  pl_viewer_show (viewer, end / 4, end / 2);
  wait_until (find_says (tab, "What is in sight"));
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
  GtkWidget *copy = ui_find_button (find_tab (window, "range"), "Copy Table");
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
  PlWindow *window = find_show_pool (PL_IPC_QUEUE);
  GtkColumnView *table;
  guint n_columns;

  g_signal_emit_by_name (ui_find_button (ui_page (window, "pool"), "Per Worker"), "clicked");
  wait_until (find_says (find_tab (window, "range"), "All workers"));
  table = ui_find_type (find_tab (window, "range"), GTK_TYPE_COLUMN_VIEW);
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
  PlLog *log = fixture_told (2, 62000000);
  GtkWidget *tab;

  pl_page_show_log (ui_page (window, "pool"), log);
  pl_log_unref (log);
  find_look_closer (window, "range");
  tab = find_tab (window, "range");
  wait_until (find_says (tab, "on a CPU") && find_says (tab, "waiting for a CPU"));
  wait_until (find_says (tab, "38 %") && find_says (tab, "62 %"));
  ui_test_close (window);
}

/* Of a replay they count what had happened by its moment, also while it plays. */
static void
test_replayed (void)
{
  PlWindow *window = find_show_pool (PL_IPC_QUEUE);
  PlReplay *replay = pl_canvas_get_replay (find_canvas (window));
  PlViewer *viewer = pl_canvas_get_viewer (find_canvas (window));
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
  find_look_closer (window, "range");
  tab = find_tab (window, "range");
  wait_until (find_says (tab, "Whole run") && find_says (tab, "40"));
  pl_replay_seek (replay, late);
  wait_until (find_says (tab, "The run so far") && find_says (tab, count));
  g_assert_false (find_says (tab, "40"));
  /* Nothing of what is selected has happened yet. */
  pl_viewer_select_range (viewer, end - end / 10, end);
  wait_until (find_says (tab, "nothing has happened there yet"));
  pl_viewer_clear (viewer);
  /* A job that was begun anew in every frame would never be done. */
  pl_replay_set_speed (replay, 0);
  g_assert_cmpuint (pl_speeds_part (0), ==, PL_SPEED_SLOWEST);
  pl_replay_seek (replay, end / 10);
  pl_replay_play (replay);
  wait_until (find_says (tab, "The run so far"));
  for (guint i = 0; i < 2; i++)
    {
      g_free (told);
      told = g_strdup (gtk_label_get_text (GTK_LABEL (ui_find_type (tab, GTK_TYPE_LABEL))));
      wait_until (!find_says (tab, told) || !pl_replay_get_playing (replay));
      g_assert_true (pl_replay_get_playing (replay));
    }
  pl_replay_leave (replay);
  wait_until (find_says (tab, "Whole run") && find_says (tab, "40"));
  find_look_closer (window, "times");
  tab = find_tab (window, "times");
  wait_until (find_says (tab, "Task times: 40, "));
  pl_replay_seek (replay, late);
  g_free (count);
  count = g_strdup_printf ("Task times: %u, ", n_begun);
  wait_until (find_says (tab, count));
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
  PlWindow *window = find_show_pool (PL_IPC_PIPE);
  GtkWidget *tab;
  GtkLabel *sentence;

  ui_press (window, "c");
  tab = find_tab (window, "path");
  wait_until (find_says (tab, " %, ") && find_says (tab, " ms "));
  sentence = ui_find_type (tab, GTK_TYPE_LABEL);
  g_assert_true (gtk_label_get_wrap (sentence));
  check_lines (sentence);
  g_assert_null (strstr (gtk_label_get_text (sentence), "\u00a0"));
  /* What it says later is held together, too. */
  pl_replay_seek (pl_canvas_get_replay (find_canvas (window)), pl_picture_get_now (pl_canvas_get_picture (find_canvas (window))) / 2);
  wait_until (find_says (tab, "So far these"));
  check_lines (sentence);
  ui_test_close (window);
}

/* With large text no tab makes the window wider than a small screen: what is beside it would be cut off, titles first. */
static void
test_large_text (void)
{
  static const char *const tabs[] = { "find", "range", "times", "path", "notes" };
  PlWindow *window = find_show_pool (PL_IPC_QUEUE);
  GtkSettings *settings = gtk_settings_get_default ();
  int dpi, least;

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", (int) (1.7 * 96 * 1024), NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tabs); i++)
    {
      find_look_closer (window, tabs[i]);
      wait_until (gtk_widget_get_mapped (find_tab (window, tabs[i])));
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
  PlWindow *window = find_show_pool (PL_IPC_QUEUE);
  GtkWidget *button, *tools, *bar;
  int high, one, wide, small;

  find_look_closer (window, "find");
  button = ui_find_button (find_tab (window, "find"), "Slowest Task");
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
  PlWindow *window = find_show_pool (PL_IPC_QUEUE);
  PlPicture *picture = pl_canvas_get_picture (find_canvas (window));
  GtkWidget *tab, *bars;

  find_look_closer (window, "times");
  tab = find_tab (window, "times");
  wait_until (find_says (tab, "Task times: 40, "));
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
          find_look_closer (window, tabs[k]);
          wait_until (gtk_widget_get_mapped (find_tab (window, tabs[k])));
        }
      ui_activate (window, "win.find-next", NULL);
    }
  g_assert_true (find_says (find_tab (window, "path"), "Nothing has run yet."));
  ui_test_close (window);
}

int
main (int    argc,
      char **argv)
{
  ui_test_init (&argc, &argv);
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
