/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/pool/pl-pool-path.h"

#include "trace/pl-trace-private.h"

/* In a pool: who waits for whom, and which way a task goes. */

#define STATE(state) (1u << PL_STATE_##state)

/* More of a burst is not looked at: the first one woke the parent. */
#define MOST_MESSAGES 256u

static gboolean
has_channel (PlTrace *self)
{
  return pl_log_plan (self->log)->ipc != PL_IPC_ARRAY;
}

/* The last span of a lane in one of states that began before t. */
static gboolean
last_before (PlTrace *self, guint lane, gint64 t_ns, guint32 states, PlSpan *span)
{
  guint64 index;

  if (!pl_trace_find (self, lane, t_ns - 1, &index) || !pl_trace_get_span (self, lane, index, span))
    return FALSE;
  return (states & (1u << span->state)) || pl_trace_previous_span (self, lane, index, states, span);
}

static void
take_later (PlCause *best, guint lane, gint64 time_ns, const PlSpan *wait)
{
  if (time_ns > wait->start_ns && time_ns <= wait->end_ns && time_ns > best->time_ns)
    *best = (PlCause) { lane, time_ns };
}

/* Without messages the parent is woken by the last one who was done. */
static gboolean
last_worker (PlTrace *self, const PlSpan *wait, PlCause *cause)
{
  cause->time_ns = -1;
  for (guint lane = 1; lane < self->n_lanes; lane++)
    {
      PlSpan span;

      if (last_before (self, lane, wait->end_ns, STATE (WORKING) | STATE (SENDING), &span))
        take_later (cause, lane, span.end_ns, wait);
    }
  return cause->time_ns >= 0;
}

/* The message that ended the wait: the first of those it was followed by that had not been there before. */
static gboolean
awaited_message (PlTrace *self, const PlSpan *wait, PlCause *cause)
{
  PlMessage messages[MOST_MESSAGES];
  gboolean found = FALSE;
  PlSpan next;
  guint n;

  if (!pl_trace_get_span (self, wait->lane, wait->index + 1, &next) || next.state != PL_STATE_RECEIVING)
    return FALSE;
  n = pl_trace_span_messages (self, next.lane, next.index, messages, MOST_MESSAGES);
  for (guint i = 0; i < n; i++)
    {
      gint64 sent_ns = MIN (messages[i].sent_ns, wait->end_ns);

      if (sent_ns <= wait->start_ns || (found && sent_ns >= cause->time_ns))
        continue;
      *cause = (PlCause) { messages[i].from_lane, sent_ns };
      found = TRUE;
    }
  return found;
}

/* Whoever had the lock last gave it back: to read a message, or having written one. */
static gboolean
last_holder (PlTrace *self, const PlSpan *wait, PlCause *cause)
{
  guint32 states = PL_LOCK_ARG_LOCK (wait->arg) == PL_LOCK_RESULTS ? STATE (SENDING) : STATE (RECEIVING);

  cause->time_ns = -1;
  for (guint lane = 1; lane < self->n_lanes; lane++)
    {
      PlSpan span;

      if (lane == wait->lane || !last_before (self, lane, wait->end_ns, states, &span))
        continue;
      take_later (cause, lane, span.end_ns, wait);
      take_later (cause, lane, span.start_ns, wait);
    }
  return cause->time_ns >= 0;
}

/* Whoever ran last let it go. */
static gboolean
last_to_run (PlTrace *self, const PlSpan *wait, PlCause *cause)
{
  cause->time_ns = -1;
  for (guint lane = 1; lane < self->n_lanes; lane++)
    {
      PlSpan span;

      if (lane != wait->lane && last_before (self, lane, wait->end_ns, STATE (WORKING), &span))
        take_later (cause, lane, span.end_ns, wait);
    }
  return cause->time_ns >= 0;
}

gboolean
pl_pool_cause (PlTrace *self, const PlSpan *wait, PlCause *cause)
{
  if (wait->state == PL_STATE_WAITING_LOCK)
    return last_holder (self, wait, cause);
  if (wait->state == PL_STATE_WAITING_GIL)
    return last_to_run (self, wait, cause);
  if (has_channel (self) && awaited_message (self, wait, cause))
    return TRUE;
  return wait->lane == 0 && last_worker (self, wait, cause);
}

/* --- following a task --- */

static gboolean
span_at (PlTrace *self, guint lane, gint64 t_ns, PlSpan *span)
{
  guint64 index;

  return pl_trace_find (self, lane, t_ns, &index) && pl_trace_get_span (self, lane, index, span);
}

