/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a log says beside its records, as lines of text: each is one JSON object without another one inside, whose first
 * member, "head", tells what it is about. One table for writing and reading: what is written is what comes back.
 * Used by the files of trace/export/ only. */

#include "log/pl-log.h"
#include "trace/export/pl-data-out.h"

G_BEGIN_DECLS

/* Of the lines, not of the log. */
#define PL_DATA_VERSION 1

typedef struct {
  const char *key;
  guint16 offset;
  guint8 size;                  /* 4 or 8 */
  gboolean is_signed;
} PlDataField;

/* Of PlLogHeader with its status, and of PlLane; they end with a key that is NULL. */
extern const PlDataField pl_data_header_fields[];
extern const PlDataField pl_data_lane_fields[];

/* The union at the end of PlRunStatus, in words of 8 bytes. */
#define PL_DATA_END_OFFSET offsetof (PlLogHeader, status.parts)
#define PL_DATA_N_END (sizeof (PlRacePartStatus[PL_MAX_RACE_PARTS]) / 8)
/* Numbers on one line, at most. */
#define PL_DATA_LIST 1000u

/* FALSE: the number does not fit. */
gboolean pl_data_field_set (const PlDataField *field, gpointer to, guint64 magnitude, gboolean negative);

typedef struct {
  const char *rows;             /* "records", "spans" or "increments": what stands in the rows; "messages": nothing to read */
  gint64 from_ns, to_ns;        /* to_ns < 0: all of it */
} PlDataHead;

/* All of them, each behind prefix. */
void pl_data_write_head (PlDataOut *out, PlLog *log, const PlDataHead *head, const char *prefix);
/* The last line of all: that nothing is missing. */
void pl_data_write_end (PlDataOut *out, guint64 records, const char *prefix);

G_END_DECLS
