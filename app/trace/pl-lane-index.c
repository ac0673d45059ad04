/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/pl-trace-private.h"

/* Below this many spans walking is cheaper than going through the blocks. */
#define WALK (PL_BLOCK * 3 / 2)

static PlTotals *
block_at (const PlLaneIndex *self, guint64 block)
{
  guint piece = g_bit_storage ((gulong) block + 1) - 1;

  return (PlTotals *) self->pieces->pdata[piece] + (block + 1 - (UINT64_C (1) << piece));
}

/* There are never fewer than before. */
static void
make_blocks (PlLaneIndex *self, guint n)
{
  self->n_blocks = n;
  while ((UINT64_C (1) << self->pieces->len) <= n)
    g_ptr_array_add (self->pieces, g_new (PlTotals, UINT64_C (1) << self->pieces->len));
}

void
pl_lane_index_init (PlLaneIndex *self, const PlRecord *records)
{
  self->records = records;
  self->pieces = g_ptr_array_new_with_free_func (g_free);
  make_blocks (self, 1);
  *block_at (self, 0) = (PlTotals) { 0 };
  self->deaths = g_array_new (FALSE, FALSE, sizeof (PlDeath));
}

void
pl_lane_index_clear (PlLaneIndex *self)
{
  g_clear_pointer (&self->pieces, g_ptr_array_unref);
  g_clear_pointer (&self->deaths, g_array_unref);
}

/* Tasks that a worker had started before record index, and not yet told anybody of: with messages all since its
 * last one, in a shared array the one it was at. A death tells all, so no record is looked at for two of them. */
static guint32
unsent_before (const PlLaneIndex *self, guint64 index, gboolean array)
{
  guint32 unsent = 0;

  while (index > 0)
    {
      const PlRecord *record = &self->records[--index];

      switch (pl_record_state (record))
        {
        case PL_STATE_WORKING:
          unsent += pl_record_begins_task (record);
          if (array && unsent > 0)
            return unsent;
          break;
        case PL_STATE_SENDING:
          /* Its results are not safe yet: the message may be torn. */
        case PL_STATE_WAITING_GIL:
          break;
        case PL_STATE_WAITING_LOCK:
          if (PL_LOCK_ARG_LOCK (record->arg) != PL_LOCK_RESULTS)
            return unsent;
          break;
        default:
          return unsent;
        }
    }
  return unsent;
}

/* From record first on: what the dead did not tell is to be done again. */
static void
note_deaths (PlLaneIndex *self, guint64 first, PlPool *pool, gboolean array)
{
  for (guint64 i = first; i < self->count; i++)
    if (pl_record_state (&self->records[i]) == PL_STATE_DEAD)
      {
        PlDeath death = { .index = i, .time_ns = self->records[i].time_ns, .returned = unsent_before (self, i, array) };

        g_array_append_val (self->deaths, death);
        if (death.returned > 0)
          pl_pool_start (pool, death.time_ns, -(int) death.returned);
      }
}

/* The pool hears of all spans in one of its buckets at once, when the lane leaves it: a span costs a comparison. */
typedef struct {
  PlPool *pool;                 /* NULL: nobody hears */
  PlPoolPlace place;
  gint64 busy_ns;               /* what it knows of the lane's totals */
  guint32 tasks;
} Told;

static void
tell (Told *told, const PlTotals *totals)
{
  guint32 tasks = pl_totals_tasks (totals);

  if (!told->pool)
    return;
  told->pool->busy_ns[told->place.bucket] += totals->ns[PL_STATE_WORKING] - told->busy_ns;
  told->pool->started[told->place.bucket] += (gint32) (tasks - told->tasks);
  told->busy_ns = totals->ns[PL_STATE_WORKING];
  told->tasks = tasks;
}

/* By a span that is in totals but for its time. */
static void
leave_bucket (Told *told, const PlTotals *totals, guint state, gint64 from_ns, gint64 to_ns)
{
  if (!told->pool)
    return;
  tell (told, totals);
  pl_pool_go_on (told->pool, from_ns, to_ns, state == PL_STATE_WORKING, &told->place);
  if (state == PL_STATE_WORKING)
    told->busy_ns += to_ns - from_ns;
}

/* The spans that are closed by now; start_ns: of the first. */
static void
sum_closed (PlLaneIndex *self, Told *told, gint64 start_ns)
{
  const PlRecord *records = self->records;
  guint64 last = self->count - 1;
  PlTotals totals = self->totals;

  make_blocks (self, (guint) (last / PL_BLOCK + 1));
  for (guint64 i = self->summed; i < last; )
    {
      guint state = pl_record_state (&records[i]);
      gint64 next_ns = records[i + 1].time_ns;

      totals.n[state]++;
      totals.again += (guint) (state == PL_STATE_WORKING) & (guint) (records[i].count == PL_WORKING_AGAIN);
      if (next_ns >= told->place.end_ns)
        leave_bucket (told, &totals, state, start_ns, next_ns);
      totals.ns[state] += next_ns - start_ns;
      start_ns = next_ns;
      if (++i % PL_BLOCK == 0)
        *block_at (self, i / PL_BLOCK) = totals;
    }
  tell (told, &totals);
  self->totals = totals;
  self->summed = last;
}

