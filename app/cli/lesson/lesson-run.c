/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/lesson/pl-cli-lesson.h"

#include <glib/gi18n.h>

#include "paint/lesson/pl-handout.h"
#include "paint/pl-pictures.h"
#include "plan/pl-plan.h"
#include "trace/lesson/pl-lesson-look.h"
#include "trace/lesson/pl-lesson-verdict.h"

static void
free_run (gpointer data)
{
  PlCliLessonRun *run = data;

  if (run->log != NULL)
    pl_log_unref (run->log);
  g_free (run->output);
  g_free (run->differs);
  g_free (run);
}

/* While it runs, its words go to whoever looks on. */
typedef struct { GString *text; gboolean shown; } Output;

static void
output_cb (PlRecording *recording, const char *text, gpointer data)
{
  Output *output = data;

  g_string_append (output->text, text);
  if (!output->shown)
    return;
  pl_cli_print (stdout, "%s", text);
  fflush (stdout);
}

static PlCliLessonRun *
run_once (const PlCliLessonRuns *runs, gboolean shown, GError **error)
{
  const PlLesson *lesson = runs->entry->lesson;
  g_autoptr (PlRun) run = pl_lesson_program_run (runs->program, error);
  Output output = { NULL, shown };
  PlRecording *recording = run != NULL ? pl_run_get_recording (run) : NULL;
  PlCliLessonRun *result = NULL;
  g_autofree char *outcome = NULL;

  if (run == NULL)
    return NULL;
  output.text = g_string_new (NULL);
  if (recording != NULL)
    g_signal_connect (recording, "output", G_CALLBACK (output_cb), &output);
  if (pl_cli_follow (run, error))
    {
      result = g_new0 (PlCliLessonRun, 1);
      result->log = pl_log_ref (pl_run_get_log (run));
      result->output = g_strdup (output.text->str);
      result->differs = pl_lesson_differs (lesson, runs->program->twin, result->log, result->output);
      outcome = pl_lesson_outcome (lesson, result->log, result->output);
      pl_tally_add (runs->tally, outcome);
    }
  if (recording != NULL)
    g_signal_handlers_disconnect_by_data (recording, &output);
  g_string_free (output.text, TRUE);
  return result;
}

static gboolean
run_all (PlCliLessonRuns *runs, const PlCliLessonOptions *options, GError **error)
{
  for (guint64 i = 0; i < options->n; i++)
    {
      PlCliLessonRun *run = run_once (runs, options->n == 1 && !options->targets.json, error);

      if (run == NULL)
        return FALSE;
      /* Of many only what is counted is kept; the last one is also drawn. */
      if (i + 1 < options->n)
        g_clear_pointer (&run->log, pl_log_unref);
      g_ptr_array_add (runs->runs, run);
    }
  return TRUE;
}

/* TRUE: what would run came with Paralane, or somebody said yes. */
static gboolean
may_run (const PlLessonEntry *entry, const PlLessonProgram *program, const PlCliLessonOptions *options)
{
  if (!entry->foreign || !entry->lesson->is_program || options->yes)
    return TRUE;
  pl_cli_error (_("The lesson “%s” did not come with Paralane, and would run this program:"), entry->name);
  pl_cli_print (stderr, "  %s\n", program->plan.recording_command);
  pl_cli_print (stderr, "%s\n", _("Look at it first. If it may run, add --yes."));
  return FALSE;
}

static gboolean
write_handout (const PlCliLessonRuns *runs, const PlCliLessonRun *run, const PlCliLessonOptions *options)
{
  g_autofree char *python = pl_lesson_entry_read (runs->entry, PL_LESSON_PYTHON), *c = pl_lesson_entry_read (runs->entry, PL_LESSON_C);
  const PlHandout handout = { runs->entry->lesson, python, c, run->log, run->output, options->solution };
  g_autoptr (GError) error = NULL;

  if (options->handout == NULL || pl_handout_write (&handout, options->handout, &error))
    return TRUE;
  pl_cli_error ("%s", error->message);
  return FALSE;
}

static char *
to_csv (gpointer runs)
{
  return pl_tally_to_csv (((PlCliLessonRuns *) runs)->tally);
}

static PlPicture *
to_picture (gpointer runs)
{
  return pl_picture_of_tally (((PlCliLessonRuns *) runs)->tally);
}

static int
perform (PlCliLessonRuns *runs, PlCliLessonOptions *options)
{
  g_autoptr (GArray) held = pl_cli_try_files (&options->targets, options->handout);
  g_autoptr (GArray) more = held != NULL ? pl_cli_try_files (&options->tally, NULL) : NULL;
  g_autoptr (GError) error = NULL;
  const PlCliLessonRun *last;
  int status;

  if (more == NULL)
    return PL_CLI_FAILED;
  if (runs->program->note != NULL && !options->targets.json)
    pl_cli_error ("%s", runs->program->note);
  if (!run_all (runs, options, &error))
    return pl_cli_fail ("lesson", error);
  if (options->targets.json)
    pl_cli_lesson_json (runs);
  else
    pl_cli_lesson_text (runs);
  /* All of its pictures would be called after the file of its program. */
  if (options->targets.picture.export.title == NULL && runs->entry->lesson->is_program)
    options->targets.picture.export.title = runs->entry->lesson->title;
  last = runs->runs->pdata[runs->runs->len - 1];
  if (!pl_lesson_look (last->log, &options->targets.from_ns, &options->targets.to_ns))
    options->targets.to_ns = 0;
  status = pl_cli_flush () && pl_cli_lesson_shown (runs)->differs == NULL ? PL_CLI_OK : PL_CLI_FAILED;
  if (!write_handout (runs, last, options))
    status = PL_CLI_FAILED;
  if (!pl_cli_write_result (runs, to_csv, to_picture, options->tally.extra, &options->tally))
    status = PL_CLI_FAILED;
  return pl_cli_write_files (last->log, &options->targets) ? status : PL_CLI_FAILED;
}

int
pl_cli_lesson_run (const PlLessonEntry *entry, PlCliLessonOptions *options)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (free_run);
  g_autoptr (GError) error = NULL;
  PlLessonProgram program = { 0 };
  g_autoptr (PlTally) tally = pl_tally_new (entry->lesson);
  PlCliLessonRuns runs = { entry, &program, all, tally };
  gboolean python_only = entry->foreign && !options->yes;
  int status;

  /* Nothing of it is compiled before somebody agreed, either. */
  if (python_only && entry->lesson->is_program)
    {
      g_autofree char *path = g_build_filename (entry->folder, options->twin ? PL_LESSON_C : PL_LESSON_PYTHON, NULL);

      program.plan = entry->lesson->plan;
      pl_plan_set_command (&program.plan, path);
    }
  else if (!pl_lesson_program_find (entry, options->twin, NULL, &program, &error))
    {
      pl_lesson_program_clear (&program);
      return pl_cli_fail ("lesson", error);
    }
  /* Of many nobody looks at the lines of each. */
  program.plan.recording_lines = program.plan.recording_lines && options->n == 1;
  status = may_run (entry, &program, options) ? perform (&runs, options) : PL_CLI_FAILED;
  pl_lesson_program_clear (&program);
  return status;
}
