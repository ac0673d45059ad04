/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Peterson's lock for two: say that you want it, let the other go first, wait until the other does
 * not want it or has let you go first. */

#include "engine/race/race-locked.h"

/* Without the fence a CPU may read the other's flag before its own flag has left its store buffer:
 * then both read "does not want it". */
PL_RACE_INLINE void
pl_race_peterson_lock (PlRacer *racer, bool fence)
{
  PlRacePeterson *peterson = &racer->shared->lock.peterson;
  uint32_t other = 1 - racer->me, spins = 0;

  atomic_store_explicit (&peterson->wants[racer->me].flag, 1, memory_order_relaxed);
  /* Released: that the flag is set comes first. */
  atomic_store_explicit (&peterson->turn, other, memory_order_release);
  if (fence)
    atomic_thread_fence (memory_order_seq_cst);
  /* No acquiring loads: those of ARM64 wait for releasing stores, which would be the fence that is not there. */
  while (atomic_load_explicit (&peterson->wants[other].flag, memory_order_relaxed) != 0 &&
         atomic_load_explicit (&peterson->turn, memory_order_relaxed) == other)
    pl_race_spin (&spins);
  atomic_thread_fence (memory_order_acquire);
}

PL_RACE_INLINE void
pl_race_peterson_unlock (PlRacer *racer)
{
  atomic_store_explicit (&racer->shared->lock.peterson.wants[racer->me].flag, 0,
                         memory_order_release);
}
