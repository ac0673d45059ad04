/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/find/pl-find.h"

/* Spans between two looks at the clock; and so many take as long as one text. */
#define BATCH 2048u
#define TEXT_COST 16u

/* A lane's hits, which are in the order of time, while they are merged with those of the other lanes. */
typedef struct { guint at, end; } Run;

struct _PlFind {
  PlFindSource *source;
  PlQuery query;
  guint lane;                   /* looked at now */
  guint64 index;                /* from here on */
  guint64 n;                    /* found */
  PlHighlights *highlights;
  GArray *indices;              /* guint64: of each hit in its lane */
  GArray *runs;                 /* Run; those that still have some are a heap, the earliest first */
  GArray *order;                /* guint: hits by time */
  gboolean merging, done;
};

PlFind *
pl_find_new (PlFindSource *source, const PlQuery *query)
{
  PlFind *self = g_new0 (PlFind, 1);

  self->source = pl_find_source_ref (source);
  self->query = *query;
  self->highlights = pl_highlights_new ();
  self->indices = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->runs = g_array_new (FALSE, FALSE, sizeof (Run));
  self->order = g_array_new (FALSE, FALSE, sizeof (guint));
  if (query->lane > 0)
    self->lane = (guint) query->lane;
  return self;
}

void
pl_find_free (PlFind *self)
{
  if (!self)
    return;
  pl_find_source_unref (self->source);
  pl_highlights_unref (self->highlights);
  g_array_unref (self->indices);
  g_array_unref (self->runs);
  g_array_unref (self->order);
  g_free (self);
}

static const PlStretch *
hit (const PlFind *self, guint i)
{
  return &g_array_index (self->highlights->hits, PlStretch, i);
}

static void
keep (PlFind *self, const PlFindSpan *span)
{
  PlStretch stretch = { span->lane, span->from_ns, span->to_ns };

  if (self->indices->len == 0 || hit (self, self->indices->len - 1)->lane != span->lane)
    g_array_append_vals (self->runs, &(Run) { self->indices->len, self->indices->len }, 1);
  g_array_append_val (self->highlights->hits, stretch);
  g_array_append_val (self->indices, span->index);
  g_array_index (self->runs, Run, self->runs->len - 1).end++;
}

static gboolean
is_after (const PlFind *self, guint a, guint b)
{
  const PlStretch *x = hit (self, g_array_index (self->runs, Run, a).at), *y = hit (self, g_array_index (self->runs, Run, b).at);

  return x->from_ns != y->from_ns ? x->from_ns > y->from_ns : x->lane > y->lane;
}

/* Down to its place. */
static void
sink (PlFind *self, guint i)
{
  for (;;)
    {
      guint least = i;

      for (guint child = 2 * i + 1; child <= 2 * i + 2 && child < self->runs->len; child++)
        if (is_after (self, least, child))
          least = child;
      if (least == i)
        return;
      {
        Run run = g_array_index (self->runs, Run, i);

        g_array_index (self->runs, Run, i) = g_array_index (self->runs, Run, least);
        g_array_index (self->runs, Run, least) = run;
      }
      i = least;
    }
}

static void
begin_merging (PlFind *self)
{
  self->merging = TRUE;
  g_array_set_size (self->order, 0);
  for (guint i = self->runs->len / 2; i-- > 0; )
    sink (self, i);
}

/* What may be a hit. */
static gboolean
get (PlFind *self, guint lane, guint64 index, PlFindSpan *span)
{
  return pl_query_has_text (&self->query) ? pl_find_source_get_written (self->source, lane, index, span)
                                          : pl_find_source_get (self->source, lane, index, span);
}

static gboolean
matches (PlFind *self, const PlFindSpan *span)
{
  if (!pl_query_matches (&self->query, span))
    return FALSE;
  if (!pl_query_has_text (&self->query))
    return TRUE;

  g_autofree char *written = pl_find_source_written_text (self->source, span);
  return pl_query_matches_text (&self->query, written);
}

static void
search_batch (PlFind *self)
{
  for (guint i = 0; i < BATCH; i += pl_query_has_text (&self->query) ? TEXT_COST : 1)
    {
      PlFindSpan span;

      while (!get (self, self->lane, self->index, &span))
        {
          if (++self->lane >= pl_find_source_n_lanes (self->source) || self->query.lane >= 0)
            {
              begin_merging (self);
              return;
            }
          self->index = 0;
        }
      self->index++;
      if (!matches (self, &span))
        continue;
      if (self->n++ < PL_FIND_MOST)
        keep (self, &span);
    }
}

static void
merge_batch (PlFind *self)
{
  for (guint i = 0; i < BATCH && self->runs->len > 0; i++)
    {
      Run *first = &g_array_index (self->runs, Run, 0);

      g_array_append_val (self->order, first->at);
      if (++first->at == first->end)
        g_array_remove_index_fast (self->runs, 0);
      sink (self, 0);
    }
  self->done = self->runs->len == 0;
}

gboolean
pl_find_step (PlFind *self, gint64 budget_us)
{
  gint64 end_us = g_get_monotonic_time () + budget_us;

  do
    {
      if (self->done)
        return FALSE;
      if (self->merging)
        merge_batch (self);
      else
        search_batch (self);
    }
  while (g_get_monotonic_time () < end_us);
  return !self->done;
}

gboolean
pl_find_is_done (PlFind *self)
{
  return self->done;
}

guint64
pl_find_get_n (PlFind *self)
{
  return self->n;
}

guint
pl_find_get_n_kept (PlFind *self)
{
  return self->indices->len;
}

gboolean
pl_find_get (PlFind *self, guint i, PlFindSpan *span)
{
  guint at;

  if (!self->done || i >= self->order->len)
    return FALSE;
  at = g_array_index (self->order, guint, i);
  return get (self, hit (self, at)->lane, g_array_index (self->indices, guint64, at), span);
}

guint
pl_find_after (PlFind *self, gint64 from_ns, guint lane)
{
  guint low = 0, high = self->done ? self->order->len : 0;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      const PlStretch *at = hit (self, g_array_index (self->order, guint, middle));

      if (at->from_ns < from_ns || (at->from_ns == from_ns && at->lane <= lane))
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

PlHighlights *
pl_find_get_highlights (PlFind *self)
{
  return self->highlights;
}
