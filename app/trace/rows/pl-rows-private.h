/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Shared by the files of trace/rows/ only. */

#include "trace/rows/pl-rows.h"

G_BEGIN_DECLS

/* pl-rows-sort.c: a merge sort that can stop at any moment. Stable. */
typedef struct {
  guint64 key;
  guint32 row;
} PlRowsEntry;

typedef struct {
  PlRowsEntry *from, *to;       /* n of each */
  gsize n;
  gsize width;                  /* of what is sorted so far */
  gsize left, middle, right, end, at; /* of the two that are merged, and where to */
} PlRowsSort;

void pl_rows_sort_init (PlRowsSort *self, gsize n);
void pl_rows_sort_clear (PlRowsSort *self);
/* FALSE: from is sorted. until_us: of the monotonic clock. */
gboolean pl_rows_sort_step (PlRowsSort *self, gint64 until_us);

/* Of a lane's spans those in the range. */
typedef struct {
  guint64 first, n;             /* in the lane */
  guint32 begin;                /* how many there are before it */
} PlRowsLane;

struct _PlRows {
  PlFindSource *source;
  PlRowsOrder order;
  PlRowsLane *lanes;
  guint n_lanes;
  guint32 n_spans;
  GArray *parts;                /* guint64: of messages and what is lost the span, and in the upper half which of its
                                 * messages; NULL: every span is a row */
  guint32 scanned;              /* spans that have been looked at */
  PlRowsSort sort;
  guint32 keyed;
  guint32 *positions;           /* the rows, as they are sorted; NULL: not yet */
  PlTransfers *list;            /* messages that are a list of their own: parts says which of them; NULL: they are not */
  PlTransfer listed;            /* the one looked at last */
  PlOutputs *outputs;           /* of rows that are writes: all there are; the trace's */
  guint first_output, n_outputs;
  GArray *transfers;            /* PlTransfer: of the span looked at last */
  guint32 transfers_of;
};

/* No span: there are fewer. */
#define PL_ROWS_NOTHING G_MAXUINT32

/* pl-rows-lookup.c */
/* The n-th span. */
gboolean pl_rows_span (PlRows *self, guint32 n, PlFindSpan *span);
guint32 pl_rows_span_of (PlRows *self, guint32 row);
/* Of a row of messages; NULL: there is none. Valid until the next is asked for. */
const PlTransfer *pl_rows_transfer (PlRows *self, guint32 row);
/* Of a list's row: the message, and what received it. */
const PlPipeMessage *pl_rows_listed (PlRows *self, guint32 row);
gboolean pl_rows_listed_span (PlRows *self, guint32 row, PlFindSpan *span);
/* Of the n-th span, into transfers; again, if they were those of another one. */
void pl_rows_read_transfers (PlRows *self, guint32 n, const PlFindSpan *span);

/* pl-rows-output.c: rows that are what was written to the terminal. words: of columns that are text. */
void pl_rows_output_init (PlRows *self);
gint64 pl_rows_output_value (PlRows *self, guint32 row, PlRowsColumn column);
char *pl_rows_output_words (PlRows *self, guint32 row, PlRowsColumn column);
gboolean pl_rows_output_span (PlRows *self, guint32 row, PlFindSpan *span);
gboolean pl_rows_output_find (PlRows *self, const PlFindSpan *span, guint *position);

/* pl-rows-columns.c: what a column is sorted by. row: before it was sorted. */
gint64 pl_rows_value (PlRows *self, guint32 row, PlRowsColumn column);
char *pl_rows_row_text (PlRows *self, guint32 row, PlRowsColumn column);

G_END_DECLS
