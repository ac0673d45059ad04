/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "control/lesson/pl-lesson-lines.h"

#include <string.h>

/* As deep as statements may lie in each other. */
#define DEEPEST 200u

#define PROLOGUE \
  "extern void paralane_line (unsigned) __attribute__ ((weak));\n" \
  "#define PARALANE_LINE(line) (paralane_line ? paralane_line (line) : (void) 0)\n" \
  "#line 1 \"%s\"\n"

typedef struct {
  const char *at;
  GString *out;
  guint line, depth;
  char last;                    /* the last character that is no white space and no comment */
} Marker;

static void
copy (Marker *self, gsize n)
{
  for (gsize i = 0; i < n && *self->at != '\0'; i++, self->at++)
    {
      self->line += *self->at == '\n';
      g_string_append_c (self->out, *self->at);
    }
}

/* A directive with the lines it goes on in. */
static gsize
directive_length (const char *text)
{
  const char *at = text;

  while (*at != '\0' && !(*at == '\n' && at[-1] != '\\'))
    at++;
  return (gsize) (at - text);
}

static gsize
comment_length (const char *text)
{
  const char *end;

  if (text[0] != '/' || (text[1] != '/' && text[1] != '*'))
    return 0;
  if (text[1] == '/')
    return strcspn (text, "\n");
  end = strstr (text + 2, "*/");
  return end != NULL ? (gsize) (end + 2 - text) : strlen (text);
}

static gsize
quoted_length (const char *text)
{
  const char *at = text + 1;

  while (*at != '\0' && *at != '\n' && *at != *text)
    at += at[0] == '\\' && at[1] != '\0' ? 2 : 1;
  return (gsize) (at - text) + (*at == *text);
}

static gsize
word_length (const char *text)
{
  gsize n = 0;

  while (g_ascii_isalnum (text[n]) || text[n] == '_')
    n++;
  return n;
}

/* White space, comments and directives. */
static void
pass_blank (Marker *self)
{
  for (gsize n; *self->at != '\0'; copy (self, n))
    {
      n = g_ascii_isspace (*self->at) ? 1 : comment_length (self->at);
      if (n == 0 && *self->at == '#')
        n = directive_length (self->at);
      if (n == 0)
        return;
    }
}

/* A word, something in quotes, or a character. */
static void
pass_piece (Marker *self)
{
  gsize n = word_length (self->at);

  self->last = *self->at;
  if (n == 0)
    n = *self->at == '"' || *self->at == '\'' ? quoted_length (self->at) : 1;
  copy (self, n);
}

/* Up to one of these characters that is in no brackets; it is not copied. */
static void
pass_until (Marker *self, const char *ends)
{
  guint open = 0;

  for (pass_blank (self); *self->at != '\0'; pass_blank (self))
    {
      if (open == 0 && strchr (ends, *self->at) != NULL)
        return;
      if (strchr ("([{", *self->at) != NULL)
        open++;
      else if (strchr (")]}", *self->at) != NULL && open-- == 0)
        return;
      pass_piece (self);
    }
}

static gboolean
is_word (const Marker *self, const char *word)
{
  gsize n = word_length (self->at);

  return n == strlen (word) && strncmp (self->at, word, n) == 0;
}

static gboolean
is_label (const Marker *self)
{
  const char *at = self->at + word_length (self->at);

  return at > self->at && at[strspn (at, " \t")] == ':' && !g_ascii_isdigit (*self->at);
}

static void
mark (Marker *self, const char *end)
{
  g_string_append_printf (self->out, "PARALANE_LINE (%u)%s", self->line, end);
}

static void statement (Marker *self, gboolean alone);

static void
block (Marker *self)
{
  copy (self, 1);
  for (pass_blank (self); *self->at != '\0' && *self->at != '}'; pass_blank (self))
    {
      const char *before = self->at;

      statement (self, FALSE);
      if (self->at == before)
        copy (self, 1);
    }
  copy (self, 1);
  self->last = '}';
}

/* "(...)" of while and for: the condition is where the loop comes back to. */
static void
head (Marker *self, gboolean is_for)
{
  pass_blank (self);
  copy (self, *self->at == '(');
  if (is_for)
    {
      pass_until (self, ";");
      copy (self, *self->at == ';');
      pass_blank (self);
    }
  mark (self, *self->at == ';' ? ", 1" : ", ");
  pass_until (self, "");
  copy (self, *self->at == ')');
}

static void
branch (Marker *self)
{
  pass_blank (self);
  copy (self, *self->at == '(');
  pass_until (self, "");
  copy (self, *self->at == ')');
  statement (self, TRUE);
}

static void
loop (Marker *self, gboolean is_for)
{
  head (self, is_for);
  statement (self, TRUE);
}

static void
do_loop (Marker *self)
{
  statement (self, TRUE);
  pass_blank (self);
  if (!is_word (self, "while"))
    return;
  pass_piece (self);
  head (self, FALSE);
  pass_until (self, ";");
  copy (self, *self->at == ';');
}

static void
choice (Marker *self)
{
  Marker before;
  gsize length;

  branch (self);
  before = *self;
  length = self->out->len;
  pass_blank (self);
  if (!is_word (self, "else"))
    {
      *self = before;
      g_string_truncate (self->out, length);
      return;
    }
  pass_piece (self);
  statement (self, TRUE);
}

static void
marked (Marker *self)
{
  gboolean is_if = is_word (self, "if"), is_switch = is_word (self, "switch"), is_do = is_word (self, "do");
  gboolean is_for = is_word (self, "for"), is_while = is_word (self, "while");

  mark (self, "; ");
  if (is_if || is_switch || is_do || is_for || is_while)
    pass_piece (self);
  if (is_if)
    choice (self);
  else if (is_switch)
    branch (self);
  else if (is_do)
    do_loop (self);
  else if (is_for || is_while)
    loop (self, is_for);
  else
    {
      pass_until (self, ";");
      copy (self, *self->at == ';');
    }
}

/* alone: it stands where only one may, so that a mark before it takes braces. */
static void
statement (Marker *self, gboolean alone)
{
  for (pass_blank (self); is_word (self, "case") || is_label (self); pass_blank (self))
    {
      pass_until (self, ":;");
      copy (self, *self->at == ':');
    }
  if (self->depth >= DEEPEST || *self->at == ';' || *self->at == '}' || *self->at == '\0')
    {
      copy (self, *self->at != '}');
      return;
    }
  self->depth++;
  if (*self->at == '{')
    block (self);
  else
    {
      g_string_append (self->out, alone ? "{ " : "");
      marked (self);
      g_string_append (self->out, alone ? " }" : "");
    }
  self->depth--;
}

char *
pl_lesson_lines_mark (const char *source, const char *name)
{
  Marker self = { .at = source, .out = g_string_new (NULL), .line = 1 };

  g_string_append_printf (self.out, PROLOGUE, name);
  for (pass_blank (&self); *self.at != '\0'; pass_blank (&self))
    {
      if (*self.at == '{' && self.last == ')')
        block (&self);
      else if (strchr ("([{", *self.at) != NULL)
        {
          copy (&self, 1);
          pass_until (&self, "");
          pass_piece (&self);
        }
      else
        pass_piece (&self);
    }
  return g_string_free (self.out, FALSE);
}
