/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The data of a run as rows with columns, whatever kind of run it is, in the order of any column. A row is looked up when
 * it is asked for; beside the log there are 4 bytes a row for the order, and 8 more where not everything is a row. Made
 * in slices, so that a window with a million rows stays alive. Times are ns since the start of the run. Main thread only. */

#include "trace/find/pl-find-source.h"

G_BEGIN_DECLS

typedef enum { PL_ROWS_SPANS, PL_ROWS_MESSAGES, PL_ROWS_LOST, PL_ROWS_OUTPUT, PL_N_ROWS } PlRowsKind;

typedef enum {
  PL_COLUMN_LANE, PL_COLUMN_BEGIN, PL_COLUMN_LENGTH, PL_COLUMN_STATE, PL_COLUMN_TASK, PL_COLUMN_VALUE, PL_COLUMN_WHAT,
  PL_COLUMN_MESSAGE, PL_COLUMN_TASKS, PL_COLUMN_FROM, PL_COLUMN_TO, PL_COLUMN_SENT, PL_COLUMN_RECEIVED, PL_COLUMN_WAY,
  PL_COLUMN_BYTES, PL_COLUMN_THROUGH, PL_COLUMN_WRITTEN, PL_COLUMN_LINE, PL_COLUMN_OUTPUT,
  PL_N_COLUMNS
} PlRowsColumn;

typedef struct {
  PlRowsKind kind;
  gint64 from_ns, to_ns;        /* what touches [from, to) */
  PlRowsColumn column;          /* by which they are sorted; what is equal there stays in the order of lanes and of time */
  gboolean descending;
  gint64 until_ns;              /* as it was at that moment: what goes on then ends then, what is to come is not there; 0: all */
} PlRowsOrder;

typedef struct _PlRows PlRows;

/* The run has such rows. */
gboolean pl_rows_has (PlFindSource *source, PlRowsKind kind);
/* "Spans"; static, translated. */
const char *pl_rows_kind_name (PlRowsKind kind);
/* The i-th column of such rows. FALSE: there are no more. */
gboolean pl_rows_column (PlFindSource *source, PlRowsKind kind, guint i, PlRowsColumn *column);
/* "Begin (ms)"; static, translated. */
const char *pl_rows_column_title (PlFindSource *source, PlRowsColumn column);
/* Its cells are words, and not figures. */
gboolean pl_rows_column_is_text (PlRowsColumn column);
gboolean pl_rows_column_can_sort (PlRowsColumn column);

/* What there is now; what a run adds to it later is not among them. The run has such rows. */
PlRows *pl_rows_new (PlFindSource *source, const PlRowsOrder *order);
void pl_rows_free (PlRows *self);
/* Works for about budget_us. FALSE: it is done. */
gboolean pl_rows_step (PlRows *self, gint64 budget_us);
const PlRowsOrder *pl_rows_get_order (PlRows *self);
PlFindSource *pl_rows_get_source (PlRows *self);

/* From here on: of rows that are done. */
guint pl_rows_get_n (PlRows *self);
/* Translated, and with the point of the locale; "" where there is nothing to say. Free it. */
char *pl_rows_text (PlRows *self, guint position, PlRowsColumn column);
/* What a row is about: the span, the increment, the receiving of a message, or what somebody did who wrote. FALSE: there is no such row. */
gboolean pl_rows_get_span (PlRows *self, guint position, PlFindSpan *span);
/* Where the row of a span is; of messages the one it has received, sent or worked at. FALSE: it has none. O(n), but fast. */
gboolean pl_rows_find (PlRows *self, const PlFindSpan *span, guint *position);

/* As text: cells apart by tabs, and a line of titles first. */
void pl_rows_append_titles (PlRows *self, GString *text);
void pl_rows_append_line (PlRows *self, guint position, GString *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlRows, pl_rows_free)

G_END_DECLS
