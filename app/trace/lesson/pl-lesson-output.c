/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/lesson/pl-lesson-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SHOWN_CHARS 80

static char *
shorten (const char *text)
{
  g_autofree char *begin = NULL;

  if (g_utf8_strlen (text, -1) <= SHOWN_CHARS)
    return g_strdup (text);
  begin = g_utf8_substring (text, 0, SHOWN_CHARS - 1);
  return g_strconcat (begin, "…", NULL);
}

char *
pl_lesson_output_line (const char *output)
{
  g_autofree char *text = g_strchomp (g_strdup (output));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autofree char *line = g_strjoinv (" / ", lines);

  return shorten (line);
}

/* Without the white space in its end: nobody sees that. */
static char **
split_lines (const char *text)
{
  g_autofree char *copy = g_strchomp (g_strdup (text));
  char **lines = *copy != '\0' ? g_strsplit (copy, "\n", -1) : g_new0 (char *, 1);

  for (guint i = 0; lines[i] != NULL; i++)
    g_strchomp (lines[i]);
  return lines;
}

static char *
differs_at (guint line, const char *expected, const char *found)
{
  g_autofree char *wanted = expected != NULL ? shorten (expected) : NULL, *is = found != NULL ? shorten (found) : NULL;

  if (expected == NULL)
    return g_strdup_printf (_("Line %u of what it wrote is one too many: “%s”."), line, is);
  if (found == NULL)
    return g_strdup_printf (_("It wrote no line %u: “%s” was expected."), line, wanted);
  return g_strdup_printf (_("Line %u of what it wrote is “%s”; “%s” was expected."), line, is, wanted);
}

static char *
compare_exact (const char *expected, char **lines)
{
  g_auto (GStrv) wanted = split_lines (expected);

  for (guint i = 0; wanted[i] != NULL || lines[i] != NULL; i++)
    {
      if (wanted[i] == NULL || lines[i] == NULL || !g_str_equal (wanted[i], lines[i]))
        return differs_at (i + 1, wanted[i], lines[i]);
    }
  return NULL;
}

/* What is expected to begin and to end it. */
static char *
compare_ends (const PlLessonExpect *expect, char **lines)
{
  guint n = g_strv_length (lines);

  if (expect->first != NULL && (n == 0 || !g_str_equal (lines[0], expect->first)))
    return differs_at (1, expect->first, n > 0 ? lines[0] : NULL);
  if (expect->last != NULL && (n == 0 || !g_str_equal (lines[n - 1], expect->last)))
    return differs_at (MAX (n, 1), expect->last, n > 0 ? lines[n - 1] : NULL);
  return NULL;
}

/* In any order, what lies between these. */
static char *
compare_set (const PlLessonExpect *expect, char **lines)
{
  g_autofree gboolean *taken = g_new0 (gboolean, g_strv_length (expect->lines));
  guint n = g_strv_length (lines), wanted = g_strv_length (expect->lines);
  guint from = expect->first != NULL, to = n - MIN (n, expect->last != NULL);

  for (guint i = from; i < to; i++)
    {
      guint k = 0;

      while (k < wanted && (taken[k] || !g_str_equal (expect->lines[k], lines[i])))
        k++;
      if (k == wanted)
        return differs_at (i + 1, NULL, lines[i]);
      taken[k] = TRUE;
    }
  for (guint k = 0; k < wanted; k++)
    if (!taken[k])
      return g_strdup_printf (_("It did not write “%s”."), expect->lines[k]);
  return NULL;
}

