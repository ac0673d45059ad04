/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/find/pl-histogram.h"

#define BATCH 2048u
/* So many times the shortest: bins of one width would tell nothing of the short ones. */
#define WIDE 20
#define MOST_BINS 16

struct _PlHistogram {
  PlFindSource *source;
  guint32 states;
  gint64 from_ns, to_ns;
  guint lane;                   /* looked at now */
  guint64 index;
  gboolean inside, counting;    /* first the limits are looked for, then the bins are filled */
  GArray *bins;                 /* PlBin */
  guint64 n;
  gint64 sum_ns, shortest_ns, shortest_above_ns, longest_ns;
};

PlHistogram *
pl_histogram_new (PlFindSource *source, guint32 states, gint64 from_ns, gint64 to_ns)
{
  PlHistogram *self = g_new0 (PlHistogram, 1);

  self->source = pl_find_source_ref (source);
  self->states = states;
  self->from_ns = from_ns;
  self->to_ns = to_ns;
  self->lane = 0;
  self->bins = g_array_new (FALSE, TRUE, sizeof (PlBin));
  self->shortest_ns = self->shortest_above_ns = G_MAXINT64;
  return self;
}

void
pl_histogram_free (PlHistogram *self)
{
  if (!self)
    return;
  pl_find_source_unref (self->source);
  g_array_unref (self->bins);
  g_free (self);
}

static void
add_bin (PlHistogram *self, gint64 from_ns, gint64 to_ns)
{
  PlBin bin = { from_ns, to_ns, 0 };

  g_array_append_val (self->bins, bin);
}

/* 1, 2, 5, 10, ... */
static gint64
next_edge (gint64 edge)
{
  gint64 power = 1;

  while (edge / power >= 10)
    power *= 10;
  return edge / power < 2 ? 2 * power : edge / power < 5 ? 5 * power : 10 * power;
}

static void
make_growing_bins (PlHistogram *self)
{
  gint64 edge = 1;

  while (next_edge (edge) <= self->shortest_above_ns)
    edge = next_edge (edge);
  if (self->shortest_ns < edge)
    add_bin (self, 0, edge);
  for (; edge <= self->longest_ns; edge = next_edge (edge))
    add_bin (self, edge, next_edge (edge));
}

static void
make_equal_bins (PlHistogram *self)
{
  gint64 width = 1, edge;

  while ((self->longest_ns - self->shortest_ns) / width >= MOST_BINS)
    width = next_edge (width);
  for (edge = self->shortest_ns / width * width; edge <= self->longest_ns; edge += width)
    add_bin (self, edge, edge + width);
}

static void
begin_counting (PlHistogram *self)
{
  if (self->n > 0 && self->longest_ns > WIDE * MAX (self->shortest_ns, 1))
    make_growing_bins (self);
  else if (self->n > 0)
    make_equal_bins (self);
  self->counting = TRUE;
  self->lane = 0;
}

static void
count (PlHistogram *self, gint64 length_ns)
{
  guint low = 0, high = self->bins->len;

  /* What went on while the limits were looked for may have grown since. */
  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->bins, PlBin, middle).from_ns <= length_ns)
        low = middle;
      else
        high = middle;
    }
  if (self->bins->len > 0)
    g_array_index (self->bins, PlBin, low).n++;
}

static void
take (PlHistogram *self, gint64 length_ns)
{
  if (self->counting)
    {
      count (self, length_ns);
      return;
    }
  self->n++;
  self->sum_ns += length_ns;
  self->shortest_ns = MIN (self->shortest_ns, length_ns);
  self->longest_ns = MAX (self->longest_ns, length_ns);
  if (length_ns > 0)
    self->shortest_above_ns = MIN (self->shortest_above_ns, length_ns);
}

/* FALSE: all of it was looked at twice. */
static gboolean
batch (PlHistogram *self)
{
  for (guint i = 0; i < BATCH; i++)
    {
      PlFindSpan span;

      if (self->lane >= pl_find_source_n_lanes (self->source))
        {
          if (self->counting)
            return FALSE;
          begin_counting (self);
        }
      if (self->lane < pl_find_source_n_lanes (self->source) && pl_find_source_is_parent (self->source, self->lane))
        {
          self->lane++;
          continue;
        }
      if (!self->inside && self->lane < pl_find_source_n_lanes (self->source))
        self->index = pl_find_source_find (self->source, self->lane, self->from_ns);
      self->inside = TRUE;
      if (!pl_find_source_get (self->source, self->lane, self->index, &span) || span.from_ns >= self->to_ns)
        {
          self->inside = FALSE;
          self->lane++;
          continue;
        }
      self->index++;
      if ((self->states & (1u << span.state)) && span.from_ns >= self->from_ns)
        take (self, span.to_ns - span.from_ns);
    }
  return TRUE;
}

gboolean
pl_histogram_step (PlHistogram *self, gint64 budget_us)
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

guint
pl_histogram_get_n_bins (PlHistogram *self)
{
  return self->bins->len;
}

gboolean
pl_histogram_get_bin (PlHistogram *self, guint i, PlBin *out)
{
  if (i >= self->bins->len)
    return FALSE;
  *out = g_array_index (self->bins, PlBin, i);
  return TRUE;
}

guint64
pl_histogram_get_n (PlHistogram *self)
{
  return self->n;
}

gint64
pl_histogram_get_mean_ns (PlHistogram *self)
{
  return self->n > 0 ? self->sum_ns / (gint64) self->n : 0;
}

void
pl_histogram_get_limits (PlHistogram *self, gint64 *shortest_ns, gint64 *longest_ns)
{
  *shortest_ns = self->n > 0 ? self->shortest_ns : 0;
  *longest_ns = self->longest_ns;
}
