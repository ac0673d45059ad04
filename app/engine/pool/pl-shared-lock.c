/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/pool/pl-shared-lock.h"

#include "engine/pl-futex.h"
#include "engine/pl-relax.h"

/* Somebody may sleep on the word: whoever leaves wakes one. */
#define WAITERS (UINT32_C (1) << 31)

bool
pl_shared_lock_try (PlSharedLock *lock, uint32_t lane, uint32_t *holder)
{
  uint32_t word = 0;

  if (atomic_compare_exchange_strong_explicit (&lock->word, &word, lane, memory_order_acquire,
                                               memory_order_relaxed))
    return true;
  *holder = word & ~WAITERS;
  return false;
}

bool
pl_shared_lock_spin (PlSharedLock *lock, uint32_t lane, unsigned turns)
{
  for (unsigned i = 0; i < turns; i++)
    {
      uint32_t holder;

      pl_relax ();
      if (atomic_load_explicit (&lock->word, memory_order_relaxed) == 0 && pl_shared_lock_try (lock, lane, &holder))
        return true;
    }
  return false;
}

void
pl_shared_lock_take (PlSharedLock *lock, uint32_t lane)
{
  uint32_t word = 0, mine = lane;

  while (!atomic_compare_exchange_strong_explicit (&lock->word, &word, mine, memory_order_acquire,
                                                   memory_order_relaxed))
    {
      if ((word & WAITERS) ||
          atomic_compare_exchange_strong_explicit (&lock->word, &word, word | WAITERS,
                                                   memory_order_relaxed, memory_order_relaxed))
        pl_futex_wait (&lock->word, word | WAITERS);
      /* Who has slept cannot know whether others still do. */
      mine = lane | WAITERS;
      word = 0;
    }
}

void
pl_shared_lock_leave (PlSharedLock *lock)
{
  if (atomic_exchange_explicit (&lock->word, 0, memory_order_release) & WAITERS)
    pl_futex_wake_one (&lock->word);
}

bool
pl_shared_lock_is_of (const PlSharedLock *lock, uint32_t lane)
{
  return (atomic_load (&lock->word) & ~WAITERS) == lane;
}

void
pl_shared_lock_free_dead (PlSharedLock *lock, uint32_t lane)
{
  if (pl_shared_lock_is_of (lock, lane))
    atomic_store (&lock->word, 0);
  pl_futex_wake_one (&lock->word);
}
