/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/pl-folds.h"

#include <math.h>
#include <string.h>

#include "paint/pl-theme.h"

/* A span as long as a bin is a mark of its own. Of the shorter ones those that start in the same
 * bin and follow on one another are one fold. Because all but the last span that starts in a bin
 * also end in it, a fold is found by one search for the bin's end, however many records it holds.
 * Bins lie at multiples of their width in absolute time, so a fold stays one when the view moves. */

/* Up to here a fold's records are walked; beyond, the trace's index sums them. */
#define WALK 48
/* So many marks a frame are made anew for a scale that lanes may lag behind. */
#define MADE_ANEW 8000u
/* The least height of the worst state in a fold: it must not vanish. */
#define LEAST_WORST 2

typedef struct {
  GArray *marks;                /* PlMarkEntry, without gaps */
  guint64 n_records;            /* of the lane when they were made */
  gint64 bin_ns;                /* and their scale */
} LaneFolds;

struct _PlFolds {
  PlTrace *trace;               /* owns this */
  PlFoldScale scale;
  guint made_anew;              /* marks in this frame */
  guint n_lanes;
  LaneFolds *lanes;
  guint8 order[PL_N_STATES];    /* states from best to worst */
  guint8 heights[2][256];       /* of shares, in pixels; [1]: of the parent */
  int idle[PL_N_STATES];        /* up to where an idle state fills a fold; -1: it is none */
};

typedef struct {
  PlFolds *self;
  GArray *marks;
  const PlRecord *records;
  guint64 n;
  guint lane;
  gint64 bin_ns;
  gint64 end_ns;                /* of the trace */
} LaneWalk;

static void
pl_folds_free (gpointer data)
{
  PlFolds *self = data;

  for (guint i = 0; i < self->n_lanes; i++)
    g_array_unref (self->lanes[i].marks);
  g_free (self->lanes);
  g_free (self);
}

static void
sort_states (guint8 *order)
{
  for (guint i = 0; i < PL_N_STATES; i++)
    order[i] = (guint8) i;
  for (guint i = 1; i < PL_N_STATES; i++)
    for (guint k = i; k > 0 && pl_state_badness (order[k - 1]) > pl_state_badness (order[k]); k--)
      {
        guint8 swap = order[k];

        order[k] = order[k - 1];
        order[k - 1] = swap;
      }
}

static gboolean
is_idle (guint state)
{
  return state == PL_STATE_WAITING_TASK || state == PL_STATE_FINISHED || state == PL_STATE_NONE;
}

/* The parent is asleep nearly all the time, and each time it is not is a message or two: its folds are drawn by
 * the root of the share, or else they would lie flat. */
static void
make_heights (PlFolds *self, guint8 height)
{
  for (guint i = 0; i < 256; i++)
    {
      self->heights[0][i] = (guint8) lround (i / 255.0 * height);
      self->heights[1][i] = (guint8) lround (sqrt (i / 255.0) * height);
    }
  /* Heights of states are the same in every theme. */
  for (guint s = 0; s < PL_N_STATES; s++)
    self->idle[s] = is_idle (s) ? (int) (pl_theme_get (PL_THEME_LIGHT)->states[s].height * height + 0.5) : -1;
}

static PlFolds *
pl_folds_new (PlTrace *trace)
{
  PlFolds *self = g_new0 (PlFolds, 1);

  self->trace = trace;
  self->n_lanes = pl_trace_get_n_lanes (trace);
  self->lanes = g_new0 (LaneFolds, MAX (self->n_lanes, 1));
  for (guint i = 0; i < self->n_lanes; i++)
    self->lanes[i].marks = g_array_new (FALSE, FALSE, sizeof (PlMarkEntry));
  sort_states (self->order);
  return self;
}

PlFolds *
pl_folds_for (PlTrace *trace, const PlFoldScale *scale)
{
  PlFolds *self = g_object_get_data (G_OBJECT (trace), "pl-folds");
  gboolean same;

  if (!self)
    {
      self = pl_folds_new (trace);
      g_object_set_data_full (G_OBJECT (trace), "pl-folds", self, pl_folds_free);
    }
  same = self->scale.hidden == scale->hidden && self->scale.height == scale->height;
  for (guint i = 0; i < self->n_lanes && !same; i++)
    g_array_set_size (self->lanes[i].marks, 0);
  if (self->scale.height != scale->height)
    make_heights (self, scale->height);
  self->scale = *scale;
  self->made_anew = 0;
  return self;
}

