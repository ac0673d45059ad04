/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/race/race-locked.h"

/* Load, add, and store only if nobody has stored since; else again. The word of a recorded race is
 * never the same twice, so nobody can be fooled by an old value that came back. An increment is
 * recorded once, with the load that led to its store. */

static void
recorded (PlRacer *racer)
{
  _Atomic uint64_t *counter = &racer->shared->word;

  for (uint64_t i = 0; i < racer->increments; i++)
    {
      int64_t load_ns, store_ns;
      uint64_t word, seen;

      do
        {
          word = seen = atomic_load_explicit (counter, memory_order_relaxed);
          load_ns = pl_race_now_ns (racer);
          if (racer->window != PL_RACE_WINDOW_NONE)
            pl_race_window (racer->window, racer->window_amount);
        }
      while (!atomic_compare_exchange_weak_explicit (
        counter, &seen, PL_WORD (PL_WORD_VALUE (word) + 1, racer->me, i + 1), memory_order_seq_cst,
        memory_order_relaxed));
      store_ns = pl_race_now_ns (racer);
      pl_race_record (racer, i, word, load_ns, store_ns);
    }
}

PL_RACE_INLINE void
loop (PlRacer *racer, bool window)
{
  _Atomic uint64_t *counter = &racer->shared->word;

  for (uint64_t i = racer->increments; i > 0; i--)
    {
      uint64_t value = atomic_load_explicit (counter, memory_order_relaxed);

      if (window)
        pl_race_window (racer->window, racer->window_amount);
      while (!atomic_compare_exchange_weak_explicit (counter, &value, value + 1,
                                                     memory_order_relaxed, memory_order_relaxed))
        if (window)
          pl_race_window (racer->window, racer->window_amount);
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

const PlRaceMethodOps pl_race_cas_ops = { .recorded = recorded, .bare = bare };
