/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/race/race-locked.h"

/* Test and set. Who finds it taken only looks at it until it seems free: looking does not take the
 * line away from the owner. */

static inline void
lock (PlRacer *racer)
{
  _Atomic uint32_t *taken = &racer->shared->lock.word;
  uint32_t spins = 0;

  while (atomic_exchange_explicit (taken, 1, memory_order_acquire) != 0)
    while (atomic_load_explicit (taken, memory_order_relaxed) != 0)
      pl_race_spin (&spins);
}

static inline void
unlock (PlRacer *racer)
{
  atomic_store_explicit (&racer->shared->lock.word, 0, memory_order_release);
}

PL_RACE_LOCKED_METHOD (spin, .set_up = NULL);
