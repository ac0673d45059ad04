/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Reads a run as text, line by line. Used by the files of trace/export/ only. Functions return NULL, or why the line is
 * refused: an English message id. */

#include "trace/export/pl-data-fields.h"
#include "trace/export/pl-data-line.h"
#include "trace/export/pl-data-parts.h"

G_BEGIN_DECLS

#define PL_DATA_COLUMNS 6u

typedef struct {
  PlDataRun run;
  PlDataLine line;
  guint n_line;                 /* the line that is read, from 1 */
  gboolean began, ended;        /* the first line was there, and the last one */
  gboolean increments;          /* what the rows of CSV hold, if not spans */
  /* CSV: in which cell what is needed stands, from 0; the names were read. */
  gboolean has_columns;
  guint columns[PL_DATA_COLUMNS];
  GString *cell;
} PlDataReader;

typedef struct {
  guint64 load_ns, store_ns, value, writer, sequence;
} PlDataIncrement;

/* One JSON object. */
const char *pl_data_reader_take (PlDataReader *self, const char *text, gsize size);
/* pl-data-rows.c: the row of names, and each that follows. */
const char *pl_data_reader_take_row (PlDataReader *self, const char *row, gsize size);

const char *pl_data_reader_add_record (PlDataReader *self, guint64 lane, PlStreamKind stream, const PlRecord *record);
const char *pl_data_reader_add_increment (PlDataReader *self, guint64 lane, const PlDataIncrement *increment);

G_END_DECLS
