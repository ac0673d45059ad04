/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Version 1 of the log, as files hold it. It never changes again, whatever becomes of the structs of
 * today that look like it.
 *
 *   PlLogHeaderV1 | PlLaneV1[n_lanes] | order: uint32_t[] | trials: PlTrial[] | records, lane by lane */

#include "log/pl-log-format.h"

typedef struct {
  uint32_t kind, record;
  uint64_t seed;
  uint32_t pool_size, tasks, chunk_asked, chunk, ipc, work, spread, payload;
  int64_t task_time_ns;
  uint32_t serial, fault, fault_task, pad0;
  uint32_t workers, n_parts;
  uint64_t increments;
  uint32_t trials, pad1;
  struct { uint32_t method, record; } parts[8];
  uint32_t window, cpus;
  uint64_t window_amount;
  int64_t duration_ns;
  uint32_t rlock_depth, pad2;
  uint64_t guess;
  uint8_t reserved[56];
  uint32_t scene, scene_variant, scene_workers, scene_rounds, scene_limit, scene_pad[3];
} PlPlanDataV1;

_Static_assert (sizeof (PlPlanDataV1) == 288 && offsetof (PlPlanDataV1, scene) == 256, "as it was");

typedef struct {
  char magic[8];
  uint32_t version, byte_order, header_size, lane_size, record_size, n_lanes;
  uint64_t total_size;
  uint64_t lanes_offset;
  uint64_t order_offset, order_capacity;
  uint64_t trials_offset, trials_capacity;
  int64_t start_mono_ns, start_wall_ns;
  uint32_t n_cpus, pad;
  char cpu_model[64], kernel[64], app_version[32];
  PlPlanDataV1 plan;
  uint8_t status[sizeof (PlRunStatus)];
} PlLogHeaderV1;

typedef struct {
  uint32_t kind, index, part;
  int32_t pid;
  uint32_t incarnations, tasks;
  uint64_t offset, capacity;          /* bytes from the start of the file; records */
  int64_t busy_ns, cpu_ns;
  uint64_t voluntary, involuntary;
  int64_t begin_ns, end_ns;
  uint64_t made, race_voluntary, race_involuntary;
  uint8_t pad0[128 - 112];
  uint64_t count, dropped;
  uint8_t pad1[64 - 16];
} PlLaneV1;

_Static_assert (sizeof (PlLogHeaderV1) == 1208 && sizeof (PlLaneV1) == 192 && sizeof (PlRunStatus) == 656,
                "as they were");
