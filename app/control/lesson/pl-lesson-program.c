/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "control/lesson/pl-lesson-program.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "base/pl-error.h"
#include "control/lesson/pl-lesson-lines.h"
#include "control/lesson/pl-lesson-place.h"
#include "plan/pl-plan.h"

static gboolean
is_script (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, NULL);
  char begin[2] = "";
  gsize n = 0;

  return stream != NULL && g_input_stream_read_all (G_INPUT_STREAM (stream), begin, sizeof begin, &n, NULL, NULL) && n == sizeof begin
         && begin[0] == '#' && begin[1] == '!';
}

/* What a script that chooses among several Pythons would start: its own shells are no part of a lesson. */
static char *
ask_script (const char *script)
{
  g_autoptr (GSubprocess) process
    = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL, script, "-c",
                        "import sys; print(sys.executable)", NULL);
  g_autofree char *said = NULL;

  if (process == NULL || !g_subprocess_communicate_utf8 (process, NULL, NULL, &said, NULL, NULL)
      || !g_subprocess_get_successful (process))
    return NULL;
  return g_file_test (g_strchomp (said), G_FILE_TEST_IS_EXECUTABLE) ? g_steal_pointer (&said) : g_strdup (script);
}

/* $PARALANE_PYTHON, else python3; looked for once. NULL: there is none (static). */
static const char *
find_python (void)
{
  static char *python;
  static gboolean looked;
  const char *wanted = g_getenv ("PARALANE_PYTHON");

  if (!looked)
    {
      g_autofree char *found = g_find_program_in_path (wanted != NULL ? wanted : "python3");

      python = found != NULL && is_script (found) ? ask_script (found) : g_steal_pointer (&found);
      looked = TRUE;
    }
  return python;
}

static char *
file_of (const PlLessonEntry *entry, const char *name)
{
  char *path = g_build_filename (entry->folder, name, NULL);

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    g_clear_pointer (&path, g_free);
  return path;
}

/* In the user's cache, under a name that the source tells: what was compiled once is not compiled again. */
static char *
compiled_path (const PlLessonEntry *entry, const char *marked, GError **error)
{
  g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "paralane", "lessons", NULL);
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, marked, -1);
  g_autofree char *name = g_strdup_printf ("%s-%.16s", entry->name, sum);

  if (g_mkdir_with_parents (folder, 0700) == 0)
    return g_build_filename (folder, name, NULL);
  g_set_error (error, PL_ERROR, PL_ERROR_FILE, _("The folder “%s” cannot be made: %s."), folder, g_strerror (errno));
  return NULL;
}

/* What it includes lies beside the source that was read, not beside the one that is marked. */
static gboolean
run_compiler (const PlLessonEntry *entry, const char *compiler, const char *source, const char *marked, const char *path, GError **error)
{
  g_autoptr (GSubprocess) process
    = g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_PIPE, error, compiler, "-std=gnu11", "-O1", "-pthread", "-iquote", entry->folder, "-o",
                        path, marked, NULL);
  g_autofree char *said = NULL;

  if (process == NULL || !g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, &said, error))
    return FALSE;
  if (g_subprocess_get_successful (process))
    return TRUE;
  g_set_error (error, PL_ERROR, PL_ERROR_RUN, _("“%s” could not be compiled: %s"), source, said != NULL ? g_strstrip (said) : "");
  return FALSE;
}

static char *
compile (const PlLessonEntry *entry, const char *source, GError **error)
{
  g_autofree char *text = pl_lesson_entry_read (entry, PL_LESSON_C), *compiler = g_find_program_in_path ("cc");
  g_autofree char *marked = text != NULL && entry->lesson->plan.recording_lines ? pl_lesson_lines_mark (text, PL_LESSON_C)
                                                                               : g_strdup (text != NULL ? text : "");
  g_autofree char *path = compiled_path (entry, marked, error);
  g_autofree char *file = path != NULL ? g_strconcat (path, ".c", NULL) : NULL;
  gboolean compiled;

  if (path == NULL || g_file_test (path, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&path);
  if (compiler == NULL)
    {
      g_set_error (error, PL_ERROR, PL_ERROR_RUN, _("There is no C compiler here (“cc”), and “%s” was not compiled before."), source);
      return NULL;
    }
  if (!g_file_set_contents (file, marked, -1, error))
    return NULL;
  compiled = run_compiler (entry, compiler, source, file, path, error);
  g_unlink (file);
  return compiled ? g_steal_pointer (&path) : NULL;
}

static char *
find_twin (const PlLessonEntry *entry, GError **error)
{
  g_autofree char *source = file_of (entry, PL_LESSON_C);
  char *twin = entry->foreign ? NULL : pl_lesson_place_twin (entry->name);

  if (twin != NULL)
    return twin;
  if (source != NULL)
    return compile (entry, source, error);
  g_set_error (error, PL_ERROR, PL_ERROR_RUN, _("The lesson “%s” has no program in C."), entry->name);
  return NULL;
}

static gboolean
set_command (PlLessonProgram *program, const char *first, const char *second, GError **error)
{
  char *argv[] = { (char *) first, (char *) second, NULL };
  g_autofree char *command = pl_recording_join (argv);

  if (pl_plan_set_command (&program->plan, command))
    return TRUE;
  g_set_error (error, PL_ERROR, PL_ERROR_RUN, _("The path of the program is too long: “%s”."), command);
  return FALSE;
}

static gboolean
use_twin (const PlLessonEntry *entry, PlLessonProgram *program, GError **error)
{
  g_autofree char *path = find_twin (entry, error);

  program->twin = TRUE;
  return path != NULL && set_command (program, path, NULL, error);
}

gboolean
pl_lesson_program_find (const PlLessonEntry *entry, gboolean twin, const char *script, PlLessonProgram *program, GError **error)
{
  g_autofree char *own = script == NULL ? file_of (entry, PL_LESSON_PYTHON) : g_strdup (script);
  const char *python;

  *program = (PlLessonProgram) { .plan = entry->lesson->plan };
  if (!entry->lesson->is_program)
    return TRUE;
  if (twin || own == NULL)
    return use_twin (entry, program, error);
  python = find_python ();
  if (python != NULL)
    return set_command (program, python, own, error);
  if (script != NULL)
    {
      g_set_error_literal (error, PL_ERROR, PL_ERROR_RUN, _("There is no Python 3 here: install it to run what you have changed."));
      return FALSE;
    }
  if (!use_twin (entry, program, error))
    {
      g_prefix_error (error, "%s ", _("There is no Python 3 here."));
      return FALSE;
    }
  program->note = g_strdup (_("There is no Python 3 here: the same program in C runs instead."));
  return TRUE;
}

void
pl_lesson_program_clear (PlLessonProgram *program)
{
  g_clear_pointer (&program->note, g_free);
}

PlRun *
pl_lesson_program_run (const PlLessonProgram *program, GError **error)
{
  return pl_plan_runs_program (&program->plan) ? pl_run_new_recording (&program->plan, error) : pl_run_new (&program->plan, error);
}
