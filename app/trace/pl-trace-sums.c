/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/pl-trace-private.h"

#include <string.h>

gint64
pl_states_alive_ns (const gint64 *state_ns)
{
  gint64 alive_ns = 0;

  for (guint s = PL_STATE_NONE + 1; s < PL_N_STATES; s++)
    if (!(PL_STATES_ENDED & (1u << s)))
      alive_ns += state_ns[s];
  return alive_ns;
}

static void
add_span (PlShares *shares, guint state, gint64 ns)
{
  shares->state_ns[state] += MAX (ns, 0);
  shares->states |= 1u << state;
  shares->n_spans++;
}

static void
add_totals (PlShares *shares, const PlTotals *totals)
{
  for (guint s = 0; s < PL_N_STATES; s++)
    {
      shares->state_ns[s] += totals->ns[s];
      shares->n_spans += totals->n[s];
      if (totals->n[s] > 0)
        shares->states |= 1u << s;
    }
  shares->n_tasks += pl_totals_tasks (totals);
}

/* The first span that touches [from, ..), looked for from hint on. */
static guint64
first_touching (const PlLaneIndex *index, guint64 hint, gint64 from_ns)
{
  guint64 first = pl_lane_index_lower_bound (index, hint, from_ns);

  if (first > 0 && (first == index->count || index->records[first].time_ns > from_ns))
    first--;
  return first;
}

/* first touches, after is the first that starts at or beyond to. */
static void
sum_clipped (const PlLaneIndex *index, gint64 end_ns, guint64 first, guint64 after,
             gint64 from_ns, gint64 to_ns, PlShares *shares)
{
  guint64 last;
  gint64 start_ns;

  if (first >= after)
    return;
  last = after - 1;
  start_ns = index->records[first].time_ns;
  /* Only the open span of the lane can end before the range begins. */
  if (start_ns < from_ns && pl_lane_index_end (index, first, end_ns) <= from_ns)
    return;

  add_span (shares, pl_record_state (&index->records[first]),
            MIN (pl_lane_index_end (index, first, end_ns), to_ns) - MAX (start_ns, from_ns));
  if (start_ns >= from_ns && pl_record_begins_task (&index->records[first]))
    shares->n_tasks++;
  if (last == first)
    return;
  if (last > first + 1)
    {
      PlTotals totals;

      pl_lane_index_sum (index, first + 1, last, &totals);
      add_totals (shares, &totals);
    }
  add_span (shares, pl_record_state (&index->records[last]),
            MIN (pl_lane_index_end (index, last, end_ns), to_ns) - index->records[last].time_ns);
  if (pl_record_begins_task (&index->records[last]))
    shares->n_tasks++;
}

void
pl_trace_sum (PlTrace *self, guint lane, gint64 from_ns, gint64 to_ns, PlShares *shares)
{
  g_return_if_fail (PL_IS_TRACE (self));

  pl_trace_sum_bins (self, lane, from_ns, MAX (to_ns - from_ns, 0), 1, shares);
}

void
pl_trace_sum_bins (PlTrace *self, guint lane, gint64 from_ns, gint64 width_ns, guint n_bins, PlShares *bins)
{
  const PlLaneIndex *index;
  guint64 first = 0;

  memset (bins, 0, n_bins * sizeof (PlShares));
  if (lane >= self->n_lanes || width_ns <= 0)
    return;
  index = &self->lanes[lane];
  for (guint i = 0; i < n_bins; i++)
    {
      gint64 a = from_ns + (gint64) i * width_ns, b = a + width_ns;
      guint64 after;

      first = first_touching (index, first, a);
      after = pl_lane_index_lower_bound (index, first, b);
      sum_clipped (index, self->end_ns, first, after, a, b, &bins[i]);
    }
}

void
pl_trace_sum_spans (PlTrace *self, guint lane, guint64 first, guint64 last, PlShares *shares)
{
  const PlLaneIndex *index;
  PlTotals totals;

  memset (shares, 0, sizeof *shares);
  if (lane >= self->n_lanes || first > last || last >= self->lanes[lane].count)
    return;
  index = &self->lanes[lane];
  pl_lane_index_sum (index, first, MIN (last + 1, index->summed), &totals);
  add_totals (shares, &totals);
  if (last >= index->summed)
    {
      guint state = pl_record_state (&index->records[last]);

      add_span (shares, state, pl_lane_index_end (index, last, self->end_ns) - index->records[last].time_ns);
      shares->n_tasks += pl_record_begins_task (&index->records[last]);
    }
}
