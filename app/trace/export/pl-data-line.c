/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/export/pl-data-line.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct {
  PlDataLine *line;
  const char *at, *end;
} Reader;

void
pl_data_line_init (PlDataLine *self)
{
  self->n_members = 0;
  self->fault = NULL;
  self->numbers = g_array_new (FALSE, FALSE, sizeof (guint64));
  for (guint i = 0; i < PL_DATA_MEMBERS; i++)
    self->members[i].text = NULL;
}

void
pl_data_line_clear (PlDataLine *self)
{
  for (guint i = 0; i < PL_DATA_MEMBERS; i++)
    if (self->members[i].text != NULL)
      g_string_free (self->members[i].text, TRUE);
  g_array_unref (self->numbers);
}

static gboolean
refuse (Reader *self, const char *fault)
{
  self->line->fault = fault;
  return FALSE;
}

static void
skip_blanks (Reader *self)
{
  while (self->at < self->end && (*self->at == ' ' || *self->at == '\t' || *self->at == '\r'))
    self->at++;
}

static gboolean
take (Reader *self, char c)
{
  skip_blanks (self);
  if (self->at >= self->end || *self->at != c)
    return FALSE;
  self->at++;
  return TRUE;
}

static gboolean
take_number (Reader *self, guint64 *magnitude, gboolean *negative)
{
  const char *first;

  skip_blanks (self);
  *negative = self->at < self->end && *self->at == '-';
  self->at += *negative;
  *magnitude = 0;
  for (first = self->at; self->at < self->end && g_ascii_isdigit (*self->at); self->at++)
    if (!g_uint64_checked_mul (magnitude, *magnitude, 10)
        || !g_uint64_checked_add (magnitude, *magnitude, (guint64) (*self->at - '0')))
      return refuse (self, N_("a number is too large"));
  if (self->at == first || (self->at < self->end && strchr (".eE+", *self->at) != NULL))
    return refuse (self, N_("a whole number is missing"));
  return TRUE;
}

static gboolean
take_unit (Reader *self, gunichar *unit)
{
  *unit = 0;
  for (guint i = 0; i < 4; i++, self->at++)
    {
      int digit = self->at < self->end ? g_ascii_xdigit_value (*self->at) : -1;

      if (digit < 0)
        return FALSE;
      *unit = *unit * 16 + (gunichar) digit;
    }
  return TRUE;
}

/* Half of a pair is nothing. */
static gboolean
take_unicode (Reader *self, gunichar *c)
{
  gunichar low;

  if (!take_unit (self, c) || (*c >= 0xdc00 && *c <= 0xdfff))
    return FALSE;
  if (*c < 0xd800 || *c > 0xdbff)
    return TRUE;
  if (self->end - self->at < 6 || self->at[0] != '\\' || self->at[1] != 'u')
    return FALSE;
  self->at += 2;
  if (!take_unit (self, &low) || low < 0xdc00 || low > 0xdfff)
    return FALSE;
  *c = 0x10000 + ((*c - 0xd800) << 10) + (low - 0xdc00);
  return TRUE;
}

