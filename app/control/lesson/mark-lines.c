/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* While Paralane is built: mark-lines LESSON.ini IN.c OUT.c puts the marks into the programs of its own lessons, but for those
 * that measure time. */

#include <stdio.h>

#include "control/lesson/pl-lesson-lines.h"

static gboolean
wants_lines (const char *lesson)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *lines = NULL;

  if (g_key_file_load_from_file (file, lesson, G_KEY_FILE_NONE, NULL))
    lines = g_key_file_get_string (file, "run", "lines", NULL);
  return g_strcmp0 (lines, "no") != 0;
}

int
main (int argc, char **argv)
{
  g_autofree char *source = NULL, *name = NULL, *text = NULL;
  g_autoptr (GError) error = NULL;

  if (argc != 4)
    {
      fprintf (stderr, "mark-lines: LESSON.ini, IN.c and OUT.c are wanted\n");
      return 2;
    }
  name = g_path_get_basename (argv[2]);
  if (g_file_get_contents (argv[2], &source, NULL, &error))
    text = wants_lines (argv[1]) ? pl_lesson_lines_mark (source, name) : g_strdup (source);
  if (text != NULL && g_file_set_contents (argv[3], text, -1, &error))
    return 0;
  fprintf (stderr, "mark-lines: %s\n", error->message);
  return 1;
}
