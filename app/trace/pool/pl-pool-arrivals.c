/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/pool/pl-pool-arrivals.h"

#include "log/pl-log-events.h"
#include "log/pool/pl-pool-modes.h"
#include "trace/pl-trace-private.h"

#include <string.h>

static guint
n_chunks (const PlPlanData *plan)
{
  return (guint) (((guint64) plan->tasks + MAX (plan->chunk, 1) - 1) / MAX (plan->chunk, 1));
}

/* A map of a file of before had returned when all was done. */
static guint
n_arrived (PlLog *log)
{
  const PlRunStatus *status = &pl_log_header (log)->status;
  const PlPlanData *plan = pl_log_plan (log);
  guint n = atomic_load (&status->pool.n_arrived);

  if (n == 0 && plan->mode == PL_MODE_MAP && plan->maps == 0 && atomic_load (&status->done) == plan->tasks)
    n = n_chunks (plan);
  return MIN (n, n_chunks (plan));
}

/* Of results in turn some may never have come: their place was passed over. */
static guint8 *
find_missing (PlLog *log, guint n)
{
  guint n_order = pl_log_n_order (log);
  guint8 *missing;

  if (n_order == 0 || n_order >= n)
    return NULL;
  missing = g_malloc (n);
  memset (missing, 1, n);
  for (guint i = 0; i < n_order; i++)
    if (pl_log_order (log)[i] < n)
      missing[pl_log_order (log)[i]] = 0;
  return missing;
}

GArray *
pl_pool_arrivals (PlLog *log)
{
  const PlPlanData *plan = pl_log_plan (log);
  guint n = n_arrived (log);
  GArray *arrivals = g_array_sized_new (FALSE, FALSE, sizeof (guint32), n);
  gboolean as_ready = pl_plan_arrival (plan) == PL_ARRIVE_AS_READY;
  g_autofree guint8 *missing = as_ready ? NULL : find_missing (log, n);

  if (as_ready)
    n = MIN (n, pl_log_n_order (log));
  for (guint32 i = 0; i < n; i++)
    if (as_ready)
      g_array_append_val (arrivals, pl_log_order (log)[i]);
    else if (missing == NULL || !missing[i])
      g_array_append_val (arrivals, i);
  return arrivals;
}

gint64
pl_pool_at_tasks_ns (PlLog *log)
{
  const PlRunStatus *status = &pl_log_header (log)->status;

  return MAX (atomic_load (&status->end_ns) - status->pool.idle_ns, 1);
}

/* --- when --- */

/* Found once, and gone on with as the run goes on. */
typedef struct {
  PlLogCursor cursor;
  GArray *arrivals;             /* PlArrivalRun */
  GArray *steps;                /* PlCallerStep */
  GArray *receives;             /* PlArrivalRun: places of the order */
  guint64 n_records;            /* of the parent's lane, looked at */
  guint32 *places;              /* by chunk: 1 + its place in the order; 0: none yet */
  guint n_placed;
} Index;

#define INDEX "pl-pool-arrivals"

static void
free_index (gpointer data)
{
  Index *index = data;

  g_array_unref (index->arrivals);
  g_array_unref (index->steps);
  g_array_unref (index->receives);
  g_free (index->places);
  g_free (index);
}

static Index *
new_index (PlTrace *self)
{
  Index *index = g_new0 (Index, 1);

  pl_log_cursor_init (&index->cursor, self->log, 0, PL_STREAM_EVENTS);
  index->arrivals = g_array_new (FALSE, FALSE, sizeof (PlArrivalRun));
  index->steps = g_array_new (FALSE, FALSE, sizeof (PlCallerStep));
  index->receives = g_array_new (FALSE, FALSE, sizeof (PlArrivalRun));
  index->places = g_new0 (guint32, n_chunks (pl_log_plan (self->log)) + 1);
  g_object_set_data_full (G_OBJECT (self), INDEX, index, free_index);
  return index;
}

static void
read_events (Index *index)
{
  PlLogEvent event;

  while (pl_log_cursor_next (&index->cursor, &event))
    if (event.kind == PL_EVENT_ARRIVED)
      {
        PlArrivalRun run = { event.time_ns, event.arg, event.record.count };

        g_array_append_val (index->arrivals, run);
      }
    else if (event.kind == PL_EVENT_CALLER)
      {
        PlCallerStep step = { event.time_ns, PL_CALLER_ACT (event.arg), PL_CALLER_NUMBER (event.arg) };

        g_array_append_val (index->steps, step);
      }
}

static void
read_records (PlTrace *self, Index *index)
{
  const PlLaneIndex *parent = &self->lanes[0];

  for (; index->n_records < parent->count; index->n_records++)
    {
      const PlRecord *record = &parent->records[index->n_records];
      PlArrivalRun run = { record->time_ns, record->arg, MAX (record->count, 1u) };

      if (pl_record_state (record) == PL_STATE_RECEIVING)
        g_array_append_val (index->receives, run);
    }
}

static void
read_order (PlTrace *self, Index *index)
{
  const guint32 *order = pl_log_order (self->log);
  guint n = pl_log_n_order (self->log), most = n_chunks (pl_log_plan (self->log));

  for (; index->n_placed < n; index->n_placed++)
    if (order[index->n_placed] < most)
      index->places[order[index->n_placed]] = index->n_placed + 1;
}

static Index *
get_index (PlTrace *self)
{
  PlTrace *whole = pl_trace_whole (self);
  Index *index = g_object_get_data (G_OBJECT (whole), INDEX);

  if (index == NULL)
    index = new_index (whole);
  read_events (index);
  read_records (whole, index);
  read_order (whole, index);
  return index;
}

const PlArrivalRun *
pl_pool_arrival_runs (PlTrace *self, guint *n)
{
  GArray *runs = get_index (self)->arrivals;

  *n = runs->len;
  return (const PlArrivalRun *) (gpointer) runs->data;
}

const PlCallerStep *
pl_pool_caller_steps (PlTrace *self, guint *n)
{
  GArray *steps = get_index (self)->steps;

  *n = steps->len;
  return (const PlCallerStep *) (gpointer) steps->data;
}

static gboolean
arrives_as_ready (PlTrace *self)
{
  return pl_plan_arrival (pl_log_plan (self->log)) == PL_ARRIVE_AS_READY;
}

guint32
pl_pool_arrival_chunk (PlTrace *self, guint32 place)
{
  if (!arrives_as_ready (self))
    return place;
  return place < pl_log_n_order (self->log) ? pl_log_order (self->log)[place] : G_MAXUINT32;
}

/* Places grow with the time. */
static gint64
find_place (GArray *runs, guint32 place)
{
  guint low = 0, high = runs->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      const PlArrivalRun *run = &g_array_index (runs, PlArrivalRun, middle);

      if (place < run->first)
        high = middle;
      else if (place - run->first >= run->n)
        low = middle + 1;
      else
        return run->time_ns;
    }
  return -1;
}

gint64
pl_pool_arrived_ns (PlTrace *self, guint32 chunk)
{
  Index *index = get_index (self);

  if (chunk >= n_chunks (pl_log_plan (self->log)))
    return -1;
  if (!arrives_as_ready (self))
    return find_place (index->arrivals, chunk);
  return index->places[chunk] > 0 ? find_place (index->arrivals, index->places[chunk] - 1) : -1;
}

gint64
pl_pool_received_ns (PlTrace *self, guint32 chunk)
{
  Index *index = get_index (self);

  if (chunk >= n_chunks (pl_log_plan (self->log)) || index->places[chunk] == 0)
    return -1;
  return find_place (index->receives, index->places[chunk] - 1);
}
