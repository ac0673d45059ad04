/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "plan/lesson/pl-lesson-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/pl-error.h"
#include "base/pl-text.h"
#include "plan/pl-plan-fields.h"
#include "plan/pl-plan.h"

#define LESSON "lesson"
#define RUN "run"
#define QUESTION "question"
#define EXPECT "expect"
#define EXPECT_TWIN "expect-twin"
#define BOUNDS "bounds"
#define BOUNDS_TWIN "bounds-twin"

/* GKeyFile says what it could not read, but not where. */
static gboolean
check_lines (const PlLessonReader *self, GError **error)
{
  guint number = 1;

  for (const char *line = self->text; line != NULL; number++)
    {
      const char *end = strchr (line, '\n'), *begin = line;
      gsize length = end != NULL ? (gsize) (end - line) : strlen (line);

      while (length > 0 && (*begin == ' ' || *begin == '\t' || *begin == '\r'))
        begin++, length--;
      if (length > 0 && *begin != '#' && *begin != '[' && memchr (begin, '=', length) == NULL)
        {
          g_autofree char *shown = g_strndup (begin, MIN (length, 40));
          g_autofree char *valid = g_utf8_make_valid (shown, -1);

          g_set_error (error, PL_ERROR, PL_ERROR_FORMAT, _("Line %u: “%s” is neither “key=value” nor a section in brackets."), number,
                       valid);
          return FALSE;
        }
      if (length > 0 && *begin != '#' && pl_text_is_cut (begin, length))
        {
          g_set_error (error, PL_ERROR, PL_ERROR_FORMAT, _("Line %u: it ends in a “\\” with nothing behind it: write two for one."), number);
          return FALSE;
        }
      line = end != NULL ? end + 1 : NULL;
    }
  return TRUE;
}

static gboolean
load (const PlLessonReader *self, gsize size, GError **error)
{
  const char *end = NULL;
  g_autoptr (GError) reason = NULL;
  guint line = 1;

  if (size > PL_LESSON_MAX_BYTES)
    {
      g_set_error (error, PL_ERROR, PL_ERROR_FORMAT, _("Line 1: the file has more than %u KiB: shorten it."),
                   PL_LESSON_MAX_BYTES / 1024);
      return FALSE;
    }
  if (!g_utf8_validate_len (self->text, size, &end))
    {
      for (const char *at = self->text; at < end; at++)
        line += *at == '\n';
      g_set_error (error, PL_ERROR, PL_ERROR_FORMAT, _("Line %u: this is no text in UTF-8: save the file as UTF-8."), line);
      return FALSE;
    }
  if (!check_lines (self, error))
    return FALSE;
  if (g_key_file_load_from_data (self->file, self->text, size, G_KEY_FILE_KEEP_TRANSLATIONS, &reason))
    return TRUE;
  g_set_error (error, PL_ERROR, PL_ERROR_FORMAT, _("Line %u: %s"), 1u, reason->message);
  return FALSE;
}

static gboolean
read_about (const PlLessonReader *self, PlLesson *lesson, GError **error)
{
  lesson->order = 1000;
  return pl_lesson_read_text (self, LESSON, "title", TRUE, &lesson->title, error)
         && pl_lesson_read_text (self, LESSON, "topic", TRUE, &lesson->topic, error)
         && pl_lesson_read_text (self, LESSON, "chapter", FALSE, &lesson->chapter, error)
         && pl_lesson_read_text (self, LESSON, "goal", TRUE, &lesson->goal, error)
         && pl_lesson_read_text (self, LESSON, "claim", FALSE, &lesson->claim, error)
         && pl_lesson_read_text (self, LESSON, "verdict", FALSE, &lesson->sentence, error)
         && pl_lesson_read_text (self, LESSON, "look", FALSE, &lesson->look, error)
         && pl_lesson_read_text (self, LESSON, "explanation", TRUE, &lesson->explanation, error)
         && pl_lesson_read_list (self, LESSON, "examples", &lesson->examples, error)
         && pl_lesson_read_list (self, LESSON, "reading", &lesson->reading, error)
         && pl_lesson_read_int (self, LESSON, "order", 0, 100000, &lesson->order, error);
}

