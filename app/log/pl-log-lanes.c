/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "log/pl-lane-writer.h"
#include "log/pl-log-private.h"

uint32_t
pl_log_add_lane (PlLog *log, PlLaneKind kind, uint32_t parent, int32_t pid, int32_t tid, int64_t born_ns,
                 uint32_t name, uint64_t capacity)
{
  uint32_t lane = atomic_load_explicit (&log->header->n_lanes, memory_order_relaxed);
  PlLane *entry;

  if (!log->opened && lane < log->lanes_capacity)
    lane = atomic_fetch_add_explicit (&log->header->n_lanes, 1, memory_order_relaxed);
  if (log->opened || lane >= log->lanes_capacity)
    {
      atomic_fetch_add_explicit (&log->header->lanes_lost, 1, memory_order_relaxed);
      return PL_LANE_NOBODY;
    }
  entry = &log->lanes[lane];
  entry->kind = kind;
  entry->index = lane;
  entry->parent = parent < lane ? parent : PL_LANE_NOBODY;
  entry->born_ns = born_ns;
  entry->capacity = capacity;
  atomic_store_explicit (&entry->pid, pid, memory_order_relaxed);
  atomic_store_explicit (&entry->tid, tid, memory_order_relaxed);
  atomic_store_explicit (&entry->incarnations, 1, memory_order_relaxed);
  atomic_store_explicit (&entry->name, name, memory_order_relaxed);
  /* A reader that sees it sees the rest. */
  atomic_store_explicit (&entry->ready, 1, memory_order_release);
  return lane;
}
