/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Shared by the files of the trace; nobody else includes this. */

#include "trace/pl-trace.h"

G_BEGIN_DECLS

/* Records a block: a sum walks at most about two blocks, and the index costs an eighth of the log. */
#define PL_BLOCK 64u

/* Totals of the closed spans before some record. */
typedef struct {
  gint64 ns[PL_N_STATES];
  guint32 n[PL_N_STATES];
  guint32 again;                /* of those in WORKING: that go on with a task */
} PlTotals;

/* A death, and how many tasks that had been started are to be done again for it. */
typedef struct {
  guint64 index;
  gint64 time_ns;
  guint32 returned;
} PlDeath;

typedef struct {
  const PlRecord *records;
  guint64 count;                /* as of the last refresh */
  guint64 summed;               /* closed spans in totals: count - 1 */
  PlTotals totals;
  GPtrArray *pieces;            /* of blocks, each of twice as many PlTotals as the one before: what grows is never copied */
  guint n_blocks;               /* the k-th: of the spans before record k * PL_BLOCK */
  GArray *deaths;               /* PlDeath */
} PlLaneIndex;

/* The pool over time in buckets of equal width; when the run outgrows them, pairs merge. */
#define PL_N_BUCKETS 32768u
typedef struct {
  gint64 width_ns;
  gint64 busy_ns[PL_N_BUCKETS];   /* time in tasks, all workers */
  gint32 started[PL_N_BUCKETS];   /* tasks started less tasks returned */
} PlPool;

typedef struct {
  guint bucket;
  gint64 end_ns;                /* of the bucket */
} PlPoolPlace;

typedef struct _PlMessageIndex PlMessageIndex;
typedef struct _PlColumns PlColumns;
typedef struct _PlAccountIndex PlAccountIndex;

struct _PlTrace {
  GObject parent_instance;
  PlLog *log;
  guint n_lanes;
  PlLaneIndex *lanes;
  PlAccountIndex **accounts;      /* one a lane */
  guint64 n_records;
  gint64 end_ns;
  guint phase;
  gboolean live;
  PlPool *pool;
  PlColumns *columns;           /* made when first asked for */
  PlMessageIndex *messages;       /* made when first asked for */
  void (*free_messages) (PlMessageIndex *messages);
  PlTrace *past;                /* one moment of it; made when first asked for */
  PlTrace *whole;               /* set: this is a moment of that one, and has what it shares from there */
  gboolean is_past;
};

/* pl-lane-index.c */
void pl_lane_index_init (PlLaneIndex *self, const PlRecord *records);
void pl_lane_index_clear (PlLaneIndex *self);
/* Takes the records up to count into the index; pool may be NULL (the parent's lane). */
void pl_lane_index_grow (PlLaneIndex *self, guint64 count, PlPool *pool, gboolean array);
/* First record at or after t_ns, not before hint: count when there is none. O(log distance). */
guint64 pl_lane_index_lower_bound (const PlLaneIndex *self, guint64 hint, gint64 t_ns);
/* Totals of the closed spans [first, last). */
void pl_lane_index_sum (const PlLaneIndex *self, guint64 first, guint64 last, PlTotals *out);
/* Tasks started by the records before `record`, less those that came back by a death. */
gint64 pl_lane_index_started (const PlLaneIndex *self, guint64 record);
/* Nearest record after / before index in one of states; count: none. */
guint64 pl_lane_index_next (const PlLaneIndex *self, guint64 index, guint32 states);
guint64 pl_lane_index_previous (const PlLaneIndex *self, guint64 index, guint32 states);

/* pl-trace-past.c: its run goes away. */
void pl_trace_past_let_go (PlTrace *past);

/* pool/pl-pool-buckets.c */
void pl_pool_start (PlPool *pool, gint64 t_ns, int n);
/* Where a lane has come to: that of a moment, and of a later one beyond the bucket, by the time in between, in a task
 * or not. Not after another call of any of these. */
void pl_pool_enter (PlPool *pool, gint64 t_ns, PlPoolPlace *place);
void pl_pool_go_on (PlPool *pool, gint64 from_ns, gint64 to_ns, gboolean busy, PlPoolPlace *place);

/* pool/pl-pool-columns.c: for n > 0 columns of [from + i * step, from + (i + 1) * step), from >= 0: tasks started in
 * column i, less those that came back, for i = 0 also before it; and workers busy as a mean, without the tasks that
 * are still worked on. Cheap where from is a multiple of step, and most of the columns were asked for before. */
void pl_columns_read (PlTrace *trace, gint64 from_ns, gint64 step_ns, guint n, double *started, double *busy);
void pl_columns_free (PlColumns *self);

/* pl-trace-words.c: a moment, with the decimals that a span of this length asks for, to about a hundredth of it. */
char *pl_trace_moment (PlTrace *self, gint64 t_ns, gint64 length_ns);
/* Behind the separator, if there is something already. */
void pl_trace_append (GString *text, const char *separator, const char *format, ...) G_GNUC_PRINTF (3, 4);

/* pool/pl-messages.c: the chunk a task belongs to. */
guint32 pl_trace_chunk_of_task (PlTrace *self, guint32 task);

static inline guint
pl_record_state (const PlRecord *record)
{
  return record->state < PL_N_STATES ? record->state : PL_STATE_NONE;
}

/* Not one that only goes on with it. */
static inline gboolean
pl_record_begins_task (const PlRecord *record)
{
  return record->state == PL_STATE_WORKING && record->count != PL_WORKING_AGAIN;
}

static inline guint32
pl_totals_tasks (const PlTotals *totals)
{
  return totals->n[PL_STATE_WORKING] - totals->again;
}

/* Where a span ends: at its neighbour, or, open, at the end of the trace. */
static inline gint64
pl_lane_index_end (const PlLaneIndex *self, guint64 index, gint64 end_ns)
{
  gint64 start_ns = self->records[index].time_ns;

  if (index + 1 < self->count)
    return self->records[index + 1].time_ns;
  return MAX (start_ns, end_ns);
}

G_END_DECLS
