/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <locale.h>
#include <string.h>

#include "base/german-locale.h"
#include "base/pl-error.h"
#include "plan/lesson/pl-lesson.h"
#include "trace/lesson/pl-lesson-verdict.h"

/* The file of a lesson: what it says is read, what it may not say is refused with its line. */

#define ABOUT "[lesson]\ntitle=T\ntitle[de]=Titel\ntopic=locks\norder=7\ngoal=G\nexplanation=one\\ntwo\nexamples=E01;E19;\n"

static PlLesson *
parse (const char *text, GError **error)
{
  return pl_lesson_parse (text, strlen (text), "name", error);
}

static void
test_whole (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlLesson) lesson = parse (ABOUT "[question]\nkind=order\ntext=Q\nanswers=a;b;c\nright=2;1;3\n[run]\nlimit=2 s\nthreads=none\n"
                                       "[expect]\nexit=-15\nlines=x;y\n[bounds]\nwall_ns=1..5\nat_once=2\n"
                                       "[expect-twin]\nexit=0\n", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (lesson->title, ==, "T");
  g_assert_cmpstr (lesson->explanation, ==, "one\ntwo");
  g_assert_cmpint (lesson->order, ==, 7);
  g_assert_cmpstr (lesson->examples[1], ==, "E19");
  g_assert_true (lesson->is_program);
  g_assert_cmpint (lesson->plan.recording_limit_ns, ==, 2000000000);
  g_assert_cmpuint (lesson->plan.recording_threads, ==, PL_THREADS_NONE);
  g_assert_cmpint (lesson->question.ask, ==, PL_ASK_ORDER);
  g_assert_true (lesson->expect.has_exit);
  g_assert_cmpint (lesson->expect.exit, ==, -15);
  g_assert_cmpint (lesson->twin.exit, ==, 0);
  g_assert_null (lesson->twin.lines);
  g_assert_cmpuint (lesson->expect.bounds->len, ==, 2);
  g_assert_cmpuint (lesson->twin.bounds->len, ==, 2);
  g_assert_cmpfloat (g_array_index (lesson->expect.bounds, PlLessonBound, 0).high, ==, 5);
  g_assert_true (pl_lesson_matches (lesson, "e19 t"));
  g_assert_false (pl_lesson_matches (lesson, "e20"));
}

static void
test_plan (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlLesson) lesson = parse (ABOUT "[plan]\nkind=scene\nscene=deadlock\nvariant=ordered\n", &error);

  g_assert_no_error (error);
  g_assert_false (lesson->is_program);
  g_assert_cmpint (lesson->plan.scene_variant, ==, 1);
}

static void
test_refused (void)
{
  static const struct { const char *text; guint line; const char *words; } cases[] = {
    { "", 1, "[lesson]" },
    { "[lesson]\ntopic=a\n", 1, "title" },
    { "[lesson]\ntitle=\n", 2, "empty" },
    { "[lesson]\ntitle=T\nhello\n", 3, "hello" },
    { "[lesson]\ntitle=T\ntopic=a\ngoal=G\nexplanation=E\norder=x\n", 6, "order" },
    { ABOUT "[question]\nkind=what\n", 10, "what" },
    { ABOUT "[question]\nkind=choice\ntext=Q\nanswers=a\n", 12, "answers" },
    { ABOUT "[question]\nkind=choice\ntext=Q\nanswers=a;b\nright=3\n", 13, "right" },
    { ABOUT "[question]\nkind=choice\ntext=Q\nanswers=a;b\n", 9, "right" },
    { ABOUT "[question]\nkind=order\ntext=Q\nanswers=a;b\nright=1;1\n", 13, "right" },
    { ABOUT "[question]\nkind=number\ntext=Q\nright=many\n", 12, "right" },
    { ABOUT "[question]\nkind=number\ntext=Q\n", 9, "right" },
    { ABOUT "[run]\nlimit=never\n", 10, "limit" },
    { ABOUT "[run]\nlimit=0\n", 10, "limit" },
    { ABOUT "[run]\nlines=maybe\n", 10, "lines" },
    { ABOUT "[run]\nthreads=some\n", 10, "threads" },
    { ABOUT "[run]\nlimit=11 min\n", 10, "limit" },
    { ABOUT "[plan]\nkind=race\nworkers=1000\n", 9, "256" },
    { ABOUT "[plan]\nkind=recording\ncommand=rm -rf /tmp/x\n", 10, "program.py" },
    { ABOUT "[expect]\nexit=300\n", 10, "300" },
    { ABOUT "[expect]\nlines=\n", 10, "lines" },
    { ABOUT "[bounds]\nwall_ns=fast\n", 10, "fast" },
    { ABOUT "[bounds]\nwall_ns=3..2\n", 10, "3..2" },
    { ABOUT "[bounds]\nwall_ns=..\n", 10, ".." },
    { "[lesson]\ntitle=\xff\n", 2, "UTF-8" },
    { ABOUT "reading=A\\;B\\\n", 9, "nothing behind it" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PlLesson) lesson = parse (cases[i].text, &error);
      g_autofree char *begin = g_strdup_printf ("Line %u: ", cases[i].line), *shown = g_strescape (cases[i].text, NULL);

      g_test_message ("%s -> %s", shown, error != NULL ? error->message : "taken");
      g_assert_null (lesson);
      g_assert_true (g_error_matches (error, PL_ERROR, PL_ERROR_FORMAT));
      g_assert_true (g_str_has_prefix (error->message, begin));
      g_assert_nonnull (strstr (error->message, cases[i].words));
    }
}

static void
test_template (void)
{
  g_autofree char *text = pl_lesson_template ("mine");
  g_autoptr (GError) error = NULL;
  g_autoptr (PlLesson) lesson = parse (text, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (lesson->title, ==, "mine");
  /* Each key that a program's run may have is shown. */
  g_assert_nonnull (strstr (text, "\nlimit="));
  g_assert_nonnull (strstr (text, "\nthreads="));
}

/* A number is read with a point in a file, and by people as their language writes it. */
static void
test_shown (void)
{
  g_autoptr (PlLesson) lesson = parse (ABOUT "[question]\nkind=number\ntext=Q\nright=1.5\n", NULL);
  g_autofree char *plain = pl_lesson_answer_shown (lesson, lesson->question.right), *german = NULL;
  char *folder = pl_german_locale_new ();

  g_assert_cmpstr (plain, ==, "1.5");
  if (folder == NULL)
    {
      g_test_skip ("the locale de_DE cannot be built here");
      return;
    }
  g_setenv ("LOCPATH", folder, TRUE);
  g_assert_nonnull (setlocale (LC_NUMERIC, "de_DE.UTF-8"));
  german = pl_lesson_answer_shown (lesson, lesson->question.right);
  setlocale (LC_NUMERIC, "C");
  g_unsetenv ("LOCPATH");
  pl_german_locale_free (folder);
  g_assert_cmpstr (german, ==, "1,5");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lesson/whole", test_whole);
  g_test_add_func ("/lesson/plan", test_plan);
  g_test_add_func ("/lesson/refused", test_refused);
  g_test_add_func ("/lesson/template", test_template);
  g_test_add_func ("/lesson/shown", test_shown);
  return g_test_run ();
}
