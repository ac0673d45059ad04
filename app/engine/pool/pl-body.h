/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a message carries: per task of a chunk an 8-byte value (its parameter, or its result; where tasks take two
 * arguments, two that make it up) and the plan's payload. Made and checked piece by piece, so that nobody ever holds a whole
 * message. */

#include "engine/pool/pl-workload.h"
#include "log/pool/pl-pool-modes.h"

/* What tasks came to. */
typedef struct { uint32_t right, wrong, raised; } PlTally;

typedef struct {
  const PlWorkload *workload;
  PlDirection direction;
  uint32_t first;            /* task */
  uint32_t payload;
  uint64_t pos, size;        /* bytes so far and in all */
  uint64_t *values;          /* to be sent, or where to put them; NULL: receiving parent */
  uint8_t *bad;              /* receiving worker: set where a payload is not as it should be */
  uint64_t value[2];         /* the one being received */
  uint32_t width;            /* values a task: 1 or 2 */
  bool broken;               /* the payload being received is not as it should be */
  PlTally tally;             /* receiving parent */
} PlBody;

/* values and bad are indexed by task - first. */
void pl_body_init (PlBody *self, const PlWorkload *workload, PlDirection direction, uint32_t first,
                   uint32_t n_tasks, uint64_t *values, uint8_t *bad);
/* The next bytes of the message: how many were written, at most room. */
size_t pl_body_write (PlBody *self, uint8_t *to, size_t room);
/* Takes the next bytes; n may not be more than is missing. */
void pl_body_read (PlBody *self, const uint8_t *from, size_t n);

/* Adds what a task has come to, as its value says. */
void pl_body_count (const PlWorkload *workload, uint32_t task, uint64_t value, bool broken, PlTally *tally);

static inline uint64_t
pl_body_values_size (const PlPlanData *plan)
{
  return (pl_plan_has_pairs (plan) ? 2 : 1) * sizeof (uint64_t);
}

static inline uint64_t
pl_body_size (const PlPlanData *plan, uint32_t n_tasks)
{
  return (uint64_t) n_tasks * (pl_body_values_size (plan) + plan->payload);
}

/* A chunk that takes no longer than waking somebody up does. Who waits for one first looks again a few times, and lets
 * others have the CPU meanwhile: mostly it is there before it would have fallen asleep. */
#define PL_BRIEF_NS 20000

static inline bool
pl_chunk_is_brief (const PlPlanData *plan)
{
  return (int64_t) plan->chunk * plan->task_time_ns <= PL_BRIEF_NS;
}

/* The chunks of a plan. */
static inline uint32_t
pl_chunk_count (const PlPlanData *plan)
{
  return (uint32_t) (((uint64_t) plan->tasks + plan->chunk - 1) / plan->chunk);
}

static inline uint32_t
pl_chunk_first (const PlPlanData *plan, uint32_t chunk)
{
  return chunk * plan->chunk;
}

static inline uint32_t
pl_chunk_size (const PlPlanData *plan, uint32_t chunk)
{
  uint32_t left = plan->tasks - pl_chunk_first (plan, chunk);

  return left < plan->chunk ? left : plan->chunk;
}
