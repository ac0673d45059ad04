/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/export/pl-data-trace.h"

#include "trace/pool/pl-messages.h"

/* A viewer draws an arrow from the end of the slice it begins in to the start of the one it ends in. The parent sends
 * and receives in bursts, each one slice: so that no arrow leads back in time, what it put or got is a short slice of
 * its own within the burst. In a burst things come one after the other; when exactly nobody told, so they share it
 * evenly, as far as what was received when allows. Slices are whole nanoseconds and end one early: three is the least
 * that has an inside. */

#define LEAST_NS 3

typedef struct {
  PlDataJob *job;
  const PlDataThread *threads;
  guint64 id;                   /* of the last arrow */
} Flows;

typedef struct {
  gint64 from_ns, to_ns;
} Piece;

static void
put_end (Flows *self, char phase, guint lane, gint64 at_ns)
{
  PlDataOut *out = &self->job->out;

  pl_data_begin_event (out, phase, self->threads[lane], "message", at_ns);
  pl_data_put (out, ",\"cat\":\"message\",\"id\":");
  pl_data_put_uint (out, self->id);
  pl_data_put (out, phase == 'f' ? ",\"bp\":\"e\"}" : "}");
}

static void
put_arrow (Flows *self, guint from_lane, gint64 from_ns, guint to_lane, gint64 to_ns)
{
  self->id++;
  put_end (self, 's', from_lane, from_ns);
  put_end (self, 'f', to_lane, to_ns);
}

static gboolean
has_inside (Piece piece)
{
  return piece.to_ns - piece.from_ns >= LEAST_NS;
}

static void
put_piece (Flows *self, guint lane, const char *what, const PlTransfer *transfer, Piece piece)
{
  char name[PL_DATA_NAME];

  pl_data_join_name (name, what, transfer->message.chunk + 1);
  pl_data_put_slice (&self->job->out, self->threads[lane], name, piece.from_ns, piece.to_ns);
}

/* The even share of the i-th of n. */
static Piece
share (const PlSpan *burst, guint i, guint n)
{
  double length = (double) (burst->end_ns - 1 - burst->start_ns);

  return (Piece) { burst->start_ns + (gint64) (length * i / n), burst->start_ns + (gint64) (length * (i + 1) / n) };
}

/* Where an arrow ends in a receive of a worker, that may have lain in wait since before anything was sent. */
static gboolean
end_in_receive (Flows *self, const PlTransfer *transfer, gint64 sent_ns, gint64 *at_ns)
{
  const PlSpan *receive = &transfer->receive;
  Piece got = { MAX (receive->start_ns, sent_ns + 1), receive->end_ns - 1 };

  if (!has_inside (got))
    return FALSE;
  if (got.from_ns > receive->start_ns)
    put_piece (self, receive->lane, "got", transfer, got);
  *at_ns = got.from_ns + 1;
  return TRUE;
}

/* When each of them must have been sent, at the latest: what comes later in the burst was not sent earlier. */
static void
write_sends (Flows *self, const PlSpan *burst, const GArray *transfers)
{
  const PlTransfer *all = (const PlTransfer *) transfers->data;
  guint n = transfers->len;
  g_autofree gint64 *latest = g_new (gint64, n + 1);
  gint64 before = burst->start_ns, to_ns;

  latest[n] = burst->end_ns - 1;
  for (guint i = n; i > 0; i--)
    latest[i - 1] = MIN (latest[i], MAX (all[i - 1].message.received_ns, burst->start_ns));
  for (guint i = 0; i < n; i++)
    {
      Piece piece = { before, MIN (share (burst, i, n).to_ns, latest[i]) };
      gint64 sent_ns = CLAMP (piece.from_ns + 1, burst->start_ns + 1, MAX (burst->end_ns - 2, burst->start_ns + 1));

      piece.to_ns = MAX (piece.from_ns, piece.to_ns);
      before = piece.to_ns;
      if (has_inside (piece))
        put_piece (self, 0, "put", &all[i], piece);
      if (end_in_receive (self, &all[i], sent_ns, &to_ns))
        put_arrow (self, 0, sent_ns, all[i].receive.lane, to_ns);
    }
}

static void
write_receives (Flows *self, const PlSpan *burst, const GArray *transfers)
{
  const PlTransfer *all = (const PlTransfer *) transfers->data;
  gint64 before = burst->start_ns, earliest = burst->start_ns;

  for (guint i = 0; i < transfers->len; i++)
    {
      const PlSpan *send = &all[i].send;
      Piece even = share (burst, i, transfers->len), piece = { before, before };
      gint64 sent_ns = send->start_ns + 1, got_ns;

      if (!pl_data_job_wants (self->job, send->start_ns, send->end_ns) || send->end_ns - send->start_ns < LEAST_NS)
        continue;
      earliest = MAX (earliest, sent_ns + 1);
      piece.from_ns = MIN (MAX (MAX (before, even.from_ns), earliest), burst->end_ns - 1);
      piece.to_ns = MIN (MAX (piece.from_ns, MAX (even.to_ns, piece.from_ns + LEAST_NS)), burst->end_ns - 1);
      before = piece.to_ns;
      if (has_inside (piece))
        put_piece (self, 0, "get", &all[i], piece);
      got_ns = MIN (piece.from_ns + 1, burst->end_ns - 2);
      if (got_ns > MAX (sent_ns, burst->start_ns))
        put_arrow (self, send->lane, sent_ns, 0, got_ns);
    }
}

/* Only between spans that are in the file. */
static void
drop_unseen (PlDataJob *job, GArray *transfers)
{
  for (guint i = transfers->len; i > 0; i--)
    {
      const PlTransfer *transfer = &g_array_index (transfers, PlTransfer, i - 1);

      if (!pl_data_job_wants (job, transfer->send.start_ns, transfer->send.end_ns)
          || !pl_data_job_wants (job, transfer->receive.start_ns, transfer->receive.end_ns))
        g_array_remove_index (transfers, i - 1);
    }
}

void
pl_data_write_flows (PlDataJob *job, const PlDataThread *threads)
{
  const guint32 bursts = 1u << PL_STATE_SENDING | 1u << PL_STATE_RECEIVING;
  g_autoptr (GArray) transfers = g_array_new (FALSE, FALSE, sizeof (PlTransfer));
  Flows flows = { job, threads, 0 };
  PlSpan span;

  for (gboolean more = pl_trace_get_span (job->trace, 0, 0, &span); more && job->out.error == 0;
       more = pl_trace_next_span (job->trace, 0, span.index, bursts, &span))
    {
      if (!pl_data_job_wants (job, span.start_ns, span.end_ns) || span.end_ns - span.start_ns < LEAST_NS)
        continue;
      pl_trace_span_transfers (job->trace, &span, transfers);
      drop_unseen (job, transfers);
      if (span.state == PL_STATE_SENDING && transfers->len > 0)
        write_sends (&flows, &span, transfers);
      else if (transfers->len > 0)
        write_receives (&flows, &span, transfers);
    }
}
