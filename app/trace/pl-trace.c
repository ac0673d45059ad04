/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/pl-account-index.h"
#include "trace/pl-trace-private.h"

#include <string.h>
#include <time.h>

G_DEFINE_FINAL_TYPE (PlTrace, pl_trace, G_TYPE_OBJECT)

static void
pl_trace_finalize (GObject *object)
{
  PlTrace *self = PL_TRACE (object);

  if (self->past != NULL)
    pl_trace_past_let_go (self->past);
  for (guint i = 0; i < self->n_lanes && !self->is_past; i++)
    {
      pl_lane_index_clear (&self->lanes[i]);
      pl_account_index_free (self->accounts[i]);
    }
  g_free (self->lanes);
  if (!self->is_past)
    {
      g_free (self->accounts);
      g_free (self->pool);
    }
  pl_columns_free (self->columns);
  if (self->messages != NULL)
    self->free_messages (self->messages);
  g_clear_pointer (&self->log, pl_log_unref);
  G_OBJECT_CLASS (pl_trace_parent_class)->finalize (object);
}

static void
pl_trace_class_init (PlTraceClass *class)
{
  G_OBJECT_CLASS (class)->finalize = pl_trace_finalize;
}

static void
pl_trace_init (PlTrace *self)
{
  self->end_ns = 1;
}

/* Lanes that are there by now, in the order of their birth: of a live run as far as they have been filled in. */
static guint
count_lanes (PlTrace *self)
{
  guint n = pl_log_n_lanes (self->log), i = self->n_lanes;

  if (pl_log_fd (self->log) < 0)
    return n;
  while (i < n && atomic_load_explicit (&pl_log_lane (self->log, i)->ready, memory_order_acquire))
    i++;
  return i;
}

static void
add_lanes (PlTrace *self)
{
  guint n = count_lanes (self);

  if (n <= self->n_lanes && self->lanes != NULL)
    return;
  /* What is kept beside the lanes is made anew with them. */
  pl_columns_free (g_steal_pointer (&self->columns));
  if (self->messages != NULL)
    self->free_messages (g_steal_pointer (&self->messages));
  /* A moment of before has the lanes of before. */
  if (self->past != NULL)
    pl_trace_past_let_go (g_steal_pointer (&self->past));
  self->lanes = g_renew (PlLaneIndex, self->lanes, MAX (n, 1));
  self->accounts = g_renew (PlAccountIndex *, self->accounts, MAX (n, 1));
  for (guint i = self->n_lanes; i < n; i++)
    {
      memset (&self->lanes[i], 0, sizeof self->lanes[i]);
      pl_lane_index_init (&self->lanes[i], pl_log_records (self->log, i));
      self->accounts[i] = pl_account_index_new (self->log, i);
    }
  self->n_lanes = n;
}

PlTrace *
pl_trace_new (PlLog *log)
{
  PlTrace *self = g_object_new (PL_TYPE_TRACE, NULL);

  self->log = pl_log_ref (log);
  self->pool = g_new0 (PlPool, 1);
  self->pool->width_ns = 1000;
  self->phase = PL_N_PHASES;
  pl_trace_refresh (self, -1);
  return self;
}

PlLog *
pl_trace_get_log (PlTrace *self)
{
  return self->log;
}

/* A racer's lane holds increments, not states: it has no spans. */
static guint64
published (PlTrace *self, guint lane)
{
  if (pl_log_lane (self->log, lane)->kind == PL_LANE_RACER)
    return 0;
  return pl_log_count (self->log, lane);
}

static gboolean
grow_lanes (PlTrace *self, gint64 *last_ns)
{
  gboolean array = pl_log_plan (self->log)->ipc == PL_IPC_ARRAY;
  gboolean grown = FALSE;

  for (guint i = 0; i < self->n_lanes; i++)
    {
      PlLaneIndex *index = &self->lanes[i];
      gboolean told = pl_account_index_read (self->accounts[i]);
      guint64 count = published (self, i);

      if (count > index->count)
        {
          self->n_records += count - index->count;
          pl_lane_index_grow (index, count, i > 0 ? self->pool : NULL, array);
          grown = TRUE;
        }
      if (told)
        pl_account_index_settle (self->accounts[i], index);
      grown |= told;
      if (index->count > 0)
        *last_ns = MAX (*last_ns, index->records[index->count - 1].time_ns);
    }
  return grown;
}

static gint64
clock_now_ns (PlTrace *self)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (gint64) now.tv_sec * 1000000000 + now.tv_nsec - pl_log_header (self->log)->start_mono_ns;
}

/* As far as it has come for certain: the end of a run never lies before what was its live end. */
static gint64
live_end_ns (PlTrace *self, gint64 now_ns)
{
  gint64 end_ns;

  if (now_ns < 0)
    now_ns = clock_now_ns (self);
  /* The clock first: see PL_END_UNDECIDED. */
  atomic_thread_fence (memory_order_seq_cst);
  end_ns = atomic_load (&pl_log_header (self->log)->status.end_ns);
  if (end_ns == 0)
    return now_ns;
  return end_ns == PL_END_UNDECIDED ? self->end_ns : end_ns;
}

