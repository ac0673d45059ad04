/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page of lessons: the shelf, the guess, the run, the program that is changed, and many runs. */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "control/pl-run.h"
#include "ui-util.h"
#include "trace/lesson/pl-lesson-look.h"
#include "trace/recording/pl-lines.h"
#include "ui/lesson/pl-lesson-form.h"
#include "ui/lesson/pl-lesson-question.h"
#include "ui/lesson/pl-lesson-tally.h"
#include "ui/recording/pl-listing.h"
#include "ui/recording/pl-output-view.h"
#include "ui/widgets/pl-message-bar.h"

static PlWindow *
open_lesson (const char *name)
{
  PlWindow *window = ui_test_window (1300, 850);

  ui_activate (window, "win.page", g_variant_new_string ("lesson"));
  g_assert_true (pl_lesson_form_choose (ui_form (window, "lesson"), name));
  return window;
}

/* A lesson in the user's folder; freed when it is removed. */
typedef struct { char *folder, *file, *program; } OwnLesson;

#define OWN(title) "[lesson]\ntitle=" title "\ntopic=ours\ngoal=G\nexplanation=E\n"

/* program: NULL, it has none. */
static OwnLesson
write_own (const char *name,
           const char *text,
           const char *program)
{
  char *folder = g_build_filename (g_get_user_data_dir (), "paralane", "lessons", name, NULL);
  OwnLesson own = { folder, g_build_filename (folder, "lesson.ini", NULL), g_build_filename (folder, "program.py", NULL) };

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  if (program != NULL)
    g_assert_true (g_file_set_contents (own.program, program, -1, NULL));
  g_assert_true (g_file_set_contents (own.file, text, -1, NULL));
  return own;
}

static void
remove_own (OwnLesson *own)
{
  g_unlink (own->file);
  g_unlink (own->program);
  g_rmdir (own->folder);
  g_free (own->folder);
  g_free (own->file);
  g_free (own->program);
}

static const char *
said (PlWindow   *window,
      const char *label)
{
  return gtk_label_get_text (ui_child (ui_page (window, "lesson"), label));
}

static void
run_it (PlWindow *window)
{
  ui_activate (window, "win.run", NULL);
  wait_until (!ui_is_running (window) && pl_page_get_picture (ui_page (window, "lesson"), NULL) != NULL);
}

/* The answer of that text. */
static GtkCheckButton *
find_answer (GtkWidget  *widget,
             const char *text)
{
  GtkCheckButton *found = NULL;

  if (GTK_IS_CHECK_BUTTON (widget) && g_strcmp0 (gtk_check_button_get_label (GTK_CHECK_BUTTON (widget)), text) == 0)
    return GTK_CHECK_BUTTON (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL; child = gtk_widget_get_next_sibling (child))
    found = find_answer (child, text);
  return found;
}

static guint
n_shown (PlWindow *window)
{
  GtkListBox *list = ui_child (ui_form (window, "lesson"), "list");
  GtkListBoxRow *row;
  guint n = 0;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++)
    n += gtk_widget_get_child_visible (GTK_WIDGET (row));
  return n;
}

/* The guess stays beside what came of it; the lesson is done then. */
static void
test_predict (void)
{
  PlWindow *window = open_lesson ("first-process");
  GtkWidget *question = ui_child (ui_page (window, "lesson"), "question");
  GtkCheckButton *guess = find_answer (question, "Sometimes one, sometimes the other");

  g_assert_false (gtk_widget_get_visible (ui_child (ui_page (window, "lesson"), "result")));
  g_assert_nonnull (guess);
  gtk_check_button_set_active (guess, TRUE);
  run_it (window);
  g_assert_true (gtk_widget_get_visible (ui_child (ui_page (window, "lesson"), "result")));
  g_assert_cmpstr (said (window, "verdict"), ==, "As expected.");
  g_assert_nonnull (strstr (said (window, "guess"), "Your guess: Sometimes one, sometimes the other"));
  g_assert_nonnull (strstr (said (window, "guess"), "It is: That of the worker"));
  g_assert_true (gtk_expander_get_expanded (ui_child (ui_page (window, "lesson"), "more")));
  g_assert_null (pl_message_bar_get_text (ui_child (window, "message_bar")));
  /* What was seen says nothing about the next one. */
  pl_lesson_form_step (ui_form (window, "lesson"), 1);
  g_assert_false (gtk_widget_get_visible (ui_child (ui_page (window, "lesson"), "result")));
  g_assert_null (pl_page_get_picture (ui_page (window, "lesson"), NULL));
  ui_test_close (window);
}

