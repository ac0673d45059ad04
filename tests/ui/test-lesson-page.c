/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page of lessons: the shelf, the guess, the run, the program that is changed, and many runs. */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "lesson-util.h"
#include "ui/lesson/pl-lesson-form.h"
#include "ui/lesson/pl-lesson-tally.h"
#include "ui/recording/pl-output-view.h"
#include "ui/widgets/pl-message-bar.h"

static const char *
said (PlWindow   *window,
      const char *label)
{
  return gtk_label_get_text (ui_child (ui_page (window, "lesson"), label));
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
  PlWindow *window = lesson_open ("first-process");
  GtkWidget *question = ui_child (ui_page (window, "lesson"), "question");
  GtkCheckButton *guess = find_answer (question, "Sometimes one, sometimes the other");

  g_assert_false (gtk_widget_get_visible (ui_child (ui_page (window, "lesson"), "result")));
  g_assert_nonnull (guess);
  gtk_check_button_set_active (guess, TRUE);
  lesson_run (window);
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
  PlWindow *window = lesson_open ("first-process");
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
  PlWindow *window = lesson_open ("first-process");
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
  lesson_run (window);
  output = pl_output_view_get_text (ui_child (ui_page (window, "lesson"), "output"));
  g_assert_cmpstr (output, ==, "mine\n");
  g_assert_cmpstr (said (window, "verdict"), ==, "Your own copy has run.");
  g_assert_cmpstr (said (window, "guess"), ==, "");
  g_signal_emit_by_name (ui_find_button (source, "_Back to the Original"), "clicked");
  lesson_run (window);
  wait_until (g_str_equal (said (window, "verdict"), "As expected."));
  ui_test_close (window);
}

/* While it runs the picture is there, and grows. */
static void
test_live (void)
{
  PlWindow *window = lesson_open ("one-by-one");
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
  OwnLesson own = lesson_write_own ("many-races", OWN ("Many races") "[plan]\nkind=race\nworkers=2\nincrements=100000\ntrials=60\n", NULL);
  PlWindow *window = lesson_open ("many-races");
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
  lesson_remove_own (&own);
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
  PlWindow *window = lesson_open ("who-ends-first");
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
  PlWindow *window = lesson_open ("first-process");
  g_autofree char *folder = g_dir_make_tmp ("paralane-handout-XXXXXX", NULL), *path = g_build_filename (folder, "a.pdf", NULL);
  gsize bare;

  gtk_drop_down_set_selected (ui_child (ui_form (window, "lesson"), "program"), 1);
  g_assert_false (can (window, "lesson-handout"));
  lesson_run (window);
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
  PlWindow *window = lesson_open ("two-locks");

  lesson_run (window);
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
  PlWindow *window = lesson_open ("four-processes");
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

static gboolean
result_is_in_sight (PlWindow *window)
{
  GtkWidget *result = ui_child (ui_page (window, "lesson"), "result");
  GtkWidget *scrolled = gtk_widget_get_ancestor (result, GTK_TYPE_SCROLLED_WINDOW);
  graphene_rect_t box;

  return gtk_widget_compute_bounds (result, scrolled, &box) && box.size.height > 0 && box.origin.y >= 0 &&
         box.origin.y + box.size.height <= gtk_widget_get_height (scrolled);
}

/* Below a text that is longer than the window, what came of the run is scrolled to. */
static void
test_reveal (void)
{
  g_autoptr(GString) text = g_string_new ("[lesson]\ntitle=Long\ntopic=ours\nexplanation=E\ngoal=");
  OwnLesson own;
  PlWindow *window;

  for (guint i = 0; i < 400; i++)
    g_string_append (text, "a long goal ");
  g_string_append_c (text, '\n');
  own = lesson_write_own ("long", text->str, "print('long')\n");
  window = lesson_open ("long");
  gtk_check_button_set_active (ui_child (ui_form (window, "lesson"), "agreed"), TRUE);
  lesson_run (window);
  wait_until (result_is_in_sight (window));
  lesson_remove_own (&own);
  ui_test_close (window);
}

/* What somebody puts there is on the shelf at once; its program runs when somebody agreed. */
static void
test_foreign (void)
{
  PlWindow *window = lesson_open ("first-process");
  guint all = n_shown (window);
  OwnLesson own = lesson_write_own ("ours", "[lesson]\ntitle=Ours\n", "print('ours')\n");

  wait_until (n_shown (window) == all + 1);
  g_assert_true (pl_lesson_form_choose (ui_form (window, "lesson"), "ours"));
  g_assert_nonnull (strstr (said (window, "goal"), "Line 1"));
  g_assert_true (g_file_set_contents (own.file, OWN ("Ours"), -1, NULL));
  wait_until (g_str_equal (said (window, "title"), "Ours"));
  ui_activate (window, "win.run", NULL);
  g_assert_false (ui_is_running (window));
  g_assert_nonnull (pl_message_bar_get_text (ui_child (window, "message_bar")));
  /* What is no longer true is no longer said. */
  gtk_check_button_set_active (ui_child (ui_form (window, "lesson"), "agreed"), TRUE);
  g_assert_null (pl_message_bar_get_text (ui_child (window, "message_bar")));
  lesson_run (window);
  g_assert_cmpstr (said (window, "verdict"), ==, "As expected.");
  lesson_remove_own (&own);
  wait_until (n_shown (window) == all);
  ui_test_close (window);
}

/* A program that takes long before it makes anybody is looked at from there on; all of it is one key away. */
static void
test_first_look (void)
{
  OwnLesson own = lesson_write_own ("late", OWN ("Late"), "import os, time\ntime.sleep(0.4)\nif os.fork() == 0:\n    os._exit(0)\nos.wait()\n");
  PlWindow *window = lesson_open ("late");
  PlViewer *viewer = pl_canvas_get_viewer (pl_page_get_canvas (ui_page (window, "lesson")));

  gtk_check_button_set_active (ui_child (ui_form (window, "lesson"), "agreed"), TRUE);
  lesson_run (window);
  g_assert_cmpint (pl_viewer_get_viewport (viewer)->from_ns, >, 200000000);
  g_assert_cmpint (pl_viewer_get_viewport (viewer)->to_ns, >, 400000000);
  pl_viewer_show_all (viewer);
  g_assert_cmpint (pl_viewer_get_viewport (viewer)->from_ns, ==, 0);
  lesson_remove_own (&own);
  ui_test_close (window);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/lesson/predict", test_predict);
  g_test_add_func ("/ui/lesson/search", test_search);
  g_test_add_func ("/ui/lesson/edit", test_edit);
  g_test_add_func ("/ui/lesson/live", test_live);
  g_test_add_func ("/ui/lesson/live/race", test_live_race);
  g_test_add_func ("/ui/lesson/lane", test_lane);
  g_test_add_func ("/ui/lesson/first-look", test_first_look);
  g_test_add_func ("/ui/lesson/handout", test_handout);
  g_test_add_func ("/ui/lesson/plan", test_plan);
  g_test_add_func ("/ui/lesson/many", test_many);
  g_test_add_func ("/ui/lesson/foreign", test_foreign);
  g_test_add_func ("/ui/lesson/reveal", test_reveal);
  return g_test_run ();
}
