/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "plan/lesson/pl-lesson-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/pl-error.h"

#define MOST_CHARS 20000u
#define MOST_ITEMS 400u

/* "[group]" or "key=" or "key[de]=", with blanks as key files allow them. */
static gboolean
is_group (const char *line, gsize length, const char *group)
{
  gsize n = strlen (group);

  return length >= n + 2 && line[0] == '[' && strncmp (line + 1, group, n) == 0 && line[n + 1] == ']';
}

static gboolean
is_key (const char *line, gsize length, const char *key)
{
  gsize n = strlen (key);

  if (length < n || strncmp (line, key, n) != 0)
    return FALSE;
  while (n < length && line[n] == ' ')
    n++;
  return n < length && line[n] == '=';
}

/* The line of a key, or of its group where key is NULL or is not there; 1 if there is no group either. */
static guint
line_of (const PlLessonReader *self, const char *group, const char *key)
{
  guint number = 1, found = 1;
  gboolean within = FALSE;

  for (const char *line = self->text; line != NULL; number++)
    {
      const char *end = strchr (line, '\n');
      gsize length = end != NULL ? (gsize) (end - line) : strlen (line);

      if (length > 0 && line[0] == '[')
        within = is_group (line, length, group);
      if (within && length > 0 && line[0] == '[')
        found = number;
      if (within && key != NULL && is_key (line, length, key))
        return number;
      line = end != NULL ? end + 1 : NULL;
    }
  return found;
}

gboolean
pl_lesson_refuse (const PlLessonReader *self, const char *group, const char *key, GError **error, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  /* Translators: a line of a file, and what is wrong with it. */
  g_set_error (error, PL_ERROR, PL_ERROR_FORMAT, _("Line %u: %s"), line_of (self, group, key), message);
  return FALSE;
}

gboolean
pl_lesson_read_text (const PlLessonReader *self, const char *group, const char *key, gboolean wanted, char **text, GError **error)
{
  g_autoptr (GError) reason = NULL;

  *text = g_key_file_get_locale_string (self->file, group, key, NULL, &reason);
  if (g_error_matches (reason, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_KEY_NOT_FOUND)
      || g_error_matches (reason, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_GROUP_NOT_FOUND))
    return !wanted || pl_lesson_refuse (self, group, NULL, error, _("“%s” is missing in [%s]: add a line “%s=…”."), key, group, key);
  if (*text == NULL)
    return pl_lesson_refuse (self, group, key, error, _("“%s” cannot be read: %s"), key, reason->message);
  if (wanted && **text == '\0')
    return pl_lesson_refuse (self, group, key, error, _("“%s” is empty: write something behind the “=”."), key);
  if (g_utf8_strlen (*text, -1) > (glong) MOST_CHARS)
    return pl_lesson_refuse (self, group, key, error, _("“%s” has more than %u characters: shorten it."), key, MOST_CHARS);
  return TRUE;
}

gboolean
pl_lesson_read_list (const PlLessonReader *self, const char *group, const char *key, char ***list, GError **error)
{
  g_autoptr (GError) reason = NULL;
  gsize n = 0;

  if (!g_key_file_has_key (self->file, group, key, NULL))
    return TRUE;
  *list = g_key_file_get_locale_string_list (self->file, group, key, NULL, &n, &reason);
  if (*list == NULL)
    return pl_lesson_refuse (self, group, key, error, _("“%s” cannot be read: %s"), key, reason->message);
  if (n == 0 || n > MOST_ITEMS)
    return pl_lesson_refuse (self, group, key, error, _("“%s” has %u entries: 1 to %u are possible, with “;” between them."), key,
                             (guint) n, MOST_ITEMS);
  return TRUE;
}

gboolean
pl_lesson_read_int (const PlLessonReader *self, const char *group, const char *key, int low, int high, int *value, GError **error)
{
  g_autofree char *text = g_key_file_get_string (self->file, group, key, NULL);
  gint64 number = 0;

  if (text == NULL)
    return TRUE;
  if (!g_ascii_string_to_signed (g_strstrip (text), 10, low, high, &number, NULL))
    return pl_lesson_refuse (self, group, key, error,
                             _("“%s” cannot be “%s”: choose a whole number from %d to %d."), key, text, low, high);
  *value = (int) number;
  return TRUE;
}
