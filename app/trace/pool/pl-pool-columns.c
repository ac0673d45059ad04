/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/pl-trace-private.h"

#include <string.h>

/* The pool over time in columns of a given width, counted from the records and kept: a view that moves on, or that
 * follows a run, asks for the same columns again and for a few new ones. Only closed spans are in them; what a lane
 * is in the middle of is added by whoever reads. */

/* One column more in front than so many times what is asked for: they go. So do all, if there are so many behind. */
#define KEPT 4u

typedef struct { gint64 busy_ns, started; } Column;

struct _PlColumns {
  gint64 step_ns, phase_ns;     /* column k begins at phase + k * step */
  gint64 first;                 /* the first that is kept */
  GArray *columns;              /* Column */
  gint64 started_before;        /* tasks started before the first, less those that came back */
  guint64 *next;                /* a lane: the first record that is not counted yet */
};

/* A stretch of time, and the column that was found last: records come in order, and a division a record costs
 * more than all the steps from column to column together. */
typedef struct {
  gint64 from_ns, to_ns;
  gint64 column, column_ns;
} Cursor;

static gint64
start_of (const PlColumns *self, gint64 column)
{
  return self->phase_ns + column * self->step_ns;
}

static gint64
end_of (const PlColumns *self)
{
  return start_of (self, self->first + self->columns->len);
}

static Cursor
make_cursor (const PlColumns *self, gint64 from_ns, gint64 to_ns)
{
  gint64 column = (from_ns - self->phase_ns) / self->step_ns;

  return (Cursor) { from_ns, to_ns, column, start_of (self, column) };
}

static Column *
column_at (const PlColumns *self, gint64 column)
{
  return &g_array_index (self->columns, Column, column - self->first);
}

/* What of [start, stop) lies in the cursor's stretch. */
static void
add_busy (PlColumns *self, Cursor *cursor, gint64 start_ns, gint64 stop_ns)
{
  gint64 a = MAX (start_ns, cursor->from_ns), b = MIN (stop_ns, cursor->to_ns), column, column_ns;

  if (b <= a)
    return;
  for (; a >= cursor->column_ns + self->step_ns; cursor->column++)
    cursor->column_ns += self->step_ns;
  for (column = cursor->column, column_ns = cursor->column_ns; column_ns < b; column++, column_ns += self->step_ns)
    column_at (self, column)->busy_ns += MIN (b, column_ns + self->step_ns) - MAX (a, column_ns);
}

static guint32
returned_by (const PlLaneIndex *index, guint64 record)
{
  for (guint i = 0; i < index->deaths->len; i++)
    if (g_array_index (index->deaths, PlDeath, i).index == record)
      return g_array_index (index->deaths, PlDeath, i).returned;
  return 0;
}

/* Tasks that a record starts; less than none: that it brings back. */
static gint64
starts (const PlLaneIndex *index, guint64 record)
{
  guint state = pl_record_state (&index->records[record]);

  if (state == PL_STATE_DEAD)
    return -(gint64) returned_by (index, record);
  return pl_record_begins_task (&index->records[record]);
}

/* The closed spans from record i on that begin before the cursor's stretch ends; returns the first that does not. */
static guint64
count_records (PlColumns *self, const PlLaneIndex *index, guint64 i, guint64 after, Cursor cursor)
{
  for (; i < after && index->records[i].time_ns < cursor.to_ns; i++)
    {
      gint64 start_ns = index->records[i].time_ns, n;
      guint state = pl_record_state (&index->records[i]);

      if (state != PL_STATE_WORKING && state != PL_STATE_DEAD)
        continue;
      n = starts (index, i);
      if (state == PL_STATE_WORKING)
        add_busy (self, &cursor, start_ns, index->records[i + 1].time_ns);
      if (start_ns < cursor.from_ns)
        {
          self->started_before += n;
          continue;
        }
      for (; start_ns >= cursor.column_ns + self->step_ns; cursor.column++)
        cursor.column_ns += self->step_ns;
      column_at (self, cursor.column)->started += n;
    }
  return i;
}

/* Columns up to `after`, and what has come in since. */
static void
grow_right (PlTrace *trace, PlColumns *self, gint64 after)
{
  gint64 old_end_ns = end_of (self);

  if (after > self->first + self->columns->len)
    g_array_set_size (self->columns, (guint) (after - self->first));
  for (guint lane = 1; lane < trace->n_lanes; lane++)
    {
      const PlLaneIndex *index = &trace->lanes[lane];
      guint64 i = self->next[lane];

      /* The one counted last may reach into the new ones. */
      if (i > 0 && pl_record_state (&index->records[i - 1]) == PL_STATE_WORKING && old_end_ns < end_of (self))
        {
          Cursor cursor = make_cursor (self, old_end_ns, end_of (self));

          add_busy (self, &cursor, index->records[i - 1].time_ns, index->records[i].time_ns);
        }
      self->next[lane] = count_records (self, index, i, index->summed,
                                        make_cursor (self, start_of (self, self->first), end_of (self)));
    }
}

