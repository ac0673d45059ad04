/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program of a lesson beside its picture: who is at which line, in the lesson and whenever its run is opened again. */
#include "config.h"

#include <glib/gstdio.h>

#include "control/pl-run.h"
#include "lesson-util.h"
#include "trace/lesson/pl-lesson-look.h"
#include "trace/recording/pl-lines.h"
#include "ui/lesson/pl-lesson-form.h"
#include "ui/recording/pl-listing.h"

/* The longest stay at a line. */
static PlLineStay
longest_stay (const PlLines *lines)
{
  const PlLineStay *longest = pl_lines_get (lines, 0);

  for (guint i = 1; i < pl_lines_get_n (lines); i++)
    if (pl_lines_get (lines, i)->to_ns - pl_lines_get (lines, i)->from_ns > longest->to_ns - longest->from_ns)
      longest = pl_lines_get (lines, i);
  return *longest;
}

/* The first one below; NULL: there is none. */
static gpointer
find_a (gpointer widget,
        GType    type)
{
  gpointer found = G_TYPE_CHECK_INSTANCE_TYPE (widget, type) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL; child = gtk_widget_get_next_sibling (child))
    found = find_a (child, type);
  return found;
}

/* Whoever walks through the lines sees each, from its beginning on. */
static void
check_walk (PlListing *listing,
            gboolean   too_wide)
{
  GtkListBox *list = find_a (listing, GTK_TYPE_LIST_BOX);
  GtkScrolledWindow *scroll = GTK_SCROLLED_WINDOW (gtk_widget_get_ancestor (GTK_WIDGET (list), GTK_TYPE_SCROLLED_WINDOW));
  GtkAdjustment *across = gtk_scrolled_window_get_hadjustment (scroll), *down = gtk_scrolled_window_get_vadjustment (scroll);
  GtkWidget *row;

  wait_until (gtk_widget_get_mapped (GTK_WIDGET (list)) && gtk_adjustment_get_upper (down) > gtk_adjustment_get_page_size (down));
  g_assert_true (!too_wide || gtk_adjustment_get_upper (across) > gtk_adjustment_get_page_size (across));
  for (int i = 0; (row = GTK_WIDGET (gtk_list_box_get_row_at_index (list, i))) != NULL; i++)
    {
      graphene_rect_t box;

      gtk_widget_grab_focus (row);
      g_assert_cmpfloat (gtk_adjustment_get_value (across), ==, 0);
      g_assert_true (gtk_widget_compute_bounds (row, GTK_WIDGET (list), &box));
      g_assert_cmpfloat (box.origin.y, >=, gtk_adjustment_get_value (down));
      g_assert_cmpfloat (box.origin.y + box.size.height, <=, gtk_adjustment_get_value (down) + gtk_adjustment_get_page_size (down));
    }
}

/* At the cursor of a replay the listing shows who is at which line; a line that is chosen is pointed out. */
static void
check_lines (guint program)
{
  PlWindow *window = lesson_open ("four-processes");
  PlPage *page = ui_page (window, "lesson");
  PlListing *listing = ui_child (page, "listing");
  PlViewer *viewer = pl_canvas_get_viewer (pl_page_get_canvas (page));
  g_autoptr(PlLines) lines = NULL;
  PlLineStay stay;
  PlLineSum sum;

  gtk_drop_down_set_selected (ui_child (ui_form (window, "lesson"), "program"), program);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (listing)));
  lesson_run (window);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (listing)));
  lines = pl_lines_new (pl_picture_get_trace (pl_viewer_get_picture (viewer)));
  g_assert_nonnull (lines);
  stay = longest_stay (lines);
  g_assert_cmpstr (pl_listing_get_lanes (listing, stay.line), ==, "");
  pl_viewer_set_until (viewer, stay.from_ns + (stay.to_ns - stay.from_ns) / 2, FALSE);
  g_assert_cmpstr (pl_listing_get_lanes (listing, stay.line), !=, "");
  pl_viewer_set_until (viewer, 0, FALSE);
  g_assert_cmpstr (pl_listing_get_lanes (listing, stay.line), ==, "");

  g_assert_true (pl_lines_sum (lines, stay.line, &sum));
  pl_listing_choose (listing, stay.line);
  g_assert_nonnull (pl_picture_get_highlights (pl_viewer_get_picture (viewer), PL_HIGHLIGHT_HITS));
  g_assert_cmpuint (pl_picture_get_highlights (pl_viewer_get_picture (viewer), PL_HIGHLIGHT_HITS)->hits->len, ==, sum.n);
  check_walk (listing, program == 0);
  pl_listing_choose (listing, 0);
  g_assert_null (pl_picture_get_highlights (pl_viewer_get_picture (viewer), PL_HIGHLIGHT_HITS));
  /* Of another lesson nothing is listed. */
  pl_lesson_form_step (ui_form (window, "lesson"), 1);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (listing)));
  ui_test_close (window);
}

