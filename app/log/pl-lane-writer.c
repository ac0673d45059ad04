/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "log/pl-log.h"

#include <sched.h>
#include <time.h>

void
pl_lane_writer_init (PlLaneWriter *writer, PlLog *log, uint32_t lane)
{
  PlLane *l = pl_log_lane (log, lane);

  writer->lane = l;
  writer->capacity = l->capacity;
  writer->count = pl_log_count (log, lane);
  writer->records = l->capacity > 0 ? (PlRecord *) pl_log_records (log, lane) : NULL;
  writer->start_mono_ns = pl_log_header (log)->start_mono_ns;
}

int64_t
pl_lane_now_ns (const PlLaneWriter *writer)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (int64_t) now.tv_sec * 1000000000 + now.tv_nsec - writer->start_mono_ns;
}

void
pl_lane_record_at (PlLaneWriter *writer, int64_t time_ns, PlState state, uint32_t arg,
                   uint16_t count)
{
  PlRecord *record;
  int cpu;

  if (!writer->records)
    return;
  if (writer->count >= writer->capacity)
    {
      /* One writer: no need for an atomic add. */
      uint64_t dropped = atomic_load_explicit (&writer->lane->dropped, memory_order_relaxed);

      atomic_store_explicit (&writer->lane->dropped, dropped + 1, memory_order_relaxed);
      return;
    }
  cpu = sched_getcpu ();
  record = &writer->records[writer->count];
  record->time_ns = time_ns;
  record->arg = arg;
  record->count = count;
  record->state = (uint8_t) state;
  record->cpu = cpu >= 0 && cpu < 255 ? (uint8_t) cpu : 255;
  writer->count++;
  /* Pairs with the acquire in pl_log_count: who sees the count sees the record. */
  atomic_store_explicit (&writer->lane->count, writer->count, memory_order_release);
}

int64_t
pl_lane_record (PlLaneWriter *writer, PlState state, uint32_t arg, uint16_t count)
{
  int64_t now;

  if (!writer->records)
    return 0;
  now = pl_lane_now_ns (writer);
  pl_lane_record_at (writer, now, state, arg, count);
  return now;
}
