/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/pool/pl-scene.h"

#define ALL_STATES ((guint32) ~0u)

static guint32
visible_states (PlScene *self)
{
  return ALL_STATES & ~pl_scene_get_view (self)->hidden;
}

static void
select_and_reveal (PlScene      *self,
                   const PlSpan *span)
{
  pl_scene_select_span (self, span->lane, span->index);
  pl_scene_reveal (self, span->start_ns, span->end_ns);
}

/* The span of a lane at t, or where that is filtered out the next one before or after it. */
static gboolean
find_near (PlScene *self,
           guint    lane,
           gint64   t_ns,
           PlSpan  *span)
{
  PlTrace *trace = pl_scene_get_trace (self);
  guint32 states = visible_states (self);
  guint64 index = 0;

  if (pl_trace_get_n_records (trace, lane) == 0)
    return FALSE;
  pl_trace_find (trace, lane, t_ns, &index);
  if (pl_trace_get_span (trace, lane, index, span) && (states & (1u << span->state)))
    return TRUE;
  return pl_trace_previous_span (trace, lane, index, states, span) ||
         pl_trace_next_span (trace, lane, index, states, span);
}

static gint64
view_center (PlScene *self)
{
  const PlView *view = pl_scene_get_view (self);
  gint64 to = MIN (view->to_ns, pl_trace_get_end_ns (pl_scene_get_trace (self)));

  return view->from_ns + (to - view->from_ns) / 2;
}

/* Lane 1 is the first worker: more to see there than on the parent's. */
static gboolean
select_first (PlScene *self)
{
  guint n_lanes = pl_trace_get_n_lanes (pl_scene_get_trace (self));
  PlSpan span;

  for (guint i = 0; i < n_lanes; i++)
    if (find_near (self, (i + 1) % n_lanes, view_center (self), &span))
      {
        select_and_reveal (self, &span);
        return TRUE;
      }
  return FALSE;
}

gboolean
pl_scene_walk_span (PlScene *self,
                    int      direction)
{
  PlTrace *trace = pl_scene_get_trace (self);
  guint32 states = visible_states (self);
  gboolean found;
  PlSpan span;

  if (trace == NULL)
    return FALSE;
  if (!pl_scene_get_selected (self, &span))
    return select_first (self);

  if (direction > 0)
    found = pl_trace_next_span (trace, span.lane, span.index, states, &span);
  else
    found = pl_trace_previous_span (trace, span.lane, span.index, states, &span);
  if (found)
    select_and_reveal (self, &span);
  return found;
}

gboolean
pl_scene_walk_lane (PlScene *self,
                    int      direction)
{
  PlTrace *trace = pl_scene_get_trace (self);
  PlSpan span, other;
  gint64 t_ns;

  if (trace == NULL)
    return FALSE;
  if (!pl_scene_get_selected (self, &span))
    return select_first (self);

  /* The middle of what is seen of the span, so that zoomed in the same moment stays in sight. */
  const PlView *view = pl_scene_get_view (self);
  gint64 from = MAX (span.start_ns, view->from_ns);
  gint64 to = MIN (span.end_ns, view->to_ns);
  t_ns = from <= to ? from + (to - from) / 2 : span.start_ns;

  for (int lane = (int) span.lane + direction; lane >= 0 && lane < (int) pl_trace_get_n_lanes (trace); lane += direction)
    if (find_near (self, (guint) lane, t_ns, &other))
      {
        select_and_reveal (self, &other);
        return TRUE;
      }
  return FALSE;
}
