/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "pl-timeline-private.h"

/* Which marks there are, and where: spans narrower than the fold's width merge, bin by bin.
 *
 * A span as long as a bin is a mark of its own. Of the shorter ones those that start in the same
 * bin and follow on one another are one fold. Because all but the last span that starts in a bin
 * also end in it, a fold is found by one search for the bin's end, however many records it holds.
 * Bins lie at multiples of their width in absolute time, so a fold stays one when the view moves. */

/* Up to here a fold's records are walked; beyond, the trace's index sums them. */
#define WALK 48

typedef struct {
  PlTimeline *self;
  const PlRecord *records;
  guint64 n;
  guint lane;
  gint64 end_ns;                /* of the trace */
  double x;                     /* how far the lane is filled */
  double scale;                 /* pixels a ns */
} LaneWalk;

static gint64
choose_bin (const PlTimeline *self)
{
  double ns = PL_FOLD_PX * (double) (self->view.to_ns - self->view.from_ns) / self->layout.plot.width;
  gint64 bin = (gint64) ceil (MAX (ns, 1));
  guint bits = g_bit_storage ((gulong) bin);

  /* Few widths, so that a live view that grows a little keeps its folds. */
  if (bits > 4)
    {
      gint64 step = INT64_C (1) << (bits - 4);

      bin = (bin + step - 1) / step * step;
    }
  return bin;
}

static gint64
span_end (const LaneWalk *walk, guint64 i)
{
  return i + 1 < walk->n ? walk->records[i + 1].time_ns : MAX (walk->records[i].time_ns, walk->end_ns);
}

static guint
state_of (const PlRecord *record)
{
  return record->state < PL_N_STATES ? record->state : PL_STATE_NONE;
}

static guint
worst_of (guint32 states, guint32 hidden)
{
  guint worst = PL_STATE_NONE;

  if (states & ~hidden)
    states &= ~hidden;
  for (guint s = 1; s < PL_N_STATES; s++)
    if ((states & (1u << s)) && pl_state_badness ((PlState) s) > pl_state_badness ((PlState) worst))
      worst = s;
  return worst;
}

/* Puts a mark at the next free pixel: marks of a lane never overlap, so that each can be seen and picked. */
static void
place (LaneWalk *walk, PlMarkEntry *mark, gint64 start_ns, gint64 end_ns, double least)
{
  const PlBox *plot = &walk->self->layout.plot;
  double a = plot->x + (double) (start_ns - walk->self->view.from_ns) * walk->scale;
  double b = plot->x + (double) (end_ns - walk->self->view.from_ns) * walk->scale;

  a = MAX (floor (a + 0.5), walk->x);
  b = MIN (floor (b + 0.5), plot->x + plot->width);
  mark->x = (float) a;
  mark->width = (float) MAX (b - a, least);
  walk->x = a + (double) mark->width;
  g_array_append_vals (walk->self->marks, mark, 1);
}

static void
place_span (LaneWalk *walk, guint64 i)
{
  gint64 start_ns = walk->records[i].time_ns, end_ns = span_end (walk, i);
  gint64 bin_ns = walk->self->bin_ns;
  PlMarkEntry mark = { .first = (guint32) i, .last = (guint32) i, .state = (guint8) state_of (&walk->records[i]) };
  gboolean alone = i + 1 < walk->n && span_end (walk, i + 1) - end_ns > 4 * bin_ns;

  /* A short span with much room after it may be a little wider than it was long. */
  place (walk, &mark, start_ns, end_ns, alone && end_ns - start_ns < bin_ns ? 2 : 1);
}

static void
place_fold (LaneWalk *walk, guint64 first, guint64 last, const gint64 *ns, guint32 states)
{
  gint64 start_ns = walk->records[first].time_ns, end_ns = span_end (walk, last);
  PlMarkEntry mark = { .first = (guint32) first, .last = (guint32) last };
  float inverse = end_ns > start_ns ? 255.f / (float) (end_ns - start_ns) : 0;

  for (guint s = 0; s < PL_N_STATES; s++)
    if (states & (1u << s))
      mark.shares[s] = (guint8) CLAMP ((float) ns[s] * inverse, 1, 255);
  mark.state = (guint8) worst_of (states, walk->self->view.hidden);
  place (walk, &mark, start_ns, end_ns, 1);
}

