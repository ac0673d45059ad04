/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "plan/lesson/pl-lesson-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static void
clear_bound (gpointer bound)
{
  g_free (((PlLessonBound *) bound)->figure);
}

void
pl_lesson_expect_clear (PlLessonExpect *expect)
{
  g_free (expect->output);
  g_free (expect->first);
  g_free (expect->last);
  g_strfreev (expect->lines);
  g_strfreev (expect->pieces);
  g_strfreev (expect->contains);
  g_free (expect->result);
  g_free (expect->finding);
  g_clear_pointer (&expect->bounds, g_array_unref);
}

static gboolean
read_end (const char *text, double without, double *value)
{
  char *end = NULL;

  *value = without;
  if (*text == '\0')
    return TRUE;
  *value = g_ascii_strtod (text, &end);
  return *end == '\0' && isfinite (*value);
}

/* "5", "1.5..", "..3" or "1..3". */
static gboolean
parse_range (const char *text, double *low, double *high)
{
  const char *dots = strstr (text, "..");
  g_autofree char *left = dots != NULL ? g_strstrip (g_strndup (text, (gsize) (dots - text))) : g_strstrip (g_strdup (text));
  g_autofree char *right = dots != NULL ? g_strstrip (g_strdup (dots + 2)) : g_strdup (left);

  if (*left == '\0' && *right == '\0')
    return FALSE;
  return read_end (left, -INFINITY, low) && read_end (right, INFINITY, high) && *low <= *high;
}

static gboolean
read_bounds (const PlLessonReader *self, const char *group, GArray *bounds, GError **error)
{
  g_auto (GStrv) keys = g_key_file_get_keys (self->file, group, NULL, NULL);

  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      g_autofree char *text = g_key_file_get_string (self->file, group, keys[i], NULL);
      PlLessonBound bound = { NULL, 0, 0 };

      if (text == NULL || !parse_range (text, &bound.low, &bound.high))
        return pl_lesson_refuse (self, group, keys[i], error,
                                 _("“%s” is no range: write “1.5..3”, “1.5..”, “..3” or a number alone."), text != NULL ? text : "");
      bound.figure = g_strdup (keys[i]);
      g_array_append_val (bounds, bound);
    }
  return TRUE;
}

/* Not to be translated: it is compared with what a program writes. */
static char *
plain_text (const PlLessonReader *self, const char *group, const char *key)
{
  return g_key_file_get_string (self->file, group, key, NULL);
}

gboolean
pl_lesson_expect_read (const PlLessonReader *self, const char *group, const char *bounds, PlLessonExpect *expect, GError **error)
{
  int groups = 0;

  expect->bounds = g_array_new (FALSE, FALSE, sizeof (PlLessonBound));
  g_array_set_clear_func (expect->bounds, clear_bound);
  expect->has_exit = g_key_file_has_key (self->file, group, "exit", NULL);
  expect->output = plain_text (self, group, "output");
  expect->first = plain_text (self, group, "first");
  expect->last = plain_text (self, group, "last");
  expect->result = plain_text (self, group, "result");
  expect->finding = plain_text (self, group, "finding");
  if (!pl_lesson_read_int (self, group, "exit", -64, 255, &expect->exit, error)
      || !pl_lesson_read_int (self, group, "groups", 1, 1000, &groups, error)
      || !pl_lesson_read_list (self, group, "lines", &expect->lines, error)
      || !pl_lesson_read_list (self, group, "pieces", &expect->pieces, error)
      || !pl_lesson_read_list (self, group, "contains", &expect->contains, error))
    return FALSE;
  expect->groups = (guint) groups;
  return !g_key_file_has_group (self->file, bounds) || read_bounds (self, bounds, expect->bounds, error);
}