static void
test_search (void)
{
  PlWindow *window = open_lesson ("first-process");
  guint all = n_shown (window);

  g_assert_cmpuint (all, >=, 20);
  gtk_editable_set_text (ui_child (ui_form (window, "lesson"), "search"), "E13");
  wait_until (n_shown (window) == 1);
  gtk_editable_set_text (ui_child (ui_form (window, "lesson"), "search"), "nobody teaches that");
  wait_until (n_shown (window) == 0);
  g_assert_true (gtk_widget_get_visible (ui_child (ui_form (window, "lesson"), "nothing")));
  gtk_editable_set_text (ui_child (ui_form (window, "lesson"), "search"), "");
  wait_until (n_shown (window) == all);
  ui_test_close (window);
}

/* The copy runs, the lesson stays. */
static void
test_edit (void)
{
  PlWindow *window = open_lesson ("first-process");
  GtkWidget *source = ui_child (ui_page (window, "lesson"), "source");
  g_autofree char *output = NULL;
  GtkTextBuffer *buffer = NULL;

  g_signal_emit_by_name (ui_find_button (source, "_Edit a Copy"), "clicked");
  for (GList *top = gtk_window_get_focus (GTK_WINDOW (window)) != NULL ? g_list_append (NULL, gtk_window_get_focus (GTK_WINDOW (window))) : NULL;
       top != NULL; top = g_list_delete_link (top, top))
    if (GTK_IS_TEXT_VIEW (top->data))
      buffer = gtk_text_view_get_buffer (top->data);
  g_assert_nonnull (buffer);
  gtk_text_buffer_set_text (buffer, "print('mine')\n", -1);
  run_it (window);
  output = pl_output_view_get_text (ui_child (ui_page (window, "lesson"), "output"));
  g_assert_cmpstr (output, ==, "mine\n");
  g_assert_cmpstr (said (window, "verdict"), ==, "Your own copy has run.");
  g_signal_emit_by_name (ui_find_button (source, "_Back to the Original"), "clicked");
  run_it (window);
  wait_until (g_str_equal (said (window, "verdict"), "As expected."));
  ui_test_close (window);
}

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

/* At the cursor of a replay the listing shows who is at which line; a line that is chosen is pointed out. */
static void
check_lines (guint program)
{
  PlWindow *window = open_lesson ("four-processes");
  PlPage *page = ui_page (window, "lesson");
  PlListing *listing = ui_child (page, "listing");
  PlViewer *viewer = pl_canvas_get_viewer (pl_page_get_canvas (page));
  g_autoptr(PlLines) lines = NULL;
  PlLineStay stay;
  PlLineSum sum;

  gtk_drop_down_set_selected (ui_child (ui_form (window, "lesson"), "program"), program);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (listing)));
  run_it (window);
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
  PlWindow *window = open_lesson ("first-process");
  PlPage *page;
  PlListing *listing;
  PlViewer *viewer;
  PlLineStay stay;
  g_autoptr(PlLines) lines = NULL;

  gtk_drop_down_set_selected (ui_child (ui_form (window, "lesson"), "program"), program);
  run_it (window);
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
  OwnLesson own = write_own ("kept", OWN ("Kept"), "print('first')\n");
  PlWindow *window = open_lesson ("kept");

  gtk_check_button_set_active (ui_child (ui_form (window, "lesson"), "agreed"), TRUE);
  run_it (window);
  open_again (window);
  g_assert_true (gtk_widget_get_visible (ui_child (ui_page (window, "recording"), "listing")));
  g_assert_true (g_file_set_contents (own.program, "import time\nprint('second')\n", -1, NULL));
  open_again (window);
  g_assert_false (gtk_widget_get_visible (ui_child (ui_page (window, "recording"), "listing")));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (ui_child (ui_page (window, "recording"), "below")), ==, "findings");
  g_unlink (own.program);
  open_again (window);
  g_assert_false (gtk_widget_get_visible (ui_child (ui_page (window, "recording"), "listing")));
  remove_own (&own);
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
  run_it (window);
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
  PlWindow *window = open_lesson ("who-ends-first");
  PlPage *page = ui_page (window, "lesson");
  PlListing *listing = ui_child (page, "listing");
  GtkListBox *list = find_a (listing, GTK_TYPE_LIST_BOX);
  PlViewer *viewer = pl_canvas_get_viewer (pl_page_get_canvas (page));
  g_autoptr(PlLines) lines = NULL;
  gsize most = 0;

  gtk_drop_down_set_selected (ui_child (ui_form (window, "lesson"), "program"), 1);
  run_it (window);
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

