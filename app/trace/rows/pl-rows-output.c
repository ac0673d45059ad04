/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/rows/pl-rows-private.h"

#include <glib/gi18n-lib.h>

/* Rows that are what a recorded program wrote to its terminal. They lie in order of time already. */

void
pl_rows_output_init (PlRows *self)
{
  gint64 to_ns = self->order.to_ns;
  guint end;

  if (self->order.until_ns > 0)
    to_ns = MIN (to_ns, self->order.until_ns + 1);
  self->outputs = pl_find_source_outputs (self->source);
  self->first_output = pl_outputs_at (self->outputs, 0, self->order.from_ns);
  end = pl_outputs_at (self->outputs, 0, to_ns);
  self->n_outputs = end > self->first_output ? end - self->first_output : 0;
}

static const PlOutput *
output_of (PlRows *self, guint32 row)
{
  return pl_outputs_get (self->outputs, 0, self->first_output + row);
}

gint64
pl_rows_output_value (PlRows *self, guint32 row, PlRowsColumn column)
{
  const PlOutput *output = output_of (self, row);

  switch ((guint) column)
    {
    case PL_COLUMN_LANE: return output->lane;
    case PL_COLUMN_WRITTEN: return output->time_ns;
    case PL_COLUMN_LINE: return output->torn;
    default: return 0;
    }
}

char *
pl_rows_output_words (PlRows *self, guint32 row, PlRowsColumn column)
{
  const PlOutput *output = output_of (self, row);

  if (column == PL_COLUMN_LANE)
    return pl_find_source_lane_name (self->source, output->lane);
  if (column == PL_COLUMN_LINE)
    return g_strdup (output->torn ? _("torn") : "");
  return pl_find_source_output_text (self->source, output);
}

gboolean
pl_rows_output_span (PlRows *self, guint32 row, PlFindSpan *span)
{
  const PlOutput *output = output_of (self, row);
  guint index = pl_outputs_at (self->outputs, output->lane, output->time_ns);

  return pl_find_source_get_written (self->source, output->lane, index, span);
}

/* It, or the first that was written in it. */
gboolean
pl_rows_output_find (PlRows *self, const PlFindSpan *span, guint *position)
{
  for (guint i = 0; i < self->n_outputs; i++)
    {
      const PlOutput *output = output_of (self, self->positions[i]);

      if (output->lane != span->lane || output->time_ns < span->from_ns || output->time_ns > span->to_ns)
        continue;
      *position = i;
      return TRUE;
    }
  return FALSE;
}
