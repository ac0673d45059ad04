/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/pool/pl-messages.h"

#include "base/pl-order.h"
#include "trace/pl-trace-kinds.h"
#include "trace/pl-trace-private.h"


/* Who sent what to whom. A task message is the parent's SENDING of a chunk and a worker's
 * RECEIVING of it, a result message the way back; which chunk a result belonged to stands in
 * the log's order. A chunk that was handed out again has several of each: a receive goes with
 * the nearest send before it. A shared array has no messages.
 *
 * A message is drawn from the end of the send to the start of the receive. A burst is one span
 * of the parent: a worker may have its chunk while the burst goes on, and a worker may lie in
 * wait in its receive before anything is sent: then the time is pulled in, so that sent <= received. */

typedef enum { EVENT_TASK_SENT = 0, EVENT_TASK_RECEIVED, EVENT_RESULT_SENT, EVENT_RESULT_RECEIVED, N_EVENTS } EventKind;

/* record + 1, 0: none yet; lane: of the worker. Twenty bytes a chunk. */
typedef struct {
  guint32 record[N_EVENTS];
  guint16 lane[2];
} ChunkEvents;

typedef struct {
  guint32 chunk, record;
  guint16 lane;
  guint8 kind;
} Attempt;

struct _PlMessageIndex {
  guint n_chunks;
  ChunkEvents *first;           /* the first attempt of each chunk */
  GArray *again;                /* Attempt: all further ones, few */
  guint64 *taken;               /* records looked at, per lane */
};

typedef struct { guint lane; guint64 record; } Place;

static void
free_index (PlMessageIndex *index)
{
  g_free (index->first);
  g_array_unref (index->again);
  g_free (index->taken);
  g_free (index);
}

guint32
pl_trace_chunk_of_task (PlTrace *self, guint32 task)
{
  return task / MAX (pl_log_plan (self->log)->chunk, 1);
}

static gboolean
has_messages (PlTrace *self)
{
  return pl_trace_kind (self->log)->has_messages && pl_log_plan (self->log)->ipc != PL_IPC_ARRAY;
}

static void
note (PlMessageIndex *index, EventKind kind, guint32 chunk, guint lane, guint64 record)
{
  ChunkEvents *events;

  if (chunk >= index->n_chunks || record >= G_MAXUINT32)
    return;
  events = &index->first[chunk];
  if (events->record[kind] == 0)
    {
      events->record[kind] = (guint32) record + 1;
      if (kind == EVENT_TASK_RECEIVED || kind == EVENT_RESULT_SENT)
        events->lane[kind == EVENT_RESULT_SENT] = (guint16) lane;
    }
  else
    {
      Attempt attempt = { chunk, (guint32) record, (guint16) lane, (guint8) kind };

      g_array_append_val (index->again, attempt);
    }
}

static void
note_results (PlTrace *self, PlMessageIndex *index, const PlRecord *record, guint64 i)
{
  const guint32 *order = pl_log_order (self->log);
  guint64 n = pl_log_n_order (self->log);

  for (guint k = 0; k < MAX (record->count, 1u); k++)
    if ((guint64) record->arg + k < n)
      note (index, EVENT_RESULT_RECEIVED, order[record->arg + k], 0, i);
}

static void
take_lane (PlTrace *self, PlMessageIndex *index, guint lane)
{
  const PlLaneIndex *entries = &self->lanes[lane];

  for (guint64 i = index->taken[lane]; i < entries->count; i++)
    {
      const PlRecord *record = &entries->records[i];
      guint state = pl_record_state (record);

      if (lane > 0 && state == PL_STATE_RECEIVING)
        note (index, EVENT_TASK_RECEIVED, record->arg, lane, i);
      else if (lane > 0 && state == PL_STATE_SENDING)
        note (index, EVENT_RESULT_SENT, record->arg, lane, i);
      else if (state == PL_STATE_RECEIVING)
        note_results (self, index, record, i);
      else if (state == PL_STATE_SENDING)
        for (guint k = 0; k < MAX (record->count, 1u); k++)
          note (index, EVENT_TASK_SENT, record->arg + k, 0, i);
    }
  index->taken[lane] = entries->count;
}

/* The order of the results must be known up to what the parent's lane speaks of. */
static gboolean
order_is_behind (PlTrace *self)
{
  const PlLaneIndex *parent = &self->lanes[0];
  guint64 last = pl_lane_index_previous (parent, parent->count, 1u << PL_STATE_RECEIVING);
  const PlRecord *record = last < parent->count ? &parent->records[last] : NULL;

  return record && self->live && (guint64) record->arg + MAX (record->count, 1u) > pl_log_n_order (self->log);
}

