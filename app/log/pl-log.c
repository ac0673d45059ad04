/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "log/pl-log.h"

#include "log/pl-log-private.h"

PlLog *
pl_log_ref (PlLog *log)
{
  atomic_fetch_add_explicit (&log->refs, 1, memory_order_relaxed);
  return log;
}

void
pl_log_unref (PlLog *log)
{
  if (log && atomic_fetch_sub_explicit (&log->refs, 1, memory_order_acq_rel) == 1)
    pl_log_free (log);
}

int
pl_log_fd (const PlLog *log)
{
  return log->fd;
}

PlLogHeader *
pl_log_header (const PlLog *log)
{
  return log->header;
}

const PlPlanData *
pl_log_plan (const PlLog *log)
{
  return &log->plan;
}

uint32_t
pl_log_n_lanes (const PlLog *log)
{
  uint32_t n = atomic_load_explicit (&log->header->n_lanes, memory_order_acquire);

  return n < log->lanes_capacity ? n : log->lanes_capacity;
}

PlLane *
pl_log_lane (const PlLog *log, uint32_t lane)
{
  return &log->lanes[lane];
}

uint32_t
pl_log_lane_parent (const PlLog *log, uint32_t lane)
{
  uint32_t parent = *(const volatile uint32_t *) &log->lanes[lane].parent;

  /* Only lanes before it: nobody who walks up can walk in a ring. */
  return parent < lane ? parent : PL_LANE_NOBODY;
}

uint32_t
pl_log_race_lane (const PlLog *log, uint32_t part, uint32_t worker)
{
  return 1 + part * log->plan.workers + worker;
}

/* The one chunk of a stream that has no more. */
static const PlRecord *
only_chunk (const PlLog *log, uint32_t lane, uint64_t *count)
{
  PlLogPlace place;

  pl_log_place_init (&place, log, lane, PL_STREAM_STATES);
  *count = 0;
  if (!pl_log_place_enter (&place))
    return log->records;
  *count = place.count;
  return log->records + place.start;
}

/* A racer publishes all its increments at once, and they lie in one chunk from the beginning. */
static const PlRecord *
states (const PlLog *log, uint32_t lane, uint64_t *n)
{
  const PlLane *entry = &log->lanes[lane];
  const PlRecord *records;
  uint64_t count;

  if (!log->opened && entry->kind != PL_LANE_RACER)
    return pl_log_view_grow (log, lane, n);
  records = only_chunk (log, lane, &count);
  *n = atomic_load_explicit (&entry->count, memory_order_acquire);
  if (*n > count)
    *n = count;
  if (*n > entry->capacity)
    *n = entry->capacity;
  return records;
}

uint64_t
pl_log_count (const PlLog *log, uint32_t lane)
{
  uint64_t n;

  states (log, lane, &n);
  return n;
}

const PlRecord *
pl_log_records (const PlLog *log, uint32_t lane)
{
  uint64_t n;

  return states (log, lane, &n);
}

PlRaceRecord *
pl_log_race_records (const PlLog *log, uint32_t lane)
{
  return (PlRaceRecord *) pl_log_records (log, lane);
}

bool
pl_log_last_record (const PlLog *log, uint32_t lane, PlRecord *out)
{
  const PlLogStream *entry = &log->lanes[lane].streams[PL_STREAM_STATES];
  uint32_t tail = atomic_load_explicit (&entry->tail, memory_order_acquire);
  PlLogPlace place;
  uint64_t claimed, slot;

  pl_log_place_init (&place, log, lane, PL_STREAM_STATES);
  claimed = pl_log_place_claimed (&place);
  if (claimed == 0 || tail >= log->chunks_capacity ||
      !pl_log_chunk_read (log, tail, lane, PL_STREAM_STATES, log->chunks[tail].first, &place))
    return false;
  slot = place.first + place.count < claimed ? place.first + place.count : claimed;
  for (; slot > place.first; slot--)
    {
      const PlRecord *record = &log->records[place.start + (slot - 1 - place.first)];

      out->word = __atomic_load_n (&record->word, __ATOMIC_ACQUIRE);
      out->time_ns = record->time_ns;
      if (out->state != PL_STATE_NONE)
        return true;
    }
  return false;
}

uint64_t
pl_log_dropped (const PlLog *log)
{
  uint64_t sum = 0;

  for (uint32_t i = 0; i < pl_log_n_lanes (log); i++)
    for (unsigned s = 0; s < PL_N_STREAMS; s++)
      sum += atomic_load_explicit (&log->lanes[i].streams[s].dropped, memory_order_relaxed);
  return sum;
}

uint32_t
pl_log_n_order (const PlLog *log)
{
  uint32_t n = atomic_load_explicit (&log->header->status.n_order, memory_order_acquire);

  return n < log->order_capacity ? n : (uint32_t) log->order_capacity;
}

uint32_t *
pl_log_order (const PlLog *log)
{
  return log->order;
}

PlTrial *
pl_log_trials (const PlLog *log, uint32_t part)
{
  return log->trials + (uint64_t) part * log->plan.trials;
}

uint64_t
pl_log_n_trial_entries (const PlLog *log)
{
  return log->trials_capacity;
}

PlTrialRace *
pl_log_trial_races (const PlLog *log, uint32_t part)
{
  uint64_t trials = (uint64_t) log->plan.n_parts * log->plan.trials;

  if (log->plan.overlap_ns <= 0 || log->trials_capacity < 2 * trials)
    return NULL;
  return (PlTrialRace *) (log->trials + trials) + (uint64_t) part * log->plan.trials;
}