/* The number of an answer, from 1; 0: there is none of that number. */
static guint
answer_number (const PlLesson *lesson, const char *text)
{
  guint64 number = 0;
  guint n = lesson->question.answers != NULL ? g_strv_length (lesson->question.answers) : 0;

  return pl_text_parse_count (text, &number) && number >= 1 && number <= n ? (guint) number : 0;
}

static gboolean
check_order (const PlLesson *lesson, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, ";", -1);
  guint n = g_strv_length (lesson->question.answers), seen = 0;
  guint64 found = 0;

  for (guint i = 0; words[i] != NULL; i++)
    {
      guint number = answer_number (lesson, g_strstrip (words[i]));

      if (*words[i] == '\0' && words[i + 1] == NULL)
        break;
      if (number == 0 || (found & (G_GUINT64_CONSTANT (1) << number)) != 0)
        return FALSE;
      found |= G_GUINT64_CONSTANT (1) << number;
      seen++;
    }
  return seen == n;
}

static gboolean
check_right (const PlLessonReader *self, const PlLesson *lesson, GError **error)
{
  const char *right = lesson->question.right;
  char *end = NULL;

  if (right == NULL && lesson->question.ask == PL_ASK_CHOICE)
    return pl_lesson_refuse (self, QUESTION, NULL, error, _("“right” is missing: write the number of the right answer, from 1."));
  if (right == NULL && lesson->question.ask == PL_ASK_NUMBER && lesson->question.figure == NULL)
    return pl_lesson_refuse (self, QUESTION, NULL, error, _("“right” is missing: write the number, or the figure of the run as “figure=…”."));
  if (right == NULL)
    return TRUE;
  switch (lesson->question.ask)
    {
    case PL_ASK_NUMBER:
      if (isfinite (g_ascii_strtod (right, &end)) && end != right && *end == '\0')
        return TRUE;
      return pl_lesson_refuse (self, QUESTION, "right", error, _("“right” cannot be “%s”: write a number."), right);
    case PL_ASK_ORDER:
      if (check_order (lesson, right))
        return TRUE;
      return pl_lesson_refuse (self, QUESTION, "right", error,
                               _("“right” cannot be “%s”: write the number of each answer once, with “;” between them."), right);
    default:
      if (answer_number (lesson, right) > 0)
        return TRUE;
      return pl_lesson_refuse (self, QUESTION, "right", error, _("“right” cannot be “%s”: write the number of an answer, from 1 to %u."),
                               right, g_strv_length (lesson->question.answers));
    }
}

static gboolean
read_ask (const PlLessonReader *self, PlLesson *lesson, GError **error)
{
  g_autofree char *kind = g_key_file_get_string (self->file, QUESTION, "kind", NULL);

  for (guint i = 1; i < PL_N_ASK; i++)
    if (kind != NULL && g_str_equal (kind, pl_lesson_ask_key (i)))
      lesson->question.ask = (PlLessonAsk) i;
  if (lesson->question.ask == PL_ASK_NOTHING)
    return pl_lesson_refuse (self, QUESTION, "kind", error, _("“kind” cannot be “%s”: choose number, order, choice or lane."),
                             kind != NULL ? kind : "");
  return TRUE;
}

static gboolean
read_question (const PlLessonReader *self, PlLesson *lesson, GError **error)
{
  guint n;

  if (!g_key_file_has_group (self->file, QUESTION))
    return TRUE;
  lesson->question.right = g_key_file_get_string (self->file, QUESTION, "right", NULL);
  lesson->question.figure = g_key_file_get_string (self->file, QUESTION, "figure", NULL);
  if (!read_ask (self, lesson, error)
      || !pl_lesson_read_text (self, QUESTION, "text", TRUE, &lesson->question.text, error)
      || !pl_lesson_read_list (self, QUESTION, "answers", &lesson->question.answers, error))
    return FALSE;
  n = lesson->question.answers != NULL ? g_strv_length (lesson->question.answers) : 0;
  if (lesson->question.ask != PL_ASK_NUMBER && (n < 2 || n > 24))
    return pl_lesson_refuse (self, QUESTION, "answers", error, _("“answers” has %u entries: 2 to 24 are possible, with “;” between them."), n);
  return check_right (self, lesson, error);
}

