/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "control/pl-kinds-run.h"

#include <glib/gi18n-lib.h>

#include "control/pl-recording.h"
#include "plan/pl-plan.h"

#define SCRIPT "kinds.py"
#define PYTHON "/usr/bin/python3"

typedef struct {
  PlKinds *kinds;
  GSubprocess *program;
  GDataInputStream *lines;
  void (*changed) (gpointer data);
  gpointer data;
  gboolean python;                /* it is Python's turn */
} Course;

static void begin (GTask *task, gboolean python);

static void
course_free (gpointer data)
{
  Course *course = data;

  if (course->program != NULL)
    g_subprocess_force_exit (course->program);
  g_clear_object (&course->program);
  g_clear_object (&course->lines);
  g_object_unref (course->kinds);
  g_free (course);
}

/* $PARALANE_PYTHON, else the system's own. */
static const char *
find_python (void)
{
  const char *wanted = g_getenv ("PARALANE_PYTHON");

  return wanted != NULL && *wanted != '\0' ? wanted : PYTHON;
}

/* Beside the build's program, or where it is installed. */
static char *
find_script (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = program != NULL ? g_path_get_dirname (program) : g_strdup (".");
  g_autofree char *built = g_build_filename (folder, "..", "..", "data", SCRIPT, NULL);

  if (g_file_test (built, G_FILE_TEST_IS_REGULAR))
    return g_canonicalize_filename (built, NULL);
  return g_build_filename (PL_DATA_DIR, "paralane", SCRIPT, NULL);
}

/* Takes error. Without Python the figures of the others stand. */
static void
fail (GTask *task, GError *error)
{
  Course *course = g_task_get_task_data (task);
  g_autofree char *note = NULL;

  if (!course->python || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  note = g_strdup_printf (_("Python's own processes and threads could not be measured: there is no %s that can run the "
                            "script. Install python3 to see them here."), find_python ());
  pl_kinds_set_python_note (course->kinds, note);
  g_error_free (error);
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
ended_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Course *course = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_subprocess_wait_check_finish (G_SUBPROCESS (object), result, &error))
    {
      fail (task, error);
      return;
    }
  if (!course->python)
    {
      begin (task, TRUE);
      return;
    }
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
read_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Course *course = g_task_get_task_data (task);
  GError *error = NULL;
  g_autofree char *line = g_data_input_stream_read_line_finish_utf8 (G_DATA_INPUT_STREAM (object), result, NULL, &error);

  if (error != NULL)
    {
      fail (task, error);
      return;
    }
  if (line == NULL)
    {
      g_subprocess_wait_check_async (course->program, g_task_get_cancellable (task), ended_cb, task);
      return;
    }
  if (pl_kinds_take_line (course->kinds, line) && course->changed != NULL)
    course->changed (course->data);
  g_data_input_stream_read_line_async (course->lines, G_PRIORITY_DEFAULT, g_task_get_cancellable (task), read_cb, task);
}

/* Takes task. */
static void
begin (GTask *task, gboolean python)
{
  Course *course = g_task_get_task_data (task);
  g_autofree char *script = find_script (), *runner = pl_run_find_runner ();
  GError *error = NULL;

  course->python = python;
  g_clear_object (&course->lines);
  g_clear_object (&course->program);
  course->program = python ? g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error,
                                               find_python (), script, NULL)
                           : g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, runner, "--kinds", NULL);
  if (course->program == NULL)
    {
      fail (task, error);
      return;
    }
  course->lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (course->program));
  g_data_input_stream_read_line_async (course->lines, G_PRIORITY_DEFAULT, g_task_get_cancellable (task), read_cb, task);
}

void
pl_kinds_measure_async (PlKinds *kinds, GCancellable *cancellable, void (*changed) (gpointer data),
                        GAsyncReadyCallback done, gpointer data)
{
  GTask *task = g_task_new (kinds, cancellable, done, data);
  Course *course = g_new0 (Course, 1);

  course->kinds = g_object_ref (kinds);
  course->changed = changed;
  course->data = data;
  g_task_set_task_data (task, course, course_free);
  begin (task, FALSE);
}

gboolean
pl_kinds_measure_finish (PlKinds *kinds, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

PlRun *
pl_kinds_new_recording (GError **error)
{
  g_autofree char *python = g_strdup (find_python ()), *script = find_script ();
  char *argv[] = { python, script, NULL };
  g_autofree char *command = pl_recording_join (argv);
  PlPlanData plan;

  pl_plan_init_recording (&plan);
  pl_plan_set_command (&plan, command);
  return pl_run_new_recording (&plan, error);
}
