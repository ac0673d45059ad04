/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/lesson/pl-cli-lesson.h"

#include <glib/gi18n.h>

#include "base/pl-text.h"
#include "cli/pl-cli-kinds.h"
#include "plan/pl-plan.h"
#include "trace/lesson/pl-lesson-verdict.h"
#include "trace/recording/pl-lines.h"
#include "trace/recording/pl-recording.h"

/* Words of the JSON: the same in every language. */
#define AS_EXPECTED "as expected"
/* No lesson has as many. */
#define MOST_LINES 20000u

const PlCliLessonRun *
pl_cli_lesson_shown (const PlCliLessonRuns *runs)
{
  for (guint i = 0; i < runs->runs->len; i++)
    if (((const PlCliLessonRun *) runs->runs->pdata[i])->differs != NULL)
      return runs->runs->pdata[i];
  return runs->runs->pdata[runs->runs->len - 1];
}

/* "python", "c" or "plan". */
static const char *
program_key (const PlLessonProgram *program)
{
  if (!pl_plan_runs_program (&program->plan))
    return "plan";
  return program->twin ? "c" : "python";
}

static void
add_strings (JsonBuilder *builder, const char *key, char **strings)
{
  json_builder_set_member_name (builder, key);
  json_builder_begin_array (builder);
  for (guint i = 0; strings != NULL && strings[i] != NULL; i++)
    json_builder_add_string_value (builder, strings[i]);
  json_builder_end_array (builder);
}

static void
add_flag (JsonBuilder *builder, const char *key, gboolean flag)
{
  json_builder_set_member_name (builder, key);
  json_builder_add_boolean_value (builder, flag);
}

/* --- list --- */

static void
add_about (JsonBuilder *builder, const PlLesson *lesson)
{
  pl_cli_json_string (builder, "title", lesson->title);
  pl_cli_json_string (builder, "topic", lesson->topic);
  if (lesson->chapter != NULL)
    pl_cli_json_string (builder, "chapter", lesson->chapter);
  add_strings (builder, "examples", lesson->examples);
  pl_cli_json_string (builder, "goal", lesson->goal);
  if (lesson->claim != NULL)
    pl_cli_json_string (builder, "claim", lesson->claim);
  if (lesson->sentence != NULL)
    pl_cli_json_string (builder, "claim_verdict", lesson->sentence);
}

