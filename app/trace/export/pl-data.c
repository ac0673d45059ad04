/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/export/pl-data-private.h"

#include <glib/gi18n-lib.h>

#include "base/pl-error.h"
#include "base/pl-file.h"
#include "base/pl-text.h"
#include "trace/pl-trace-kinds.h"
#include "trace/pl-trace-text.h"

gboolean
pl_data_format_from_path (const char *path, PlDataFormat *format)
{
  static const struct { const char *ending; PlDataFormat format; } known[] = {
    { ".json", PL_DATA_TRACE_EVENT }, { ".csv", PL_DATA_CSV }, { ".jsonl", PL_DATA_JSON_LINES },
  };
  g_autofree char *lower = g_ascii_strdown (path, -1);

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_str_has_suffix (lower, known[i].ending))
      {
        *format = known[i].format;
        return TRUE;
      }
  return FALSE;
}

int
pl_data_rows_from_key (const char *key)
{
  static const char *const keys[] = { [PL_DATA_ROWS_SPANS] = "spans", [PL_DATA_ROWS_MESSAGES] = "messages",
                                      [PL_DATA_ROWS_INCREMENTS] = "increments" };

  for (guint i = PL_DATA_ROWS_SPANS; i < G_N_ELEMENTS (keys); i++)
    if (g_strcmp0 (key, keys[i]) == 0)
      return (int) i;
  return -1;
}

typedef struct {
  PlDataJob job;
  PlDataFormat format;
  PlDataRows rows;
} Task;

static int
write_cb (int fd, gpointer data, GError **error)
{
  Task *task = data;

  task->job.out.fd = fd;
  if (task->format == PL_DATA_TRACE_EVENT)
    pl_data_write_trace (&task->job);
  else if (task->format == PL_DATA_JSON_LINES)
    pl_data_write_lines (&task->job);
  else if (task->rows == PL_DATA_ROWS_MESSAGES)
    pl_data_write_messages (&task->job);
  else
    pl_data_write_csv (&task->job, task->rows);
  pl_data_out_flush (&task->job.out);
  return task->job.out.error;
}

/* What AUTO means for this run; FALSE: it has no such rows. */
static gboolean
choose_rows (PlLog *log, PlDataRows *rows, GError **error)
{
  gboolean increments = pl_data_has_increments (log);

  if (*rows == PL_DATA_ROWS_AUTO)
    *rows = increments ? PL_DATA_ROWS_INCREMENTS : PL_DATA_ROWS_SPANS;
  if (*rows == PL_DATA_ROWS_INCREMENTS && !increments)
    g_set_error_literal (error, PL_ERROR, PL_ERROR_PLAN,
                         _("This run holds no increments: only a recorded race does. Choose spans."));
  else if (*rows == PL_DATA_ROWS_MESSAGES && !pl_trace_kind (log)->has_messages && pl_trace_kind (log)->transfers == NULL)
    g_set_error_literal (error, PL_ERROR, PL_ERROR_PLAN,
                         _("This run holds no messages: only that of a pool or a recorded program does. Choose spans or increments."));
  else
    return TRUE;
  return FALSE;
}

static gboolean
check_range (const PlDataJob *job, GError **error)
{
  gint64 end_ns = pl_trace_get_end_ns (job->trace);
  g_autofree char *from = NULL, *to = NULL, *end = NULL;

  if (job->from_ns < MIN (job->to_ns, end_ns))
    return TRUE;
  from = pl_text_duration_short (job->from_ns);
  to = pl_text_duration_short (MIN (job->to_ns, end_ns));
  end = pl_text_duration_short (end_ns);
  g_set_error (error, PL_ERROR, PL_ERROR_PLAN,
               _("From %s to %s there is nothing: the run goes from 0 to %s, and the beginning must lie before the end."),
               from, to, end);
  return FALSE;
}

gboolean
pl_data_export (PlLog *log, const PlDataOptions *options, const char *path, GError **error)
{
  g_autofree Task *task = g_new0 (Task, 1);
  PlDataJob *job = &task->job;
  PlDataWords english;
  gboolean done;

  g_return_val_if_fail (log != NULL && path != NULL, FALSE);
  task->rows = options->rows;
  if (!pl_data_format_from_path (path, &task->format))
    {
      g_autofree char *name = g_filename_display_name (path);

      g_set_error (error, PL_ERROR, PL_ERROR_FILE,
                   _("“%s” does not say what kind of text it is to be: let the name end in .json, .csv or .jsonl."), name);
      return FALSE;
    }
  if (task->format == PL_DATA_CSV && !choose_rows (log, &task->rows, error))
    return FALSE;
  pl_data_words_begin (&english);
  job->log = log;
  job->trace = pl_trace_new (log);
  pl_trace_refresh (job->trace, -1);
  job->lanes = pl_data_lane_names (job->trace);
  pl_data_names_init (&job->names, job->trace);
  job->whole = options->to_ns < 0;
  job->no_notes = options->no_notes;
  job->from_ns = job->whole ? 0 : options->from_ns;
  job->to_ns = job->whole ? G_MAXINT64 : options->to_ns;
  job->title = pl_trace_title (job->trace);
  pl_data_words_end (&english);
  done = check_range (job, error) && pl_file_replace (path, write_cb, task, error);
  g_free (job->title);
  g_strfreev (job->lanes);
  g_object_unref (job->trace);
  return done;
}
