/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/find/pl-highlights.h"

PlHighlights *
pl_highlights_new (void)
{
  PlHighlights *self = g_rc_box_new0 (PlHighlights);

  self->hits = g_array_new (FALSE, FALSE, sizeof (PlStretch));
  self->path = g_array_new (FALSE, FALSE, sizeof (PlStretch));
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

guint
pl_highlights_next_hit (const PlHighlights *self, guint from, guint end, gint64 t_ns)
{
  guint step = 1, high = from;

  /* Gallop, then halve: mostly the next one is near. */
  while (high < end && stretch (self->hits, high)->from_ns < t_ns)
    {
      from = high + 1;
      high = step < end - high ? high + step : end;
      step *= 2;
    }
  end = MIN (high, end);
  while (from < end)
    {
      guint middle = from + (end - from) / 2;

      if (stretch (self->hits, middle)->from_ns < t_ns)
        from = middle + 1;
      else
        end = middle;
    }
  return from;
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