static void
test_lines_python (void)
{
  check_lines (0);
}

static void
test_lines_c (void)
{
  check_lines (1);
}

/* What is seen is the same in the lesson and later: with a program's own start it begins where something happens. */
static void
check_look (PlWindow *window)
{
  PlViewer *viewer = pl_canvas_get_viewer (pl_page_get_canvas (ui_page (window, "recording")));
  const PlViewport *seen = pl_viewer_get_viewport (viewer);
  PlTrace *trace = pl_picture_get_trace (pl_viewer_get_picture (viewer));
  gint64 from_ns = 0, to_ns = 0;

  if (pl_lesson_look (pl_trace_get_log (trace), &from_ns, &to_ns))
    g_assert_cmpint (from_ns, >, 0);
  g_assert_cmpint (ABS (seen->from_ns - from_ns), <=, to_ns / 1000);
}

/* As it is shown again later, from the file that was kept. */
static void
open_again (PlWindow *window)
{
  g_autofree char *path = ui_temp_path ("kept.paralane");

  g_assert_true (pl_run_save_log (pl_page_get_log (ui_page (window, "lesson")), path, NULL));
  pl_window_open_path (window, path);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (ui_child (window, "pages")), ==, "recording");
  check_look (window);
  g_unlink (path);
}

/* A run of before has its listing, too: whichever of the two ran. */
static void
check_kept (guint program)
{
  PlWindow *window = lesson_open ("first-process");
  PlPage *page;
  PlListing *listing;
  PlViewer *viewer;
  PlLineStay stay;
  g_autoptr(PlLines) lines = NULL;

  gtk_drop_down_set_selected (ui_child (ui_form (window, "lesson"), "program"), program);
  lesson_run (window);
  open_again (window);
  page = ui_page (window, "recording");
  listing = ui_child (page, "listing");
  viewer = pl_canvas_get_viewer (pl_page_get_canvas (page));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (ui_child (page, "below")), ==, "listing");
  g_assert_true (ui_is_named (find_a (listing, GTK_TYPE_LIST_BOX), program == 1 ? "C" : "Python"));
  lines = pl_lines_new (pl_picture_get_trace (pl_viewer_get_picture (viewer)));
  stay = longest_stay (lines);
  pl_viewer_set_until (viewer, stay.from_ns + (stay.to_ns - stay.from_ns) / 2, FALSE);
  g_assert_cmpstr (pl_listing_get_lanes (listing, stay.line), !=, "");
  /* Run does the same again, and that has a listing, too. */
  ui_activate (window, "win.run", NULL);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (listing)));
  wait_until (!ui_is_running (window));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (listing)));
  ui_test_close (window);
}

static void
test_kept_python (void)
{
  check_kept (0);
}

static void
test_kept_c (void)
{
  check_kept (1);
}

/* What has been written anew since is not what ran. */
static void
test_kept_changed (void)
{
  OwnLesson own = lesson_write_own ("kept", OWN ("Kept"), "print('first')\n");
  PlWindow *window = lesson_open ("kept");

  gtk_check_button_set_active (ui_child (ui_form (window, "lesson"), "agreed"), TRUE);
  lesson_run (window);
  open_again (window);
  g_assert_true (gtk_widget_get_visible (ui_child (ui_page (window, "recording"), "listing")));
  g_assert_true (g_file_set_contents (own.program, "import time\nprint('second')\n", -1, NULL));
  open_again (window);
  g_assert_false (gtk_widget_get_visible (ui_child (ui_page (window, "recording"), "listing")));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (ui_child (ui_page (window, "recording"), "below")), ==, "findings");
  g_unlink (own.program);
  open_again (window);
  g_assert_false (gtk_widget_get_visible (ui_child (ui_page (window, "recording"), "listing")));
  lesson_remove_own (&own);
  ui_test_close (window);
}

