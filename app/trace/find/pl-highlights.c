/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/find/pl-highlights.h"

PlHighlights *
pl_highlights_new (void)
{
  PlHighlights *self = g_rc_box_new0 (PlHighlights);

  self->hits = g_array_new (FALSE, FALSE, sizeof (PlStretch));
  self->path = g_array_new (FALSE, FALSE, sizeof (PlStretch));
  self->gaps = g_array_new (FALSE, FALSE, sizeof (gint64));
  return self;
}

PlHighlights *
pl_highlights_ref (PlHighlights *self)
{
  return g_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  PlHighlights *self = data;

  g_array_unref (self->hits);
  g_array_unref (self->path);
  g_array_unref (self->gaps);
}

void
pl_highlights_unref (PlHighlights *self)
{
  if (self)
    g_rc_box_release_full (self, clear);
}

static const PlStretch *
stretch (const GArray *array, guint i)
{
  return &g_array_index (array, PlStretch, i);
}

/* The first hit of that lane, or a later one, that ends after t. */
static guint
find (const GArray *hits, guint lane, gint64 t_ns)
{
  guint low = 0, high = hits->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      const PlStretch *at = stretch (hits, middle);

      if (at->lane < lane || (at->lane == lane && at->to_ns <= t_ns))
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

guint
pl_highlights_find_hit (const PlHighlights *self, guint lane, gint64 t_ns, guint *end)
{
  *end = find (self->hits, lane, G_MAXINT64);
  return find (self->hits, lane, t_ns);
}

/* From the i-th to the one behind it. */
static gint64
gap_after (const GArray *hits, guint i)
{
  return stretch (hits, i + 1)->from_ns - stretch (hits, i)->to_ns;
}

/* So many hits, from a multiple of it on, are known by the widest gap that follows one of them. */
#define BLOCK 64u

/* Hits are only ever added behind the others, so what is known stays. */
static void
measure_gaps (PlHighlights *self)
{
  for (guint from = self->gaps->len * BLOCK; from + BLOCK < self->hits->len; from += BLOCK)
    {
      gint64 widest = G_MININT64;

      for (guint i = from; i < from + BLOCK; i++)
        widest = MAX (widest, gap_after (self->hits, i));
      g_array_append_val (self->gaps, widest);
    }
}

guint
pl_highlights_next_group (PlHighlights *self, guint from, guint end, gint64 gap_ns)
{
  measure_gaps (self);
  for (guint i = from; i + 1 < end; )
    {
      if (i % BLOCK == 0 && i + BLOCK < end && g_array_index (self->gaps, gint64, i / BLOCK) < gap_ns)
        i += BLOCK;
      else if (gap_after (self->hits, i) < gap_ns)
        i++;
      else
        return i + 1;
    }
  return end;
}

guint
pl_highlights_find_step (const PlHighlights *self, guint from, gint64 t_ns)
{
  guint end = self->path->len;

  while (from < end)
    {
      guint middle = from + (end - from) / 2;

      if (stretch (self->path, middle)->to_ns <= t_ns)
        from = middle + 1;
      else
        end = middle;
    }
  return from;
}