void
pl_lane_index_grow (PlLaneIndex *self, guint64 count, PlPool *pool, gboolean array)
{
  guint64 first_new = self->count;
  guint32 n_dead = self->totals.n[PL_STATE_DEAD];
  const PlRecord *open;
  Told told = { .pool = pool, .place.end_ns = G_MAXINT64, .busy_ns = self->totals.ns[PL_STATE_WORKING] };

  if (count <= self->count)
    return;
  self->count = count;
  open = &self->records[self->summed];
  /* The pool knows that the task began which was open by then. */
  told.tasks = pl_totals_tasks (&self->totals) + (first_new > 0 && pl_record_begins_task (open));
  if (pool)
    pl_pool_enter (pool, open->time_ns, &told.place);
  sum_closed (self, &told, open->time_ns);

  open = &self->records[self->summed];
  if (!pool)
    return;
  if (pl_record_begins_task (open))
    pl_pool_start (pool, open->time_ns, 1);
  if (self->totals.n[PL_STATE_DEAD] != n_dead || pl_record_state (open) == PL_STATE_DEAD)
    note_deaths (self, first_new, pool, array);
}

guint64
pl_lane_index_lower_bound (const PlLaneIndex *self, guint64 hint, gint64 t_ns)
{
  const PlRecord *records = self->records;
  guint64 low = MIN (hint, self->count), high, step = 1;

  /* Gallop, then halve: the answer lies in [low, high]. */
  high = low;
  while (high < self->count && records[high].time_ns < t_ns)
    {
      low = high + 1;
      high = MIN (high + step, self->count);
      step *= 2;
    }
  while (low < high)
    {
      guint64 middle = low + (high - low) / 2;

      if (records[middle].time_ns < t_ns)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static void
walk (const PlLaneIndex *self, guint64 first, guint64 last, PlTotals *out)
{
  const PlRecord *records = self->records;
  gint64 start_ns = first < last ? records[first].time_ns : 0;

  for (guint64 i = first; i < last; i++)
    {
      guint state = pl_record_state (&records[i]);
      gint64 end_ns = records[i + 1].time_ns;

      out->ns[state] += end_ns - start_ns;
      out->n[state]++;
      out->again += state == PL_STATE_WORKING && !pl_record_begins_task (&records[i]);
      start_ns = end_ns;
    }
}

void
pl_lane_index_sum (const PlLaneIndex *self, guint64 first, guint64 last, PlTotals *out)
{
  guint64 first_block = (first + PL_BLOCK - 1) / PL_BLOCK, last_block = last / PL_BLOCK;
  const PlTotals *a, *b;

  *out = (PlTotals) { 0 };
  if (last < first + WALK)
    {
      walk (self, first, last, out);
      return;
    }
  a = block_at (self, first_block);
  b = block_at (self, last_block);
  for (guint s = 0; s < PL_N_STATES; s++)
    {
      out->ns[s] = b->ns[s] - a->ns[s];
      out->n[s] = b->n[s] - a->n[s];
    }
  out->again = b->again - a->again;
  walk (self, first, first_block * PL_BLOCK, out);
  walk (self, last_block * PL_BLOCK, last, out);
}

gint64
pl_lane_index_started (const PlLaneIndex *self, guint64 record)
{
  PlTotals totals = { 0 };
  guint64 closed = MIN (record, self->summed);
  gint64 started;

  pl_lane_index_sum (self, 0, closed, &totals);
  started = pl_totals_tasks (&totals);
  for (guint64 i = closed; i < record; i++)
    started += pl_record_begins_task (&self->records[i]);
  for (guint i = 0; i < self->deaths->len; i++)
    {
      const PlDeath *death = &g_array_index (self->deaths, PlDeath, i);

      if (death->index < record)
        started -= death->returned;
    }
  return started;
}

/* How many of the spans before a block are in one of states. */
static guint64
count_before (const PlLaneIndex *self, guint block, guint32 states)
{
  const PlTotals *totals = block_at (self, block);
  guint64 n = 0;

  for (guint s = 0; s < PL_N_STATES; s++)
    if (states & (1u << s))
      n += totals->n[s];
  return n;
}

static gboolean
matches (const PlLaneIndex *self, guint64 index, guint32 states)
{
  return (states & (1u << pl_record_state (&self->records[index]))) != 0;
}

guint64
pl_lane_index_next (const PlLaneIndex *self, guint64 index, guint32 states)
{
  guint64 i = index + 1, here;
  guint low, high;

  for (; i < self->count && i % PL_BLOCK != 0; i++)
    if (matches (self, i, states))
      return i;
  if (i >= self->count)
    return self->count;

  /* The first block whose successor has more of them than come before it. */
  low = (guint) (i / PL_BLOCK);
  high = self->n_blocks - 1;
  here = low < self->n_blocks ? count_before (self, low, states) : 0;
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (count_before (self, middle + 1, states) > here)
        high = middle;
      else
        low = middle + 1;
    }
  for (i = MAX (i, (guint64) low * PL_BLOCK); i < self->count; i++)
    if (matches (self, i, states))
      return i;
  return self->count;
}

guint64
pl_lane_index_previous (const PlLaneIndex *self, guint64 index, guint32 states)
{
  guint64 i = MIN (index, self->count), here;
  guint low = 0, high;

  /* Down to the start of a block the index knows. */
  while (i > 0 && (i % PL_BLOCK != 0 || i / PL_BLOCK >= self->n_blocks))
    if (matches (self, --i, states))
      return i;
  if (i == 0)
    return self->count;

  high = (guint) (i / PL_BLOCK);
  here = count_before (self, high, states);
  if (here == 0)
    return self->count;
  /* The first block boundary by which all of them have been: the last one lies just before it. */
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (count_before (self, middle, states) >= here)
        high = middle;
      else
        low = middle + 1;
    }
  for (i = (guint64) high * PL_BLOCK; i > 0; )
    if (matches (self, --i, states))
      return i;
  return self->count;
}
