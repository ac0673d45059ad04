/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/recording/pl-transfers.h"

/* Messages by time and by span, for arrows. */

/* Of a span that lasts so many of all are looked at: it has more than anybody can tell apart. */
#define MOST_LOOKED_AT 200000u
/* While it runs they are looked for again after so many times what that took. */
#define PATIENCE 30
#define LEAST_NS G_GINT64_CONSTANT (500000000)

typedef struct { PlTransfers *transfers; gint64 end_ns, cost_ns; gboolean live; } Kept;

static void
kept_free (gpointer data)
{
  Kept *self = data;

  pl_transfers_unref (self->transfers);
  g_free (self);
}

PlTransfers *
pl_transfers_of (PlTrace *trace)
{
  PlTrace *whole = pl_trace_whole (trace);
  Kept *kept = g_object_get_data (G_OBJECT (whole), "pl-transfers");
  gint64 begin_us = g_get_monotonic_time (), end_ns = pl_trace_get_end_ns (whole);
  gboolean live = pl_trace_get_live (whole);

  if (kept && (kept->live ? live && end_ns < kept->end_ns + MAX (PATIENCE * kept->cost_ns, LEAST_NS) : !live))
    return kept->transfers;
  kept = g_new0 (Kept, 1);
  kept->transfers = pl_transfers_new (whole);
  kept->end_ns = end_ns;
  kept->cost_ns = (g_get_monotonic_time () - begin_us) * 1000;
  kept->live = live;
  g_object_set_data_full (G_OBJECT (whole), "pl-transfers", kept, kept_free);
  return kept->transfers;
}

/* The first that was sent at t or later. */
static guint
find_sent (const PlTransfers *self, gint64 t_ns)
{
  guint low = 0, high = self->transfers->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->transfers, PlPipeMessage, middle).sent_ns < t_ns)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static PlMessage
message_of (const PlTransfers *self, guint i)
{
  const PlPipeMessage *it = &g_array_index (self->transfers, PlPipeMessage, i);

  return (PlMessage) { it->from_lane, it->to_lane, it->sent_ns, it->received_ns, i, FALSE };
}

guint
pl_transfers_in_range (const PlTransfers *self, gint64 from_ns, gint64 to_ns, PlMessage *messages, guint max)
{
  guint n = 0;

  for (guint i = find_sent (self, to_ns); i-- > 0 && self->latest_ns[i] >= from_ns;)
    {
      if (g_array_index (self->transfers, PlPipeMessage, i).received_ns < from_ns)
        continue;
      if (n == max)
        return max + 1;
      messages[n++] = message_of (self, i);
    }
  return n;
}

guint
pl_transfers_of_span (const PlTransfers *self, const PlSpan *span, PlMessage *messages, guint max)
{
  guint n = 0, looked_at = 0;

  for (guint i = find_sent (self, span->end_ns); i-- > 0 && self->latest_ns[i] >= span->start_ns && n < max && looked_at < MOST_LOOKED_AT; looked_at++)
    {
      const PlPipeMessage *it = &g_array_index (self->transfers, PlPipeMessage, i);

      if ((it->from_lane == span->lane && it->sent_ns >= span->start_ns)
          || (it->to_lane == span->lane && it->received_ns >= span->start_ns && it->received_ns <= span->end_ns))
        messages[n++] = message_of (self, i);
    }
  return n;
}
