/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/rows/pl-rows-private.h"

#include <glib/gi18n-lib.h>

#include "base/pl-text.h"
#include "trace/pl-trace-text.h"

/* What columns there are, what they are called, and what stands in them. */

static const struct {
  const char *title;            /* NULL: what the run calls it */
  gboolean text, fixed;         /* words; not to be sorted by */
} columns[PL_N_COLUMNS] = {
  [PL_COLUMN_LANE] = { N_("Lane"), TRUE, FALSE },
  [PL_COLUMN_BEGIN] = { N_("Begin (ms)"), FALSE, FALSE },
  [PL_COLUMN_LENGTH] = { N_("Length (ms)"), FALSE, FALSE },
  [PL_COLUMN_STATE] = { N_("State"), TRUE, FALSE },
  [PL_COLUMN_TASK] = { NULL, FALSE, FALSE },
  [PL_COLUMN_VALUE] = { N_("Value read"), FALSE, FALSE },
  [PL_COLUMN_WHAT] = { N_("In words"), TRUE, TRUE },
  [PL_COLUMN_MESSAGE] = { N_("Message"), TRUE, FALSE },
  [PL_COLUMN_TASKS] = { N_("Tasks"), FALSE, FALSE },
  [PL_COLUMN_FROM] = { N_("From"), TRUE, FALSE },
  [PL_COLUMN_TO] = { N_("To"), TRUE, FALSE },
  [PL_COLUMN_SENT] = { N_("Sent (ms)"), FALSE, FALSE },
  [PL_COLUMN_RECEIVED] = { N_("Received (ms)"), FALSE, FALSE },
  [PL_COLUMN_WAY] = { N_("On its way (ms)"), FALSE, FALSE },
  [PL_COLUMN_BYTES] = { N_("Bytes"), FALSE, FALSE },
  [PL_COLUMN_THROUGH] = { N_("Through"), TRUE, FALSE },
  [PL_COLUMN_WRITTEN] = { N_("Written (ms)"), FALSE, FALSE },
  [PL_COLUMN_LINE] = { N_("Line"), TRUE, FALSE },
  [PL_COLUMN_OUTPUT] = { N_("Output"), TRUE, TRUE },
};

#define MOST 9
static const struct {
  const char *name;
  guint n;
  PlRowsColumn columns[MOST];
} kinds[PL_N_ROWS] = {
  [PL_ROWS_SPANS] = { N_("Spans"), 6, { PL_COLUMN_LANE, PL_COLUMN_BEGIN, PL_COLUMN_LENGTH, PL_COLUMN_STATE, PL_COLUMN_TASK,
                                        PL_COLUMN_WHAT } },
  [PL_ROWS_MESSAGES] = { N_("Messages"), 9, { PL_COLUMN_MESSAGE, PL_COLUMN_TASKS, PL_COLUMN_FROM, PL_COLUMN_TO,
                                              PL_COLUMN_SENT, PL_COLUMN_RECEIVED, PL_COLUMN_WAY,
                                              PL_COLUMN_BYTES, PL_COLUMN_THROUGH } },
  [PL_ROWS_LOST] = { N_("Lost increments"), 5, { PL_COLUMN_LANE, PL_COLUMN_BEGIN, PL_COLUMN_LENGTH, PL_COLUMN_TASK,
                                                 PL_COLUMN_VALUE } },
  [PL_ROWS_OUTPUT] = { N_("Terminal"), 4, { PL_COLUMN_WRITTEN, PL_COLUMN_LANE, PL_COLUMN_LINE, PL_COLUMN_OUTPUT } },
};

const char *
pl_rows_kind_name (PlRowsKind kind)
{
  return _(kinds[kind].name);
}

/* What a list of messages knows is not what spans know of theirs. */
static gboolean
is_there (PlRowsColumn column, gboolean numbered, gboolean listed)
{
  switch ((guint) column)
    {
    case PL_COLUMN_TASK: return numbered;
    case PL_COLUMN_MESSAGE: case PL_COLUMN_TASKS: return !listed;
    case PL_COLUMN_BYTES: case PL_COLUMN_THROUGH: return listed;
    default: return TRUE;
    }
}

/* Where nothing has a number there is no column for it. */
gboolean
pl_rows_column (PlFindSource *source, PlRowsKind kind, guint i, PlRowsColumn *column)
{
  gboolean numbered = pl_find_source_task_word (source) != NULL, listed = pl_find_source_list (source) != NULL;

  for (guint k = 0; k < kinds[kind].n; k++)
    {
      *column = kinds[kind].columns[k];
      if (is_there (*column, numbered, listed) && i-- == 0)
        return TRUE;
    }
  return FALSE;
}

const char *
pl_rows_column_title (PlFindSource *source, PlRowsColumn column)
{
  if (columns[column].title != NULL)
    return _(columns[column].title);
  return g_strcmp0 (pl_find_source_task_word (source), C_("search word", "increment")) == 0 ? _("Increment") : _("Task");
}

gboolean
pl_rows_column_is_text (PlRowsColumn column)
{
  return columns[column].text;
}

gboolean
pl_rows_column_can_sort (PlRowsColumn column)
{
  return !columns[column].fixed;
}

/* --- of a row of spans --- */

