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

/* The parts of the tasks that have ended are counted by the record. */
static void
series_from_records (PlTrace *self, gint64 from_ns, gint64 step_ns, guint n, double *queued, double *busy)
{
  double left = pl_log_plan (self->log)->tasks;

  pl_columns_read (self, from_ns, step_ns, n, queued, busy);
  for (guint i = 0; i < n; i++)
    {
      left -= queued[i];
      queued[i] = MAX (left, 0);
    }
}

void
pl_trace_counter_series (PlTrace *self, gint64 from_ns, gint64 step_ns, guint n, double *queued, double *busy)
{
  g_return_if_fail (PL_IS_TRACE (self) && step_ns > 0);

  /* Of a moment there are no sums of its own: what is to come is in these, too, and whoever draws them stops there. */
  self = pl_trace_whole (self);

  memset (queued, 0, n * sizeof (double));
  memset (busy, 0, n * sizeof (double));
  if (n == 0)
    return;
  if (self->pool->width_ns * 4 <= step_ns)
    series_from_buckets (self, from_ns, step_ns, n, queued, busy);
  else
    series_from_records (self, from_ns, step_ns, n, queued, busy);
  add_open_tasks (self, from_ns, step_ns, n, busy);
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

      left -= pl_lane_index_started (index, after);
      if (after > 0 && pl_record_state (&index->records[after - 1]) == PL_STATE_WORKING)
        (*busy)++;
    }
  *queued = (guint) MAX (left, 0);
}