static PlMessageIndex *
get_index (PlTrace *self)
{
  PlMessageIndex *index = self->messages;

  if (!index)
    {
      const PlPlanData *plan = pl_log_plan (self->log);

      index = self->messages = g_new0 (PlMessageIndex, 1);
      self->free_messages = free_index;
      index->n_chunks = (plan->tasks + MAX (plan->chunk, 1) - 1) / MAX (plan->chunk, 1);
      index->first = g_new0 (ChunkEvents, MAX (index->n_chunks, 1));
      index->again = g_array_new (FALSE, FALSE, sizeof (Attempt));
      index->taken = g_new0 (guint64, MAX (self->n_lanes, 1));
    }
  for (guint lane = 0; lane < self->n_lanes; lane++)
    if (index->taken[lane] < self->lanes[lane].count && !(lane == 0 && order_is_behind (self)))
      take_lane (self, index, lane);
  return index;
}

static gint64
start_of (PlTrace *self, Place place)
{
  return self->lanes[place.lane].records[place.record].time_ns;
}

static gint64
end_of (PlTrace *self, Place place)
{
  return pl_lane_index_end (&self->lanes[place.lane], place.record, self->end_ns);
}

static gboolean
first_attempt (const PlMessageIndex *index, EventKind kind, guint32 chunk, Place *place)
{
  const ChunkEvents *events = &index->first[chunk];

  if (events->record[kind] == 0)
    return FALSE;
  place->record = events->record[kind] - 1;
  place->lane = kind == EVENT_TASK_RECEIVED ? events->lane[0] : kind == EVENT_RESULT_SENT ? events->lane[1] : 0;
  return TRUE;
}

/* The last send of a chunk that began before t. */
static gboolean
nearest_send (PlTrace *self, EventKind kind, guint32 chunk, gint64 t_ns, Place *best)
{
  const PlMessageIndex *index = self->messages;
  gboolean found;

  if (chunk >= index->n_chunks)
    return FALSE;
  found = first_attempt (index, kind, chunk, best) && start_of (self, *best) < t_ns;
  for (guint i = 0; i < index->again->len; i++)
    {
      const Attempt *attempt = &g_array_index (index->again, Attempt, i);
      Place place = { attempt->lane, attempt->record };

      if (attempt->chunk != chunk || attempt->kind != kind || start_of (self, place) >= t_ns)
        continue;
      if (!found || start_of (self, place) > start_of (self, *best))
        *best = place;
      found = TRUE;
    }
  return found;
}

/* What lies between a send and the receive it led to. */
static void
fill_message (PlTrace *self, gboolean result, guint32 chunk, Place send, Place receive, PlMessage *message)
{
  message->from_lane = send.lane;
  message->to_lane = receive.lane;
  message->received_ns = start_of (self, receive);
  if (message->received_ns < start_of (self, send))
    message->received_ns = end_of (self, receive);
  message->sent_ns = MIN (end_of (self, send), message->received_ns);
  message->chunk = chunk;
  message->result = result;
}

static gboolean
pair (PlTrace *self, gboolean result, guint32 chunk, Place receive, PlMessage *message)
{
  Place send;

  if (!nearest_send (self, result ? EVENT_RESULT_SENT : EVENT_TASK_SENT, chunk, end_of (self, receive), &send))
    return FALSE;
  fill_message (self, result, chunk, send, receive, message);
  return TRUE;
}

/* The message a send led to: the earliest receive whose nearest send it is. */
static gboolean
pair_send (PlTrace *self, gboolean result, guint32 chunk, Place send, PlMessage *message, Place *received)
{
  EventKind kind = result ? EVENT_RESULT_RECEIVED : EVENT_TASK_RECEIVED;
  const PlMessageIndex *index = self->messages;
  gboolean found = FALSE;
  Place receive, nearest;

  if (chunk >= index->n_chunks)
    return FALSE;
  for (guint i = 0; i <= index->again->len; i++)
    {
      PlMessage candidate;

      if (i == 0)
        {
          if (!first_attempt (index, kind, chunk, &receive))
            continue;
        }
      else
        {
          const Attempt *attempt = &g_array_index (index->again, Attempt, i - 1);

          if (attempt->chunk != chunk || attempt->kind != kind)
            continue;
          receive = (Place) { attempt->lane, attempt->record };
        }
      if (!nearest_send (self, result ? EVENT_RESULT_SENT : EVENT_TASK_SENT, chunk, end_of (self, receive), &nearest)
          || nearest.lane != send.lane || nearest.record != send.record
          || !pair (self, result, chunk, receive, &candidate))
        continue;
      if (!found || candidate.received_ns < message->received_ns)
        {
          *message = candidate;
          *received = receive;
        }
      found = TRUE;
    }
  return found;
}

