/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The findings of a recorded program: whoever clicks one sees it in the picture. */
#include "config.h"

#include "trace/recording/pl-recording.h"
#include "ui-util.h"
#include "ui/recording/pl-findings-list.h"
#include "ui/recording/pl-recording-page.h"

static PlWindow *
open_window (const char *command,
             int         width,
             int         height)
{
  PlWindow *window = ui_test_record_window (command, width, height);

  ui_activate (window, "win.run", NULL);
  wait_until (!ui_is_running (window));
  return window;
}

static PlTrace *
trace_of (PlWindow *window)
{
  return pl_recording_page_get_trace (ui_page (window, "recording"));
}

/* Its lanes are pointed out, for its time. */
static void
assert_lanes (PlViewer        *viewer,
              const PlFinding *finding)
{
  PlHighlights *highlights = pl_picture_get_highlights (pl_viewer_get_picture (viewer), PL_HIGHLIGHT_HITS);

  g_assert_nonnull (highlights);
  g_assert_cmpuint (highlights->hits->len, ==, finding->lanes->len);
  for (guint i = 0; i < finding->lanes->len; i++)
    {
      const PlStretch *hit = &g_array_index (highlights->hits, PlStretch, i);

      g_assert_cmpuint (hit->lane, ==, g_array_index (finding->lanes, guint, i));
      g_assert_cmpint (hit->from_ns, ==, finding->from_ns);
      g_assert_cmpint (hit->to_ns, ==, finding->to_ns);
    }
}

/* A finding that is clicked is what the picture shows. */
static void
test_findings (void)
{
  PlWindow *window = open_window ("sleep 0.1; sleep 0.1; sleep 0.1", 1200, 850);
  g_autoptr(PlHighlights) found = pl_highlights_new ();
  g_autoptr(GPtrArray) findings = NULL;
  GtkListBoxRow *row;
  PlViewer *viewer;
  GtkListBox *list;

  findings = pl_findings_new (trace_of (window));
  g_assert_cmpuint (findings->len, ==, 1);
  g_assert_cmpstr (((PlFinding *) findings->pdata[0])->id, ==, "started-one-by-one");

  list = ui_find_type (ui_child (ui_page (window, "recording"), "findings"), GTK_TYPE_LIST_BOX);
  row = gtk_list_box_get_row_at_index (list, 0);
  g_assert_nonnull (row);
  g_assert_null (gtk_list_box_get_row_at_index (list, 1));
  viewer = pl_canvas_get_viewer (pl_page_get_canvas (ui_page (window, "recording")));
  g_assert_false (pl_viewer_get_viewport (viewer)->has_range);
  pl_viewer_set_highlights (viewer, PL_HIGHLIGHT_HITS, found);
  g_signal_emit_by_name (list, "row-activated", row);
  g_signal_emit_by_name (list, "row-activated", row);
  g_assert_true (pl_viewer_get_viewport (viewer)->has_range);
  g_assert_cmpint (pl_viewer_get_viewport (viewer)->range_from_ns, ==, ((PlFinding *) findings->pdata[0])->from_ns);
  assert_lanes (viewer, findings->pdata[0]);
  /* Whoever looks at something else has done with it: what he had searched for is there again. */
  pl_viewer_clear (viewer);
  g_assert_true (pl_picture_get_highlights (pl_viewer_get_picture (viewer), PL_HIGHLIGHT_HITS) == found);
  ui_test_close (window);
}

static gboolean
is_told (GtkListBox *list,
         int         i)
{
  return gtk_widget_get_child_visible (GTK_WIDGET (gtk_list_box_get_row_at_index (list, i)));
}

/* Of a replay what is found is told when all it is about has been. */
static void
test_replayed (void)
{
  PlWindow *window = open_window ("sleep 0.1; sleep 0.1; sleep 0.1", 1200, 850);
  PlReplay *replay = pl_canvas_get_replay (pl_page_get_canvas (ui_page (window, "recording")));
  GtkListBox *list = ui_find_type (ui_child (ui_page (window, "recording"), "findings"), GTK_TYPE_LIST_BOX);
  GtkStackPage *page = ui_child (ui_page (window, "recording"), "findings_page");
  g_autoptr(GPtrArray) findings = pl_findings_new (trace_of (window));
  const PlFinding *finding = findings->pdata[0];

  g_assert_cmpstr (finding->id, ==, "started-one-by-one");
  g_assert_cmpstr (gtk_stack_page_get_title (page), ==, "Findings (1)");
  g_assert_true (is_told (list, 0));
  pl_replay_seek (replay, finding->to_ns - 1);
  g_assert_false (is_told (list, 0));
  g_assert_cmpstr (gtk_stack_page_get_title (page), ==, "Findings");
  pl_replay_seek (replay, finding->to_ns);
  g_assert_true (is_told (list, 0));
  g_assert_cmpstr (gtk_stack_page_get_title (page), ==, "Findings (1)");
  pl_replay_seek (replay, finding->from_ns);
  g_assert_false (is_told (list, 0));
  pl_replay_leave (replay);
  g_assert_true (is_told (list, 0));
  ui_test_close (window);
}

