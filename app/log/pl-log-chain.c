/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "log/pl-log-private.h"

/* Walking along a stream. Another process may write anything into any of it at any moment, so every field
 * is read once, into a local, and checked there. That each chunk says how many records come before it
 * makes cycles impossible: along a chain this number only grows. That it says whose it is keeps a chain
 * from leading into another one. */

/* How far a gap is looked across: a few signal handlers deep, and much to spare. */
#define MAX_GAP 4096u
/* After that much time on the same lane nobody comes back to a record he had claimed. */
#define PATIENCE_NS INT64_C (1000000000)

void
pl_log_place_init (PlLogPlace *self, const PlLog *log, uint32_t lane, uint32_t stream)
{
  *self = (PlLogPlace) { .log = log, .lane = lane, .stream = stream };
}

static bool
shape_ok (const PlLog *log, const PlLogPlace *place)
{
  if (place->count < 1 || place->start > log->n_records ||
      place->count > log->n_records - place->start || place->first > log->n_records)
    return false;
  return log->header->form == PL_LOG_COMPACT ||
         (place->start % PL_LOG_PAGE_RECORDS == 0 && place->count % PL_LOG_PAGE_RECORDS == 0);
}

bool
pl_log_chunk_read (const PlLog *log, uint32_t chunk, uint32_t lane, uint32_t stream, uint64_t first,
                   PlLogPlace *out)
{
  const PlLogChunk *entry;

  if (chunk < 1 || chunk >= log->chunks_capacity)
    return false;
  entry = &log->chunks[chunk];
  if (entry->lane != lane || entry->stream != stream || entry->first != first)
    return false;
  out->chunk = chunk;
  out->first = first;
  out->start = *(const volatile uint64_t *) &entry->start;
  out->count = *(const volatile uint64_t *) &entry->count;
  return shape_ok (log, out);
}

bool
pl_log_place_enter (PlLogPlace *self)
{
  const PlLog *log = self->log;

  while (self->chunk == 0 || self->slot - self->first >= self->count)
    {
      PlLogPlace next = *self;
      uint32_t chunk =
        self->chunk == 0
          ? atomic_load_explicit (&log->lanes[self->lane].streams[self->stream].head,
                                  memory_order_acquire)
          : atomic_load_explicit (&log->chunks[self->chunk].next, memory_order_acquire);

      if (!pl_log_chunk_read (log, chunk, self->lane, self->stream, self->first + self->count, &next))
        return false;
      *self = next;
    }
  return true;
}

uint64_t
pl_log_place_claimed (const PlLogPlace *self)
{
  const PlLane *lane = &self->log->lanes[self->lane];
  uint64_t n = atomic_load_explicit (&lane->streams[self->stream].count, memory_order_acquire);
  uint64_t most = self->log->n_records;

  if (self->stream == PL_STREAM_STATES && lane->capacity < most)
    most = lane->capacity;
  return n < most ? n : most;
}

static bool
is_published (const PlRecord *record)
{
  PlRecord copy = { .word = __atomic_load_n (&record->word, __ATOMIC_ACQUIRE) };

  return copy.state != PL_STATE_NONE;
}

uint64_t
pl_log_place_run (PlLogPlace *self, uint64_t claimed, const PlRecord **records)
{
  uint64_t n = 0, most;

  if (self->slot >= claimed || !pl_log_place_enter (self))
    return 0;
  most = self->first + self->count < claimed ? self->first + self->count - self->slot
                                             : claimed - self->slot;
  *records = &self->log->records[self->start + (self->slot - self->first)];
  /* Where nobody writes any more, every record is: whoever looks at them first finds out if not. */
  if (self->log->still && self->log->header->form == PL_LOG_COMPACT)
    return most;
  while (n < most && is_published (&(*records)[n]))
    n++;
  return n;
}

static bool
at_rest (const PlLog *log)
{
  return log->still || atomic_load_explicit (&log->header->status.phase, memory_order_acquire)
                         >= PL_PHASE_DONE;
}

bool
pl_log_place_skip (PlLogPlace *self, uint64_t claimed)
{
  uint64_t end = claimed - self->slot > MAX_GAP ? self->slot + MAX_GAP : claimed, found = 0;
  int64_t first_ns = 0, last_ns = 0;
  PlLogPlace ahead = *self;

  for (ahead.slot++; ahead.slot < end && pl_log_place_enter (&ahead); ahead.slot++)
    {
      const PlRecord *record = &self->log->records[ahead.start + (ahead.slot - ahead.first)];

      if (!is_published (record))
        continue;
      last_ns = record->time_ns;
      if (found == 0)
        {
          found = ahead.slot;
          first_ns = last_ns;
        }
    }
  if (found == 0 || (!at_rest (self->log) && last_ns / 2 - first_ns / 2 < PATIENCE_NS / 2))
    return false;
  self->slot = found;
  return true;
}