gboolean
pl_trace_refresh (PlTrace *self, gint64 now_ns)
{
  const PlLogHeader *header;
  guint phase;
  gint64 end_ns = 1;
  gboolean changed;

  g_return_val_if_fail (PL_IS_TRACE (self), FALSE);

  /* The phase first: what it promises is in the lanes by then. */
  header = pl_log_header (self->log);
  phase = atomic_load_explicit (&header->status.phase, memory_order_acquire);
  changed = phase != self->phase;
  self->phase = phase;
  self->live = pl_log_fd (self->log) >= 0 && phase < PL_PHASE_SERIAL;

  add_lanes (self);
  changed |= grow_lanes (self, &end_ns);
  if (self->live && phase > PL_PHASE_CREATED)
    end_ns = MAX (end_ns, live_end_ns (self, now_ns));
  else
    end_ns = MAX (end_ns, atomic_load_explicit (&header->status.end_ns, memory_order_acquire));
  changed |= end_ns != self->end_ns;
  self->end_ns = end_ns;
  return changed;
}

gboolean
pl_trace_get_live (PlTrace *self)
{
  return self->live;
}

gint64
pl_trace_get_end_ns (PlTrace *self)
{
  return self->end_ns;
}

guint
pl_trace_get_n_lanes (PlTrace *self)
{
  return self->n_lanes;
}

guint64
pl_trace_get_n_records (PlTrace *self, guint lane)
{
  return lane < self->n_lanes ? self->lanes[lane].count : 0;
}

guint64
pl_trace_get_n_records_total (PlTrace *self)
{
  return self->n_records;
}

const PlRecord *
pl_trace_get_records (PlTrace *self, guint lane, guint64 *n)
{
  *n = pl_trace_get_n_records (self, lane);
  return lane < self->n_lanes ? self->lanes[lane].records : NULL;
}

guint64
pl_trace_lower_bound (PlTrace *self, guint lane, guint64 hint, gint64 t_ns)
{
  g_return_val_if_fail (lane < self->n_lanes, 0);

  return pl_lane_index_lower_bound (&self->lanes[lane], hint, t_ns);
}

gboolean
pl_trace_find (PlTrace *self, guint lane, gint64 t_ns, guint64 *index)
{
  guint64 after;

  if (lane >= self->n_lanes || t_ns == G_MAXINT64)
    return FALSE;
  after = pl_lane_index_lower_bound (&self->lanes[lane], 0, t_ns + 1);
  if (after == 0)
    return FALSE;
  *index = after - 1;
  return TRUE;
}

gboolean
pl_trace_get_span (PlTrace *self, guint lane, guint64 index, PlSpan *span)
{
  const PlLaneIndex *entries;
  const PlRecord *record;

  if (lane >= self->n_lanes || index >= self->lanes[lane].count)
    return FALSE;
  entries = &self->lanes[lane];
  record = &entries->records[index];
  *span = (PlSpan) {
    .lane = lane,
    .index = index,
    .start_ns = record->time_ns,
    .end_ns = pl_lane_index_end (entries, index, self->end_ns),
    .state = pl_record_state (record),
    .arg = record->arg,
    .count = MAX (record->count, 1),
    .cpu = record->cpu == 255 ? -1 : record->cpu,
    .open = index + 1 == entries->count,
  };
  return TRUE;
}

gboolean
pl_trace_next_span (PlTrace *self, guint lane, guint64 index, guint32 states, PlSpan *span)
{
  if (lane >= self->n_lanes || index >= self->lanes[lane].count)
    return FALSE;
  return pl_trace_get_span (self, lane, pl_lane_index_next (&self->lanes[lane], index, states), span);
}

gboolean
pl_trace_previous_span (PlTrace *self, guint lane, guint64 index, guint32 states, PlSpan *span)
{
  if (lane >= self->n_lanes || index == 0)
    return FALSE;
  return pl_trace_get_span (self, lane, pl_lane_index_previous (&self->lanes[lane], index, states), span);
}

gint64
pl_trace_paused_ns (PlTrace *self, gint64 from_ns, gint64 to_ns)
{
  PlShares shares;

  pl_trace_sum (self, 0, from_ns, to_ns, &shares);
  return shares.state_ns[PL_STATE_PAUSED];
}

guint
pl_trace_pauses (PlTrace *self, gint64 from_ns, gint64 to_ns, PlSpan *spans, guint max)
{
  const guint32 paused = 1u << PL_STATE_PAUSED;
  guint64 index = 0;
  PlSpan span;
  gboolean more;
  guint n = 0;

  if (!pl_trace_find (self, 0, from_ns, &index))
    index = 0;
  more = pl_trace_get_span (self, 0, index, &span);
  if (more && span.state != PL_STATE_PAUSED)
    more = pl_trace_next_span (self, 0, index, paused, &span);
  for (; more && n < max && span.start_ns < to_ns; more = pl_trace_next_span (self, 0, span.index, paused, &span))
    if (span.end_ns > from_ns)
      spans[n++] = span;
  return n;
}
