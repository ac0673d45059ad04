/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page of lessons: the shelf, the guess, the run, the program that is changed, and many runs. */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "ui-util.h"
#include "ui/lesson/pl-lesson-form.h"
#include "ui/lesson/pl-lesson-question.h"
#include "ui/lesson/pl-lesson-tally.h"
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

static void
test_many (void)
{
  PlWindow *window = open_lesson ("four-processes");
  PlLessonTally *tally = ui_child (ui_page (window, "lesson"), "tally");

  gtk_drop_down_set_selected (ui_child (ui_form (window, "lesson"), "program"), 1);
  ui_activate (window, "win.lesson-times", NULL);
  wait_until (pl_lesson_tally_get_n (tally, NULL) >= 5);
  ui_activate (window, "win.run", NULL);
  wait_until (!ui_is_running (window));
  g_assert_cmpuint (pl_lesson_tally_get_n (tally, NULL), <, 100);
  ui_test_close (window);
}

/* What somebody puts there is on the shelf at once; its program runs when somebody agreed. */
static void
test_foreign (void)
{
  PlWindow *window = open_lesson ("first-process");
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "paralane", "lessons", "ours", NULL);
  g_autofree char *file = g_build_filename (folder, "lesson.ini", NULL), *program = g_build_filename (folder, "program.py", NULL);
  guint all = n_shown (window);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (program, "print('ours')\n", -1, NULL));
  g_assert_true (g_file_set_contents (file, "[lesson]\ntitle=Ours\n", -1, NULL));
  wait_until (n_shown (window) == all + 1);
  g_assert_true (pl_lesson_form_choose (ui_form (window, "lesson"), "ours"));
  g_assert_nonnull (strstr (said (window, "goal"), "Line 1"));
  g_assert_true (g_file_set_contents (file, "[lesson]\ntitle=Ours\ntopic=ours\ngoal=G\nexplanation=E\n", -1, NULL));
  wait_until (g_str_equal (said (window, "title"), "Ours"));
  ui_activate (window, "win.run", NULL);
  g_assert_false (ui_is_running (window));
  g_assert_nonnull (pl_message_bar_get_text (ui_child (window, "message_bar")));
  gtk_check_button_set_active (ui_child (ui_form (window, "lesson"), "agreed"), TRUE);
  run_it (window);
  g_assert_cmpstr (said (window, "verdict"), ==, "As expected.");
  g_unlink (file);
  g_unlink (program);
  g_rmdir (folder);
  wait_until (n_shown (window) == all);
  ui_test_close (window);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/lesson/predict", test_predict);
  g_test_add_func ("/ui/lesson/search", test_search);
  g_test_add_func ("/ui/lesson/edit", test_edit);
  g_test_add_func ("/ui/lesson/plan", test_plan);
  g_test_add_func ("/ui/lesson/many", test_many);
  g_test_add_func ("/ui/lesson/foreign", test_foreign);
  return g_test_run ();
}
