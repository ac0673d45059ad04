/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "log/pl-lane-writer.h"

#include "log/pl-log-private.h"

#include <sched.h>
#include <time.h>

/* A record is claimed, filled and published, in this order, so that a signal handler which writes to the
 * lane it interrupted gets a record of its own behind it. Where a record lies is read anew each time from
 * the chunk's entry, which never changes: the one pointer to it is all that a handler may move. */

/* One writer at a time, and its own signal handlers: the addition must not be torn by those, but needs
 * no lock against anybody else. */
static inline uint64_t
add (_Atomic uint64_t *count, int64_t n)
{
#if defined (__x86_64__) && !defined (__SANITIZE_THREAD__)
  uint64_t before = (uint64_t) n;

  __asm__ volatile ("xaddq %0, %1" : "+r" (before), "+m" (*count) : : "memory", "cc");
  return before;
#else
  return atomic_fetch_add_explicit (count, (uint64_t) n, memory_order_relaxed);
#endif
}

/* Where a record of a chunk lies; NULL when a chunk that makes no sense would lead outside. */
static inline PlRecord *
record_at (const PlLaneWriter *writer, const PlLogChunk *chunk, uint64_t slot)
{
  uint64_t start = chunk->start, i = slot - chunk->first;

  if (start >= writer->n_records || i >= writer->n_records - start)
    return NULL;
  return &writer->area[start + i];
}

static bool
holds (const PlLogChunk *chunk, uint64_t slot)
{
  return chunk && slot - chunk->first < chunk->count;
}

/* An entry that can be the one after `last`. */
static PlLogChunk *
chunk_after (PlLaneWriter *writer, unsigned stream, const PlLogChunk *last)
{
  PlLog *log = writer->log;
  uint32_t next = last ? atomic_load_explicit (&last->next, memory_order_acquire)
                       : atomic_load_explicit (&writer->lane->streams[stream].head, memory_order_acquire);
  PlLogPlace place;

  if (!pl_log_chunk_read (log, next, writer->index, stream, last ? last->first + last->count : 0, &place))
    return NULL;
  return &log->chunks[next];
}

/* From the last chunk that is known, or from the beginning. */
static PlLogChunk *
chunk_before (PlLaneWriter *writer, unsigned stream, uint64_t slot)
{
  PlLog *log = writer->log;
  uint32_t tail = atomic_load_explicit (&writer->lane->streams[stream].tail, memory_order_relaxed);
  PlLogChunk *chunk = writer->chunks[stream];
  PlLogPlace place;

  if (!chunk && tail > 0 && tail < log->chunks_capacity &&
      pl_log_chunk_read (log, tail, writer->index, stream, log->chunks[tail].first, &place))
    chunk = &log->chunks[tail];
  return chunk && chunk->first <= slot ? chunk : chunk_after (writer, stream, NULL);
}

/* The chunk of a slot that the writer is not in yet; grows the chain when `grow`. */
static PlLogChunk *
reach (PlLaneWriter *writer, unsigned stream, uint64_t slot, bool grow)
{
  PlLogChunk *chunk = chunk_before (writer, stream, slot);

  for (uint32_t i = 0; !holds (chunk, slot); i++)
    {
      PlLogChunk *next = chunk_after (writer, stream, chunk);

      if (!next && grow)
        next = pl_log_grow (writer->log, writer->index, stream, chunk);
      /* Not what comes after it: then the log is broken, and there is no room in it. */
      if (!next || i > writer->log->chunks_capacity || next->count < 1 || next->first != (chunk ? chunk->first + chunk->count : 0))
        return NULL;
      chunk = next;
    }
  writer->chunks[stream] = chunk;
  return chunk;
}

/* The neighbour of a slot, or NULL. */
static const PlRecord *
neighbour (PlLaneWriter *writer, unsigned stream, const PlLogChunk *chunk, uint64_t slot)
{
  if (!holds (chunk, slot))
    {
      PlLogChunk *kept = writer->chunks[stream];

      chunk = reach (writer, stream, slot, false);
      writer->chunks[stream] = kept;
    }
  return chunk ? record_at (writer, chunk, slot) : NULL;
}

/* A handler may have written since the caller read the clock, or after this slot was claimed: the time is
 * moved between those of the neighbours, so that times never fall. */