/* Whether what there is of a lane will do, though the scale is another one by now. */
static gboolean
may_stay (const PlFolds *self, const LaneFolds *folds)
{
  if (folds->bin_ns == self->scale.bin_ns)
    return TRUE;
  return self->scale.may_lag && self->made_anew >= MADE_ANEW && folds->bin_ns < self->scale.bin_ns
         && folds->bin_ns >= self->scale.bin_ns / 2;
}

static gint64
span_end (const LaneWalk *walk, guint64 i)
{
  return i + 1 < walk->n ? walk->records[i + 1].time_ns : MAX (walk->records[i].time_ns, walk->end_ns);
}

static gboolean
is_long (const LaneWalk *walk, guint64 i)
{
  return span_end (walk, i) - walk->records[i].time_ns >= walk->bin_ns;
}

static guint
state_of (const PlRecord *record)
{
  return record->state < PL_N_STATES ? record->state : PL_STATE_NONE;
}

static void
add_span (LaneWalk *walk, guint64 i)
{
  PlMarkEntry mark = {
    .start_ns = walk->records[i].time_ns, .first = (guint32) i, .last = (guint32) i,
    .state = (guint8) state_of (&walk->records[i]),
  };

  g_array_append_val (walk->marks, mark);
}

/* A fold as a stacked bar: how busy the time was tells its height, what stands on top is the worst in it. Idle time
 * is the room left, down to the low bar that idle spans have. shares: in 255ths. */
static void
stack_parts (const LaneWalk *walk, PlMarkEntry *mark, const guint8 *shares)
{
  const PlFolds *self = walk->self;
  const guint8 *heights = self->heights[walk->lane == 0];
  int full = self->scale.height, used = 0, reserve = 0;

  if (mark->n_parts > 0 && !is_idle (mark->state))
    reserve = MAX (heights[shares[mark->n_parts - 1]], LEAST_WORST);
  for (guint k = 0; k < mark->n_parts; k++)
    {
      guint s = mark->parts[k].state;
      int busy = k + 1 == mark->n_parts ? reserve : MIN (heights[shares[k]], full - reserve - used);
      int height = MAX (self->idle[s] >= 0 ? self->idle[s] - used : busy, 0);

      used += height;
      mark->parts[k].height = (guint8) height;
    }
}

static void
add_fold (LaneWalk *walk, guint64 first, guint64 last, const gint64 *ns, guint32 states)
{
  gint64 start_ns = walk->records[first].time_ns, end_ns = span_end (walk, last);
  PlMarkEntry mark = { .start_ns = start_ns, .first = (guint32) first, .last = (guint32) last };
  float inverse = end_ns > start_ns ? 255.f / (float) (end_ns - start_ns) : 0;
  guint32 hidden = walk->self->scale.hidden;
  guint8 shares[PL_N_STATES];

  for (guint k = 0; k < PL_N_STATES; k++)
    {
      guint s = walk->self->order[k];
      int share = (int) ((float) ns[s] * inverse);

      if (!(states & (1u << s)))
        continue;
      if (mark.n_parts == 0 || !(hidden & (1u << s)))
        mark.state = (guint8) s;
      if (hidden & (1u << s))
        continue;
      shares[mark.n_parts] = (guint8) CLAMP (share, 1, 255);
      mark.parts[mark.n_parts++].state = (guint8) s;
    }
  stack_parts (walk, &mark, shares);
  g_array_append_val (walk->marks, mark);
}

/* Time in each state over the spans [first, after). Two sums in turn: one would wait for itself. */
static guint32
sum_spans (const LaneWalk *walk, guint64 first, guint64 after, gint64 *ns)
{
  gint64 odd[PL_N_STATES] = { 0 };
  const PlRecord *records = walk->records;
  guint32 states = 0;
  guint64 i;

  for (i = first; i + 1 < after; i += 2)
    {
      guint a = state_of (&records[i]), b = state_of (&records[i + 1]);

      ns[a] += records[i + 1].time_ns - records[i].time_ns;
      odd[b] += span_end (walk, i + 1) - records[i + 1].time_ns;
      states |= 1u << a | 1u << b;
    }
  if (i < after)
    {
      guint a = state_of (&records[i]);

      ns[a] += span_end (walk, i) - records[i].time_ns;
      states |= 1u << a;
    }
  for (guint s = 0; s < PL_N_STATES; s++)
    ns[s] += odd[s];
  return states;
}

