/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The tasks of a plan: what each is given, what it does, and the answer known beforehand. All of it
 * follows from the plan alone, so two runs of a plan hold the same tasks. */

#include "log/pl-plan-data.h"

#include <stdbool.h>
#include <stddef.h>

typedef enum { PL_TO_WORKER = 0, PL_TO_PARENT = 1 } PlDirection;

/* Made before forking; lies in shared mappings, so that a fork copies nothing of it. */
typedef struct {
  const PlPlanData *plan;
  uint64_t *params;          /* a task: nanoseconds of spin and sleep, n of squares and primes */
  uint8_t *noise;            /* what payloads are slices of; NULL: no payload */
  size_t noise_size;
  struct PlSieve *sieve;     /* primes only */
} PlWorkload;

/* -ENOMEM: *wanted is the bytes it could not have. */
int pl_workload_init (PlWorkload *self, const PlPlanData *plan, uint64_t *wanted);
void pl_workload_clear (PlWorkload *self);

/* In the worker: the task, as the parameter it was sent says. */
uint64_t pl_workload_run (const PlWorkload *self, uint32_t task, uint64_t param);
/* In the parent: its right answer. */
uint64_t pl_workload_answer (const PlWorkload *self, uint32_t task);
/* What stands for the exception a task raises, in the place of its result; and what comes of it, be it that or the answer. */
uint64_t pl_workload_exception (const PlWorkload *self, uint32_t task);
uint64_t pl_workload_outcome (const PlWorkload *self, uint32_t task);
/* Two arguments whose sum is the value. */
void pl_workload_split (const PlWorkload *self, uint32_t task, uint64_t value, uint64_t pair[2]);
/* Lets so much time pass, as the plan's work does: at work, or asleep. */
void pl_workload_pass (const PlWorkload *self, int64_t ns);

/* The plan.payload bytes that go along with a task. */
const uint8_t *pl_workload_payload (const PlWorkload *self, uint32_t task, PlDirection direction);

/* splitmix64's finisher: every bit of x decides every bit of the result. */
static inline uint64_t
pl_mix (uint64_t x)
{
  x ^= x >> 30;
  x *= UINT64_C (0xbf58476d1ce4e5b9);
  x ^= x >> 27;
  x *= UINT64_C (0x94d049bb133111eb);
  return x ^ (x >> 31);
}