static void
list_json_cb (JsonBuilder *builder, gpointer data)
{
  PlLessonShelf *shelf = data;

  json_builder_set_member_name (builder, "lessons");
  json_builder_begin_array (builder);
  for (guint i = 0; i < pl_lesson_shelf_get_n (shelf); i++)
    {
      const PlLessonEntry *entry = pl_lesson_shelf_get (shelf, i);

      json_builder_begin_object (builder);
      pl_cli_json_string (builder, "name", entry->name);
      if (entry->lesson != NULL)
        add_about (builder, entry->lesson);
      else
        pl_cli_json_string (builder, "error", entry->fault);
      add_flag (builder, "foreign", entry->foreign);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
list_text (PlLessonShelf *shelf)
{
  const char *topic = "";

  for (guint i = 0; i < pl_lesson_shelf_get_n (shelf); i++)
    {
      const PlLessonEntry *entry = pl_lesson_shelf_get (shelf, i);

      if (entry->lesson != NULL && !g_str_equal (entry->lesson->topic, topic))
        {
          pl_cli_print (stdout, "%s%s\n", i > 0 ? "\n" : "", pl_lesson_topic_name (entry->lesson->topic));
          topic = entry->lesson->topic;
        }
      if (entry->lesson != NULL)
        pl_cli_print (stdout, "  %-24s %s\n", entry->name, entry->lesson->title);
      else
        pl_cli_print (stdout, "\n%s: %s %s\n", entry->name, _("broken."), entry->fault);
    }
}

void
pl_cli_lesson_list (PlLessonShelf *shelf, gboolean json)
{
  if (json)
    pl_cli_json_print_object (list_json_cb, shelf);
  else
    list_text (shelf);
}

/* --- how often it came out how --- */

static void
add_outcomes (JsonBuilder *builder, const PlCliLessonRuns *runs)
{
  json_builder_set_member_name (builder, "outcomes");
  json_builder_begin_array (builder);
  for (guint i = 0; i < pl_tally_get_n (runs->tally); i++)
    {
      const char *outcome;
      guint n = pl_tally_get (runs->tally, i, &outcome);

      json_builder_begin_object (builder);
      pl_cli_json_string (builder, "outcome", outcome);
      pl_cli_json_int (builder, "count", n);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
tell_outcomes (const PlCliLessonRuns *runs)
{
  PlCliTable *table = pl_cli_table_new (2);
  g_autofree char *summary = pl_tally_summary (runs->tally);

  for (guint i = 0; i < pl_tally_get_n (runs->tally); i++)
    {
      const char *outcome;
      guint n = pl_tally_get (runs->tally, i, &outcome);

      pl_cli_table_add (table, g_strdup (outcome));
      pl_cli_table_add (table, pl_text_count (n));
    }
  pl_cli_print (stdout, "%s\n", summary);
  pl_cli_table_print (table, stdout);
}

/* --- a run --- */

static void
add_question (JsonBuilder *builder, const PlLesson *lesson, const PlCliLessonRun *run)
{
  g_autofree char *right = run->log != NULL ? pl_lesson_right (lesson, run->log, run->output) : NULL;
  g_autofree char *text = right != NULL ? pl_lesson_answer_text (lesson, right) : NULL;

  json_builder_set_member_name (builder, "question");
  json_builder_begin_object (builder);
  pl_cli_json_string (builder, "kind", pl_lesson_ask_key (lesson->question.ask));
  pl_cli_json_string (builder, "text", lesson->question.text);
  add_strings (builder, "answers", lesson->question.answers);
  if (text != NULL)
    pl_cli_json_string (builder, "right", text);
  json_builder_end_object (builder);
}

static void
add_run (JsonBuilder *builder, PlLog *log)
{
  json_builder_set_member_name (builder, "run");
  json_builder_begin_object (builder);
  pl_cli_json_string (builder, "kind", pl_run_kind_key (pl_log_plan (log)->kind));
  pl_cli_kind (log)->json (builder, log);
  json_builder_end_object (builder);
}

static void
add_line (JsonBuilder *builder, guint line, const PlLineSum *sum)
{
  json_builder_begin_object (builder);
  pl_cli_json_int (builder, "line", line);
  pl_cli_json_int (builder, "times", sum->n);
  pl_cli_json_int (builder, "lanes", sum->n_lanes);
  pl_cli_json_int (builder, "ns", sum->sum_ns);
  json_builder_end_object (builder);
}

/* The lines of its own file at which its lanes were, in their order; none where they were not asked for. */
static void
add_lines (JsonBuilder *builder, PlLog *log)
{
  g_autoptr (PlTrace) trace = pl_trace_new (log);
  g_autoptr (PlLines) lines = pl_lines_new (trace);
  guint last = 0;
  PlLineSum sum;

  for (guint i = 0; lines != NULL && i < pl_lines_get_n (lines); i++)
    last = MAX (last, MIN (pl_lines_get (lines, i)->last, MOST_LINES));
  json_builder_set_member_name (builder, "lines");
  json_builder_begin_array (builder);
  for (guint line = 1; line <= last; line++)
    if (pl_lines_sum (lines, line, &sum))
      add_line (builder, line, &sum);
  json_builder_end_array (builder);
}

static void
run_json_cb (JsonBuilder *builder, gpointer data)
{
  const PlCliLessonRuns *runs = data;
  const PlCliLessonRun *shown = pl_cli_lesson_shown (runs), *last = runs->runs->pdata[runs->runs->len - 1];

  pl_cli_json_string (builder, "lesson", runs->entry->name);
  add_about (builder, runs->entry->lesson);
  pl_cli_json_string (builder, "program", program_key (runs->program));
  if (runs->program->note != NULL)
    pl_cli_json_string (builder, "missing", runs->program->note);
  pl_cli_json_string (builder, "verdict", shown->differs != NULL ? shown->differs : AS_EXPECTED);
  pl_cli_json_string (builder, "output", shown->output);
  if (runs->entry->lesson->question.ask != PL_ASK_NOTHING)
    add_question (builder, runs->entry->lesson, last);
  pl_cli_json_int (builder, "times", runs->runs->len);
  add_outcomes (builder, runs);
  pl_cli_json_known_int (builder, "possible_outcomes", pl_tally_get_possible (runs->tally) > 0, pl_tally_get_possible (runs->tally));
  if (pl_plan_runs_program (&runs->program->plan))
    add_lines (builder, last->log);
  add_run (builder, last->log);
}

void
pl_cli_lesson_json (const PlCliLessonRuns *runs)
{
  pl_cli_json_print_object (run_json_cb, (gpointer) runs);
}

static void
paragraph (const char *head, const char *text)
{
  if (text != NULL)
    pl_cli_print (stdout, "\n%s\n%s\n", head, text);
}

void
pl_cli_lesson_text (const PlCliLessonRuns *runs)
{
  const PlLesson *lesson = runs->entry->lesson;
  const PlCliLessonRun *shown = pl_cli_lesson_shown (runs), *last = runs->runs->pdata[runs->runs->len - 1];

  if (runs->runs->len > 1)
    tell_outcomes (runs);
  else if (!lesson->is_program)
    pl_cli_kind (last->log)->summary (last->log);
  pl_cli_print (stdout, "\n%s\n%s: %s\n", lesson->title, _("Verdict"), shown->differs != NULL ? shown->differs : _("as expected"));
  paragraph (_("What to look for"), lesson->look);
  paragraph (_("Claimed"), lesson->claim);
  paragraph (_("To be said of that"), lesson->sentence);
  paragraph (_("Explanation"), lesson->explanation);
}
