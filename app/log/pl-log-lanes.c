/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "log/pl-log.h"
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

int64_t
pl_lane_busy_ns (const PlLane *lane, int64_t now_ns)
{
  int64_t busy_ns = atomic_load_explicit (&lane->busy_ns, memory_order_relaxed);
  int64_t since_ns = atomic_load_explicit (&lane->streams[PL_STREAM_EVENTS].busy_since_ns, memory_order_relaxed);

  return since_ns > 0 && since_ns < now_ns ? busy_ns + (now_ns - since_ns) : busy_ns;
}

void
pl_lane_end_busy (PlLane *lane, int64_t now_ns)
{
  int64_t busy_ns = pl_lane_busy_ns (lane, now_ns);

  /* Who is killed in between has lost a little, and counted nothing twice. */
  atomic_store_explicit (&lane->streams[PL_STREAM_EVENTS].busy_since_ns, 0, memory_order_relaxed);
  atomic_store_explicit (&lane->busy_ns, busy_ns, memory_order_relaxed);
}

bool
pl_log_knows_usage (const PlLog *log)
{
  const PlRunStatus *status = &log->header->status;
  uint32_t phase = atomic_load_explicit (&status->phase, memory_order_acquire);

  if (atomic_load_explicit (&log->header->account, memory_order_relaxed) & PL_ACCOUNT_USAGE_LOST)
    return false;
  return phase >= PL_PHASE_SERIAL && !(phase == PL_PHASE_FAILED && status->error == PL_RUN_RUNNER_DIED);
}
