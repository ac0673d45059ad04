/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The data of a run as text that other tools open, by the ending of the file's name:
 *
 *   .json    Trace Event, for Perfetto, speedscope and the Firefox Profiler
 *   .csv     rows of spans, of messages or of increments, for spreadsheets and pandas
 *   .jsonl   every record, a JSON object a line
 *
 * Never translated; numbers have a point whatever the locale; times are ns since the start of the run. Written as a
 * stream: what is needed beside the log does not grow with the text. The whole file or nothing, as pl-file.h says. */

#include "log/pl-log.h"
#include <glib.h>

G_BEGIN_DECLS

typedef enum { PL_DATA_TRACE_EVENT, PL_DATA_CSV, PL_DATA_JSON_LINES } PlDataFormat;
typedef enum { PL_DATA_ROWS_AUTO, PL_DATA_ROWS_SPANS, PL_DATA_ROWS_MESSAGES, PL_DATA_ROWS_INCREMENTS } PlDataRows;

typedef struct {
  PlDataRows rows;              /* CSV: AUTO is increments where there are some, else spans */
  gint64 from_ns, to_ns;        /* what touches [from, to); to_ns < 0: the whole run */
  gboolean no_notes;            /* Trace Event: without them; what can be read back is whole */
} PlDataOptions;

/* FALSE: the name ends in something else. */
gboolean pl_data_format_from_path (const char *path, PlDataFormat *format);
/* "spans", "messages", "increments"; -1: no such rows. */
int pl_data_rows_from_key (const char *key);

/* FALSE and PL_ERROR_PLAN: the run has no such rows. PL_ERROR_FILE: it could not be written; the old file stays. */
gboolean pl_data_export (PlLog *log, const PlDataOptions *options, const char *path, GError **error);

/* Whether the name says that it is text which can be read back. */
gboolean pl_data_can_import (const char *path);
/* The run that was written as JSON Lines, or as CSV of spans or increments; every field is looked at as in a saved run.
 * NULL: error names the line and says why it was refused. */
PlLog *pl_data_import (const char *path, GError **error);
/* The same from text; name is for the sentences. */
PlLog *pl_data_import_text (const char *name, gboolean csv, const char *text, gsize size, GError **error);

G_END_DECLS
