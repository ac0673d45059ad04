/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/parts/pl-spans.h"

#include "paint/pl-theme.h"
#include "trace/pl-trace-account.h"

#define ALL_STATES ((guint32) ~0u)
#define DEATHS (1u << PL_STATE_DEAD)
#define CPU_PARTS (1u << PL_STATE_WORKING | 1u << PL_LOOK_CPU_WAITING | 1u << PL_LOOK_CPU_ASLEEP \
                   | 1u << PL_LOOK_CPU_UNKNOWN)

/* The time at tasks is filtered out by its parts, where the kernel tells of them: as long as one of them is seen, so
 * is the task. */
static guint32
visible_states (PlTrace *trace, const PlViewport *viewport)
{
  guint32 states = ALL_STATES & ~viewport->hidden;

  if (pl_trace_account_source (trace) != PL_ACCOUNT_SOURCE_NONE && (viewport->hidden & CPU_PARTS) != CPU_PARTS)
    states |= 1u << PL_STATE_WORKING;
  return states;
}

static PlItem
item_of (const PlSpan *span)
{
  return (PlItem) { 0, span->lane, span->index, span->index };
}

/* States that occur in a fold, worst first: a fold of very many spans is not walked for it. */
static gboolean
find_worst (PlTrace *trace, guint32 states, const PlItem *item, PlSpan *worst)
{
  gboolean found = FALSE;

  for (guint s = 0; s < PL_N_STATES; s++)
    {
      PlSpan span;

      if (!(states & (1u << s)) || (found && pl_state_badness ((PlState) s) <= pl_state_badness (worst->state)))
        continue;
      if (!(pl_trace_get_span (trace, item->lane, item->index, &span) && span.state == (PlState) s)
          && !(pl_trace_next_span (trace, item->lane, item->index, 1u << s, &span) && span.index <= item->last))
        continue;
      *worst = span;
      found = TRUE;
    }
  return found;
}

gboolean
pl_spans_choose (PlTrace *trace, const PlViewport *viewport, const PlItem *item, PlItem *chosen)
{
  PlSpan span;

  if (!pl_trace_get_span (trace, item->lane, item->index, &span))
    return FALSE;
  if (item->last > item->index)
    find_worst (trace, visible_states (trace, viewport), item, &span);
  if (!(visible_states (trace, viewport) & (1u << span.state)))
    return FALSE;
  *chosen = item_of (&span);
  return TRUE;
}

gboolean
pl_spans_time (PlTrace *trace, const PlItem *item, gint64 *from_ns, gint64 *to_ns)
{
  PlSpan first, last;

  if (!pl_trace_get_span (trace, item->lane, item->index, &first)
      || !pl_trace_get_span (trace, item->lane, MAX (item->last, item->index), &last))
    return FALSE;
  *from_ns = first.start_ns;
  *to_ns = last.end_ns;
  return TRUE;
}

/* The span of a lane at t, or where that is filtered out the next one before or after it. */
static gboolean
find_near (PlTrace *trace, guint32 states, guint lane, gint64 t_ns, PlSpan *span)
{
  guint64 index = 0;

  if (pl_trace_get_n_records (trace, lane) == 0)
    return FALSE;
  pl_trace_find (trace, lane, t_ns, &index);
  if (pl_trace_get_span (trace, lane, index, span) && (states & (1u << span->state)))
    return TRUE;
  return pl_trace_previous_span (trace, lane, index, states, span)
         || pl_trace_next_span (trace, lane, index, states, span);
}

/* Lanes as they stand below each other; at NULL: all in their order. */
typedef struct { const guint *at; guint n; } Lanes;

static guint
lane_at (const Lanes *self, guint i)
{
  return self->at ? self->at[i] : i;
}

static guint
place_of (const Lanes *self, guint lane)
{
  for (guint i = 0; self->at && i < self->n; i++)
    if (self->at[i] == lane)
      return i;
  return lane;
}

/* Of a pool lane 1 is the first worker: more to see there than on the parent's. */
static gboolean
find_first (PlTrace *trace, const Lanes *lanes, const PlViewport *viewport, PlSpan *span)
{
  gint64 to_ns = MIN (viewport->to_ns, pl_trace_get_end_ns (trace));
  gint64 middle_ns = viewport->from_ns + (to_ns - viewport->from_ns) / 2;
  guint first = lanes->at ? 0 : 1;

  for (guint i = 0; i < lanes->n; i++)
    if (find_near (trace, visible_states (trace, viewport), lane_at (lanes, (i + first) % lanes->n), middle_ns, span))
      return TRUE;
  return FALSE;
}

