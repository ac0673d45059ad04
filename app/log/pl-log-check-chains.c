/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "log/pl-log-private.h"

/* The list of chunks and the chains through it. */

static int
refuse_chain (PlLogFault *fault, uint64_t where)
{
  return pl_log_refuse (fault, N_ ("its chunks are broken"), where);
}

/* One addition claims an entry and its pages, so both are given out in the same order: no two chunks share
 * a record. */
static int
check_list (const PlLog *log, PlLogFault *fault)
{
  uint64_t claimed = atomic_load_explicit (&log->header->claimed, memory_order_acquire) >> 32;
  uint64_t n = claimed < log->chunks_capacity ? claimed : log->chunks_capacity, end = 0;

  for (uint64_t i = 1; i < n; i++)
    {
      const PlLogChunk *chunk = &log->chunks[i];

      if (chunk->count == 0)
        continue;               /* its claimer did not come any further */
      if (chunk->start < end || chunk->start > log->n_records ||
          chunk->count > log->n_records - chunk->start || chunk->first_ns < 0)
        return refuse_chain (fault, i);
      end = chunk->start + chunk->count;
    }
  return 0;
}

/* What a racer may count to lies in one chunk from the beginning. */
static bool
racer_ok (const PlLog *log, uint32_t lane, uint64_t capacity)
{
  PlLogPlace place;

  pl_log_place_init (&place, log, lane, PL_STREAM_STATES);
  return capacity == 0 || (pl_log_place_enter (&place) && place.count >= capacity);
}

/* All records of a stream in one chunk, and it says so. */
static bool
compact_ok (const PlLog *log, uint32_t lane, uint32_t stream)
{
  const PlLogStream *entry = &log->lanes[lane].streams[stream];
  PlLogPlace place;

  pl_log_place_init (&place, log, lane, stream);
  if (stream == PL_STREAM_STATES && entry->count > log->lanes[lane].capacity)
    return false;
  if (entry->count == 0)
    return entry->head == 0;
  return pl_log_place_enter (&place) && place.count == entry->count && log->chunks[place.chunk].next == 0;
}

/* Every link leads to a chunk of this stream that comes next in it, or nowhere. */
static bool
chain_ok (const PlLog *log, uint32_t lane, uint32_t stream)
{
  const PlLogStream *entry = &log->lanes[lane].streams[stream];
  PlLogPlace place;

  pl_log_place_init (&place, log, lane, stream);
  if (entry->head != 0 && !pl_log_place_enter (&place))
    return false;
  while (place.chunk != 0 && log->chunks[place.chunk].next != 0)
    {
      place.slot = place.first + place.count;
      if (!pl_log_place_enter (&place))
        return false;
    }
  return true;
}

int
pl_log_check_chains (const PlLog *log, PlLogFault *fault)
{
  bool compact = log->header->form == PL_LOG_COMPACT;
  uint32_t n = atomic_load_explicit (&log->header->n_lanes, memory_order_acquire);
  int error = check_list (log, fault);

  for (uint32_t i = 0; error == 0 && i < n && i < log->lanes_capacity; i++)
    {
      bool racer = log->lanes[i].kind == PL_LANE_RACER && !compact;

      if (racer && !racer_ok (log, i, log->lanes[i].capacity))
        error = refuse_chain (fault, i);
      for (unsigned s = 0; error == 0 && s < PL_N_STREAMS; s++)
        if (compact ? !compact_ok (log, i, s) : !chain_ok (log, i, s))
          error = refuse_chain (fault, i);
    }
  return error;
}
