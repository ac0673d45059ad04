/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/race-shared.h"

/* The same load, add, store, inside a process-shared mutex. A worker that dies holding it
 * ends the whole race, so it need not be a robust one. */

static void
recorded (PlRacer *racer)
{
  PlRaceShared *shared = racer->shared;

  for (uint64_t i = 0; i < racer->increments; i++)
    {
      uint64_t word;
      int64_t load_ns, store_ns;

      pthread_mutex_lock (&shared->mutex);
      word = atomic_load_explicit (&shared->word, memory_order_relaxed);
      load_ns = pl_race_now_ns (racer);
      atomic_store_explicit (&shared->word, PL_WORD (PL_WORD_VALUE (word) + 1, racer->me, i + 1),
                             memory_order_relaxed);
      /* As without a lock: see race-none.c. */
      atomic_thread_fence (memory_order_seq_cst);
      store_ns = pl_race_now_ns (racer);
      pthread_mutex_unlock (&shared->mutex);
      pl_race_record (racer, i, word, load_ns, store_ns);
    }
}

static void
bare (PlRacer *racer)
{
  PlRaceShared *shared = racer->shared;

  for (uint64_t i = racer->increments; i > 0; i--)
    {
      uint64_t value;

      pthread_mutex_lock (&shared->mutex);
      value = atomic_load_explicit (&shared->word, memory_order_relaxed);
      atomic_store_explicit (&shared->word, value + 1, memory_order_relaxed);
      pthread_mutex_unlock (&shared->mutex);
    }
}

const PlRaceMethodOps pl_race_mutex_ops = { recorded, bare };
