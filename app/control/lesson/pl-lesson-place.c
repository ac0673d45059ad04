/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "control/lesson/pl-lesson-place.h"

/* The first of these that is there; a relative one is beside the program. */
static char *
find (const char *wanted, const char *const *places, const char *name, GFileTest test)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = program != NULL ? g_path_get_dirname (program) : g_strdup (".");
  const char *only[] = { wanted, NULL };

  if (wanted != NULL && *wanted != '\0')
    places = only;
  for (guint i = 0; places[i] != NULL; i++)
    {
      g_autofree char *place = g_canonicalize_filename (places[i], folder);
      g_autofree char *path = g_build_filename (place, name, NULL);

      if (g_file_test (path, test))
        return g_steal_pointer (&path);
    }
  return NULL;
}

char *
pl_lesson_place_shelf (void)
{
  static const char *const places[] = { "../../data/shelf", PL_DATA_DIR "/paralane/lessons", "../share/paralane/lessons", NULL };

  return find (g_getenv ("PARALANE_LESSONS"), places, "", G_FILE_TEST_IS_DIR);
}

char *
pl_lesson_place_twin (const char *name)
{
  static const char *const places[] = { "../../data/lessons", PL_LIBEXEC_DIR "/paralane-lessons", "../libexec/paralane-lessons", NULL };
  char *path = find (g_getenv ("PARALANE_TWINS"), places, name, G_FILE_TEST_IS_EXECUTABLE);

  if (path != NULL && g_file_test (path, G_FILE_TEST_IS_DIR))
    g_clear_pointer (&path, g_free);
  return path;
}