static guint32
chunk_at (PlTrace *self, guint32 order_index)
{

  return order_index < pl_log_n_order (self->log) ? pl_log_order (self->log)[order_index] : G_MAXUINT32;
}

/* All messages of one sending or receiving span, at most max. */
static guint
messages_of (PlTrace *self, const PlSpan *span, PlMessage *messages, guint max)
{
  Place place = { span->lane, span->index }, received;
  guint n = 0;

  for (guint k = 0; k < (span->lane == 0 ? span->count : 1) && n < max; k++)
    {
      gboolean found;

      if (span->state == PL_STATE_SENDING)
        found = pair_send (self, span->lane > 0, span->arg + k, place, &messages[n], &received);
      else if (span->lane > 0)
        found = pair (self, FALSE, span->arg, place, &messages[n]);
      else
        found = pair (self, TRUE, chunk_at (self, span->arg + k), place, &messages[n]);
      n += found;
    }
  return n;
}

static gboolean
find_transfer_of (PlTrace *self, const PlSpan *span, guint k, Place *send, Place *receive, PlMessage *message)
{
  gboolean sending = span->state == PL_STATE_SENDING, result = sending == (span->lane > 0);
  guint32 chunk = !sending && span->lane == 0 ? chunk_at (self, span->arg + k) : span->arg + k;
  Place place = { span->lane, span->index };

  *send = *receive = place;
  if (sending)
    return pair_send (self, result, chunk, place, message, receive);
  if (!nearest_send (self, result ? EVENT_RESULT_SENT : EVENT_TASK_SENT, chunk, end_of (self, place), send))
    return FALSE;
  fill_message (self, result, chunk, *send, place, message);
  return TRUE;
}

void
pl_trace_span_transfers (PlTrace *self, const PlSpan *span, GArray *transfers)
{
  g_return_if_fail (PL_IS_TRACE (self));

  g_array_set_size (transfers, 0);
  if (!has_messages (self) || (span->state != PL_STATE_SENDING && span->state != PL_STATE_RECEIVING))
    return;
  get_index (self);
  for (guint k = 0; k < (span->lane == 0 ? span->count : 1); k++)
    {
      Place send, receive;
      PlTransfer transfer;

      if (!find_transfer_of (self, span, k, &send, &receive, &transfer.message))
        continue;
      pl_trace_get_span (self, send.lane, send.record, &transfer.send);
      pl_trace_get_span (self, receive.lane, receive.record, &transfer.receive);
      g_array_append_val (transfers, transfer);
    }
}

static gboolean
seen (const PlMessage *messages, guint n, const PlMessage *message)
{
  for (guint i = 0; i < n; i++)
    if (messages[i].chunk == message->chunk && messages[i].result == message->result
        && messages[i].sent_ns == message->sent_ns && messages[i].received_ns == message->received_ns)
      return TRUE;
  return FALSE;
}

/* Adds the messages of a lane's sends or receives in the range; FALSE: more than max. */
static gboolean
collect (PlTrace *self, guint lane, PlState state, gint64 from_ns, gint64 to_ns,
         PlMessage *messages, guint *n, guint max)
{
  guint64 index;
  PlSpan span;
  gboolean more;

  index = pl_lane_index_lower_bound (&self->lanes[lane], 0, from_ns);
  index = index > 0 ? index - 1 : 0;
  more = pl_trace_get_span (self, lane, index, &span);
  if (more && span.state != state)
    more = pl_trace_next_span (self, lane, index, 1u << state, &span);
  for (; more && span.start_ns < to_ns; more = pl_trace_next_span (self, lane, span.index, 1u << state, &span))
    {
      /* A burst beyond twice the limit is too much whichever of its messages count. */
      guint limit = MIN (span.count, 2 * max + 2);
      g_autofree PlMessage *some = g_new (PlMessage, limit);
      guint found = messages_of (self, &span, some, limit);

      for (guint i = 0; i < found; i++)
        {
          gboolean received = some[i].received_ns >= from_ns && some[i].received_ns < to_ns;
          gboolean sent = some[i].sent_ns >= from_ns && some[i].sent_ns < to_ns;

          if ((!received && !sent) || seen (messages, *n, &some[i]))
            continue;
          if (*n == max)
            return FALSE;
          messages[(*n)++] = some[i];
        }
    }
  return TRUE;
}

PL_ORDER_BY (compare_messages, PlMessage, received_ns)

