/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/race/race-mutexes.h"

/* Wrong: the lock protects the store alone. The load before it may be old by then. */

static void
recorded (PlRacer *racer)
{
  PlRaceShared *shared = racer->shared;

  for (uint64_t i = 0; i < racer->increments; i++)
    {
      uint64_t word = atomic_load_explicit (&shared->word, memory_order_relaxed);
      int64_t load_ns = pl_race_now_ns (racer), store_ns;

      if (racer->window != PL_RACE_WINDOW_NONE)
        pl_race_window (racer->window, racer->window_amount);
      pthread_mutex_lock (&shared->lock.mutex);
      atomic_store_explicit (&shared->word, PL_WORD (PL_WORD_VALUE (word) + 1, racer->me, i + 1),
                             memory_order_relaxed);
      atomic_thread_fence (memory_order_seq_cst);
      store_ns = pl_race_now_ns (racer);
      pthread_mutex_unlock (&shared->lock.mutex);
      pl_race_record (racer, i, word, load_ns, store_ns);
    }
}

PL_RACE_INLINE void
loop (PlRacer *racer, bool window)
{
  PlRaceShared *shared = racer->shared;

  for (uint64_t i = racer->increments; i > 0; i--)
    {
      uint64_t value = atomic_load_explicit (&shared->word, memory_order_relaxed);

      if (window)
        pl_race_window (racer->window, racer->window_amount);
      pthread_mutex_lock (&shared->lock.mutex);
      atomic_store_explicit (&shared->word, value + 1, memory_order_relaxed);
      pthread_mutex_unlock (&shared->lock.mutex);
    }
}

static void
bare (PlRacer *racer)
{
  if (racer->window == PL_RACE_WINDOW_NONE)
    loop (racer, false);
  else
    loop (racer, true);
}

static int
set_up (PlRaceLock *lock, uint32_t n_workers)
{
  (void) n_workers;
  return pl_race_mutex_init (&lock->mutex, PTHREAD_MUTEX_DEFAULT, PTHREAD_MUTEX_STALLED,
                             PTHREAD_PRIO_NONE);
}

const PlRaceMethodOps pl_race_store_ops = {
  .recorded = recorded, .bare = bare, .set_up = set_up, .clean_up = pl_race_mutex_clean_up,
};
