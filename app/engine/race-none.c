/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/race-shared.h"

/* No lock: load, add, store. Relaxed atomics are plain moves on the machine, but the
 * compiler may not fold the loop into one addition. */

static void
recorded (PlRacer *racer)
{
  _Atomic uint64_t *counter = &racer->shared->word;

  for (uint64_t i = 0; i < racer->increments; i++)
    {
      uint64_t word = atomic_load_explicit (counter, memory_order_relaxed);
      int64_t load_ns = pl_race_now_ns (racer), store_ns;

      /* Between load and store lies a clock read: the window in which others can
       * get in between is wider than in the bare loop. That is what recording costs.
       * The fence waits until the store has left the CPU's buffer and others see it. Without it
       * the clock would be read up to 100 ns before, and show stores in the wrong order. */
      atomic_store_explicit (counter, PL_WORD (PL_WORD_VALUE (word) + 1, racer->me, i + 1),
                             memory_order_relaxed);
      atomic_thread_fence (memory_order_seq_cst);
      store_ns = pl_race_now_ns (racer);
      pl_race_record (racer, i, word, load_ns, store_ns);
    }
}

static void
bare (PlRacer *racer)
{
  _Atomic uint64_t *counter = &racer->shared->word;

  for (uint64_t i = racer->increments; i > 0; i--)
    {
      uint64_t value = atomic_load_explicit (counter, memory_order_relaxed);

      atomic_store_explicit (counter, value + 1, memory_order_relaxed);
    }
}

const PlRaceMethodOps pl_race_none_ops = { recorded, bare };