/* The row of that lane, between the axis and the end of the plot. */
static gboolean
is_in_sight (PlCanvas *canvas,
             guint     lane)
{
  PlDrawing *drawing = pl_canvas_get_drawing (canvas);
  PlBox box;
  guint row;

  return drawing != NULL && pl_picture_row_of_lane (pl_canvas_get_picture (canvas), lane, &row) && pl_drawing_lane_box (drawing, row, &box)
         && box.y >= drawing->plot.y - 0.5 && box.y + box.height <= drawing->plot.y + drawing->plot.height + 0.5;
}

/* What is told of it takes its room from the picture, and still its lane is in sight: the last one of many. So is more of the
 * run than its moment. */
static void
test_low (void)
{
  PlWindow *window = open_window ("for i in $(seq 24); do sleep 0.05 & done; wait; sleep 1 & sleep 0.1", 900, 600);
  PlCanvas *canvas = pl_page_get_canvas (ui_page (window, "recording"));
  GtkListBox *list = ui_find_type (ui_child (ui_page (window, "recording"), "findings"), GTK_TYPE_LIST_BOX);
  g_autoptr(GPtrArray) findings = pl_findings_new (trace_of (window));
  GtkWidget *details = ui_child (ui_page (window, "recording"), "details");
  const PlViewport *view = pl_canvas_get_viewport (canvas);
  const PlFinding *finding = findings->pdata[findings->len - 1];
  guint lane;
  int height;

  g_assert_cmpstr (finding->id, ==, "left-behind");
  lane = g_array_index (finding->lanes, guint, 0);
  wait_until (gtk_widget_get_mapped (GTK_WIDGET (list)) && !gtk_widget_get_mapped (details));
  g_signal_emit_by_name (list, "row-activated", gtk_list_box_get_row_at_index (list, (int) findings->len - 1));
  wait_until (gtk_widget_get_height (details) > 0);
  wait_until (is_in_sight (canvas, lane));
  /* Also if it takes some more, later. */
  height = gtk_widget_get_height (details);
  gtk_widget_set_size_request (details, -1, height + 60);
  wait_until (gtk_widget_get_height (details) > height);
  wait_until (is_in_sight (canvas, lane));
  g_assert_cmpint (view->range_from_ns, ==, finding->from_ns);
  /* As much before it as it lasted, but no more than a twentieth of the run. */
  g_assert_cmpint (finding->from_ns - view->from_ns, >=, MIN (finding->to_ns - finding->from_ns, pl_trace_get_end_ns (trace_of (window)) / 20) - 1);
  ui_test_close (window);
}

/* Where there is little room, and what is told of it takes some more, a sentence of three lines is seen whole. */
static void
test_lines (void)
{
  PlWindow *window = open_window ("sleep 0.1; sleep 0.1; sleep 0.1", 900, 600);
  GtkWidget *findings = ui_child (ui_page (window, "recording"), "findings");
  GtkWidget *details = ui_child (ui_page (window, "recording"), "details");
  GtkListBox *list = ui_find_type (findings, GTK_TYPE_LIST_BOX);
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (list, 0);
  graphene_rect_t bounds;

  gtk_label_set_text (ui_find_type (GTK_WIDGET (row), GTK_TYPE_LABEL), "1\n2\n3");
  wait_until (gtk_widget_get_mapped (GTK_WIDGET (list)) && !gtk_widget_get_mapped (details));
  g_signal_emit_by_name (list, "row-activated", row);
  wait_until (gtk_widget_get_height (details) > 0);
  g_assert_true (gtk_widget_compute_bounds (GTK_WIDGET (row), findings, &bounds));
  g_assert_cmpfloat (bounds.size.height, >, 50);
  g_assert_cmpfloat (bounds.size.height, <=, gtk_widget_get_height (findings));
  ui_test_close (window);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/recording-findings/click", test_findings);
  g_test_add_func ("/ui/recording-findings/replayed", test_replayed);
  g_test_add_func ("/ui/recording-findings/low", test_low);
  g_test_add_func ("/ui/recording-findings/lines", test_lines);
  return g_test_run ();
}
