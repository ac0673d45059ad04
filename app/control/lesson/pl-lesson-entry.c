/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "control/lesson/pl-lesson-shelf.h"

#include <glib/gi18n-lib.h>

#include "base/pl-error.h"

/* The bytes of a file, if it is one of a length that can be. */
static gboolean
read_file (const char *path, char **bytes, gsize *size, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = NULL;

  if (g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, NULL) != G_FILE_TYPE_REGULAR)
    {
      g_autofree char *name = g_path_get_basename (path);

      g_set_error (error, PL_ERROR, PL_ERROR_FILE, _("Line 1: there is no file “%s”."), name);
      return FALSE;
    }
  stream = g_file_read (file, NULL, error);
  if (stream == NULL)
    return FALSE;
  *bytes = g_malloc (PL_LESSON_MAX_BYTES + 2);
  if (!g_input_stream_read_all (G_INPUT_STREAM (stream), *bytes, PL_LESSON_MAX_BYTES + 1, size, NULL, error))
    return FALSE;
  (*bytes)[*size] = '\0';
  return TRUE;
}

static gboolean
has_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

static PlLesson *
read_lesson (const PlLessonEntry *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->folder, PL_LESSON_FILE, NULL), *bytes = NULL;
  g_autoptr (PlLesson) lesson = NULL;
  gsize size = 0;

  if (!read_file (path, &bytes, &size, error))
    return NULL;
  lesson = pl_lesson_parse (bytes, size, self->name, error);
  if (lesson != NULL && lesson->is_program && !has_file (self->folder, PL_LESSON_PYTHON) && !has_file (self->folder, PL_LESSON_C))
    {
      g_set_error (error, PL_ERROR, PL_ERROR_FORMAT, _("Line 1: there is neither “%s” nor “%s” beside it, nor a section [%s]."),
                   PL_LESSON_PYTHON, PL_LESSON_C, "plan");
      return NULL;
    }
  return g_steal_pointer (&lesson);
}

PlLessonEntry *
pl_lesson_entry_new (const char *folder, gboolean foreign)
{
  PlLessonEntry *self = g_new0 (PlLessonEntry, 1);
  g_autofree char *name = g_path_get_basename (folder);
  g_autoptr (GError) error = NULL;

  self->name = g_utf8_make_valid (name, -1);
  self->folder = g_strdup (folder);
  self->foreign = foreign;
  self->lesson = read_lesson (self, &error);
  if (self->lesson == NULL)
    self->fault = g_strdup (error->message);
  return self;
}

void
pl_lesson_entry_free (PlLessonEntry *self)
{
  g_clear_pointer (&self->lesson, pl_lesson_free);
  g_free (self->name);
  g_free (self->folder);
  g_free (self->fault);
  g_free (self);
}

char *
pl_lesson_entry_read (const PlLessonEntry *self, const char *file)
{
  g_autofree char *path = g_build_filename (self->folder, file, NULL), *bytes = NULL;
  gsize size = 0;

  return read_file (path, &bytes, &size, NULL) ? g_utf8_make_valid (bytes, (gssize) size) : NULL;
}
