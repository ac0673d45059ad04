/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/pl-folds.h"

#include <math.h>
#include <string.h>

#include "paint/pl-theme.h"
#include "trace/pl-trace-account.h"
#include "trace/pl-trace-text.h"

/* A span as long as a bin is a mark of its own. Of the shorter ones those that start in the same
 * bin and follow on one another are one fold. Because all but the last span that starts in a bin
 * also end in it, a fold is found by one search for the bin's end, however many records it holds.
 * Bins lie at multiples of their width in absolute time, so a fold stays one when the view moves. */

/* Up to here a fold's records are walked; beyond, the trace's index sums them. */
#define WALK 48
/* So many marks a frame are made anew for a scale that lanes may lag behind; one that the kernel tells of counts for two. */
#define MADE_ANEW 4000u
/* The least height of the worst state in a fold: it must not vanish. */
#define LEAST_WORST 2

typedef struct {
  GArray *marks;                /* PlMarkEntry, without gaps */
  guint64 n_records;            /* of the lane when they were made */
  gint64 bin_ns;                /* and their scale */
  gint64 told_ns;               /* up to where the kernel had told of the lane */
  guint frame;                  /* the last one that it was in sight */
} LaneFolds;

struct _PlFolds {
  PlTrace *trace;               /* of this frame; the whole of it owns this */
  PlFoldScale scale;
  PlAccountSource source;
  guint frame;
  guint made_anew;              /* marks in this frame */
  guint seen;                   /* and how many were in sight in the last one */
  gint64 anew_up_to_ns;         /* the scale of lanes whose turn it is */
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
  GArray *work;                 /* gint64: time at tasks of the marks that are made now; NULL: nobody tells of it */
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
    self->idle[s] = pl_state_is_idle (s) ? (int) (pl_theme_get (PL_THEME_LIGHT)->states[s].height * height + 0.5) : -1;
}

/* Of a program that is recorded more are born while it runs. */
static void
add_lanes (PlFolds *self)
{
  guint n = MAX (pl_trace_get_n_lanes (self->trace), 1);

  self->lanes = g_renew (LaneFolds, self->lanes, n);
  for (; self->n_lanes < n; self->n_lanes++)
    self->lanes[self->n_lanes] = (LaneFolds) { .marks = g_array_new (FALSE, FALSE, sizeof (PlMarkEntry)) };
}

static LaneFolds *
lane_of (PlFolds *self, guint lane)
{
  if (lane >= self->n_lanes)
    add_lanes (self);
  return &self->lanes[lane];
}

static PlFolds *
pl_folds_new (PlTrace *trace)
{
  PlFolds *self = g_new0 (PlFolds, 1);

  self->trace = trace;
  add_lanes (self);
  sort_states (self->order);
  return self;
}

static guint
count_marks (const PlFolds *self, const LaneFolds *folds)
{
  gboolean told = folds != self->lanes && self->source != PL_ACCOUNT_SOURCE_NONE;

  return told ? 2 * folds->marks->len : folds->marks->len;
}

/* The least scale of the lanes in sight that lies above another one and lags. */
static gint64
next_scale (const PlFolds *self, gint64 above_ns)
{
  gint64 next_ns = G_MAXINT64;

  for (guint i = 0; i < self->n_lanes; i++)
    if (self->lanes[i].frame == self->frame && self->lanes[i].bin_ns > above_ns && self->lanes[i].bin_ns < self->scale.bin_ns)
      next_ns = MIN (next_ns, self->lanes[i].bin_ns);
  return next_ns;
}

/* Those that lag most are made anew first, or else the same ones would be at each change, and all others in the one frame in
 * which they can no longer wait. */
static void
plan_frame (PlFolds *self)
{
  guint lagging = 0;

  self->seen = 0;
  for (guint i = 0; i < self->n_lanes; i++)
    if (self->lanes[i].frame == self->frame)
      self->seen += count_marks (self, &self->lanes[i]);
  self->anew_up_to_ns = 0;
  while (self->anew_up_to_ns < G_MAXINT64 && lagging < MAX (self->seen / 8, MADE_ANEW))
    {
      self->anew_up_to_ns = next_scale (self, self->anew_up_to_ns);
      for (guint i = 0; i < self->n_lanes; i++)
        if (self->lanes[i].frame == self->frame && self->lanes[i].bin_ns == self->anew_up_to_ns)
          lagging += count_marks (self, &self->lanes[i]);
    }
  self->frame++;
}

