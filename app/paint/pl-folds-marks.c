/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/pl-folds-private.h"

#include <string.h>

/* A span as long as a bin is a mark of its own. Of the shorter ones those that start in the same
 * bin and follow on one another are one fold. Because all but the last span that starts in a bin
 * also end in it, a fold is found by one search for the bin's end, however many records it holds.
 * Bins lie at multiples of their width in absolute time, so a fold stays one when the view moves. */

/* The least height of the worst state in a fold: it must not vanish. */
#define LEAST_WORST 2

static gint64
span_end (const PlFoldWalk *walk, guint64 i)
{
  return i + 1 < walk->n ? walk->records[i + 1].time_ns : MAX (walk->records[i].time_ns, walk->end_ns);
}

static gboolean
is_long (const PlFoldWalk *walk, guint64 i)
{
  return span_end (walk, i) - walk->records[i].time_ns >= walk->bin_ns;
}

static guint
state_of (const PlRecord *record)
{
  return record->state < PL_N_STATES ? record->state : PL_STATE_NONE;
}

static void
append_mark (PlFoldWalk *walk, const PlMarkEntry *mark, gint64 work_ns)
{
  g_array_append_vals (walk->marks, mark, 1);
  if (walk->work)
    g_array_append_val (walk->work, work_ns);
}

static void
add_span (PlFoldWalk *walk, guint64 i)
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
stack_parts (const PlFoldWalk *walk, PlMarkEntry *mark)
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
add_fold (PlFoldWalk *walk, guint64 first, guint64 last, const gint64 *ns, guint32 states)
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
tell_fold (const PlFoldWalk *walk, PlMarkEntry *mark, gint64 length_ns, const gint64 *told)
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
tell_marks (const PlFoldWalk *walk, guint first)
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
sum_spans (const PlFoldWalk *walk, guint64 first, guint64 after, gint64 *ns)
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
fold_from (PlFoldWalk *walk, guint64 i, gint64 bin_end_ns)
{
  guint64 after = i + 1, limit = MIN (walk->n, i + PL_FOLD_WALK);
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
  if (after - i <= PL_FOLD_WALK)
    shares.states = sum_spans (walk, i, after, shares.state_ns);
  else
    pl_trace_sum_spans (walk->self->trace, walk->lane, i, after - 1, &shares);
  add_fold (walk, i, after - 1, shares.state_ns, shares.states);
  return after;
}

guint64
pl_fold_walk_first (PlFoldWalk *walk, gint64 from_ns)
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

/* What is missing at the right, up to a record and a moment. */
static void
make_marks (PlFoldWalk *walk, guint64 first, guint64 end, gint64 to_ns)
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
make_marks_before (const PlFoldWalk *walk, guint64 first)
{
  g_autoptr (GArray) before = g_array_new (FALSE, FALSE, sizeof (PlMarkEntry));
  g_autoptr (GArray) work = walk->work ? g_array_new (FALSE, FALSE, sizeof (gint64)) : NULL;
  PlFoldWalk left = *walk;

  left.marks = before;
  left.work = work;
  make_marks (&left, first, g_array_index (walk->marks, PlMarkEntry, 0).first, G_MAXINT64);
  g_array_prepend_vals (walk->marks, before->data, before->len);
}

/* Where what is kept touches what is in view, only what is missing beside it is made. */
void
pl_fold_walk_complete (PlFoldWalk *walk, guint64 first, gint64 to_ns)
{
  const PlMarkEntry *kept = (const PlMarkEntry *) (const void *) walk->marks->data;
  guint n = walk->marks->len;

  if (n > 0 && (kept[0].start_ns > to_ns || first > kept[n - 1].last + UINT64_C (1)))
    g_array_set_size (walk->marks, 0);
  else if (n > 0 && first < kept[0].first)
    make_marks_before (walk, first);
  make_marks (walk, first, walk->n, to_ns);
}