static __attribute__ ((noinline)) int64_t
in_order (PlLaneWriter *writer, unsigned stream, const PlLogChunk *chunk, uint64_t slot, int64_t time_ns)
{
  const PlRecord *other = slot > 0 ? neighbour (writer, stream, chunk, slot - 1) : NULL;

  if (other && other->time_ns > time_ns)
    time_ns = other->time_ns;
  if (atomic_load_explicit (&writer->lane->streams[stream].count, memory_order_relaxed) != slot + 1)
    {
      other = neighbour (writer, stream, chunk, slot + 1);
      if (other && other->state != PL_STATE_NONE && other->time_ns < time_ns)
        time_ns = other->time_ns;
    }
  return time_ns;
}

/* The chunk of a slot that has no place yet. NULL: there is no room, nor will there ever be, so that the slot
 * is given back and counted; a handler that took the next one gives that back too. */
static __attribute__ ((noinline)) PlLogChunk *
find_place (PlLaneWriter *writer, unsigned stream, uint64_t slot)
{
  PlLogStream *entry = &writer->lane->streams[stream];
  bool allowed = stream != PL_STREAM_STATES || slot < writer->capacity;
  PlLogChunk *chunk = allowed ? reach (writer, stream, slot, true) : NULL;

  if (!chunk)
    {
      add (&entry->count, -1);
      add (&entry->dropped, 1);
    }
  return chunk;
}

/* time_ns < 0: now, which is read when the slot is taken, and so cannot lie before what is there. Returns the
 * time, also of what is dropped. */
static inline __attribute__ ((always_inline)) int64_t
append (PlLaneWriter *writer, unsigned stream, int64_t time_ns, PlRecord what)
{
  PlLogStream *entry = &writer->lane->streams[stream];
  uint64_t slot = add (&entry->count, 1);
  PlLogChunk *chunk = writer->chunks[stream];
  bool given = time_ns >= 0;
  PlRecord *record;

  if (!holds (chunk, slot) || (stream == PL_STREAM_STATES && slot >= writer->capacity))
    chunk = find_place (writer, stream, slot);
  if (!given && (time_ns = pl_lane_now_ns (writer)) < 0)
    time_ns = 0;
  record = chunk ? record_at (writer, chunk, slot) : NULL;
  if (!record)
    return time_ns;
  if (stream != PL_STREAM_NOTES &&
      ((given && (slot == chunk->first || record[-1].time_ns > time_ns)) ||
       atomic_load_explicit (&entry->count, memory_order_relaxed) != slot + 1))
    time_ns = in_order (writer, stream, chunk, slot, time_ns);
  record->time_ns = time_ns;
  if (slot == chunk->first)
    chunk->first_ns = time_ns;
  /* Pairs with the acquire of the readers: who sees the state sees the time. */
  __atomic_store_n (&record->word, what.word, __ATOMIC_RELEASE);
  return time_ns;
}

/* No writer has more than a few signal handlers open at once. */
#define MAX_TRIM 256u

/* Takes back what a writer that is dead had claimed and not published. */
static void
trim (PlLaneWriter *writer, unsigned stream)
{
  PlLogStream *entry = &writer->lane->streams[stream];
  uint64_t n = atomic_load_explicit (&entry->count, memory_order_relaxed);

  if (stream == PL_STREAM_STATES && n > writer->capacity)
    n = writer->capacity;
  for (unsigned i = 0; n > 0 && i < MAX_TRIM; i++, n--)
    {
      const PlRecord *last = neighbour (writer, stream, writer->chunks[stream], n - 1);

      if (last && last->state != PL_STATE_NONE)
        break;
    }
  atomic_store_explicit (&entry->count, n, memory_order_relaxed);
}

/* Writes nothing yet. */
static PlLane *
begin (PlLaneWriter *writer, PlLog *log, uint32_t lane)
{
  PlLane *entry = &log->lanes[lane];

  *writer = (PlLaneWriter) {
    .log = log, .lane = entry, .index = lane, .capacity = entry->capacity,
    .start_mono_ns = log->header->start_mono_ns,
  };
  if (log->n_records == 0 || log->opened)
    return NULL;
  writer->area = log->records;
  writer->n_records = log->n_records;
  return entry;
}

void
pl_lane_writer_init (PlLaneWriter *writer, PlLog *log, uint32_t lane)
{
  const PlLane *entry = begin (writer, log, lane);

  if (!entry)
    return;
  if (entry->kind != PL_LANE_RACER && entry->capacity > 0)
    {
      writer->records = log->records;
      trim (writer, PL_STREAM_STATES);
    }
  trim (writer, PL_STREAM_EVENTS);
}

