/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/pl-trace-private.h"

#include <string.h>

/* Tasks queued and workers busy over time. Two ways to the same figures: buckets over the
 * whole run, filled as records come in, when a column spans several of them; else the records. */

/* The part of an open task is in no bucket yet. */
static void
add_open_tasks (PlTrace *self, gint64 from_ns, gint64 step_ns, guint n, double *busy)
{
  for (guint lane = 1; lane < self->n_lanes; lane++)
    {
      const PlLaneIndex *index = &self->lanes[lane];
      gint64 start_ns, first;

      if (index->count == 0 || pl_record_state (&index->records[index->count - 1]) != PL_STATE_WORKING)
        continue;
      start_ns = index->records[index->count - 1].time_ns;
      first = start_ns > from_ns ? (start_ns - from_ns) / step_ns : 0;
      for (guint i = (guint) MIN (first, (gint64) n); i < n; i++)
        {
          gint64 a = MAX (start_ns, from_ns + (gint64) i * step_ns);
          gint64 b = MIN (self->end_ns, from_ns + (gint64) (i + 1) * step_ns);

          if (b <= a)
            break;
          busy[i] += (double) (b - a) / (double) step_ns;
        }
    }
}

static void
series_from_buckets (PlTrace *self, gint64 from_ns, gint64 step_ns, guint n, double *queued, double *busy)
{
  const PlPool *pool = self->pool;
  gint64 left = pl_log_plan (self->log)->tasks;
  guint bucket = 0;

  for (guint i = 0; i < n; i++)
    {
      gint64 to_ns = from_ns + (gint64) (i + 1) * step_ns, sum_ns = 0;
      guint first;

      for (; bucket < PL_N_BUCKETS && (gint64) bucket * pool->width_ns < from_ns + (gint64) i * step_ns; bucket++)
        left -= pool->started[bucket];
      queued[i] = (double) MAX (left, 0);
      for (first = bucket; bucket < PL_N_BUCKETS && (gint64) bucket * pool->width_ns < to_ns; bucket++)
        {
          left -= pool->started[bucket];
          sum_ns += pool->busy_ns[bucket];
        }
      busy[i] = bucket > first ? (double) sum_ns / ((double) (bucket - first) * (double) pool->width_ns) : 0;
    }
}

/* Tasks started before t in one lane, less those that came back. */
static gint64
started_before (const PlLaneIndex *index, guint64 record, gint64 t_ns)
{
  PlTotals totals = { 0 };
  guint64 closed = MIN (record, index->summed);
  gint64 started;

  pl_lane_index_sum (index, 0, closed, &totals);
  started = totals.n[PL_STATE_WORKING];
  for (guint64 i = closed; i < record; i++)
    started += pl_record_state (&index->records[i]) == PL_STATE_WORKING;
  for (guint i = 0; i < index->deaths->len; i++)
    {
      const PlDeath *death = &g_array_index (index->deaths, PlDeath, i);

      if (death->time_ns < t_ns)
        started -= death->returned;
    }
  return started;
}

static guint32
returned_by (const PlLaneIndex *index, guint64 record)
{
  for (guint i = 0; i < index->deaths->len; i++)
    if (g_array_index (index->deaths, PlDeath, i).index == record)
      return g_array_index (index->deaths, PlDeath, i).returned;
  return 0;
}

/* Columns of equal width over a stretch of time. */
typedef struct { gint64 from_ns, step_ns; guint n; } Columns;

/* The column of t, looked for from an earlier one on: records come in order, and a division a record
 * costs more than all these steps together. */
static guint
find_column (const Columns *columns, guint from, gint64 t_ns)
{
  while (from + 1 < columns->n && t_ns >= columns->from_ns + (gint64) (from + 1) * columns->step_ns)
    from++;
  return from;
}

/* busy_ns[i]: the time of [start, stop) that lies in column i. */
static void
add_busy (const Columns *columns, guint column, gint64 start_ns, gint64 stop_ns, double *busy_ns)
{
  for (; column < columns->n; column++)
    {
      gint64 column_ns = columns->from_ns + (gint64) column * columns->step_ns;
      gint64 a = MAX (start_ns, column_ns), b = MIN (stop_ns, column_ns + columns->step_ns);

      if (b <= a)
        break;
      busy_ns[column] += (double) (b - a);
    }
}

/* started[i]: in or before column i. */
static void
add_lane (const PlLaneIndex *index, gint64 end_ns, const Columns *columns, double *started, double *busy_ns)
{
  guint64 i = pl_lane_index_lower_bound (index, 0, columns->from_ns);
  gint64 to_ns = columns->from_ns + (gint64) columns->n * columns->step_ns;
  guint column = 0;

  started[0] += (double) started_before (index, i, columns->from_ns);
  if (i > 0)
    i--;
  for (; i < index->count && index->records[i].time_ns < to_ns; i++)
    {
      gint64 start_ns = index->records[i].time_ns;
      guint state = pl_record_state (&index->records[i]);

      if (state != PL_STATE_WORKING && state != PL_STATE_DEAD)
        continue;
      column = find_column (columns, column, start_ns);
      if (state == PL_STATE_DEAD && start_ns >= columns->from_ns)
        started[column] -= returned_by (index, i);
      if (state != PL_STATE_WORKING)
        continue;
      if (start_ns >= columns->from_ns)
        started[column] += 1;
      add_busy (columns, column, start_ns, MIN (pl_lane_index_end (index, i, end_ns), to_ns), busy_ns);
    }
}

static void
series_from_records (PlTrace *self, gint64 from_ns, gint64 step_ns, guint n, double *queued, double *busy)
{
  const Columns columns = { from_ns, step_ns, n };
  double left = pl_log_plan (self->log)->tasks;

  for (guint lane = 1; lane < self->n_lanes; lane++)
    add_lane (&self->lanes[lane], self->end_ns, &columns, queued, busy);
  for (guint i = 0; i < n; i++)
    {
      left -= queued[i];
      queued[i] = MAX (left, 0);
      busy[i] /= (double) step_ns;
    }
}

void
pl_trace_counter_series (PlTrace *self, gint64 from_ns, gint64 step_ns, guint n, double *queued, double *busy)
{
  g_return_if_fail (PL_IS_TRACE (self) && step_ns > 0);

  memset (queued, 0, n * sizeof (double));
  memset (busy, 0, n * sizeof (double));
  if (n == 0)
    return;
  if (self->pool->width_ns * 4 <= step_ns)
    {
      series_from_buckets (self, from_ns, step_ns, n, queued, busy);
      add_open_tasks (self, from_ns, step_ns, n, busy);
    }
  else
    {
      series_from_records (self, from_ns, step_ns, n, queued, busy);
    }
}

void
pl_trace_counters_at (PlTrace *self, gint64 t_ns, guint *queued, guint *busy)
{
  gint64 left;

  g_return_if_fail (PL_IS_TRACE (self));

  left = pl_log_plan (self->log)->tasks;
  *busy = 0;
  for (guint lane = 1; lane < self->n_lanes; lane++)
    {
      const PlLaneIndex *index = &self->lanes[lane];
      guint64 after = pl_lane_index_lower_bound (index, 0, t_ns + 1);

      left -= started_before (index, after, t_ns + 1);
      if (after > 0 && pl_record_state (&index->records[after - 1]) == PL_STATE_WORKING)
        (*busy)++;
    }
  *queued = (guint) MAX (left, 0);
}
