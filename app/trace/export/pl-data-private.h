/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Shared by the files of trace/export/ only. */

#include "trace/export/pl-data-fields.h"
#include "trace/export/pl-data-out.h"
#include "trace/export/pl-data-words.h"
#include "trace/export/pl-data.h"

G_BEGIN_DECLS

#define PL_DATA_COMMENT "# "

/* What is being written. */
typedef struct {
  PlDataOut out;
  PlLog *log;
  PlTrace *trace;
  char *title;                  /* the plan in words */
  char **lanes;                 /* names */
  PlDataNames names;
  gint64 from_ns, to_ns;        /* everything: 0, G_MAXINT64 */
  gboolean whole, no_notes;
} PlDataJob;

static inline gboolean
pl_data_job_wants (const PlDataJob *job, gint64 from_ns, gint64 to_ns)
{
  return from_ns < job->to_ns && MAX (to_ns, from_ns + 1) > job->from_ns;
}

/* Lanes that hold increments. */
gboolean pl_data_is_racer (PlLog *log, guint lane);
gboolean pl_data_has_increments (PlLog *log);

void pl_data_write_csv (PlDataJob *job, PlDataRows rows);
void pl_data_write_messages (PlDataJob *job);
void pl_data_write_lines (PlDataJob *job);
void pl_data_write_trace (PlDataJob *job);

/* Records of the lanes that are no rows, each a line behind prefix: states, increments, and what else they tell.
 * Returns how many. */
typedef enum { PL_DATA_STATES = 1, PL_DATA_INCREMENTS = 2, PL_DATA_EVENTS = 4, PL_DATA_ALL = 7 } PlDataParts;
guint64 pl_data_write_records (PlDataJob *job, guint parts, const char *prefix);

G_END_DECLS