/* Columns from `first` on. What begins in them was counted as what came before. */
static void
grow_left (PlTrace *trace, PlColumns *self, gint64 first)
{
  gint64 old_ns = start_of (self, self->first), from_ns = start_of (self, first);
  guint n = (guint) (self->first - first), old_len = self->columns->len;
  gint64 sum = 0;

  g_array_set_size (self->columns, old_len + n);
  memmove (&g_array_index (self->columns, Column, n), self->columns->data, old_len * sizeof (Column));
  memset (self->columns->data, 0, n * sizeof (Column));
  self->first = first;
  for (guint lane = 1; lane < trace->n_lanes; lane++)
    {
      const PlLaneIndex *index = &trace->lanes[lane];
      guint64 i = pl_lane_index_lower_bound (index, 0, from_ns);
      gint64 before = self->started_before;

      count_records (self, index, i > 0 ? i - 1 : 0, self->next[lane], make_cursor (self, from_ns, old_ns));
      self->started_before = before;
    }
  for (guint i = 0; i < n; i++)
    sum += g_array_index (self->columns, Column, i).started;
  self->started_before -= sum;
}

static void
drop_left (PlColumns *self, gint64 first)
{
  for (gint64 column = self->first; column < first; column++)
    self->started_before += column_at (self, column)->started;
  g_array_remove_range (self->columns, 0, (guint) (first - self->first));
  self->first = first;
}

static void
start_afresh (PlTrace *trace, PlColumns *self, gint64 first)
{
  g_array_set_size (self->columns, 0);
  self->first = first;
  self->started_before = 0;
  for (guint lane = 1; lane < trace->n_lanes; lane++)
    {
      const PlLaneIndex *index = &trace->lanes[lane];
      guint64 record = pl_lane_index_lower_bound (index, 0, start_of (self, first));

      self->next[lane] = MIN (record, index->summed);
      self->started_before += pl_lane_index_started (index, self->next[lane]);
    }
}

/* Makes sure of n columns from `first` on. */
static void
cover (PlTrace *trace, PlColumns *self, gint64 first, guint n)
{
  gint64 after = first + n, kept_after = self->first + self->columns->len;

  if (first > kept_after || after < self->first || kept_after - after > (gint64) KEPT * n)
    start_afresh (trace, self, first);
  grow_right (trace, self, after);
  if (first < self->first)
    grow_left (trace, self, first);
  if (first - self->first > (gint64) KEPT * n)
    drop_left (self, first);
}

/* What the lanes are in the middle of. Busy times of open tasks are not among it: buckets lack them, too. */
static void
add_open_records (PlTrace *trace, gint64 from_ns, gint64 step_ns, guint n, double *queued)
{
  for (guint lane = 1; lane < trace->n_lanes; lane++)
    {
      const PlLaneIndex *index = &trace->lanes[lane];
      gint64 start_ns, column;

      if (index->count == 0)
        continue;
      start_ns = index->records[index->count - 1].time_ns;
      column = start_ns > from_ns ? (start_ns - from_ns) / step_ns : 0;
      if (column < (gint64) n)
        queued[column] += (double) starts (index, index->count - 1);
    }
}

void
pl_columns_read (PlTrace *trace, gint64 from_ns, gint64 step_ns, guint n, double *started, double *busy)
{
  PlColumns *self = trace->columns;
  gint64 phase_ns = from_ns % step_ns, first = from_ns / step_ns;

  if (!self)
    {
      self = trace->columns = g_new0 (PlColumns, 1);
      self->columns = g_array_new (FALSE, TRUE, sizeof (Column));
      self->next = g_new0 (guint64, MAX (trace->n_lanes, 1));
    }
  if (self->step_ns != step_ns || self->phase_ns != phase_ns)
    {
      self->step_ns = step_ns;
      self->phase_ns = phase_ns;
      start_afresh (trace, self, first);
    }
  cover (trace, self, first, n);
  for (guint i = 0; i < n; i++)
    {
      const Column *column = column_at (self, first + i);

      started[i] = (double) column->started;
      busy[i] = (double) column->busy_ns / (double) step_ns;
    }
  started[0] += (double) self->started_before;
  for (gint64 column = self->first; column < first; column++)
    started[0] += (double) column_at (self, column)->started;
  add_open_records (trace, from_ns, step_ns, n, started);
}

void
pl_columns_free (PlColumns *self)
{
  if (!self)
    return;
  g_array_unref (self->columns);
  g_free (self->next);
  g_free (self);
}