/* All from i on that start before the bin's end and are short. Returns the first that is not of them. */
static guint64
fold_from (LaneWalk *walk, guint64 i, gint64 bin_end_ns)
{
  guint64 after = i + 1, limit = MIN (walk->n, i + WALK);
  PlShares shares = { { 0 } };

  while (after < limit && walk->records[after].time_ns < bin_end_ns)
    after++;
  if (after == limit && after < walk->n)
    after = pl_trace_lower_bound (walk->self->trace, walk->lane, after, bin_end_ns);
  /* Only the last can reach beyond the bin, and so be long. */
  if (after > i + 1 && is_long (walk, after - 1))
    after--;

  if (after == i + 1)
    {
      add_span (walk, i);
      return after;
    }
  if (after - i <= WALK)
    shares.states = sum_spans (walk, i, after, shares.state_ns);
  else
    pl_trace_sum_spans (walk->self->trace, walk->lane, i, after - 1, &shares);
  add_fold (walk, i, after - 1, shares.state_ns, shares.states);
  return after;
}

/* Where the first mark in view begins: a fold begins where it would if it were all in view. */
static guint64
first_in_view (LaneWalk *walk, gint64 from_ns)
{
  PlTrace *trace = walk->self->trace;
  guint64 i = pl_trace_lower_bound (trace, walk->lane, 0, from_ns);
  gint64 bin_start_ns;

  if (i > 0 && (i == walk->n || walk->records[i].time_ns > from_ns))
    i--;
  if (i < walk->n && walk->records[i].time_ns < from_ns && span_end (walk, i) <= from_ns)
    return walk->n;
  if (i >= walk->n || is_long (walk, i))
    return i;
  bin_start_ns = walk->records[i].time_ns / walk->bin_ns * walk->bin_ns;
  return MIN (i, pl_trace_lower_bound (trace, walk->lane, 0, bin_start_ns));
}

static guint
find_entry (GArray *marks, guint64 record)
{
  guint low = 0, high = marks->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (marks, PlMarkEntry, middle).first < record)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* Marks that the lane's last record was part of may have grown since. */
static void
drop_unfinished (LaneFolds *folds)
{
  while (folds->marks->len > 0
         && g_array_index (folds->marks, PlMarkEntry, folds->marks->len - 1).last + UINT64_C (1) >= folds->n_records)
    g_array_set_size (folds->marks, folds->marks->len - 1);
}

/* What is missing at the right. */
static void
make_marks (LaneWalk *walk, guint64 first, gint64 to_ns)
{
  GArray *marks = walk->marks;
  guint64 i = marks->len > 0 ? g_array_index (marks, PlMarkEntry, marks->len - 1).last + UINT64_C (1) : first;

  while (i < walk->n && walk->records[i].time_ns < to_ns)
    if (is_long (walk, i))
      add_span (walk, i++);
    else
      i = fold_from (walk, i, (walk->records[i].time_ns / walk->bin_ns + 1) * walk->bin_ns);
}

/* The first mark from `start` on that begins at or after t. */
static guint
find_after (GArray *marks, guint start, gint64 t_ns)
{
  guint low = start, high = marks->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (marks, PlMarkEntry, middle).start_ns < t_ns)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

const PlMarkEntry *
pl_folds_get (PlFolds *self, guint lane, gint64 from_ns, gint64 to_ns, guint *n)
{
  LaneFolds *folds = &self->lanes[lane];
  GArray *marks = folds->marks;
  LaneWalk walk = { .self = self, .marks = marks, .lane = lane, .end_ns = pl_trace_get_end_ns (self->trace) };
  gboolean anew = !may_stay (self, folds);
  guint64 first;
  guint start;

  walk.records = pl_trace_get_records (self->trace, lane, &walk.n);
  if (anew)
    g_array_set_size (marks, 0);
  if (anew || marks->len == 0)
    folds->bin_ns = self->scale.bin_ns;
  walk.bin_ns = folds->bin_ns;
  drop_unfinished (folds);
  folds->n_records = walk.n;
  first = first_in_view (&walk, from_ns);
  /* Kept ones serve when they reach to the left edge; then only what is missing at the right is made. */
  if (marks->len > 0
      && (first < g_array_index (marks, PlMarkEntry, 0).first
          || first > g_array_index (marks, PlMarkEntry, marks->len - 1).last + UINT64_C (1)))
    g_array_set_size (marks, 0);
  make_marks (&walk, first, to_ns);
  if (anew)
    self->made_anew += marks->len;
  start = find_entry (marks, first);
  *n = find_after (marks, start, to_ns) - start;
  /* An empty array may have no memory to point into. */
  return *n > 0 ? &g_array_index (marks, PlMarkEntry, start) : NULL;
}