static gboolean
walk_lanes (PlTrace *trace, const Lanes *lanes, const PlViewport *viewport, const PlSpan *at, int by, PlSpan *span)
{
  /* The middle of what is seen of it, so that zoomed in the same moment stays in sight. */
  gint64 from_ns = MAX (at->start_ns, viewport->from_ns), to_ns = MIN (at->end_ns, viewport->to_ns);
  gint64 t_ns = from_ns <= to_ns ? from_ns + (to_ns - from_ns) / 2 : at->start_ns;

  for (int i = (int) place_of (lanes, at->lane) + by; i >= 0 && i < (int) lanes->n; i += by)
    if (find_near (trace, visible_states (trace, viewport), lane_at (lanes, (guint) i), t_ns, span))
      return TRUE;
  return FALSE;
}

static gboolean
comes_before (const PlSpan *a, const PlSpan *b)
{
  return a->start_ns != b->start_ns ? a->start_ns < b->start_ns : a->lane < b->lane;
}

/* The death of a lane that comes nearest after `at`, or before it; NULL: the first, the last. */
static gboolean
death_in_lane (PlTrace *trace, guint lane, const PlSpan *at, gboolean forward, PlSpan *span)
{
  guint64 n = pl_trace_get_n_records (trace, lane), index = 0;
  gboolean found;

  if (n == 0)
    return FALSE;
  index = forward ? 0 : n - 1;
  if (at)
    pl_trace_find (trace, lane, at->start_ns, &index);
  found = pl_trace_get_span (trace, lane, index, span) && span->state == PL_STATE_DEAD;
  while (!found || (at && !(forward ? comes_before (at, span) : comes_before (span, at))))
    {
      if (found)
        index = span->index;
      found = forward ? pl_trace_next_span (trace, lane, index, DEATHS, span)
                      : pl_trace_previous_span (trace, lane, index, DEATHS, span);
      if (!found)
        return FALSE;
    }
  return TRUE;
}

static gboolean
walk_deaths (PlTrace *trace, const PlSpan *at, gboolean forward, PlSpan *best)
{
  gboolean found = FALSE;

  for (guint lane = 0; lane < pl_trace_get_n_lanes (trace); lane++)
    {
      PlSpan span;

      if (!death_in_lane (trace, lane, at, forward, &span)
          || (found && (forward ? comes_before (best, &span) : comes_before (&span, best))))
        continue;
      *best = span;
      found = TRUE;
    }
  return found;
}

gboolean
pl_spans_walk (PlTrace *trace, const guint *order, guint n, const PlViewport *viewport, const PlItem *from, PlWalk direction,
               PlItem *to)
{
  const Lanes lanes = { order, order ? n : pl_trace_get_n_lanes (trace) };
  PlSpan at, span;
  gboolean known = from && pl_trace_get_span (trace, from->lane, from->index, &at), found;

  if (direction == PL_WALK_NEXT || direction == PL_WALK_PREVIOUS)
    found = (visible_states (trace, viewport) & DEATHS)
            && walk_deaths (trace, known ? &at : NULL, direction == PL_WALK_NEXT, &span);
  else if (!known)
    found = find_first (trace, &lanes, viewport, &span);
  else if (direction == PL_WALK_RIGHT)
    found = pl_trace_next_span (trace, at.lane, at.index, visible_states (trace, viewport), &span);
  else if (direction == PL_WALK_LEFT)
    found = pl_trace_previous_span (trace, at.lane, at.index, visible_states (trace, viewport), &span);
  else
    found = walk_lanes (trace, &lanes, viewport, &at, direction == PL_WALK_UP ? -1 : 1, &span);
  if (found)
    *to = item_of (&span);
  return found;
}

gboolean
pl_spans_open (PlTrace *trace, const PlItem *item, gint64 end_ns, gint64 least_ns, PlViewport *viewport)
{
  gint64 from_ns, to_ns, margin_ns, range_ns;

  if (!pl_spans_time (trace, item, &from_ns, &to_ns))
    return FALSE;
  margin_ns = MAX ((to_ns - from_ns) / 3, least_ns / 2);
  range_ns = MIN (MAX (to_ns - from_ns + 2 * margin_ns, least_ns), end_ns);
  viewport->from_ns = CLAMP (from_ns - margin_ns, 0, end_ns - range_ns);
  viewport->to_ns = viewport->from_ns + range_ns;
  return TRUE;
}
