/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/pl-account-index.h"

PlAccountIndex *
pl_account_index_new (const PlLog *log, guint lane)
{
  PlAccountIndex *self = g_new0 (PlAccountIndex, 1);

  pl_log_cursor_init (&self->events, log, lane, PL_STREAM_EVENTS);
  pl_log_cursor_init (&self->slice_events, log, lane, PL_STREAM_SLICES);
  self->words = g_array_new (FALSE, FALSE, sizeof (PlKernelWord));
  self->readings = g_ptr_array_new_with_free_func (g_free);
  self->slices = g_array_new (FALSE, FALSE, sizeof (PlAccountSlice));
  return self;
}

void
pl_account_index_free (PlAccountIndex *self)
{
  g_array_unref (self->words);
  g_ptr_array_unref (self->readings);
  g_array_unref (self->slices);
  g_free (self);
}

/* No CPU begins with a process before it has let go of it elsewhere. */
static void
add_slice (PlAccountIndex *self, const PlLogEvent *event)
{
  PlAccountSlice slice = { event->time_ns, event->time_ns + event->duration_ns, event->cpu };

  if (self->slices->len > 0)
    slice.start_ns = MAX (slice.start_ns, g_array_index (self->slices, PlAccountSlice, self->slices->len - 1).end_ns);
  if (slice.end_ns > slice.start_ns)
    g_array_append_val (self->slices, slice);
}

gboolean
pl_account_index_read (PlAccountIndex *self)
{
  guint n_before = self->words->len + self->slices->len;
  PlLogEvent event;

  while (pl_log_cursor_next (&self->events, &event))
    if (event.kind == PL_EVENT_CPU_WAIT)
      {
        self->wait_ns = event.duration_ns;
      }
    else if (event.kind == PL_EVENT_CPU_TIME)
      {
        PlKernelWord word = { event.time_ns, event.duration_ns, event.duration_ns > 0 ? self->wait_ns : 0 };

        self->wait_ns = word.wait_ns;
        g_array_append_val (self->words, word);
      }
  while (pl_log_cursor_next (&self->slice_events, &event))
    add_slice (self, &event);
  return self->words->len + self->slices->len > n_before;
}

/* Somebody slept rather while waiting for a task than at one; what is left of both is split alike. */
static void
split (PlReading *reading, gint64 length_ns, gint64 work_ns, gint64 on_ns, gint64 wait_ns)
{
  gint64 awake_ns = on_ns + wait_ns, asleep_ns = length_ns - awake_ns;
  gint64 awake_at_work_ns = work_ns - MAX (asleep_ns - (length_ns - work_ns), 0);
  gint64 on_at_work_ns = awake_ns > 0 ? pl_account_part (on_ns, awake_at_work_ns, awake_ns) : 0;
  gint64 wait_at_work_ns = awake_at_work_ns - on_at_work_ns;

  reading->tasks.known_ns += work_ns;
  reading->tasks.on_ns += on_at_work_ns;
  reading->tasks.wait_ns += wait_at_work_ns;
  reading->others.known_ns += length_ns - work_ns;
  reading->others.on_ns += on_ns - on_at_work_ns;
  reading->others.wait_ns += wait_ns - wait_at_work_ns;
}

/* Moves on over the records that begin before the reading, and counts the time at tasks. */
static void
walk_to (PlReading *reading, const PlReading *before, const PlLaneIndex *lane)
{
  gint64 from_ns = before->time_ns, to_ns = reading->time_ns, work_ns = 0;
  guint64 i = before->at;

  for (; i < lane->count && lane->records[i].time_ns < to_ns; i++)
    {
      gint64 start_ns = lane->records[i].time_ns;

      if (i > 0 && pl_record_state (&lane->records[i - 1]) == PL_STATE_WORKING && start_ns > from_ns)
        work_ns += start_ns - from_ns;
      from_ns = MAX (from_ns, start_ns);
    }
  if (i > 0 && pl_record_state (&lane->records[i - 1]) == PL_STATE_WORKING && to_ns > from_ns)
    work_ns += to_ns - from_ns;
  reading->at = i;
  reading->work_ns = before->work_ns + work_ns;
}

/* One more, to be filled in. */
static PlReading *
append (PlAccountIndex *self)
{
  if (self->n_readings % PL_READING_BLOCK == 0)
    g_ptr_array_add (self->readings, g_new (PlReading, PL_READING_BLOCK));
  return (PlReading *) pl_account_index_reading (self, self->n_readings++);
}

static void
settle_one (PlAccountIndex *self, const PlLaneIndex *lane, const PlKernelWord *word)
{
  static const PlReading nothing;
  const PlReading *before = self->n_readings > 0 ? pl_account_index_reading (self, self->n_readings - 1) : NULL;
  PlReading *reading = append (self);
  gboolean same_life = before != NULL && word->on_ns > 0 && word->on_ns >= self->last.on_ns &&
                       word->wait_ns >= self->last.wait_ns;

  if (before == NULL)
    before = &nothing;
  *reading = *before;
  reading->time_ns = word->time_ns;
  walk_to (reading, before, lane);
  if (same_life)
    {
      gint64 length_ns = word->time_ns - before->time_ns;
      gint64 on_ns = CLAMP (word->on_ns - self->last.on_ns, 0, length_ns);
      gint64 wait_ns = CLAMP (word->wait_ns - self->last.wait_ns, 0, length_ns - on_ns);

      split (reading, length_ns, reading->work_ns - before->work_ns, on_ns, wait_ns);
    }
  self->last = *word;
}

void
pl_account_index_settle (PlAccountIndex *self, const PlLaneIndex *lane)
{
  for (guint i = 0; i < self->words->len; i++)
    settle_one (self, lane, &g_array_index (self->words, PlKernelWord, i));
  g_array_set_size (self->words, 0);
}
