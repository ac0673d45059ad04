/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/recording/pl-transfers.h"

#include "base/pl-order.h"
#include "log/pl-log-events.h"
#include "trace/recording/pl-runs.h"

/* What was written into a pipe comes out of it in the same order. So the writes of a pipe, by when they began, and its
 * reads, by when they were done, are two rows of bytes that must fit: a read belongs to the write its bytes lie in. Where
 * they do not fit, because a read took bytes of two writes, or came before its write, or somebody wrote unseen,
 * nothing is paired that cannot be proven. */

typedef struct {
  gint64 from_ns, to_ns;
  guint lane;
  guint32 bytes;
} Move;

typedef struct {
  guint32 pipe;
  GArray *writes, *reads;               /* Move */
} Pipe;

static void
pipe_free (gpointer data)
{
  Pipe *self = data;

  g_array_unref (self->writes);
  g_array_unref (self->reads);
  g_free (self);
}

static Pipe *
get_pipe (GHashTable *pipes, guint32 name)
{
  Pipe *self = g_hash_table_lookup (pipes, GUINT_TO_POINTER (name));

  if (self != NULL)
    return self;
  self = g_new0 (Pipe, 1);
  self->pipe = name;
  self->writes = g_array_new (FALSE, FALSE, sizeof (Move));
  self->reads = g_array_new (FALSE, FALSE, sizeof (Move));
  g_hash_table_insert (pipes, GUINT_TO_POINTER (name), self);
  return self;
}

/* The answer belongs to the last question: a handler's came and went in between. */
typedef struct { PlLogEvent asked[8]; guint n; Pipe *last; } Open;

static void
take_event (GHashTable *pipes, Open *open, const PlLogEvent *event)
{
  const PlLogEvent *asked;
  Move move;

  if (event->kind == PL_EVENT_WROTE || event->kind == PL_EVENT_READ)
    {
      if (open->n < G_N_ELEMENTS (open->asked))
        open->asked[open->n++] = *event;
      return;
    }
  if (event->kind != PL_EVENT_BYTES || open->n == 0)
    return;
  asked = &open->asked[--open->n];
  move = (Move) { asked->time_ns, event->time_ns, event->lane, event->arg };
  if (move.bytes == 0)
    return;
  if (open->last == NULL || open->last->pipe != asked->name)
    open->last = get_pipe (pipes, asked->name);
  g_array_append_val (asked->kind == PL_EVENT_WROTE ? open->last->writes : open->last->reads, move);
}

static void
read_lane (PlLog *log, guint lane, GHashTable *pipes)
{
  PlLogCursor cursor;
  PlLogEvent event;
  Open open = { .n = 0 };

  pl_log_cursor_init (&cursor, log, lane, PL_STREAM_EVENTS);
  while (pl_log_cursor_next (&cursor, &event))
    take_event (pipes, &open, &event);
}

PL_ORDER_BY (compare_begin, Move, from_ns)
PL_ORDER_BY (compare_end, Move, to_ns)

/* TRUE: every read lies in one write, and none ended before its write began. */
static gboolean
fits (const Pipe *self)
{
  guint64 begin = 0, at = 0;
  guint w = 0;

  for (guint r = 0; r < self->reads->len; r++)
    {
      const Move *read = &g_array_index (self->reads, Move, r);

      while (w < self->writes->len && at >= begin + g_array_index (self->writes, Move, w).bytes)
        begin += g_array_index (self->writes, Move, w++).bytes;
      if (w >= self->writes->len)
        return FALSE;
      at += read->bytes;
      if (at > begin + g_array_index (self->writes, Move, w).bytes
          || read->to_ns < g_array_index (self->writes, Move, w).from_ns)
        return FALSE;
    }
  return TRUE;
}

static void
pair (const Pipe *self, PlTransfers *out)
{
  guint64 left;
  guint r = 0;

  for (guint w = 0; w < self->writes->len; w++)
    {
      const Move *write = &g_array_index (self->writes, Move, w), *last = NULL;
      PlPipeMessage transfer = { .from_lane = write->lane, .sent_ns = write->from_ns, .pipe = self->pipe, .bytes = write->bytes };

      for (left = write->bytes; r < self->reads->len && left > 0; r++)
        {
          last = &g_array_index (self->reads, Move, r);
          left -= MIN (left, last->bytes);
        }
      if (last == NULL || left > 0)
        {
          out->n_unpaired++;
          continue;
        }
      transfer.to_lane = last->lane;
      transfer.received_ns = last->to_ns;
      g_array_append_val (out->transfers, transfer);
    }
}

PL_ORDER_BY (compare_sent, PlPipeMessage, sent_ns)

static void
tell_latest (PlTransfers *self)
{
  gint64 latest_ns = G_MININT64;

  self->latest_ns = g_new (gint64, MAX (self->transfers->len, 1));
  for (guint i = 0; i < self->transfers->len; i++)
    {
      latest_ns = MAX (latest_ns, g_array_index (self->transfers, PlPipeMessage, i).received_ns);
      self->latest_ns[i] = latest_ns;
    }
}

PlTransfers *
pl_transfers_new (PlTrace *trace)
{
  PlTransfers *self = g_rc_box_new0 (PlTransfers);
  g_autoptr (GHashTable) pipes = g_hash_table_new_full (NULL, NULL, NULL, pipe_free);
  GHashTableIter iter;
  gpointer value;

  self->transfers = g_array_new (FALSE, FALSE, sizeof (PlPipeMessage));
  for (guint lane = 1; lane < pl_trace_get_n_lanes (trace); lane++)
    read_lane (pl_trace_get_log (trace), lane, pipes);
  g_hash_table_iter_init (&iter, pipes);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Pipe *pipe = value;

      pl_runs_sort (pipe->writes, compare_begin);
      pl_runs_sort (pipe->reads, compare_end);
      self->n_written += pipe->writes->len;
      for (guint i = 0; i < pipe->writes->len; i++)
        self->bytes += g_array_index (pipe->writes, Move, i).bytes;
      if (fits (pipe))
        pair (pipe, self);
      else
        self->n_unpaired += pipe->writes->len;
    }
  pl_runs_sort (self->transfers, compare_sent);
  tell_latest (self);
  return self;
}

static void
clear (gpointer data)
{
  PlTransfers *self = data;

  g_array_unref (self->transfers);
  g_free (self->latest_ns);
}

PlTransfers *
pl_transfers_ref (PlTransfers *self)
{
  return g_rc_box_acquire (self);
}

void
pl_transfers_unref (PlTransfers *self)
{
  g_rc_box_release_full (self, clear);
}