/* Far more sends and receives than would fit: no need to pair them to know. */
static gboolean
surely_more (PlTrace *self, gint64 from_ns, gint64 to_ns, guint max)
{
  guint64 n = 0;

  for (guint lane = 1; lane < self->n_lanes && n <= 2 * (guint64) max; lane++)
    {
      const PlLaneIndex *index = &self->lanes[lane];
      guint64 first = pl_lane_index_lower_bound (index, 0, from_ns);
      guint64 after = pl_lane_index_lower_bound (index, first, to_ns);
      PlTotals totals;

      pl_lane_index_sum (index, first, CLAMP (after, first, MAX (index->summed, first)), &totals);
      n += totals.n[PL_STATE_RECEIVING] + totals.n[PL_STATE_SENDING];
    }
  return n > 2 * (guint64) max;
}

/* Of a moment: those that were sent, or received, by then. */
static guint
known_by_then (const PlTrace *past, PlMessage *messages, guint n, gboolean received)
{
  guint left = 0;

  for (guint i = 0; i < n; i++)
    if ((received ? messages[i].received_ns : messages[i].sent_ns) <= past->end_ns)
      messages[left++] = messages[i];
  return left;
}

guint
pl_trace_messages (PlTrace *self, gint64 from_ns, gint64 to_ns, PlMessage *messages, guint max)
{
  guint n = 0;

  g_return_val_if_fail (PL_IS_TRACE (self), 0);

  if (self->whole)
    {
      n = pl_trace_messages (self->whole, from_ns, to_ns, messages, max);
      return n > max ? n : known_by_then (self, messages, n, FALSE);
    }
  if (pl_trace_kind (self->log)->transfers)
    return pl_transfers_in_range (pl_trace_kind (self->log)->transfers (self), from_ns, to_ns, messages, max);
  if (!has_messages (self))
    return 0;
  if (surely_more (self, from_ns, to_ns, max))
    return max + 1;
  get_index (self);
  for (guint lane = 0; lane < self->n_lanes; lane++)
    if (!collect (self, lane, PL_STATE_RECEIVING, from_ns, to_ns, messages, &n, max)
        || !collect (self, lane, PL_STATE_SENDING, from_ns, to_ns, messages, &n, max))
      return max + 1;
  qsort (messages, n, sizeof *messages, compare_messages);
  return n;
}

/* The nearest span of a worker that received (back) or sent the chunk of a task it worked on. */
static gboolean
find_transfer (PlTrace *self, const PlSpan *working, PlState state, PlSpan *span)
{
  const guint32 barrier = 1u << PL_STATE_DEAD | 1u << PL_STATE_STARTING | 1u << state;
  guint32 chunk = pl_trace_chunk_of_task (self, working->arg);
  gboolean back = state == PL_STATE_RECEIVING;

  *span = *working;
  if (!(back ? pl_trace_previous_span : pl_trace_next_span) (self, working->lane, working->index, barrier, span))
    return FALSE;
  return span->state == state && span->arg == chunk;
}

guint
pl_trace_span_messages (PlTrace *self, guint lane, guint64 index, PlMessage *messages, guint max)
{
  PlSpan span, transfer;
  guint n = 0;

  g_return_val_if_fail (PL_IS_TRACE (self), 0);

  if (!(has_messages (self) || pl_trace_kind (self->log)->transfers) || !pl_trace_get_span (self, lane, index, &span))
    return 0;
  if (self->whole)
    return known_by_then (self, messages, pl_trace_span_messages (self->whole, lane, index, messages, max), TRUE);
  if (pl_trace_kind (self->log)->transfers)
    return pl_transfers_of_span (pl_trace_kind (self->log)->transfers (self), &span, messages, max);
  get_index (self);
  if (span.state == PL_STATE_SENDING || span.state == PL_STATE_RECEIVING)
    return messages_of (self, &span, messages, max);
  if (lane == 0 || span.state != PL_STATE_WORKING)
    return 0;
  if (find_transfer (self, &span, PL_STATE_RECEIVING, &transfer))
    n += messages_of (self, &transfer, messages, max);
  if (n < max && find_transfer (self, &span, PL_STATE_SENDING, &transfer))
    n += messages_of (self, &transfer, messages + n, max - n);
  return n;
}

gboolean
pl_trace_find_task (PlTrace *self, guint task, PlSpan *span)
{
  gboolean found = FALSE;
  gint64 best_ns = -1;

  g_return_val_if_fail (PL_IS_TRACE (self), FALSE);

  /* Rare enough, on somebody's request, to read through: a million records take some milliseconds. */
  for (guint lane = 1; lane < self->n_lanes; lane++)
    {
      const PlLaneIndex *index = &self->lanes[lane];

      for (guint64 i = 0; i < index->count; i++)
        {
          const PlRecord *record = &index->records[i];

          if (record->arg != task || pl_record_state (record) != PL_STATE_WORKING || record->time_ns <= best_ns)
            continue;
          best_ns = record->time_ns;
          found = pl_trace_get_span (self, lane, i, span);
        }
    }
  return found;
}