/* Along the message of that chunk, or the first there is. The other end is a send or a receive around its time. */
static gboolean
along_message (PlTrace *self, const PlSpan *from, gboolean forth, guint32 *chunk, PlSpan *span)
{
  PlMessage messages[MOST_MESSAGES];
  guint n = pl_trace_span_messages (self, from->lane, from->index, messages, MOST_MESSAGES), i = 0;
  PlState wanted = forth ? PL_STATE_RECEIVING : PL_STATE_SENDING;

  while (i < n && messages[i].chunk != *chunk)
    i++;
  if (n == 0)
    return FALSE;
  i = i < n ? i : 0;
  *chunk = messages[i].chunk;
  if (!span_at (self, forth ? messages[i].to_lane : messages[i].from_lane,
                forth ? messages[i].received_ns : messages[i].sent_ns - 1, span))
    return FALSE;
  return span->state == wanted
         || (forth ? pl_trace_previous_span : pl_trace_next_span) (self, span->lane, span->index, 1u << wanted, span)
         || pl_trace_previous_span (self, span->lane, span->index, 1u << wanted, span);
}

/* From a wait or a start of a worker: to what came of it, or to what it came from. */
static gboolean
along_lane (PlTrace *self, const PlSpan *from, gboolean forth, PlSpan *span)
{
  const guint32 busy = STATE (RECEIVING) | STATE (WORKING) | STATE (SENDING);

  if (forth)
    return pl_trace_next_span (self, from->lane, from->index, busy, span);
  if (from->state != PL_STATE_STARTING)
    return pl_trace_previous_span (self, from->lane, from->index, busy | STATE (STARTING), span);
  /* The parent forked it. */
  if (!last_before (self, 0, from->start_ns + 1, STATE (STARTING), span))
    return FALSE;
  while (span->arg != from->lane)
    if (!pl_trace_previous_span (self, 0, span->index, STATE (STARTING), span))
      return FALSE;
  return TRUE;
}

/* In a shared array nobody sends anything: the parent reads the results when all are there, and had filled it before. */
static gboolean
along_array (PlTrace *self, const PlSpan *from, gboolean forth, PlSpan *span)
{
  if (!forth)
    return span_at (self, 0, from->start_ns, span);
  return span_at (self, 0, from->end_ns, span)
         && (span->state == PL_STATE_RECEIVING || pl_trace_next_span (self, 0, span->index, STATE (RECEIVING), span)
             || span_at (self, 0, from->end_ns, span));
}

static gboolean
from_worker (PlTrace *self, const PlSpan *from, gboolean forth, guint32 *chunk, PlSpan *span)
{
  switch ((int) from->state)
    {
    case PL_STATE_RECEIVING:
      *chunk = from->arg;
      return forth ? pl_trace_next_span (self, from->lane, from->index, STATE (WORKING), span)
                   : along_message (self, from, FALSE, chunk, span);
    case PL_STATE_SENDING:
      *chunk = from->arg;
      return forth ? along_message (self, from, TRUE, chunk, span)
                   : pl_trace_previous_span (self, from->lane, from->index, STATE (WORKING), span);
    case PL_STATE_WORKING:
      *chunk = pl_trace_chunk_of_task (self, from->arg);
      if (!has_channel (self))
        return along_array (self, from, forth, span);
      return (forth ? pl_trace_next_span : pl_trace_previous_span) (
        self, from->lane, from->index, forth ? STATE (SENDING) | STATE (DEAD) : STATE (RECEIVING), span);
    default:
      return along_lane (self, from, forth, span);
    }
}

/* Of an array the parent's spans are about all tasks: the worker's that was done last before, or is the next. */
static gboolean
from_array_parent (PlTrace *self, const PlSpan *from, gboolean forth, PlSpan *span)
{
  gboolean found = FALSE;
  PlSpan at;

  for (guint lane = 1; lane < self->n_lanes; lane++)
    {
      if (!last_before (self, lane, forth ? from->start_ns : from->start_ns, STATE (WORKING), &at))
        {
          if (!forth || !pl_trace_get_span (self, lane, 0, &at))
            continue;
        }
      if (forth && (at.state != PL_STATE_WORKING || at.start_ns < from->start_ns)
          && !pl_trace_next_span (self, lane, at.index, STATE (WORKING), &at))
        continue;
      if (!found || (forth ? at.start_ns < span->start_ns : at.end_ns > span->end_ns))
        *span = at;
      found = TRUE;
    }
  return found;
}

gboolean
pl_pool_follow (PlTrace *self, const PlSpan *from, gboolean forth, guint32 *chunk, PlSpan *span)
{
  PlSpan start;

  if (from->lane > 0)
    return from_worker (self, from, forth, chunk, span);
  if (from->state == PL_STATE_STARTING && forth && from->arg > 0 && from->arg < self->n_lanes)
    {
      if (!last_before (self, from->arg, from->end_ns + 1, STATE (STARTING), &start))
        return FALSE;
      *span = start;
      return TRUE;
    }
  if (!has_channel (self))
    return from_array_parent (self, from, forth, span);
  return (forth ? from->state == PL_STATE_SENDING : from->state == PL_STATE_RECEIVING)
         && along_message (self, from, forth, chunk, span);
}
