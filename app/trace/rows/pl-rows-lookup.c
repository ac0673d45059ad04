/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/rows/pl-rows-private.h"

gboolean
pl_rows_span (PlRows *self, guint32 n, PlFindSpan *span)
{
  guint low = 0, high = self->n_lanes;
  gint64 until_ns = self->order.until_ns;

  /* The last lane that does not begin behind it. */
  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (self->lanes[middle].begin <= n)
        low = middle;
      else
        high = middle;
    }
  if (n >= self->n_spans || !pl_find_source_get (self->source, low, self->lanes[low].first + (n - self->lanes[low].begin), span))
    return FALSE;
  /* What becomes of it is not known while it goes on. */
  if (until_ns > 0 && span->to_ns > until_ns)
    {
      span->to_ns = MAX (until_ns, span->from_ns);
      span->lost = FALSE;
    }
  return TRUE;
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

const PlPipeMessage *
pl_rows_listed (PlRows *self, guint32 row)
{
  return &g_array_index (self->list->transfers, PlPipeMessage, g_array_index (self->parts, guint64, row));
}

static const PlTransfer *
transfer_of_list (PlRows *self, guint32 row)
{
  const PlPipeMessage *it = pl_rows_listed (self, row);

  self->listed.message = (PlMessage) { it->from_lane, it->to_lane, it->sent_ns, it->received_ns, 0, FALSE };
  return &self->listed;
}

/* What the receiving lane did when it had it. */
gboolean
pl_rows_listed_span (PlRows *self, guint32 row, PlFindSpan *span)
{
  const PlPipeMessage *it = pl_rows_listed (self, row);
  guint64 n = pl_find_source_count (self->source, it->to_lane), index = pl_find_source_find (self->source, it->to_lane, it->received_ns);

  return n > 0 && pl_find_source_get (self->source, it->to_lane, MIN (index, n - 1), span);
}

const PlTransfer *
pl_rows_transfer (PlRows *self, guint32 row)
{
  if (self->list != NULL)
    return transfer_of_list (self, row);

  guint32 n = pl_rows_span_of (self, row);
  guint nth = (guint) (g_array_index (self->parts, guint64, row) >> 32);
  PlFindSpan span;

  if (self->transfers_of != n && !pl_rows_span (self, n, &span))
    return NULL;
  pl_rows_read_transfers (self, n, &span);
  return nth < self->transfers->len ? &g_array_index (self->transfers, PlTransfer, nth) : NULL;
}
