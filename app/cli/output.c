/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/pl-cli.h"

#include <errno.h>
#include <glib/gi18n.h>

struct _PlCliTable {
  GPtrArray *cells;
  guint n_columns;
};

/* Typographic signs become their nearest relative where the terminal does not know them; iconv's
 * own table for that knows nothing in the C locale. */
static char *
to_charset (const char *text, const char *charset)
{
  static const char *const plain[][2] = { { "“", "\"" }, { "”", "\"" },  { "„", "\"" }, { "’", "'" },
                                          { "–", "-" },  { "…", "..." }, { "µ", "u" } };
  GString *simple = g_string_new (text);
  g_autofree char *source = NULL;
  char *converted;

  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    g_string_replace (simple, plain[i][0], plain[i][1], 0);
  source = g_string_free (simple, FALSE);
  converted = g_convert_with_fallback (source, -1, charset, "UTF-8", "?", NULL, NULL, NULL);
  return converted != NULL ? converted : g_steal_pointer (&source);
}

/* The first that kept standard output from being written; 0: nothing did. */
static int lost;

void
pl_cli_put (FILE *stream, const char *text)
{
  if (fputs (text, stream) == EOF && stream == stdout && lost == 0)
    lost = errno;
}

void
pl_cli_print (FILE *stream, const char *format, ...)
{
  g_autofree char *text = NULL;
  const char *charset;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  if (g_get_charset (&charset))
    {
      pl_cli_put (stream, text);
    }
  else
    {
      g_autofree char *converted = to_charset (text, charset);

      pl_cli_put (stream, converted);
    }
}

void
pl_cli_error (const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  pl_cli_print (stderr, "%s: %s\n", PL_CLI_NAME, message);
}

PlCliTable *
pl_cli_table_new (guint n_columns)
{
  PlCliTable *self = g_new0 (PlCliTable, 1);

  self->cells = g_ptr_array_new_with_free_func (g_free);
  self->n_columns = n_columns;
  return self;
}

void
pl_cli_table_add (PlCliTable *self, char *text)
{
  g_ptr_array_add (self->cells, text);
}

static const char *
get_cell (PlCliTable *self, guint i)
{
  return g_ptr_array_index (self->cells, i);
}

/* printf counts bytes; people count characters. */
static void
append_cell (GString *line, const char *text, glong width, gboolean left)
{
  g_autofree char *padding = g_strnfill ((gsize) MAX (width - g_utf8_strlen (text, -1), 0), ' ');

  g_string_append (line, left ? text : padding);
  g_string_append (line, left ? padding : text);
}

void
pl_cli_table_print (PlCliTable *self, FILE *stream)
{
  g_autofree glong *widths = g_new0 (glong, self->n_columns);

  for (guint i = 0; i < self->cells->len; i++)
    widths[i % self->n_columns] =
        MAX (widths[i % self->n_columns], g_utf8_strlen (get_cell (self, i), -1));
  for (guint row = 0; row + self->n_columns <= self->cells->len; row += self->n_columns)
    {
      g_autoptr (GString) line = g_string_new (NULL);

      for (guint column = 0; column < self->n_columns; column++)
        {
          if (column > 0)
            g_string_append (line, "  ");
          append_cell (line, get_cell (self, row + column), widths[column], column == 0);
        }
      pl_cli_print (stream, "%s\n", g_strchomp (line->str));
    }
  g_ptr_array_unref (self->cells);
  g_free (self);
}

gboolean
pl_cli_flush (void)
{
  static gboolean said;

  if (fflush (stdout) != 0 && lost == 0)
    lost = errno;
  /* Nobody reads on ("| head"): nothing to complain about. */
  if (!said && lost == EBADF)
    pl_cli_error (_("Standard output is closed: what belongs there could not be shown."));
  else if (!said && lost != 0 && lost != EPIPE)
    pl_cli_error (_("The output could not be written: %s."), g_strerror (lost));
  said = said || lost != 0;
  return lost == 0;
}