static gint64
span_value (PlRows *self, const PlFindSpan *span, PlRowsColumn column)
{
  guint32 value;

  switch ((guint) column)
    {
    case PL_COLUMN_LANE: return span->lane;
    case PL_COLUMN_BEGIN: return span->from_ns;
    case PL_COLUMN_LENGTH: return span->to_ns - span->from_ns;
    case PL_COLUMN_STATE: return span->state;
    case PL_COLUMN_TASK: return span->task >= 0 ? span->task + 1 : -1;
    case PL_COLUMN_VALUE: return pl_find_source_value (self->source, span, &value) ? (gint64) value : -1;
    default: return 0;
    }
}

/* --- of a row of messages --- */

static void
task_range (const PlTransfer *transfer, PlFindSource *source, guint64 *first, guint64 *last)
{
  guint chunk = MAX (pl_find_source_chunk (source, last), 1u);

  *first = (guint64) transfer->message.chunk * chunk + 1;
  *last = MAX (MIN (*first + chunk - 1, *last), *first);
}

static gint64
transfer_value (PlRows *self, const PlTransfer *transfer, PlRowsColumn column)
{
  const PlMessage *message = &transfer->message;
  guint64 first, last;

  switch ((guint) column)
    {
    case PL_COLUMN_MESSAGE: return message->result;
    case PL_COLUMN_TASKS:
      task_range (transfer, self->source, &first, &last);
      return (gint64) first;
    case PL_COLUMN_FROM: return message->from_lane;
    case PL_COLUMN_TO: return message->to_lane;
    case PL_COLUMN_SENT: return message->sent_ns;
    case PL_COLUMN_RECEIVED: return message->received_ns;
    case PL_COLUMN_WAY: return message->received_ns - message->sent_ns;
    default: return 0;
    }
}

static char *
tasks_text (PlRows *self, const PlTransfer *transfer)
{
  guint64 first, last;

  task_range (transfer, self->source, &first, &last);

  g_autofree char *from = pl_text_count (first), *to = pl_text_count (last);

  return first == last ? g_steal_pointer (&from) : g_strdup_printf ("%s–%s", from, to);
}

/* --- both --- */

gint64
pl_rows_value (PlRows *self, guint32 row, PlRowsColumn column)
{
  const PlTransfer *transfer;
  PlFindSpan span;

  if (self->outputs != NULL)
    return pl_rows_output_value (self, row, column);
  if (column == PL_COLUMN_BYTES || column == PL_COLUMN_THROUGH)
    return self->list == NULL ? 0 : column == PL_COLUMN_BYTES ? (gint64) pl_rows_listed (self, row)->bytes
                                                              : pl_rows_listed (self, row)->pipe;
  if (self->order.kind == PL_ROWS_MESSAGES)
    return (transfer = pl_rows_transfer (self, row)) != NULL ? transfer_value (self, transfer, column) : 0;
  return pl_rows_span (self, pl_rows_span_of (self, row), &span) ? span_value (self, &span, column) : 0;
}

/* One unit for all of a column, to the nanosecond: figures that can be compared, and pasted. */
static char *
ms_text (gint64 ns)
{
  return g_strdup_printf ("%.6f", (double) ns / 1e6);
}

static char *
number_text (gint64 value)
{
  return value >= 0 ? pl_text_count ((guint64) value) : g_strdup ("");
}

static char *
state_text (PlRows *self, PlState state)
{
  const char *name = pl_find_source_state_name (self->source, state);

  return g_strdup (name != NULL ? name : pl_state_name (state));
}

static char *
words_text (PlRows *self, guint32 row, PlRowsColumn column)
{
  const PlTransfer *transfer = self->order.kind == PL_ROWS_MESSAGES ? pl_rows_transfer (self, row) : NULL;
  PlFindSpan span;

  if (self->outputs != NULL)
    return pl_rows_output_words (self, row, column);
  if (transfer != NULL)
    {
      if (column == PL_COLUMN_MESSAGE)
        return g_strdup (transfer->message.result ? _("result") : C_("search word", "task"));
      return pl_find_source_lane_name (self->source, column == PL_COLUMN_FROM ? transfer->message.from_lane
                                                                              : transfer->message.to_lane);
    }
  if (!pl_rows_span (self, pl_rows_span_of (self, row), &span))
    return g_strdup ("");
  if (column == PL_COLUMN_LANE)
    return pl_find_source_lane_name (self->source, span.lane);
  return column == PL_COLUMN_STATE ? state_text (self, span.state) : pl_find_source_text (self->source, &span);
}

char *
pl_rows_row_text (PlRows *self, guint32 row, PlRowsColumn column)
{
  const PlTransfer *transfer;

  if (column == PL_COLUMN_THROUGH)
    return self->list != NULL ? pl_find_source_name (self->source, pl_rows_listed (self, row)->pipe) : g_strdup ("");
  if (columns[column].text)
    return words_text (self, row, column);
  switch ((guint) column)
    {
    case PL_COLUMN_TASKS:
      transfer = pl_rows_transfer (self, row);
      return transfer != NULL ? tasks_text (self, transfer) : g_strdup ("");
    case PL_COLUMN_TASK:
    case PL_COLUMN_VALUE:
    case PL_COLUMN_BYTES:
      return number_text (pl_rows_value (self, row, column));
    default:
      return ms_text (pl_rows_value (self, row, column));
    }
}
