/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/scene/pl-scene-path.h"

#include "trace/pl-trace-private.h"

/* The last change of a lane within a wait: what it did from then on. */
static gboolean
find_last_change (PlTrace *self, guint lane, const PlSpan *wait, PlSpan *span)
{
  guint64 index;

  return pl_trace_find (self, lane, wait->end_ns, &index) && pl_trace_get_span (self, lane, index, span)
         && span->start_ns > wait->start_ns;
}

/* The parent waits for whoever did something last: for his end, or, where nobody came to an end any more, for as long as
 * he is in that. */
static gboolean
last_worker (PlTrace *self, const PlSpan *wait, PlCause *cause)
{
  gint64 last_ns = -1;

  for (guint lane = 1; lane < self->n_lanes; lane++)
    {
      PlSpan span;

      if (!find_last_change (self, lane, wait, &span) || span.start_ns <= last_ns)
        continue;
      last_ns = span.start_ns;
      *cause = (PlCause) { lane, span.state == PL_STATE_FINISHED || span.state == PL_STATE_DEAD ? last_ns : wait->end_ns };
    }
  return last_ns >= 0;
}

/* Who held what was waited for and then did something else gave it back with that. */
gboolean
pl_scene_cause (PlTrace *self, const PlSpan *wait, PlCause *cause)
{
  guint holder = PL_LOCK_ARG_LANE (wait->arg);
  PlSpan span;

  if (wait->lane == 0)
    return last_worker (self, wait, cause);
  if (wait->state != PL_STATE_WAITING_LOCK || holder == 0 || holder >= self->n_lanes || holder == wait->lane
      || !find_last_change (self, holder, wait, &span))
    return FALSE;
  *cause = (PlCause) { holder, span.start_ns };
  return TRUE;
}
