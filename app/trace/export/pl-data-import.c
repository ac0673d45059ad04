/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/export/pl-data.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/pl-error.h"
#include "log/pl-plan-text.h"
#include "trace/export/pl-data-read.h"

/* A few bytes that spreadsheets put before UTF-8. */
#define BYTE_ORDER_MARK "\xef\xbb\xbf"

typedef struct {
  const char *name;
  gboolean csv;
  PlDataReader reader;
} Import;

gboolean
pl_data_can_import (const char *path)
{
  PlDataFormat format;

  return pl_data_format_from_path (path, &format) && format != PL_DATA_TRACE_EVENT;
}

/* line 0: not of one line. */
static PlLog *
refuse (const Import *self, guint line, const char *reason, GError **error)
{
  if (line > 0)
    g_set_error (error, PL_ERROR, PL_ERROR_FORMAT,
                 _("“%s” cannot be read back, line %u: %s. Export the run anew, or choose another file."), self->name,
                 line, _(reason));
  else
    g_set_error (error, PL_ERROR, PL_ERROR_FORMAT,
                 _("“%s” cannot be read back: %s. Export the run anew, or choose another file."), self->name, _(reason));
  return NULL;
}

static const char *
take_line (Import *self, const char *line, gsize size)
{
  gboolean blank;

  if (size > 0 && line[size - 1] == '\r')
    size--;
  blank = size == strspn (line, " \t");
  if (blank || size == 0)
    return NULL;
  if (!self->csv)
    return pl_data_reader_take (&self->reader, line, size);
  if (line[0] == '#')
    return pl_data_reader_take (&self->reader, line + 1, size - 1);
  return pl_data_reader_take_row (&self->reader, line, size);
}

static gboolean
take_all (Import *self, const char *text, gsize size, GError **error)
{
  const char *end = text + size;

  if (size >= 3 && memcmp (text, BYTE_ORDER_MARK, 3) == 0)
    text += 3;
  while (text < end)
    {
      const char *newline = memchr (text, '\n', (gsize) (end - text));
      gsize length = (gsize) ((newline != NULL ? newline : end) - text);
      const char *reason;

      self->reader.n_line++;
      reason = take_line (self, text, length);
      if (reason != NULL)
        {
          refuse (self, self->reader.n_line, reason, error);
          return FALSE;
        }
      text += length + 1;
    }
  if (self->reader.ended)
    return TRUE;
  refuse (self, 0, self->reader.began ? N_("it is cut short") : N_("the head of a run is missing"), error);
  return FALSE;
}

static PlLog *
open_built (Import *self, GError **error)
{
  PlDataRun *run = &self->reader.run;
  g_autoptr (GByteArray) built = NULL;
  PlLogFault fault;
  PlPlanData plan;
  PlLog *log;
  const char *reason = pl_plan_from_text (run->plan->str, run->plan->len, &plan);
  int result;

  if (reason != NULL)
    return refuse (self, 0, reason, error);
  run->header.kind = plan.kind;
  built = pl_data_run_build (run);
  if (built == NULL)
    return refuse (self, 0, N_("it is too large"), error);
  result = pl_log_open_bytes (built->data, built->len, &log, &fault);
  if (result == 0)
    return log;
  if (result == -EBADMSG && fault.reason != NULL)
    return refuse (self, pl_data_run_find_line (run, built, fault.where), fault.reason, error);
  return refuse (self, 0, N_("there is not enough memory for it"), error);
}

PlLog *
pl_data_import_text (const char *name, gboolean csv, const char *text, gsize size, GError **error)
{
  g_autofree Import *self = g_new0 (Import, 1);
  PlLog *log = NULL;

  self->name = name;
  self->csv = csv;
  pl_data_run_init (&self->reader.run);
  pl_data_line_init (&self->reader.line);
  self->reader.cell = g_string_new (NULL);
  if (take_all (self, text, size, error))
    log = open_built (self, error);
  g_string_free (self->reader.cell, TRUE);
  pl_data_line_clear (&self->reader.line);
  pl_data_run_clear (&self->reader.run);
  return log;
}

PlLog *
pl_data_import (const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_name (path), *text = NULL;
  g_autoptr (GError) reason = NULL;
  PlDataFormat format = PL_DATA_JSON_LINES;
  gsize size;

  g_return_val_if_fail (path != NULL, NULL);
  pl_data_format_from_path (path, &format);
  /* A pipe would be waited for. */
  if (g_file_test (path, G_FILE_TEST_EXISTS) && !g_file_test (path, G_FILE_TEST_IS_REGULAR))
    {
      g_set_error (error, PL_ERROR, PL_ERROR_FILE, _("“%s” is no file. Choose another one."), name);
      return NULL;
    }
  if (g_file_get_contents (path, &text, &size, &reason))
    return pl_data_import_text (name, format == PL_DATA_CSV, text, size, error);
  g_set_error (error, PL_ERROR, PL_ERROR_FILE, _("“%s” could not be opened: %s. Choose another file."), name,
               g_strerror (reason->code == G_FILE_ERROR_NOENT ? ENOENT : reason->code == G_FILE_ERROR_ACCES ? EACCES : EIO));
  return NULL;
}
