/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "control/lesson/pl-lesson-text.h"

#include <string.h>
#include <sys/stat.h>

#include "control/lesson/pl-lesson-place.h"
#include "plan/pl-plan.h"

/* What was compiled here has so much of the sum of its source at its name; see pl-lesson-program.c. */
#define SUM_CHARS 17u

static char *
read_text (char *folder, const char *file)
{
  const PlLessonEntry entry = { .folder = folder };

  return pl_lesson_entry_read (&entry, file);
}

void
pl_lesson_text_clear (PlLessonText *text)
{
  g_clear_pointer (&text->ran, g_free);
  g_clear_pointer (&text->other, g_free);
}

void
pl_lesson_text_read (const PlLessonEntry *entry, gboolean twin, const char *script, PlLessonText *text)
{
  *text = (PlLessonText) { .twin = twin };
  if (script != NULL)
    {
      g_autofree char *folder = g_path_get_dirname (script), *file = g_path_get_basename (script);

      text->ran = read_text (folder, file);
    }
  else
    {
      text->ran = read_text (entry->folder, twin ? PL_LESSON_C : PL_LESSON_PYTHON);
      text->other = read_text (entry->folder, twin ? PL_LESSON_PYTHON : PL_LESSON_C);
    }
}

/* Neither written nor put there since, whatever its date says: an update installs files that are older than runs of before. */
static gboolean
is_untouched (const char *folder, const char *file, gint64 start_wall_ns)
{
  g_autofree char *path = g_build_filename (folder, file, NULL);
  struct stat status;

  return stat (path, &status) == 0 && S_ISREG (status.st_mode)
         && (gint64) status.st_ctim.tv_sec * 1000000000 + status.st_ctim.tv_nsec < start_wall_ns;
}

/* The folder of the lesson whose program in C that is. NULL: it is none. */
static char *
find_folder (const char *program)
{
  g_autofree char *name = g_path_get_basename (program), *twin = pl_lesson_place_twin (name), *shelf = pl_lesson_place_shelf ();
  g_autofree char *place = g_path_get_dirname (program), *cache = g_build_filename (g_get_user_cache_dir (), "paralane", "lessons", NULL);
  g_autofree char *user = pl_lesson_user_folder ();
  gsize length = strlen (name);

  if (shelf != NULL && g_strcmp0 (twin, program) == 0)
    return g_build_filename (shelf, name, NULL);
  if (!g_str_equal (place, cache) || length <= SUM_CHARS || name[length - SUM_CHARS] != '-')
    return NULL;
  name[length - SUM_CHARS] = '\0';
  return g_build_filename (user, name, NULL);
}

gboolean
pl_lesson_text_find (PlLog *log, PlLessonText *text)
{
  const PlPlanData *plan = pl_log_plan (log);
  g_auto (GStrv) argv = pl_plan_runs_program (plan) && plan->recording_lines ? pl_plan_get_argv (plan, NULL) : NULL;
  guint n = argv != NULL ? g_strv_length (argv) : 0;
  g_autofree char *folder = NULL, *file = NULL;

  *text = (PlLessonText) { .twin = n == 1 };
  if (n != 1 && (n != 2 || !g_str_has_suffix (argv[1], ".py")))
    return FALSE;
  folder = text->twin ? find_folder (argv[0]) : g_path_get_dirname (argv[1]);
  file = text->twin ? g_strdup (PL_LESSON_C) : g_path_get_basename (argv[1]);
  if (folder == NULL || !is_untouched (folder, file, pl_log_header (log)->start_wall_ns))
    return FALSE;
  text->ran = read_text (folder, file);
  /* A changed copy has another name, and no twin. */
  if (text->twin || g_str_equal (file, PL_LESSON_PYTHON))
    text->other = read_text (folder, text->twin ? PL_LESSON_PYTHON : PL_LESSON_C);
  return text->ran != NULL;
}