static gboolean
read_threads (const PlLessonReader *self, PlLesson *lesson, GError **error)
{
  g_autofree char *key = g_key_file_get_string (self->file, RUN, "threads", NULL);
  int threads = key != NULL ? pl_plan_threads_from_key (key) : PL_THREADS_ALL;

  if (threads < 0)
    return pl_lesson_refuse (self, RUN, "threads", error, _("“threads” cannot be “%s”: choose all, waiting or none; these get lanes of their own."), key);
  lesson->plan.recording_threads = (guint32) threads;
  return TRUE;
}

static gboolean
read_program (const PlLessonReader *self, PlLesson *lesson, GError **error)
{
  g_autofree char *limit = g_key_file_get_string (self->file, RUN, "limit", NULL);
  g_autofree char *lines = g_key_file_get_string (self->file, RUN, "lines", NULL);

  pl_plan_init_recording (&lesson->plan);
  lesson->plan.recording_limit_ns = PL_LESSON_LIMIT_NS;
  lesson->plan.recording_lines = lines == NULL || g_str_equal (lines, "yes");
  if (limit != NULL && (!pl_text_parse_duration (limit, &lesson->plan.recording_limit_ns) || lesson->plan.recording_limit_ns <= 0
                        || lesson->plan.recording_limit_ns > PL_LESSON_MAX_LIMIT_NS))
    return pl_lesson_refuse (self, RUN, "limit", error, _("“limit” cannot be “%s”: choose more than nothing, up to 10 min, as in “5 s”."), limit);
  if (lines != NULL && !g_str_equal (lines, "yes") && !g_str_equal (lines, "no"))
    return pl_lesson_refuse (self, RUN, "lines", error, _("“lines” cannot be “%s”: choose yes, or no where the program measures time."), lines);
  return read_threads (self, lesson, error);
}

static gboolean
read_plan (const PlLessonReader *self, PlLesson *lesson, GError **error)
{
  g_autofree char *text = g_key_file_to_data (self->file, NULL, NULL);
  g_autoptr (GError) reason = NULL;

  lesson->is_program = !g_key_file_has_group (self->file, PL_PLAN_GROUP);
  if (lesson->is_program)
    return read_program (self, lesson, error);
  if (!pl_plan_from_key_file (&lesson->plan, text, &reason))
    return pl_lesson_refuse (self, PL_PLAN_GROUP, NULL, error, "%s", reason->message);
  /* A program whose command line stood in the file would run without being looked at. */
  if (pl_plan_runs_program (&lesson->plan))
    return pl_lesson_refuse (self, PL_PLAN_GROUP, "kind", error, _("A program of a lesson is “%s” beside it: leave [%s] out."), PL_LESSON_PYTHON,
                             PL_PLAN_GROUP);
  return TRUE;
}

static gboolean
read_expected (const PlLessonReader *self, PlLesson *lesson, GError **error)
{
  gboolean own = g_key_file_has_group (self->file, EXPECT_TWIN), own_bounds = g_key_file_has_group (self->file, BOUNDS_TWIN);

  return pl_lesson_expect_read (self, EXPECT, BOUNDS, &lesson->expect, error)
         && pl_lesson_expect_read (self, own ? EXPECT_TWIN : EXPECT, own_bounds ? BOUNDS_TWIN : BOUNDS, &lesson->twin, error);
}

PlLesson *
pl_lesson_parse (const char *text, gsize size, const char *name, GError **error)
{
  g_autoptr (PlLesson) lesson = g_new0 (PlLesson, 1);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *copy = g_strndup (text, MIN (size, PL_LESSON_MAX_BYTES + 1));
  PlLessonReader reader = { file, copy };

  lesson->name = g_strdup (name);
  if (!load (&reader, size, error))
    return NULL;
  if (!g_key_file_has_group (file, LESSON))
    {
      pl_lesson_refuse (&reader, LESSON, NULL, error, _("there is no section [%s]: this is no lesson."), LESSON);
      return NULL;
    }
  if (read_about (&reader, lesson, error) && read_plan (&reader, lesson, error) && read_question (&reader, lesson, error)
      && read_expected (&reader, lesson, error))
    return g_steal_pointer (&lesson);
  return NULL;
}
