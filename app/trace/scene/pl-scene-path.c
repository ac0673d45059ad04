/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/scene/pl-scene-path.h"

#include "trace/pl-trace-private.h"

/* The last change of a lane within a wait. */
static gint64
last_change_ns (PlTrace *self, guint lane, const PlSpan *wait)
{
  guint64 index;
  PlSpan span;

  if (!pl_trace_find (self, lane, wait->end_ns, &index) || !pl_trace_get_span (self, lane, index, &span))
    return -1;
  return span.start_ns > wait->start_ns ? span.start_ns : -1;
}

/* Who held what was waited for and then did something else gave it back with that; the parent waits for the last one. */
gboolean
pl_scene_cause (PlTrace *self, const PlSpan *wait, PlCause *cause)
{
  guint holder = PL_LOCK_ARG_LANE (wait->arg);

  cause->time_ns = -1;
  if (wait->lane > 0)
    {
      cause->lane = holder;
      if (wait->state == PL_STATE_WAITING_LOCK && holder > 0 && holder < self->n_lanes && holder != wait->lane)
        cause->time_ns = last_change_ns (self, holder, wait);
      return cause->time_ns >= 0;
    }
  for (guint lane = 1; lane < self->n_lanes; lane++)
    {
      gint64 t_ns = last_change_ns (self, lane, wait);

      if (t_ns > cause->time_ns)
        *cause = (PlCause) { lane, t_ns };
    }
  return cause->time_ns >= 0;
}