void
pl_lane_writer_init_slices (PlLaneWriter *writer, PlLog *log, uint32_t lane)
{
  if (begin (writer, log, lane))
    trim (writer, PL_STREAM_SLICES);
}

int64_t
pl_lane_now_ns (const PlLaneWriter *writer)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  /* Without a sign: the log may claim any beginning. */
  return (int64_t) ((uint64_t) now.tv_sec * 1000000000 + (uint64_t) now.tv_nsec
                    - (uint64_t) writer->start_mono_ns);
}

static inline uint8_t
this_cpu (void)
{
  int cpu = sched_getcpu ();

  return cpu >= 0 && cpu < 255 ? (uint8_t) cpu : 255;
}

void
pl_lane_record_at (PlLaneWriter *writer, int64_t time_ns, PlState state, uint32_t arg, uint16_t count)
{
  if (writer->records)
    append (writer, PL_STREAM_STATES, time_ns < 0 ? 0 : time_ns,
            (PlRecord) { .arg = arg, .count = count, .state = (uint8_t) state, .cpu = this_cpu () });
}

int64_t
pl_lane_record (PlLaneWriter *writer, PlState state, uint32_t arg, uint16_t count)
{
  if (!writer->records)
    return 0;
  return append (writer, PL_STREAM_STATES, -1,
                 (PlRecord) { .arg = arg, .count = count, .state = (uint8_t) state, .cpu = this_cpu () });
}

static PlRecord
event (PlEventKind kind, uint64_t low, uint8_t cpu)
{
  return (PlRecord) { .arg = (uint32_t) low, .count = (uint16_t) (low >> 32), .state = (uint8_t) kind,
                      .cpu = cpu };
}

void
pl_lane_edge_at (PlLaneWriter *writer, int64_t time_ns, PlEventKind kind, uint64_t id, bool in)
{
  if (writer->area)
    append (writer, PL_STREAM_EVENTS, time_ns,
            event (kind, (id & PL_EDGE_MAX_ID) | (in ? PL_EDGE_MAX_ID + 1 : 0), this_cpu ()));
}

void
pl_lane_edge (PlLaneWriter *writer, PlEventKind kind, uint64_t id, bool in)
{
  pl_lane_edge_at (writer, -1, kind, id, in);
}

void
pl_lane_mark (PlLaneWriter *writer, uint32_t name)
{
  if (writer->area)
    append (writer, PL_STREAM_EVENTS, -1, event (PL_EVENT_MARK, name, this_cpu ()));
}

void
pl_lane_events_at (PlLaneWriter *writer, int64_t time_ns, PlEventKind kind, uint32_t arg, uint16_t count)
{
  if (writer->area)
    append (writer, PL_STREAM_EVENTS, time_ns, event (kind, (uint64_t) count << 32 | arg, this_cpu ()));
}

void
pl_lane_event_at (PlLaneWriter *writer, int64_t time_ns, PlEventKind kind, uint32_t arg)
{
  pl_lane_events_at (writer, time_ns, kind, arg, 0);
}

void
pl_lane_slice (PlLaneWriter *writer, int64_t from_ns, int64_t to_ns, uint8_t cpu)
{
  int64_t length_ns = to_ns > from_ns ? to_ns - from_ns : 0;

  if (length_ns > PL_SLICE_MAX_NS)
    length_ns = PL_SLICE_MAX_NS;
  if (writer->area)
    append (writer, PL_STREAM_SLICES, from_ns < 0 ? 0 : from_ns,
            event (PL_EVENT_SLICE, (uint64_t) length_ns, cpu));
}

void
pl_lane_account_at (PlLaneWriter *writer, int64_t time_ns, PlEventKind kind, int64_t total_ns)
{
  if (writer->area)
    append (writer, PL_STREAM_EVENTS, time_ns < 0 ? 0 : time_ns,
            event (kind, (uint64_t) (total_ns < PL_SLICE_MAX_NS ? total_ns : PL_SLICE_MAX_NS), this_cpu ()));
}

void
pl_lane_copy (PlLaneWriter *writer, PlStreamKind stream, PlRecord record)
{
  if (stream == PL_STREAM_STATES ? writer->records != NULL : writer->area != NULL)
    append (writer, stream, record.time_ns < 0 ? 0 : record.time_ns, record);
}