static gboolean
take_escape (Reader *self, GString *text)
{
  static const char letters[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
  const char *letter;
  gunichar c;

  if (self->at >= self->end)
    return FALSE;
  letter = *self->at != '\0' ? strchr (letters, *self->at) : NULL;
  if (letter == NULL && *self->at != 'u')
    return FALSE;
  self->at++;
  if (letter != NULL)
    g_string_append_c (text, meant[letter - letters]);
  else if (take_unicode (self, &c))
    g_string_append_unichar (text, c);
  else
    return FALSE;
  return TRUE;
}

/* Behind its first quotation mark. */
static gboolean
take_text (Reader *self, GString *text)
{
  g_string_truncate (text, 0);
  while (self->at < self->end && *self->at != '"')
    {
      char c = *self->at++;

      if (c != '\\')
        g_string_append_c (text, c);
      else if (!take_escape (self, text))
        return refuse (self, N_("a text is broken"));
    }
  if (self->at >= self->end)
    return refuse (self, N_("a text has no end"));
  self->at++;
  return g_utf8_validate_len (text->str, text->len, NULL) ? TRUE : refuse (self, N_("a text is no UTF-8"));
}

static gboolean
take_list (Reader *self, PlDataMember *member)
{
  member->type = PL_DATA_LIST_MEMBER;
  member->list_at = self->line->numbers->len;
  member->list_n = 0;
  if (take (self, ']'))
    return TRUE;
  do
    {
      gboolean negative;
      guint64 number;

      if (!take_number (self, &number, &negative))
        return FALSE;
      if (negative)
        return refuse (self, N_("a number of a list is negative"));
      g_array_append_val (self->line->numbers, number);
      member->list_n++;
    }
  while (take (self, ','));
  return take (self, ']') ? TRUE : refuse (self, N_("a list has no end"));
}

static gboolean
take_member (Reader *self)
{
  PlDataMember *member;

  if (self->line->n_members == PL_DATA_MEMBERS)
    return refuse (self, N_("it has too many members"));
  member = &self->line->members[self->line->n_members];
  if (member->text == NULL)
    member->text = g_string_new (NULL);
  if (!take (self, '"'))
    return refuse (self, N_("a name is missing"));
  if (!take_text (self, member->text))
    return FALSE;
  if (member->text->len >= PL_DATA_KEY)
    return refuse (self, N_("a name is too long"));
  g_strlcpy (member->key, member->text->str, sizeof member->key);
  if (!take (self, ':'))
    return refuse (self, N_("a colon is missing"));
  self->line->n_members++;
  member->type = PL_DATA_TEXT_MEMBER;
  if (take (self, '"'))
    return take_text (self, member->text);
  if (take (self, '['))
    return take_list (self, member);
  member->type = PL_DATA_NUMBER_MEMBER;
  return take_number (self, &member->magnitude, &member->negative);
}

gboolean
pl_data_line_parse (PlDataLine *self, const char *text, gsize size)
{
  Reader reader = { self, text, text + size };

  self->n_members = 0;
  self->fault = NULL;
  g_array_set_size (self->numbers, 0);
  if (!take (&reader, '{'))
    return refuse (&reader, N_("it is no JSON object"));
  if (!take (&reader, '}'))
    {
      do
        if (!take_member (&reader))
          return FALSE;
      while (take (&reader, ','));
      if (!take (&reader, '}'))
        return refuse (&reader, N_("the object has no end"));
    }
  skip_blanks (&reader);
  return reader.at == reader.end ? TRUE : refuse (&reader, N_("something stands behind the object"));
}

const PlDataMember *
pl_data_line_find (const PlDataLine *self, const char *key)
{
  for (guint i = 0; i < self->n_members; i++)
    if (strcmp (self->members[i].key, key) == 0)
      return &self->members[i];
  return NULL;
}

const char *
pl_data_line_text (const PlDataLine *self, const char *key)
{
  const PlDataMember *member = pl_data_line_find (self, key);

  return member != NULL && member->type == PL_DATA_TEXT_MEMBER ? member->text->str : NULL;
}

gboolean
pl_data_line_uint (const PlDataLine *self, const char *key, guint64 most, guint64 *value)
{
  const PlDataMember *member = pl_data_line_find (self, key);

  if (member == NULL || member->type != PL_DATA_NUMBER_MEMBER || member->negative || member->magnitude > most)
    return FALSE;
  *value = member->magnitude;
  return TRUE;
}

gboolean
pl_data_cell_next (const char *row, gsize size, gsize *at, GString *cell)
{
  gboolean quoted = *at < size && row[*at] == '"';

  g_string_truncate (cell, 0);
  if (*at > size)
    return FALSE;
  if (quoted)
    for (++*at; ; ++*at)
      {
        if (*at >= size)
          return FALSE;
        if (row[*at] == '"' && (*at + 1 >= size || row[*at + 1] != '"'))
          break;
        *at += row[*at] == '"';
        g_string_append_c (cell, row[*at]);
      }
  *at += quoted;
  for (; *at < size && row[*at] != ','; ++*at)
    {
      if (quoted)
        return FALSE;
      g_string_append_c (cell, row[*at]);
    }
  ++*at;
  return TRUE;
}

gboolean
pl_data_parse_uint (const char *text, guint64 most, guint64 *value)
{
  guint64 n = 0;

  if (*text == '\0')
    return FALSE;
  for (; *text != '\0'; text++)
    if (!g_ascii_isdigit (*text) || !g_uint64_checked_mul (&n, n, 10)
        || !g_uint64_checked_add (&n, n, (guint64) (*text - '0')))
      return FALSE;
  *value = n;
  return n <= most;
}
