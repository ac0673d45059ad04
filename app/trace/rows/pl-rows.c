/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/rows/pl-rows-private.h"

/* So many between two looks at the clock. */
#define TURN 512
/* Of a task back to the message it came with. */
#define STEPS_BACK 4

gboolean
pl_rows_has (PlFindSource *source, PlRowsKind kind)
{
  switch (kind)
    {
    case PL_ROWS_SPANS: return TRUE;
    case PL_ROWS_MESSAGES: return pl_find_source_has_messages (source) || pl_find_source_list (source) != NULL;
    case PL_ROWS_LOST: return pl_find_source_has_lost (source);
    case PL_ROWS_OUTPUT: return pl_find_source_outputs (source) != NULL;
    case PL_N_ROWS: break;
    }
  return FALSE;
}

/* The first span of a lane that begins at t or later. */
static guint64
find_begin (PlFindSource *source, guint lane, guint64 n, gint64 t_ns)
{
  guint64 low = 0, high = n;
  PlFindSpan span;

  while (low < high)
    {
      guint64 middle = low + (high - low) / 2;

      if (pl_find_source_get (source, lane, middle, &span) && span.from_ns < t_ns)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* Spans of a lane come one after the other: those in a range are a piece of it. */
static PlRowsLane
count_lane (PlRows *self, guint lane, guint32 before)
{
  guint64 n = pl_find_source_count (self->source, lane), first = 0, end = n;
  PlFindSpan span;

  if (n > 0 && self->order.from_ns > 0)
    first = MIN (pl_find_source_find (self->source, lane, self->order.from_ns), n);
  if (self->order.to_ns < G_MAXINT64)
    end = find_begin (self->source, lane, n, self->order.to_ns);
  /* What lasts nothing, just there, is in the range, too. */
  while (first > 0 && pl_find_source_get (self->source, lane, first - 1, &span) && span.from_ns >= self->order.from_ns)
    first--;
  return (PlRowsLane) { first, MIN (end > first ? end - first : 0, (guint64) (PL_ROWS_NOTHING - 1 - before)), before };
}

PlRows *
pl_rows_new (PlFindSource *source, const PlRowsOrder *order)
{
  PlRows *self = g_new0 (PlRows, 1);

  self->source = pl_find_source_ref (source);
  self->order = *order;
  self->n_lanes = pl_find_source_n_lanes (source);
  self->lanes = g_new (PlRowsLane, self->n_lanes);
  for (guint lane = 0; lane < self->n_lanes; lane++)
    {
      self->lanes[lane] = count_lane (self, lane, self->n_spans);
      self->n_spans += (guint32) self->lanes[lane].n;
    }
  if (order->kind == PL_ROWS_MESSAGES && pl_find_source_list (source) != NULL)
    self->list = pl_transfers_ref (pl_find_source_list (source));
  if (order->kind == PL_ROWS_OUTPUT)
    pl_rows_output_init (self);
  else if (order->kind != PL_ROWS_SPANS)
    self->parts = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->transfers = g_array_new (FALSE, FALSE, sizeof (PlTransfer));
  self->transfers_of = PL_ROWS_NOTHING;
  return self;
}

void
pl_rows_free (PlRows *self)
{
  if (self == NULL)
    return;
  pl_find_source_unref (self->source);
  g_clear_pointer (&self->parts, g_array_unref);
  g_clear_pointer (&self->list, pl_transfers_unref);
  g_array_unref (self->transfers);
  pl_rows_sort_clear (&self->sort);
  g_free (self->positions);
  g_free (self->lanes);
  g_free (self);
}

const PlRowsOrder *
pl_rows_get_order (PlRows *self)
{
  return &self->order;
}

PlFindSource *
pl_rows_get_source (PlRows *self)
{
  return self->source;
}

/* --- what of it is a row --- */

static guint32
count_rows (PlRows *self)
{
  if (self->outputs != NULL)
    return self->n_outputs;
  return self->parts != NULL ? self->parts->len : self->n_spans;
}

static void
scan_list (PlRows *self, guint32 n)
{
  const PlPipeMessage *it = &g_array_index (self->list->transfers, PlPipeMessage, n);

  if (it->sent_ns < self->order.to_ns && it->received_ns >= self->order.from_ns
      && (self->order.until_ns <= 0 || it->received_ns <= self->order.until_ns))
    g_array_append_vals (self->parts, &(guint64) { n }, 1);
}

/* Receive by receive: whoever received something knows who sent it. */
static void
scan (PlRows *self, guint32 n)
{
  PlFindSpan span;

  if (self->list != NULL)
    {
      scan_list (self, n);
      return;
    }
  if (!pl_rows_span (self, n, &span))
    return;
  if (self->order.kind == PL_ROWS_MESSAGES && span.state == PL_STATE_RECEIVING)
    {
      pl_rows_read_transfers (self, n, &span);
      for (guint64 i = 0; i < self->transfers->len; i++)
        if (self->order.until_ns <= 0
            || g_array_index (self->transfers, PlTransfer, i).message.received_ns <= self->order.until_ns)
          g_array_append_vals (self->parts, &(guint64) { i << 32 | n }, 1);
    }
  else if (self->order.kind == PL_ROWS_LOST && span.lost)
    {
      g_array_append_vals (self->parts, &(guint64) { n }, 1);
    }
}

/* --- in which order --- */

static void
read_key (PlRows *self, guint32 row)
{
  guint64 key = (guint64) pl_rows_value (self, row, self->order.column) ^ (G_GUINT64_CONSTANT (1) << 63);

  self->sort.from[row] = (PlRowsEntry) { self->order.descending ? ~key : key, row };
}

static void
finish (PlRows *self)
{
  self->positions = g_new (guint32, MAX (self->sort.n, 1));
  for (gsize i = 0; i < self->sort.n; i++)
    self->positions[i] = self->sort.from[i].row;
  pl_rows_sort_clear (&self->sort);
}

/* One row after the other, until the time is over. TRUE: all of them have been. */
static gboolean
go_through (PlRows *self, guint32 *at, guint32 n, void (*look) (PlRows *self, guint32 i), gint64 until_us)
{
  while (*at < n)
    {
      for (guint32 turn = *at + MIN (n - *at, TURN); *at < turn; (*at)++)
        look (self, *at);
      if (g_get_monotonic_time () >= until_us)
        break;
    }
  return *at == n;
}

gboolean
pl_rows_step (PlRows *self, gint64 budget_us)
{
  gint64 until_us = g_get_monotonic_time () + budget_us;

  if (self->positions != NULL)
    return FALSE;
  if (self->parts != NULL && !go_through (self, &self->scanned, self->list != NULL ? self->list->transfers->len : self->n_spans, scan, until_us))
    return TRUE;
  if (self->sort.from == NULL)
    pl_rows_sort_init (&self->sort, MAX (count_rows (self), 1));
  self->sort.n = count_rows (self);
  if (!go_through (self, &self->keyed, count_rows (self), read_key, until_us) || pl_rows_sort_step (&self->sort, until_us))
    return TRUE;
  finish (self);
  return FALSE;
}

/* --- rows that are done --- */

guint
pl_rows_get_n (PlRows *self)
{
  return self->positions != NULL ? count_rows (self) : 0;
}

char *
pl_rows_text (PlRows *self, guint position, PlRowsColumn column)
{
  return position < pl_rows_get_n (self) ? pl_rows_row_text (self, self->positions[position], column) : g_strdup ("");
}

gboolean
pl_rows_get_span (PlRows *self, guint position, PlFindSpan *span)
{
  if (self->outputs != NULL)
    return position < pl_rows_get_n (self) && pl_rows_output_span (self, self->positions[position], span);
  if (self->list != NULL && position < pl_rows_get_n (self))
    return pl_rows_listed_span (self, self->positions[position], span);
  return position < pl_rows_get_n (self) && pl_rows_span (self, pl_rows_span_of (self, self->positions[position]), span);
}

/* The receiving it belongs to: what it is, what got what it sent, or what came before it. */
static gboolean
find_receiving (PlRows *self, PlFindSpan *span)
{
  for (guint i = 0; i < STEPS_BACK && span->state != PL_STATE_RECEIVING && span->state != PL_STATE_SENDING; i++)
    if (span->index == 0 || !pl_find_source_get (self->source, span->lane, span->index - 1, span))
      return FALSE;
  if (span->state != PL_STATE_SENDING)
    return span->state == PL_STATE_RECEIVING;
  self->transfers_of = PL_ROWS_NOTHING;
  pl_find_source_transfers (self->source, span, self->transfers);
  if (self->transfers->len == 0)
    return FALSE;

  const PlSpan *receive = &g_array_index (self->transfers, PlTransfer, 0).receive;
  return pl_find_source_get (self->source, receive->lane, receive->index, span);
}

/* The first message it received, else sent. */
static gboolean
find_listed (PlRows *self, const PlFindSpan *span, guint *position)
{
  gboolean found = FALSE;

  for (guint i = 0; i < pl_rows_get_n (self); i++)
    {
      const PlPipeMessage *it = pl_rows_listed (self, self->positions[i]);
      gboolean received = it->to_lane == span->lane && it->received_ns >= span->from_ns && it->received_ns <= span->to_ns;

      if (!received && (found || it->from_lane != span->lane || it->sent_ns < span->from_ns || it->sent_ns > span->to_ns))
        continue;
      *position = i;
      found = TRUE;
      if (received)
        return TRUE;
    }
  return found;
}

/* What the lane did when it wrote that. */
static gboolean
writing (PlRows *self, const PlFindSpan *written, PlFindSpan *span)
{
  guint64 n = pl_find_source_count (self->source, written->lane);
  guint64 index = pl_find_source_find (self->source, written->lane, written->from_ns);

  return n > 0 && pl_find_source_get (self->source, written->lane, MIN (index, n - 1), span);
}

gboolean
pl_rows_find (PlRows *self, const PlFindSpan *span, guint *position)
{
  PlFindSpan wanted = *span;
  guint32 n, row = 0, count = pl_rows_get_n (self);
  const PlRowsLane *lane;

  if (self->outputs != NULL)
    return pl_rows_output_find (self, span, position);
  if (span->written && !writing (self, span, &wanted))
    return FALSE;
  if (self->list != NULL)
    return find_listed (self, &wanted, position);
  if (count == 0 || (self->order.kind == PL_ROWS_MESSAGES && !find_receiving (self, &wanted)) || wanted.lane >= self->n_lanes)
    return FALSE;
  lane = &self->lanes[wanted.lane];
  if (wanted.index < lane->first || wanted.index - lane->first >= lane->n)
    return FALSE;
  n = lane->begin + (guint32) (wanted.index - lane->first);
  for (row = self->parts != NULL ? 0 : n; row < count && pl_rows_span_of (self, row) != n; row++)
    ;
  for (*position = 0; *position < count && self->positions[*position] != row; (*position)++)
    ;
  return *position < count;
}

/* --- as text --- */

void
pl_rows_append_titles (PlRows *self, GString *text)
{
  PlRowsColumn column;

  for (guint i = 0; pl_rows_column (self->source, self->order.kind, i, &column); i++)
    g_string_append_printf (text, i > 0 ? "\t%s" : "%s", pl_rows_column_title (self->source, column));
  g_string_append_c (text, '\n');
}

void
pl_rows_append_line (PlRows *self, guint position, GString *text)
{
  PlRowsColumn column;

  for (guint i = 0; pl_rows_column (self->source, self->order.kind, i, &column); i++)
    {
      g_autofree char *cell = pl_rows_text (self, position, column);

      /* Names of somebody else's program may hold anything. */
      g_strdelimit (cell, "\t\n\r", ' ');
      g_string_append_printf (text, i > 0 ? "\t%s" : "%s", cell);
    }
  g_string_append_c (text, '\n');
}