/* While it runs the picture is there, and grows. */
static void
test_live (void)
{
  PlWindow *window = open_lesson ("one-by-one");
  PlPage *page = ui_page (window, "lesson");
  PlViewer *viewer = pl_canvas_get_viewer (pl_page_get_canvas (page));
  gint64 seen_ns;

  gtk_drop_down_set_selected (ui_child (ui_form (window, "lesson"), "program"), 1);
  ui_activate (window, "win.run", NULL);
  wait_until (pl_viewer_get_picture (viewer) != NULL && pl_picture_get_now (pl_viewer_get_picture (viewer)) > 0);
  g_assert_true (pl_picture_get_live (pl_viewer_get_picture (viewer)));
  seen_ns = pl_picture_get_now (pl_viewer_get_picture (viewer));
  wait_until (pl_picture_get_now (pl_viewer_get_picture (viewer)) > seen_ns || !ui_is_running (window));
  g_assert_true (ui_is_running (window));
  wait_until (!ui_is_running (window));
  g_assert_false (pl_picture_get_live (pl_viewer_get_picture (viewer)));
  ui_test_close (window);
}

static gboolean
tells_more (PlViewer   *viewer,
            const char *before)
{
  g_autofree char *now = pl_picture_tell (pl_viewer_get_picture (viewer), pl_viewer_get_viewport (viewer));

  return !g_str_equal (now, before);
}

/* Of a race there is nothing to prove before its end, but to see how many have run, and what came of them. */
static void
test_live_race (void)
{
  OwnLesson own = write_own ("many-races", OWN ("Many races") "[plan]\nkind=race\nworkers=2\nincrements=100000\ntrials=60\n", NULL);
  PlWindow *window = open_lesson ("many-races");
  PlViewer *viewer = pl_canvas_get_viewer (pl_page_get_canvas (ui_page (window, "lesson")));
  g_autofree char *first = NULL;

  ui_activate (window, "win.run", NULL);
  g_assert_true (pl_picture_get_live (pl_viewer_get_picture (viewer)));
  g_assert_true (gtk_widget_get_visible (ui_child (ui_page (window, "lesson"), "progress")));
  first = pl_picture_tell (pl_viewer_get_picture (viewer), pl_viewer_get_viewport (viewer));
  wait_until (tells_more (viewer, first) || !ui_is_running (window));
  g_assert_true (ui_is_running (window));
  wait_until (!ui_is_running (window));
  g_assert_false (pl_picture_get_live (pl_viewer_get_picture (viewer)));
  g_assert_false (gtk_widget_get_visible (ui_child (ui_page (window, "lesson"), "progress")));
  remove_own (&own);
  ui_test_close (window);
}

