/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/lesson/pl-lesson-verdict.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <math.h>
#include <string.h>

#include "trace/lesson/pl-lesson-private.h"
#include "trace/pl-trace-kinds.h"
#include "trace/recording/pl-recording.h"

static char *
number_text (double value)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup (g_ascii_formatd (digits, sizeof digits, fabs (value) < 1e15 && value == floor (value) ? "%.0f" : "%.4g", value));
}

static const char *
result_key (PlLog *log)
{
  const PlTraceKind *kind = pl_trace_kind (log);

  return kind->result != NULL ? kind->result (log) : NULL;
}

static char *
exit_differs (const PlLessonExpect *expect, PlTrace *trace)
{
  int status = 0;

  if (!expect->has_exit)
    return NULL;
  if (!pl_recording_exit (trace, &status))
    return g_strdup_printf (_("How it ended was not seen; exit status %d was expected."), expect->exit);
  if (status == expect->exit)
    return NULL;
  return g_strdup_printf (_("Its exit status is %d; %d was expected."), status, expect->exit);
}

static char *
finding_differs (const PlLessonExpect *expect, PlTrace *trace)
{
  g_autoptr (GPtrArray) findings = expect->finding != NULL ? pl_findings_new (trace) : NULL;

  for (guint i = 0; findings != NULL && i < findings->len; i++)
    if (g_str_equal (((const PlFinding *) findings->pdata[i])->id, expect->finding))
      return NULL;
  return findings != NULL ? g_strdup_printf (_("The record does not show “%s”, which was expected."), expect->finding) : NULL;
}

static char *
bound_differs (const PlLessonBound *bound, PlLog *log, const char *output)
{
  g_autofree char *low = number_text (bound->low), *high = number_text (bound->high), *is = NULL;
  double value;

  if (!pl_lesson_figure (log, output, bound->figure, &value))
    return g_strdup_printf (_("The run does not tell “%s”."), bound->figure);
  if (value >= bound->low && value <= bound->high)
    return NULL;
  is = number_text (value);
  if (bound->low == bound->high)
    return g_strdup_printf (_("“%s” is %s; %s was expected."), bound->figure, is, low);
  if (value < bound->low)
    return g_strdup_printf (_("“%s” is %s; at least %s was expected."), bound->figure, is, low);
  return g_strdup_printf (_("“%s” is %s; at most %s was expected."), bound->figure, is, high);
}

static char *
result_differs (const PlLessonExpect *expect, PlLog *log)
{
  const char *key = result_key (log);
  g_auto (GStrv) allowed = expect->result != NULL ? g_strsplit (expect->result, "|", -1) : NULL;

  if (allowed == NULL || (key != NULL && g_strv_contains ((const char *const *) allowed, key)))
    return NULL;
  return g_strdup_printf (_("It ended with “%s”; “%s” was expected."), key != NULL ? key : "", expect->result);
}

char *
pl_lesson_differs (const PlLesson *lesson, gboolean twin, PlLog *log, const char *output)
{
  const PlLessonExpect *expect = twin ? &lesson->twin : &lesson->expect;
  g_autoptr (PlTrace) trace = pl_trace_new (log);
  char *differs = NULL;

  if (atomic_load (&pl_log_header (log)->status.phase) != PL_PHASE_DONE)
    return g_strdup (_("The run did not come to its end."));
  if (lesson->is_program)
    differs = exit_differs (expect, trace);
  if (differs == NULL)
    differs = pl_lesson_output_differs (expect, output);
  if (differs == NULL)
    differs = result_differs (expect, log);
  if (differs == NULL && lesson->is_program)
    differs = finding_differs (expect, trace);
  for (guint i = 0; differs == NULL && i < expect->bounds->len; i++)
    differs = bound_differs (&g_array_index (expect->bounds, PlLessonBound, i), log, output);
  return differs;
}

/* The answers in the order in which they are first found in what was written. NULL: one of them is not there. */
static char *
order_written (char **answers, const char *output)
{
  guint n = g_strv_length (answers);
  g_autofree const char **at = g_new0 (const char *, n);
  g_autoptr (GString) order = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    if ((at[i] = strstr (output, answers[i])) == NULL)
      return NULL;
  for (guint turn = 0; turn < n; turn++)
    {
      guint next = n;

      for (guint i = 0; i < n; i++)
        if (at[i] != NULL && (next == n || at[i] < at[next]))
          next = i;
      at[next] = NULL;
      g_string_append_printf (order, "%s%u", turn > 0 ? ";" : "", next + 1);
    }
  return g_string_free (g_steal_pointer (&order), FALSE);
}

/* Which of these lanes ended first. */
static char *
first_lane (char **names, PlLog *log)
{
  g_autoptr (PlTrace) trace = pl_trace_new (log);
  gint64 first_ns = G_MAXINT64;
  guint found = 0;

  for (guint lane = 1; lane < pl_trace_get_n_lanes (trace); lane++)
    {
      g_autofree char *name = pl_trace_lane_name (trace, lane);
      guint64 n = pl_trace_get_n_records (trace, lane);
      PlSpan last;

      for (guint i = 0; names[i] != NULL; i++)
        if (g_str_equal (names[i], name) && n > 0 && pl_trace_get_span (trace, lane, n - 1, &last) && last.start_ns < first_ns)
          {
            first_ns = last.start_ns;
            found = i + 1;
          }
    }
  return found > 0 ? g_strdup_printf ("%u", found) : NULL;
}

char *
pl_lesson_right (const PlLesson *lesson, PlLog *log, const char *output)
{
  double value;

  if (lesson->question.right != NULL)
    return g_strdup (lesson->question.right);
  switch (lesson->question.ask)
    {
    case PL_ASK_NUMBER:
      return pl_lesson_figure (log, output, lesson->question.figure, &value) ? number_text (value) : NULL;
    case PL_ASK_ORDER:
      return order_written (lesson->question.answers, output);
    case PL_ASK_LANE:
      return first_lane (lesson->question.answers, log);
    default:
      return NULL;
    }
}

char *
pl_lesson_answer_text (const PlLesson *lesson, const char *answer)
{
  g_auto (GStrv) words = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  guint n = lesson->question.answers != NULL ? g_strv_length (lesson->question.answers) : 0;

  if (lesson->question.ask == PL_ASK_NUMBER || n == 0)
    return g_strdup (answer);
  words = g_strsplit (answer, ";", -1);
  for (guint i = 0; words[i] != NULL; i++)
    {
      guint64 number = g_ascii_strtoull (words[i], NULL, 10);

      if (number >= 1 && number <= n)
        g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", lesson->question.answers[number - 1]);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
pl_lesson_answer_shown (const PlLesson *lesson, const char *answer)
{
  g_autofree char *text = pl_lesson_answer_text (lesson, answer);
  g_auto (GStrv) parts = lesson->question.ask == PL_ASK_NUMBER ? g_strsplit (text, ".", -1) : NULL;

  return parts != NULL ? g_strjoinv (localeconv ()->decimal_point, parts) : g_steal_pointer (&text);
}

char *
pl_lesson_outcome (const PlLesson *lesson, PlLog *log, const char *output)
{
  g_autofree char *right = lesson->question.right == NULL ? pl_lesson_right (lesson, log, output) : NULL;
  const char *result = result_key (log);

  if (right != NULL)
    return pl_lesson_answer_text (lesson, right);
  if (result != NULL)
    return g_strdup (result);
  return lesson->is_program ? pl_lesson_output_line (output) : pl_trace_outcome (log);
}
