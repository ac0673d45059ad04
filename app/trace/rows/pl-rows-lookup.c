/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/rows/pl-rows-private.h"

gboolean
pl_rows_span (PlRows *self, guint32 n, PlFindSpan *span)
{
  guint low = 0, high = self->n_lanes;

  /* The last lane that does not begin behind it. */
  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (self->lanes[middle].begin <= n)
        low = middle;
      else
        high = middle;
    }
  return n < self->n_spans && pl_find_source_get (self->source, low, self->lanes[low].first + (n - self->lanes[low].begin), span);
}

guint32
pl_rows_span_of (PlRows *self, guint32 row)
{
  return self->parts != NULL ? (guint32) g_array_index (self->parts, guint64, row) : row;
}

void
pl_rows_read_transfers (PlRows *self, guint32 n, const PlFindSpan *span)
{
  if (self->transfers_of != n)
    pl_find_source_transfers (self->source, span, self->transfers);
  self->transfers_of = n;
}

const PlTransfer *
pl_rows_transfer (PlRows *self, guint32 row)
{
  guint32 n = pl_rows_span_of (self, row);
  guint nth = (guint) (g_array_index (self->parts, guint64, row) >> 32);
  PlFindSpan span;

  if (self->transfers_of != n && !pl_rows_span (self, n, &span))
    return NULL;
  pl_rows_read_transfers (self, n, &span);
  return nth < self->transfers->len ? &g_array_index (self->transfers, PlTransfer, nth) : NULL;
}