/* Whoever writes without a lock may be torn apart, but not lost: the longest first, as one may begin like another. */
static char *
compare_pieces (char **pieces, const char *output)
{
  g_autoptr (GString) rest = g_string_new (output);
  g_autofree gboolean *taken = g_new0 (gboolean, g_strv_length (pieces));
  g_autofree char *left = NULL;

  for (guint turn = 0; pieces[turn] != NULL; turn++)
    {
      const char *longest = NULL, *at;
      guint which = 0;

      for (guint i = 0; pieces[i] != NULL; i++)
        if (!taken[i] && (longest == NULL || strlen (pieces[i]) > strlen (longest)))
          longest = pieces[which = i];
      taken[which] = TRUE;
      at = strstr (rest->str, longest);
      if (at == NULL)
        return g_strdup_printf (_("It did not write “%s”."), longest);
      g_string_overwrite_len (rest, (gsize) (at - rest->str), "\n", 1);
      g_string_erase (rest, at - rest->str + 1, (gssize) strlen (longest) - 1);
    }
  left = g_strstrip (g_strdup (rest->str));
  return *left != '\0' ? g_strdup_printf (_("It also wrote “%s”."), left) : NULL;
}

static char *
compare_contained (char **contains, const char *output)
{
  const char *at = output;

  for (guint i = 0; contains[i] != NULL; i++)
    {
      at = strstr (at, contains[i]);
      if (at == NULL)
        return g_strdup_printf (i == 0 ? _("It did not write “%s”.") : _("It did not write “%s” where it was expected."), contains[i]);
      at += strlen (contains[i]);
    }
  return NULL;
}

/* The first number of a line; -1: it has none. */
static gint64
number_of (const char *line)
{
  const char *digits = line + strcspn (line, "0123456789");

  return *digits != '\0' ? g_ascii_strtoll (digits, NULL, 10) : -1;
}

static char *
compare_groups (guint size, char **lines, gboolean has_last)
{
  guint n = g_strv_length (lines) - (has_last ? 1 : 0);

  for (guint i = 0; i < n; i++)
    if (i % size != 0 && number_of (lines[i]) != number_of (lines[i - 1]))
      return g_strdup_printf (_("Line %u of what it wrote, “%s”, came between lines that belong together."), i + 1, lines[i]);
  return NULL;
}

char *
pl_lesson_output_differs (const PlLessonExpect *expect, const char *output)
{
  g_auto (GStrv) lines = split_lines (output);
  char *differs = NULL;

  if (expect->output != NULL)
    differs = compare_exact (expect->output, lines);
  if (differs == NULL)
    differs = compare_ends (expect, lines);
  if (differs == NULL && expect->lines != NULL)
    differs = compare_set (expect, lines);
  if (differs == NULL && expect->pieces != NULL)
    differs = compare_pieces (expect->pieces, output);
  if (differs == NULL && expect->contains != NULL)
    differs = compare_contained (expect->contains, output);
  if (differs == NULL && expect->groups > 1 && lines[0] != NULL)
    differs = compare_groups (expect->groups, lines, expect->last != NULL);
  return differs;
}

/* "Speed-up, 8 tasks" is "speed-up-8-tasks". */
static char *
name_key (const char *text, gsize length)
{
  GString *key = g_string_new (NULL);

  for (gsize i = 0; i < length; i++)
    if (g_ascii_isalnum (text[i]))
      g_string_append_c (key, g_ascii_tolower (text[i]));
    else if (key->len > 0 && key->str[key->len - 1] != '-')
      g_string_append_c (key, '-');
  while (key->len > 0 && key->str[key->len - 1] == '-')
    g_string_truncate (key, key->len - 1);
  return g_string_free (key, FALSE);
}

gboolean
pl_lesson_output_number (const char *output, const char *key, double *value)
{
  g_auto (GStrv) lines = split_lines (output);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *colon = strpbrk (lines[i], ":=");
      g_autofree char *name = colon != NULL ? name_key (lines[i], (gsize) (colon - lines[i])) : NULL;
      char *end = NULL;

      if (name == NULL || !g_str_equal (name, key))
        continue;
      *value = g_ascii_strtod (colon + 1, &end);
      if (end != colon + 1)
        return TRUE;
    }
  return FALSE;
}
