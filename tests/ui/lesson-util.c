/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lesson-util.h"

#include <glib/gstdio.h>

#include "ui/lesson/pl-lesson-form.h"

PlWindow *
lesson_open (const char *name)
{
  PlWindow *window = ui_test_window (1300, 850);

  ui_activate (window, "win.page", g_variant_new_string ("lesson"));
  g_assert_true (pl_lesson_form_choose (ui_form (window, "lesson"), name));
  return window;
}

OwnLesson
lesson_write_own (const char *name,
                  const char *text,
                  const char *program)
{
  char *folder = g_build_filename (g_get_user_data_dir (), "paralane", "lessons", name, NULL);
  OwnLesson own = { folder, g_build_filename (folder, "lesson.ini", NULL), g_build_filename (folder, "program.py", NULL) };

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  if (program != NULL)
    g_assert_true (g_file_set_contents (own.program, program, -1, NULL));
  g_assert_true (g_file_set_contents (own.file, text, -1, NULL));
  return own;
}

void
lesson_remove_own (OwnLesson *own)
{
  g_unlink (own->file);
  g_unlink (own->program);
  g_rmdir (own->folder);
  g_free (own->folder);
  g_free (own->file);
  g_free (own->program);
}

void
lesson_run (PlWindow *window)
{
  ui_activate (window, "win.run", NULL);
  wait_until (!ui_is_running (window) && pl_page_get_picture (ui_page (window, "lesson"), NULL) != NULL);
}