/* FALSE: it is not there yet. */
static gboolean
find_lane (PlPicture  *picture,
           const char *name,
           guint      *lane)
{
  PlTrace *trace = pl_picture_get_trace (picture);

  for (*lane = 0; *lane < pl_trace_get_n_lanes (trace); ++*lane)
    {
      g_autofree char *is = pl_trace_lane_name (trace, *lane);

      if (g_strcmp0 (is, name) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Which lane ends first is guessed by a click in the picture, while it grows. */
static void
test_lane (void)
{
  PlWindow *window = open_lesson ("who-ends-first");
  PlViewer *viewer = pl_canvas_get_viewer (pl_page_get_canvas (ui_page (window, "lesson")));
  guint lane = 0;

  gtk_drop_down_set_selected (ui_child (ui_form (window, "lesson"), "program"), 1);
  ui_activate (window, "win.run", NULL);
  wait_until (pl_viewer_get_picture (viewer) != NULL && find_lane (pl_viewer_get_picture (viewer), "Process-2", &lane));
  pl_viewer_select (viewer, &(PlItem) { .lane = lane });
  g_assert_true (gtk_check_button_get_active (find_answer (ui_child (ui_page (window, "lesson"), "question"), "Process-2")));
  wait_until (!ui_is_running (window));
  g_assert_cmpstr (said (window, "guess"), ==, "Your guess: Process-2\nThis time it was: Process-3");
  /* When it is known it is no guess any more. */
  g_assert_true (find_lane (pl_viewer_get_picture (viewer), "Process-3", &lane));
  pl_viewer_select (viewer, &(PlItem) { .lane = lane });
  g_assert_true (gtk_check_button_get_active (find_answer (ui_child (ui_page (window, "lesson"), "question"), "Process-2")));
  ui_test_close (window);
}

static gboolean
can (PlWindow   *window,
     const char *action)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (window), action);
}

static gsize
size_of (const char *path)
{
  g_autofree char *text = NULL;
  gsize size = 0;

  g_assert_true (g_file_get_contents (path, &text, &size, NULL));
  g_assert_cmpmem (text, 5, "%PDF-", 5);
  return size;
}

/* On paper, with and without what is to be said; only when something has been run. */
static void
test_handout (void)
{
  PlWindow *window = open_lesson ("first-process");
  g_autofree char *folder = g_dir_make_tmp ("paralane-handout-XXXXXX", NULL), *path = g_build_filename (folder, "a.pdf", NULL);
  gsize bare;

  gtk_drop_down_set_selected (ui_child (ui_form (window, "lesson"), "program"), 1);
  g_assert_false (can (window, "lesson-handout"));
  run_it (window);
  g_assert_true (can (window, "lesson-handout") && can (window, "lesson-solution"));
  ui_activate (window, "win.lesson-handout-to", g_variant_new_string (path));
  bare = size_of (path);
  ui_activate (window, "win.lesson-solution-to", g_variant_new_string (path));
  g_assert_cmpuint (size_of (path), !=, bare);
  g_unlink (path);
  g_rmdir (folder);
  ui_activate (window, "win.lesson-handout-to", g_variant_new_string (path));
  g_assert_nonnull (strstr (pl_message_bar_get_text (ui_child (window, "message_bar")), "a.pdf"));
  pl_lesson_form_step (ui_form (window, "lesson"), 1);
  g_assert_false (can (window, "lesson-handout"));
  ui_test_close (window);
}

/* A scene: its picture is on the page, and nothing was recorded. */
static void
test_plan (void)
{
  PlWindow *window = open_lesson ("two-locks");

  run_it (window);
  g_assert_cmpstr (said (window, "verdict"), ==, "As expected.");
  g_assert_true (g_str_has_prefix (said (window, "sentence"), "False"));
  g_assert_false (gtk_widget_get_visible (ui_child (ui_form (window, "lesson"), "program_row")));
  ui_test_close (window);
}

/* The table that is saved is the one that is shown. */
static void
check_counts (PlWindow *window,
              PlTally  *tally)
{
  g_autofree char *folder = g_dir_make_tmp ("paralane-counts-XXXXXX", NULL), *path = g_build_filename (folder, "a.csv", NULL);
  g_autofree char *text = NULL, *shown = pl_tally_to_csv (tally);

  g_assert_true (can (window, "lesson-counts") && can (window, "lesson-bars"));
  ui_activate (window, "win.lesson-counts-to", g_variant_new_string (path));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, shown);
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_many (void)
{
  PlWindow *window = open_lesson ("four-processes");
  PlLessonTally *tally = ui_child (ui_page (window, "lesson"), "tally");

  gtk_drop_down_set_selected (ui_child (ui_form (window, "lesson"), "program"), 1);
  ui_activate (window, "win.lesson-times", NULL);
  wait_until (pl_tally_get_runs (pl_lesson_tally_get_tally (tally)) >= 5);
  ui_activate (window, "win.run", NULL);
  wait_until (!ui_is_running (window));
  g_assert_cmpuint (pl_tally_get_runs (pl_lesson_tally_get_tally (tally)), <, 100);
  check_counts (window, pl_lesson_tally_get_tally (tally));
  ui_test_close (window);
}

/* What somebody puts there is on the shelf at once; its program runs when somebody agreed. */
static void
test_foreign (void)
{
  PlWindow *window = open_lesson ("first-process");
  guint all = n_shown (window);
  OwnLesson own = write_own ("ours", "[lesson]\ntitle=Ours\n", "print('ours')\n");

  wait_until (n_shown (window) == all + 1);
  g_assert_true (pl_lesson_form_choose (ui_form (window, "lesson"), "ours"));
  g_assert_nonnull (strstr (said (window, "goal"), "Line 1"));
  g_assert_true (g_file_set_contents (own.file, OWN ("Ours"), -1, NULL));
  wait_until (g_str_equal (said (window, "title"), "Ours"));
  ui_activate (window, "win.run", NULL);
  g_assert_false (ui_is_running (window));
  g_assert_nonnull (pl_message_bar_get_text (ui_child (window, "message_bar")));
  gtk_check_button_set_active (ui_child (ui_form (window, "lesson"), "agreed"), TRUE);
  run_it (window);
  g_assert_cmpstr (said (window, "verdict"), ==, "As expected.");
  remove_own (&own);
  wait_until (n_shown (window) == all);
  ui_test_close (window);
}

/* A program that takes long before it makes anybody is looked at from there on; all of it is one key away. */
static void
test_first_look (void)
{
  OwnLesson own = write_own ("late", OWN ("Late"), "import os, time\ntime.sleep(0.4)\nif os.fork() == 0:\n    os._exit(0)\nos.wait()\n");
  PlWindow *window = open_lesson ("late");
  PlViewer *viewer = pl_canvas_get_viewer (pl_page_get_canvas (ui_page (window, "lesson")));

  gtk_check_button_set_active (ui_child (ui_form (window, "lesson"), "agreed"), TRUE);
  run_it (window);
  g_assert_cmpint (pl_viewer_get_viewport (viewer)->from_ns, >, 200000000);
  g_assert_cmpint (pl_viewer_get_viewport (viewer)->to_ns, >, 400000000);
  pl_viewer_show_all (viewer);
  g_assert_cmpint (pl_viewer_get_viewport (viewer)->from_ns, ==, 0);
  remove_own (&own);
  ui_test_close (window);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/lesson/predict", test_predict);
  g_test_add_func ("/ui/lesson/search", test_search);
  g_test_add_func ("/ui/lesson/edit", test_edit);
  g_test_add_func ("/ui/lesson/lines/python", test_lines_python);
  g_test_add_func ("/ui/lesson/lines/c", test_lines_c);
  g_test_add_func ("/ui/lesson/kept/python", test_kept_python);
  g_test_add_func ("/ui/lesson/kept/c", test_kept_c);
  g_test_add_func ("/ui/lesson/kept/changed", test_kept_changed);
  g_test_add_func ("/ui/lesson/columns", test_columns);
  g_test_add_func ("/ui/lesson/straight", test_straight);
  g_test_add_func ("/ui/lesson/live", test_live);
  g_test_add_func ("/ui/lesson/live/race", test_live_race);
  g_test_add_func ("/ui/lesson/lane", test_lane);
  g_test_add_func ("/ui/lesson/first-look", test_first_look);
  g_test_add_func ("/ui/lesson/handout", test_handout);
  g_test_add_func ("/ui/lesson/plan", test_plan);
  g_test_add_func ("/ui/lesson/many", test_many);
  g_test_add_func ("/ui/lesson/foreign", test_foreign);
  return g_test_run ();
}