PlFolds *
pl_folds_for (PlTrace *trace, const PlFoldScale *scale)
{
  /* A moment of a run has the folds of all of it, but for the last. */
  GObject *owner = G_OBJECT (pl_trace_whole (trace));
  PlFolds *self = g_object_get_data (owner, "pl-folds");
  gboolean same;

  if (!self)
    {
      self = pl_folds_new (trace);
      g_object_set_data_full (owner, "pl-folds", self, pl_folds_free);
    }
  self->trace = trace;
  same = self->scale.hidden == scale->hidden && self->scale.height == scale->height
         && self->source == pl_trace_account_source (trace);
  for (guint i = 0; i < self->n_lanes && !same; i++)
    g_array_set_size (self->lanes[i].marks, 0);
  if (self->scale.height != scale->height)
    make_heights (self, scale->height);
  self->scale = *scale;
  self->source = pl_trace_account_source (trace);
  self->made_anew = 0;
  plan_frame (self);
  return self;
}

/* Whether what there is of a lane will do, though the scale is another one by now. Lanes that will not outlast another
 * change of it are made anew in two frames. */
static gboolean
may_stay (const PlFolds *self, const LaneFolds *folds)
{
  gint64 bin_ns = folds->bin_ns, scale_ns = self->scale.bin_ns;
  gboolean urgent = bin_ns < scale_ns / 3 * 2;

  if (bin_ns == scale_ns)
    return TRUE;
  if (!self->scale.may_lag || bin_ns > scale_ns || bin_ns < scale_ns / 2)
    return FALSE;
  return bin_ns > self->anew_up_to_ns || self->made_anew >= MAX (self->seen / (urgent ? 2 : 8), MADE_ANEW);
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
append_mark (LaneWalk *walk, const PlMarkEntry *mark, gint64 work_ns)
{
  g_array_append_vals (walk->marks, mark, 1);
  if (walk->work)
    g_array_append_val (walk->work, work_ns);
}

static void
add_span (LaneWalk *walk, guint64 i)
{
  PlMarkEntry mark = {
    .start_ns = walk->records[i].time_ns, .first = (guint32) i, .last = (guint32) i,
    .state = (guint8) state_of (&walk->records[i]),
  };

  append_mark (walk, &mark, mark.state == PL_STATE_WORKING ? span_end (walk, i) - mark.start_ns : 0);
}

/* A fold as a stacked bar: how busy the time was tells its height, what stands on top is the worst in it. Idle time
 * is the room left, down to the low bar that idle spans have. From shares in 255ths to heights. */
static void
stack_parts (const LaneWalk *walk, PlMarkEntry *mark)
{
  const PlFolds *self = walk->self;
  const guint8 *heights = self->heights[walk->lane == 0];
  int full = self->scale.height, used = 0, reserve = 0;

  if (mark->n_parts > 0 && !pl_state_is_idle (mark->state))
    reserve = MAX (heights[mark->parts[mark->n_parts - 1].height], LEAST_WORST);
  for (guint k = 0; k < mark->n_parts; k++)
    {
      guint look = mark->parts[k].look;
      int busy = k + 1 == mark->n_parts ? reserve : MIN (heights[mark->parts[k].height], full - reserve - used);
      int height = look < PL_N_STATES && self->idle[look] >= 0 ? self->idle[look] - used : busy;

      used += MAX (height, 0);
      mark->parts[k].height = (guint8) MAX (height, 0);
    }
}

static void
add_fold (LaneWalk *walk, guint64 first, guint64 last, const gint64 *ns, guint32 states)
{
  gint64 start_ns = walk->records[first].time_ns, end_ns = span_end (walk, last);
  PlMarkEntry mark = { .start_ns = start_ns, .first = (guint32) first, .last = (guint32) last };
  float inverse = end_ns > start_ns ? 255.f / (float) (end_ns - start_ns) : 0;
  guint32 hidden = walk->self->scale.hidden;

  for (guint k = 0; k < PL_N_STATES; k++)
    {
      guint s = walk->self->order[k];
      int share = (int) ((float) ns[s] * inverse);

      if (!(states & (1u << s)))
        continue;
      if (mark.n_parts == 0 || !(hidden & (1u << s)))
        mark.state = (guint8) s;
      /* Parts of the time at tasks are filtered out one by one. */
      if (hidden & (1u << s) && !(walk->work && s == PL_STATE_WORKING))
        continue;
      mark.parts[mark.n_parts++] = (PlFillPart) { (guint8) s, (guint8) CLAMP (share, 1, 255) };
    }
  if (!walk->work)
    stack_parts (walk, &mark);
  append_mark (walk, &mark, ns[PL_STATE_WORKING]);
}

static guint8
share_of (gint64 ns, gint64 whole_ns)
{
  if (ns <= 0 || whole_ns <= 0)
    return 0;
  return (guint8) CLAMP ((float) ns * 255.f / (float) whole_ns, 1, 255);
}

/* From the left: on a CPU, waiting for one, asleep, not known. */
static void
tell_span (PlMarkEntry *mark, gint64 length_ns, const gint64 *told)
{
  mark->n_parts = PL_N_CPU_PARTS;
  for (guint part = 0; part < PL_N_CPU_PARTS; part++)
    mark->parts[part] = (PlFillPart) { (guint8) pl_cpu_part_look (part), share_of (told[part], length_ns) };
}

/* The time at tasks in a fold, in its parts; the worst of them, waiting, on top. */
static void
tell_fold (const LaneWalk *walk, PlMarkEntry *mark, gint64 length_ns, const gint64 *told)
{
  static const PlCpuPart order[] = { PL_CPU_PART_ON, PL_CPU_PART_UNKNOWN, PL_CPU_PART_ASLEEP, PL_CPU_PART_WAITING };
  PlFillPart old[PL_N_LOOKS];
  guint n = mark->n_parts;

  memcpy (old, mark->parts, sizeof old);
  mark->n_parts = 0;
  for (guint k = 0; k < n; k++)
    {
      if (old[k].look != PL_STATE_WORKING)
        mark->parts[mark->n_parts++] = old[k];
      for (guint i = 0; old[k].look == PL_STATE_WORKING && i < G_N_ELEMENTS (order); i++)
        {
          guint look = pl_cpu_part_look (order[i]);
          guint8 share = share_of (told[order[i]], length_ns);

          if (share > 0 && !(walk->self->scale.hidden & (1u << look)))
            mark->parts[mark->n_parts++] = (PlFillPart) { (guint8) look, share };
        }
    }
  stack_parts (walk, mark);
}

/* What the kernel tells of the marks from `first` on, which were made now. */
static void
tell_marks (const LaneWalk *walk, guint first)
{
  guint n = walk->marks->len - first;
  g_autofree gint64 *edges = g_new (gint64, n + 1);
  g_autofree PlCpuAccount *accounts = g_new (PlCpuAccount, n);

  if (n == 0)
    return;
  for (guint i = 0; i < n; i++)
    edges[i] = g_array_index (walk->marks, PlMarkEntry, first + i).start_ns;
  edges[n] = span_end (walk, g_array_index (walk->marks, PlMarkEntry, first + n - 1).last);
  pl_trace_account_edges (walk->self->trace, walk->lane, edges, (const gint64 *) (const void *) walk->work->data, n,
                          accounts);
  for (guint i = 0; i < n; i++)
    {
      PlMarkEntry *mark = &g_array_index (walk->marks, PlMarkEntry, first + i);
      const gint64 told[PL_N_CPU_PARTS] = {
        accounts[i].on_ns, accounts[i].waiting_ns, accounts[i].asleep_ns, accounts[i].unknown_ns,
      };

      if (mark->first != mark->last)
        tell_fold (walk, mark, edges[i + 1] - edges[i], told);
      else if (mark->state == PL_STATE_WORKING)
        tell_span (mark, edges[i + 1] - edges[i], told);
    }
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

/* Marks that the lane's last record was part of may have grown since; in a replay that goes back it may have become short
 * enough to be one with what is before it. */
static void
drop_unfinished (LaneFolds *folds)
{
  while (folds->marks->len > 0
         && g_array_index (folds->marks, PlMarkEntry, folds->marks->len - 1).last + UINT64_C (2) >= folds->n_records)
    g_array_set_size (folds->marks, folds->marks->len - 1);
}

/* Of marks that reach beyond what the kernel had told, more may be known by now. */
static void
drop_untold (PlFolds *self, LaneFolds *folds, guint lane)
{
  gint64 told_ns = pl_trace_account_told_ns (self->trace, lane);

  if (told_ns == folds->told_ns)
    return;
  while (folds->marks->len > 0
         && g_array_index (folds->marks, PlMarkEntry, folds->marks->len - 1).start_ns >= folds->told_ns)
    g_array_set_size (folds->marks, folds->marks->len - 1);
  if (folds->marks->len > 0)
    g_array_set_size (folds->marks, folds->marks->len - 1);
  folds->told_ns = told_ns;
}

/* What is missing at the right, up to a record and a moment. */
static void
make_marks (LaneWalk *walk, guint64 first, guint64 end, gint64 to_ns)
{
  GArray *marks = walk->marks;
  guint64 i = marks->len > 0 ? g_array_index (marks, PlMarkEntry, marks->len - 1).last + UINT64_C (1) : first;
  guint n_kept = marks->len;

  while (i < end && walk->records[i].time_ns < to_ns)
    if (is_long (walk, i))
      add_span (walk, i++);
    else
      i = fold_from (walk, i, (walk->records[i].time_ns / walk->bin_ns + 1) * walk->bin_ns);
  if (walk->work)
    tell_marks (walk, n_kept);
}

/* What is missing at the left: each mark begins where it would if all were in view, so these end where the kept ones begin. */
static void
make_marks_before (const LaneWalk *walk, guint64 first)
{
  g_autoptr (GArray) before = g_array_new (FALSE, FALSE, sizeof (PlMarkEntry));
  g_autoptr (GArray) work = walk->work ? g_array_new (FALSE, FALSE, sizeof (gint64)) : NULL;
  LaneWalk left = *walk;

  left.marks = before;
  left.work = work;
  make_marks (&left, first, g_array_index (walk->marks, PlMarkEntry, 0).first, G_MAXINT64);
  g_array_prepend_vals (walk->marks, before->data, before->len);
}

/* Kept marks serve where what is in view touches them: then only what is missing beside them is made. */
static void
complete_marks (LaneWalk *walk, guint64 first, gint64 to_ns)
{
  const PlMarkEntry *kept = (const PlMarkEntry *) (const void *) walk->marks->data;
  guint n = walk->marks->len;

  if (n > 0 && (kept[0].start_ns > to_ns || first > kept[n - 1].last + UINT64_C (1)))
    g_array_set_size (walk->marks, 0);
  else if (n > 0 && first < kept[0].first)
    make_marks_before (walk, first);
  make_marks (walk, first, walk->n, to_ns);
}

/* The first mark from `start` on that begins at or after t: mostly there is none. */
static guint
find_after (GArray *marks, guint start, gint64 t_ns)
{
  guint low = start, high = marks->len;

  if (high > start && g_array_index (marks, PlMarkEntry, high - 1).start_ns < t_ns)
    return high;
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

/* What is followed leaves its marks behind, and arrays that grow on and on double in all lanes in the same frame. At the left
 * of n marks in view half as many stay; lane after lane, not all at once. Returns where the first one in view is then. */
static guint
forget_past (GArray *marks, guint lane, guint start, guint n)
{
  guint kept = n / 2, most = kept + n + lane % 16 * (n / 32) + 64;

  if (start < most)
    return start;
  g_array_remove_range (marks, 0, start - kept);
  return kept;
}

const PlMarkEntry *
pl_folds_get (PlFolds *self, guint lane, gint64 from_ns, gint64 to_ns, guint *n)
{
  LaneFolds *folds = lane_of (self, lane);
  GArray *marks = folds->marks;
  LaneWalk walk = { .self = self, .marks = marks, .lane = lane, .end_ns = pl_trace_get_end_ns (self->trace) };
  gboolean told = lane > 0 && self->source != PL_ACCOUNT_SOURCE_NONE;
  g_autoptr (GArray) work = told ? g_array_new (FALSE, FALSE, sizeof (gint64)) : NULL;
  gboolean anew = !may_stay (self, folds);
  guint64 first;
  guint start;

  walk.records = pl_trace_get_records (self->trace, lane, &walk.n);
  if (anew)
    g_array_set_size (marks, 0);
  if (anew || marks->len == 0)
    folds->bin_ns = self->scale.bin_ns;
  walk.bin_ns = folds->bin_ns;
  walk.work = work;
  /* A replay may go back. */
  folds->n_records = MIN (folds->n_records, walk.n);
  drop_unfinished (folds);
  if (told)
    drop_untold (self, folds, lane);
  folds->n_records = walk.n;
  first = first_in_view (&walk, from_ns);
  complete_marks (&walk, first, to_ns);
  folds->frame = self->frame;
  if (anew)
    self->made_anew += count_marks (self, folds);
  start = find_entry (marks, first);
  *n = find_after (marks, start, to_ns) - start;
  if (self->scale.may_lag)
    start = forget_past (marks, lane, start, *n);
  /* An empty array may have no memory to point into. */
  return *n > 0 ? &g_array_index (marks, PlMarkEntry, start) : NULL;
}