/* All from i on that start before end_ns and are short. Returns the first that is not of them. */
static guint64
fold_from (LaneWalk *walk, guint64 i, gint64 bin_end_ns)
{
  gint64 ns[PL_N_STATES] = { 0 };
  gint64 start_ns = walk->records[i].time_ns;
  guint64 j = i, limit = MIN (walk->n, i + WALK);
  guint32 states = 0;

  while (j < limit && start_ns < bin_end_ns)
    {
      gint64 end_ns = span_end (walk, j);
      guint state = state_of (&walk->records[j]);

      if (end_ns - start_ns >= walk->self->bin_ns)
        break;
      ns[state] += end_ns - start_ns;
      states |= 1u << state;
      start_ns = end_ns;
      j++;
    }
  if (j == limit && j < walk->n && start_ns < bin_end_ns)
    {
      PlShares shares;

      j = pl_trace_lower_bound (walk->self->trace, walk->lane, j, bin_end_ns);
      if (span_end (walk, j - 1) - walk->records[j - 1].time_ns >= walk->self->bin_ns)
        j--;
      pl_trace_sum_spans (walk->self->trace, walk->lane, i, j - 1, &shares);
      place_fold (walk, i, j - 1, shares.state_ns, shares.states);
    }
  else if (j == i + 1)
    {
      place_span (walk, i);
    }
  else
    {
      place_fold (walk, i, j - 1, ns, states);
    }
  return j;
}

static guint64
first_in_view (LaneWalk *walk)
{
  PlTimeline *self = walk->self;
  gint64 from_ns = self->view.from_ns, bin_start_ns;
  guint64 i = pl_trace_lower_bound (self->trace, walk->lane, 0, from_ns);

  if (i > 0 && (i == walk->n || walk->records[i].time_ns > from_ns))
    i--;
  if (i < walk->n && walk->records[i].time_ns < from_ns && span_end (walk, i) <= from_ns)
    return walk->n;
  if (i >= walk->n || span_end (walk, i) - walk->records[i].time_ns >= self->bin_ns)
    return i;
  /* The fold begins where it would if it were all in view. */
  bin_start_ns = walk->records[i].time_ns / self->bin_ns * self->bin_ns;
  return MIN (i, pl_trace_lower_bound (self->trace, walk->lane, 0, bin_start_ns));
}

static void
build_lane (PlTimeline *self, guint lane)
{
  LaneWalk walk = { .self = self, .lane = lane, .end_ns = pl_trace_get_end_ns (self->trace), .x = self->layout.plot.x };
  guint64 i;

  walk.records = pl_trace_get_records (self->trace, lane, &walk.n);
  walk.scale = self->layout.plot.width / (double) (self->view.to_ns - self->view.from_ns);
  for (i = first_in_view (&walk); i < walk.n && walk.records[i].time_ns < self->view.to_ns; )
    {
      gint64 start_ns = walk.records[i].time_ns;

      if (span_end (&walk, i) - start_ns >= self->bin_ns)
        place_span (&walk, i++);
      else
        i = fold_from (&walk, i, (start_ns / self->bin_ns + 1) * self->bin_ns);
    }
}

void
pl_timeline_build_marks (PlTimeline *self)
{
  const PlTimelineLayout *layout = &self->layout;
  guint n = pl_trace_get_n_lanes (self->trace);
  guint after = (guint) MIN (ceil ((layout->scroll + layout->plot.height) / layout->pitch), (double) n);

  self->first_lane = MIN ((guint) (layout->scroll / layout->pitch), after);
  self->n_lanes = after - self->first_lane;
  self->bin_ns = choose_bin (self);
  self->lane_marks = g_new0 (guint, self->n_lanes + 1);
  for (guint i = 0; i < self->n_lanes; i++)
    {
      self->lane_marks[i] = self->marks->len;
      build_lane (self, self->first_lane + i);
    }
  self->lane_marks[self->n_lanes] = self->marks->len;
}

double
pl_timeline_lane_y (PlTimeline *self, guint lane)
{
  return self->layout.plot.y + self->layout.pitch * lane - self->layout.scroll;
}

PlBox
pl_timeline_mark_box (PlTimeline *self, guint lane, const PlMarkEntry *mark)
{
  const PlTimelineLayout *layout = &self->layout;
  double top = pl_timeline_lane_y (self, lane) + layout->mark_top, share = 1;

  /* A fold's bar may reach the top; a span is as high as its state. */
  if (mark->first == mark->last)
    share = self->theme->states[mark->state].height;
  share = MAX (round (share * layout->mark_height), 1);
  return (PlBox) { (double) mark->x, top + layout->mark_height - share, (double) mark->width, share };
}

const PlMarkEntry *
pl_timeline_find_mark (PlTimeline *self, guint lane, guint64 index)
{
  guint low, high;

  if (lane < self->first_lane || lane >= self->first_lane + self->n_lanes)
    return NULL;
  low = self->lane_marks[lane - self->first_lane];
  high = self->lane_marks[lane - self->first_lane + 1];
  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      const PlMarkEntry *mark = &g_array_index (self->marks, PlMarkEntry, middle);

      if (index < mark->first)
        high = middle;
      else if (index > mark->last)
        low = middle + 1;
      else
        return mark;
    }
  return NULL;
}
