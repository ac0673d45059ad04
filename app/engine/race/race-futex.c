/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/race/race-locked.h"

#include "engine/pl-futex.h"

/* A lock straight on the kernel's futex, after Drepper's "Futexes are tricky": 0 free, 1 taken,
 * 2 taken and somebody may be asleep. */

static inline void
lock (PlRacer *racer)
{
  _Atomic uint32_t *word = &racer->shared->lock.word;
  uint32_t seen = 0;

  if (atomic_compare_exchange_strong_explicit (word, &seen, 1, memory_order_acquire,
                                               memory_order_relaxed))
    return;
  if (seen != 2)
    seen = atomic_exchange_explicit (word, 2, memory_order_acquire);
  while (seen != 0)
    {
      pl_futex_wait (word, 2);
      seen = atomic_exchange_explicit (word, 2, memory_order_acquire);
    }
}

static inline void
unlock (PlRacer *racer)
{
  _Atomic uint32_t *word = &racer->shared->lock.word;

  if (atomic_exchange_explicit (word, 0, memory_order_release) == 2)
    pl_futex_wake_one (word);
}

PL_RACE_LOCKED_METHOD (futex, .set_up = NULL);
