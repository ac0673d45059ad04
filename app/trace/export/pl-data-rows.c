/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/export/pl-data-read.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "trace/export/pl-data-words.h"

/* Rows of CSV. What is needed is found by the names in the first row: a program may have put the columns into another
 * order, or added some. */

enum { LANE = 0, START, STATE, NUMBER, COUNT, CPU };
enum { LOAD = 1, STORE, VALUE, WRITER, SEQUENCE };

static const char *const of_spans[PL_DATA_COLUMNS] = { "lane", "start_ns", "state", "number", "count", "cpu" };
static const char *const of_increments[PL_DATA_COLUMNS] = {
  "lane", "load_ns", "store_ns", "read_value", "read_worker", "read_increment",
};

static const char *
take_names (PlDataReader *self, const char *row, gsize size)
{
  const char *const *wanted = self->increments ? of_increments : of_spans;
  gboolean found[PL_DATA_COLUMNS] = { FALSE };
  gsize at = 0;

  for (guint i = 0; pl_data_cell_next (row, size, &at, self->cell); i++)
    for (guint c = 0; c < PL_DATA_COLUMNS; c++)
      if (strcmp (wanted[c], self->cell->str) == 0)
        {
          self->columns[c] = i;
          found[c] = TRUE;
        }
  for (guint c = 0; c < PL_DATA_COLUMNS; c++)
    if (!found[c])
      return N_("a column is missing");
  self->has_columns = TRUE;
  return NULL;
}

/* The cells that are needed, each with its end; what is longer than any of them may be is cut. */
typedef char Cells[PL_DATA_COLUMNS][32];

static gboolean
take_cells (PlDataReader *self, const char *row, gsize size, Cells cells)
{
  guint taken = 0;
  gsize at = 0;

  for (guint i = 0; pl_data_cell_next (row, size, &at, self->cell); i++)
    for (guint c = 0; c < PL_DATA_COLUMNS; c++)
      if (self->columns[c] == i)
        {
          g_strlcpy (cells[c], self->cell->str, sizeof cells[c]);
          taken++;
        }
  return taken == PL_DATA_COLUMNS && at == size + 1;
}

static const char *
take_span (PlDataReader *self, Cells cells)
{
  guint64 lane, time_ns, number, count, cpu = 255;
  int state = pl_data_state_from_key (cells[STATE]);
  PlRecord record;

  if (state < 0)
    return N_("it names no state and no event there is");
  if (!pl_data_parse_uint (cells[LANE], PL_LOG_MAX_LANES, &lane)
      || !pl_data_parse_uint (cells[START], PL_LOG_MAX_NS, &time_ns)
      || !pl_data_parse_uint (cells[NUMBER], G_MAXUINT32, &number)
      || !pl_data_parse_uint (cells[COUNT], G_MAXUINT16, &count)
      || (cells[CPU][0] != '\0' && !pl_data_parse_uint (cells[CPU], 255, &cpu)))
    return N_("a number is missing or out of range");
  record = (PlRecord) { .time_ns = (gint64) time_ns, .arg = (guint32) number, .count = (guint16) count,
                        .state = (guint8) state, .cpu = (guint8) cpu };
  return pl_data_reader_add_record (self, lane, PL_STREAM_STATES, &record);
}

static const char *
take_increment (PlDataReader *self, Cells cells)
{
  PlDataIncrement increment = { .writer = PL_WORD_NOBODY + 1 };
  guint64 lane;

  if (!pl_data_parse_uint (cells[LANE], PL_LOG_MAX_LANES, &lane)
      || !pl_data_parse_uint (cells[LOAD], PL_RACE_MAX_LOAD_NS, &increment.load_ns)
      || !pl_data_parse_uint (cells[STORE], PL_RACE_MAX_LOAD_NS + PL_RACE_MAX_HOLD_NS, &increment.store_ns)
      || !pl_data_parse_uint (cells[VALUE], G_MAXUINT32, &increment.value))
    return N_("a number is missing or out of range");
  if (cells[WRITER][0] != '\0' || cells[SEQUENCE][0] != '\0')
    if (!pl_data_parse_uint (cells[WRITER], PL_WORD_NOBODY, &increment.writer) || increment.writer == 0
        || !pl_data_parse_uint (cells[SEQUENCE], 0xffffff, &increment.sequence))
      return N_("a number is missing or out of range");
  increment.writer--;
  return pl_data_reader_add_increment (self, lane, &increment);
}

const char *
pl_data_reader_take_row (PlDataReader *self, const char *row, gsize size)
{
  Cells cells;

  if (!self->began)
    return N_("the head of a run is missing");
  if (self->ended)
    return N_("something stands behind its end");
  if (!self->has_columns)
    return take_names (self, row, size);
  if (!take_cells (self, row, size, cells))
    return N_("it has too few cells, or a quotation mark is missing");
  return self->increments ? take_increment (self, cells) : take_span (self, cells);
}
