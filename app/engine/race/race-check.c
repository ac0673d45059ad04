/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/race/race-locked.h"

/* Wrong: looks whether it is free, then says that it is not. Two steps, and others can look in
 * between. The plan's window is put there, too: it is the one that matters here. */

static inline void
lock (PlRacer *racer)
{
  _Atomic uint32_t *taken = &racer->shared->lock.word;
  uint32_t spins = 0;

  while (atomic_load_explicit (taken, memory_order_acquire) != 0)
    pl_race_spin (&spins);
  if (racer->window != PL_RACE_WINDOW_NONE)
    pl_race_window (racer->window, racer->window_amount);
  atomic_store_explicit (taken, 1, memory_order_relaxed);
}

static inline void
unlock (PlRacer *racer)
{
  atomic_store_explicit (&racer->shared->lock.word, 0, memory_order_release);
}

PL_RACE_LOCKED_METHOD (check, .set_up = NULL);
