/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/pl-trace-private.h"

/* A moment of a run: the same records, indices and accounts, only that each lane has fewer of them. Whoever reads a trace
 * finds the run as it was then, and need not know. */

void
pl_trace_past_let_go (PlTrace *past)
{
  past->whole = NULL;
  past->n_lanes = 0;
  g_object_unref (past);
}

static PlTrace *
new_past (PlTrace *whole)
{
  PlTrace *past = g_object_new (PL_TYPE_TRACE, NULL);

  past->is_past = TRUE;
  past->whole = whole;
  past->log = pl_log_ref (whole->log);
  past->n_lanes = whole->n_lanes;
  past->lanes = g_new0 (PlLaneIndex, MAX (whole->n_lanes, 1));
  past->accounts = whole->accounts;
  past->pool = whole->pool;
  past->live = TRUE;
  past->phase = PL_PHASE_RUNNING;
  return past;
}

/* What begins at that moment has begun. */
static void
move_to (PlTrace *past, gint64 until_ns)
{
  const PlTrace *whole = past->whole;

  past->n_records = 0;
  for (guint i = 0; i < past->n_lanes; i++)
    {
      PlLaneIndex *lane = &past->lanes[i];

      *lane = whole->lanes[i];
      lane->count = pl_lane_index_lower_bound (&whole->lanes[i], 0, until_ns + 1);
      lane->summed = MIN (lane->summed, MAX (lane->count, 1) - 1);
      past->n_records += lane->count;
    }
  past->end_ns = until_ns;
}

PlTrace *
pl_trace_at (PlTrace *self, gint64 until_ns)
{
  g_return_val_if_fail (PL_IS_TRACE (self), NULL);

  if (until_ns <= 0 || until_ns >= self->end_ns || self->is_past)
    return self;
  if (self->past == NULL)
    self->past = new_past (self);
  move_to (self->past, until_ns);
  return self->past;
}

PlTrace *
pl_trace_whole (PlTrace *self)
{
  return self->whole != NULL ? self->whole : self;
}

/* Of one lane. */
static gboolean
lane_event (const PlLaneIndex *lane, gint64 t_ns, gboolean forward, gint64 *event_ns)
{
  guint64 i = pl_lane_index_lower_bound (lane, 0, forward ? t_ns + 1 : t_ns);

  if (forward ? i >= lane->count : i == 0)
    return FALSE;
  *event_ns = lane->records[forward ? i : i - 1].time_ns;
  return TRUE;
}

gboolean
pl_trace_next_event (PlTrace *self, gint64 t_ns, gboolean forward, gint64 *event_ns)
{
  gboolean found = FALSE;
  gint64 at_ns;

  g_return_val_if_fail (PL_IS_TRACE (self), FALSE);

  for (guint i = 0; i < self->n_lanes; i++)
    if (lane_event (&self->lanes[i], t_ns, forward, &at_ns)
        && (!found || (forward ? at_ns < *event_ns : at_ns > *event_ns)))
      {
        *event_ns = at_ns;
        found = TRUE;
      }
  return found;
}