/* Both languages where there is room; Tab does not go through the lines one by one. */
static void
check_columns (int      width,
               gboolean both)
{
  PlWindow *window = ui_test_window (width, 850);
  GtkWidget *listing = ui_child (ui_page (window, "lesson"), "listing"), *focus;
  GtkListBox *list = find_a (listing, GTK_TYPE_LIST_BOX);
  GtkTextView *other = find_a (listing, GTK_TYPE_TEXT_VIEW);

  ui_activate (window, "win.page", g_variant_new_string ("lesson"));
  g_assert_true (pl_lesson_form_choose (ui_form (window, "lesson"), "first-process"));
  gtk_drop_down_set_selected (ui_child (ui_form (window, "lesson"), "program"), 1);
  lesson_run (window);
  wait_until (gtk_widget_get_width (listing) > 0 && gtk_widget_get_mapped (GTK_WIDGET (other)) == both);
  g_assert_true (ui_is_named (list, "C") && ui_is_named (other, "Python"));

  gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (list, 2)));
  g_signal_emit_by_name (list, "move-cursor", GTK_MOVEMENT_DISPLAY_LINES, 1, FALSE, FALSE);
  focus = gtk_window_get_focus (GTK_WINDOW (window));
  g_assert_true (focus == GTK_WIDGET (gtk_list_box_get_row_at_index (list, 3)));
  g_signal_emit_by_name (window, "move-focus", GTK_DIR_TAB_FORWARD);
  focus = gtk_window_get_focus (GTK_WINDOW (window));
  g_assert_false (focus == NULL || gtk_widget_is_ancestor (focus, GTK_WIDGET (list)));
  g_assert_cmpint (focus == GTK_WIDGET (other), ==, both);
  gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (list, 3)));
  g_signal_emit_by_name (window, "move-focus", GTK_DIR_TAB_BACKWARD);
  focus = gtk_window_get_focus (GTK_WINDOW (window));
  g_assert_false (focus == NULL || gtk_widget_is_ancestor (focus, listing));
  ui_test_close (window);
}

static void
test_columns (void)
{
  check_columns (1440, TRUE);
  check_columns (900, FALSE);
}

/* Pixels before a line that the lanes at it want. */
static int
lanes_want (GtkListBox *list,
            guint       line)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (list, (int) line - 1);
  int width;

  gtk_widget_measure (gtk_widget_get_first_child (gtk_list_box_row_get_child (row)), GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
  return width;
}

/* A line at which many are does not give way to their numbers. */
static void
test_straight (void)
{
  PlWindow *window = lesson_open ("who-ends-first");
  PlPage *page = ui_page (window, "lesson");
  PlListing *listing = ui_child (page, "listing");
  GtkListBox *list = find_a (listing, GTK_TYPE_LIST_BOX);
  PlViewer *viewer = pl_canvas_get_viewer (pl_page_get_canvas (page));
  g_autoptr(PlLines) lines = NULL;
  gsize most = 0;

  gtk_drop_down_set_selected (ui_child (ui_form (window, "lesson"), "program"), 1);
  lesson_run (window);
  wait_until (gtk_widget_get_mapped (GTK_WIDGET (list)));
  lines = pl_lines_new (pl_picture_get_trace (pl_viewer_get_picture (viewer)));
  for (guint i = 0; i < pl_lines_get_n (lines); i++)
    {
      const PlLineStay *stay = pl_lines_get (lines, i);

      pl_viewer_set_until (viewer, stay->from_ns + 1, FALSE);
      most = MAX (most, (guint) g_utf8_strlen (pl_listing_get_lanes (listing, stay->line), -1));
      g_assert_cmpint (lanes_want (list, stay->line), ==, lanes_want (list, 1));
    }
  g_assert_cmpuint (most, >, strlen (" 1 "));
  ui_test_close (window);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/lesson/lines/python", test_lines_python);
  g_test_add_func ("/ui/lesson/lines/c", test_lines_c);
  g_test_add_func ("/ui/lesson/kept/python", test_kept_python);
  g_test_add_func ("/ui/lesson/kept/c", test_kept_c);
  g_test_add_func ("/ui/lesson/kept/changed", test_kept_changed);
  g_test_add_func ("/ui/lesson/columns", test_columns);
  g_test_add_func ("/ui/lesson/straight", test_straight);
  return g_test_run ();
}
