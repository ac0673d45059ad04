/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/pl-folds-private.h"

#include <math.h>

#include "paint/pl-theme.h"
#include "trace/pl-trace-text.h"

/* So much is made anew a frame for a scale that lanes may lag behind: a mark is 1, one that the kernel tells of 2, and either
 * three times as much where its records are not walked but looked up. */
#define MADE_ANEW 8000u

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

  self->lanes = g_renew (PlLaneFolds, self->lanes, n);
  for (; self->n_lanes < n; self->n_lanes++)
    self->lanes[self->n_lanes] = (PlLaneFolds) { .marks = g_array_new (FALSE, FALSE, sizeof (PlMarkEntry)) };
}

static PlLaneFolds *
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
cost_of (const PlFolds *self, const PlLaneFolds *folds)
{
  gboolean told = folds != self->lanes && self->source != PL_ACCOUNT_SOURCE_NONE;
  const PlMarkEntry *marks = (const PlMarkEntry *) (const void *) folds->marks->data;
  guint n = folds->marks->len;
  gboolean long_ones = n > 0 && (marks[n - 1].last - marks[0].first) / n >= PL_FOLD_WALK;

  return n * (told ? 2 : 1) * (long_ones ? 3 : 1);
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
  if (!self->scale.may_lag)
    return;
  for (guint i = 0; i < self->n_lanes; i++)
    if (self->lanes[i].frame == self->frame)
      self->seen += cost_of (self, &self->lanes[i]);
  self->anew_up_to_ns = 0;
  while (self->anew_up_to_ns < G_MAXINT64 && lagging < MADE_ANEW)
    {
      self->anew_up_to_ns = next_scale (self, self->anew_up_to_ns);
      for (guint i = 0; i < self->n_lanes; i++)
        if (self->lanes[i].frame == self->frame && self->lanes[i].bin_ns == self->anew_up_to_ns)
          lagging += cost_of (self, &self->lanes[i]);
    }
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
  self->frame++;
  return self;
}

/* Whether what there is of a lane will do, though the scale is another one by now. Lanes that will not outlast another
 * change of it are made anew in two frames. */
static gboolean
may_stay (const PlFolds *self, const PlLaneFolds *folds)
{
  gint64 bin_ns = folds->bin_ns, scale_ns = self->scale.bin_ns;
  gboolean urgent = bin_ns < scale_ns / 3 * 2;

  if (bin_ns == scale_ns)
    return TRUE;
  if (!self->scale.may_lag || bin_ns > scale_ns || bin_ns < scale_ns / 2)
    return FALSE;
  return bin_ns > self->anew_up_to_ns || self->made_anew >= (urgent ? MAX (self->seen / 2, MADE_ANEW) : MADE_ANEW);
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
drop_unfinished (PlLaneFolds *folds)
{
  while (folds->marks->len > 0
         && g_array_index (folds->marks, PlMarkEntry, folds->marks->len - 1).last + UINT64_C (2) >= folds->n_records)
    g_array_set_size (folds->marks, folds->marks->len - 1);
}

/* Of marks that reach beyond what the kernel had told, more may be known by now. */
static void
drop_untold (PlFolds *self, PlLaneFolds *folds, guint lane)
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
  PlLaneFolds *folds = lane_of (self, lane);
  GArray *marks = folds->marks;
  PlFoldWalk walk = { .self = self, .marks = marks, .lane = lane, .end_ns = pl_trace_get_end_ns (self->trace) };
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
  first = pl_fold_walk_first (&walk, from_ns);
  pl_fold_walk_complete (&walk, first, to_ns);
  folds->frame = self->frame;
  if (anew)
    self->made_anew += cost_of (self, folds);
  start = find_entry (marks, first);
  *n = find_after (marks, start, to_ns) - start;
  if (self->scale.may_lag)
    start = forget_past (marks, lane, start, *n);
  /* An empty array may have no memory to point into. */
  return *n > 0 ? &g_array_index (marks, PlMarkEntry, start) : NULL;
}
