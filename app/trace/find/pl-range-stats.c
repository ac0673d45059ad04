/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/find/pl-range-stats.h"

#define BATCH 1024u

struct _PlRangeStats {
  PlFindSource *source;
  gint64 from_ns, to_ns;
  GArray *lanes;                /* PlLaneStats; the first of all workers */
  guint lane;                   /* looked at now */
  guint64 index;
  gboolean inside;              /* of it something was looked at already */
};

PlRangeStats *
pl_range_stats_new (PlFindSource *source, gint64 from_ns, gint64 to_ns)
{
  PlRangeStats *self = g_new0 (PlRangeStats, 1);
  PlLaneStats all = { .lane = G_MAXUINT };

  self->source = pl_find_source_ref (source);
  self->from_ns = from_ns;
  self->to_ns = to_ns;
  self->lanes = g_array_new (FALSE, TRUE, sizeof (PlLaneStats));
  g_array_append_val (self->lanes, all);
  return self;
}

void
pl_range_stats_free (PlRangeStats *self)
{
  if (!self)
    return;
  pl_find_source_unref (self->source);
  g_array_unref (self->lanes);
  g_free (self);
}

static PlLaneStats *
row (PlRangeStats *self, guint i)
{
  return &g_array_index (self->lanes, PlLaneStats, i);
}

static void
take_wait (PlLaneStats *lane, const PlFindSpan *wait)
{
  gint64 length_ns = wait->to_ns - wait->from_ns;

  if (lane->has_wait && length_ns <= lane->longest_wait.to_ns - lane->longest_wait.from_ns)
    return;
  lane->has_wait = TRUE;
  lane->longest_wait = *wait;
}

static void
take_span (PlRangeStats *self, PlLaneStats *lane, const PlFindSpan *span)
{
  gboolean begins = span->from_ns >= self->from_ns;
  gint64 way_ns;

  lane->state_ns[span->state] += MAX (MIN (span->to_ns, self->to_ns) - MAX (span->from_ns, self->from_ns), 0);
  lane->n_tasks += begins && span->state == PL_STATE_WORKING && !span->again;
  if (PL_FIND_WAITS & (1u << span->state))
    take_wait (lane, span);
  if (!begins || !pl_find_source_way (self->source, span, &way_ns))
    return;
  lane->n_received++;
  lane->way_ns += way_ns;
  lane->longest_way_ns = MAX (lane->longest_way_ns, way_ns);
}

/* The parent is nobody's colleague: it counts for itself. */
static void
finish_lane (PlRangeStats *self)
{
  const PlLaneStats *lane = row (self, self->lanes->len - 1);
  PlLaneStats *all = row (self, 0);

  if (pl_find_source_is_parent (self->source, lane->lane))
    return;
  for (guint s = 0; s < PL_N_STATES; s++)
    all->state_ns[s] += lane->state_ns[s];
  all->n_tasks += lane->n_tasks;
  all->knows_cpu |= lane->knows_cpu;
  pl_cpu_account_add (&all->cpu, &lane->cpu);
  if (lane->has_wait)
    take_wait (all, &lane->longest_wait);
  all->n_received += lane->n_received;
  all->way_ns += lane->way_ns;
  all->longest_way_ns = MAX (all->longest_way_ns, lane->longest_way_ns);
}

static void
begin_lane (PlRangeStats *self)
{
  PlLaneStats lane = { .lane = self->lane };

  lane.knows_cpu = pl_find_source_account (self->source, self->lane, self->from_ns, self->to_ns, &lane.cpu);
  g_array_append_val (self->lanes, lane);
  self->index = pl_find_source_find (self->source, self->lane, self->from_ns);
  self->inside = TRUE;
}

/* FALSE: that was the last lane. */
static gboolean
batch (PlRangeStats *self)
{
  for (guint i = 0; i < BATCH; i++)
    {
      PlFindSpan span;

      if (self->lane >= pl_find_source_n_lanes (self->source))
        return FALSE;
      if (!self->inside && pl_find_source_count (self->source, self->lane) > 0)
        begin_lane (self);
      if (self->inside && pl_find_source_get (self->source, self->lane, self->index, &span) && span.from_ns < self->to_ns)
        {
          /* Before the range there is at most the one that reaches into it. */
          if (span.to_ns > self->from_ns || span.from_ns >= self->from_ns)
            take_span (self, row (self, self->lanes->len - 1), &span);
          self->index++;
          continue;
        }
      if (self->inside)
        finish_lane (self);
      self->inside = FALSE;
      self->lane++;
    }
  return TRUE;
}

gboolean
pl_range_stats_step (PlRangeStats *self, gint64 budget_us)
{
  gint64 end_us = g_get_monotonic_time () + budget_us;

  do
    {
      if (!batch (self))
        return FALSE;
    }
  while (g_get_monotonic_time () < end_us);
  return TRUE;
}

void
pl_range_stats_get_range (PlRangeStats *self, gint64 *from_ns, gint64 *to_ns)
{
  *from_ns = self->from_ns;
  *to_ns = self->to_ns;
}

guint
pl_range_stats_get_n (PlRangeStats *self)
{
  return self->lanes->len;
}

gboolean
pl_range_stats_get (PlRangeStats *self, guint i, PlLaneStats *out)
{
  if (i >= self->lanes->len)
    return FALSE;
  *out = *row (self, i);
  return TRUE;
}
