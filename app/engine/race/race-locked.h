/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The two loops of every method that locks, loads, adds, stores, unlocks. The compiler puts a
 * method's own lock and unlock in: no call stands between a lock and what it protects. */

#include "engine/race/race-shared.h"

#define PL_RACE_INLINE static inline __attribute__ ((always_inline))

typedef void (*PlRaceStep) (PlRacer *racer);

/* Both clocks are read while the lock is held: holds in the record never overlap.
 *
 * Between load and store lies a clock read: the window in which others can get in between is
 * wider than in the bare loop. That is what recording costs. The fence waits until the store has
 * left the CPU's buffer and others see it. Without it the clock would be read up to 100 ns before,
 * and show stores in the wrong order. */
PL_RACE_INLINE void
pl_race_locked_recorded (PlRacer *racer, PlRaceStep lock, PlRaceStep unlock)
{
  _Atomic uint64_t *counter = &racer->shared->word;

  for (uint64_t i = 0; i < racer->increments; i++)
    {
      int64_t load_ns, store_ns;
      uint64_t word;

      lock (racer);
      word = atomic_load_explicit (counter, memory_order_relaxed);
      load_ns = pl_race_now_ns (racer);
      if (racer->window != PL_RACE_WINDOW_NONE)
        pl_race_window (racer->window, racer->window_amount);
      atomic_store_explicit (counter, PL_WORD (PL_WORD_VALUE (word) + 1, racer->me, i + 1),
                             memory_order_relaxed);
      atomic_thread_fence (memory_order_seq_cst);
      store_ns = pl_race_now_ns (racer);
      unlock (racer);
      pl_race_record (racer, i, word, load_ns, store_ns);
    }
}

/* Relaxed atomics are plain moves on the machine, but the compiler may not fold the loop into one
 * addition. */
PL_RACE_INLINE void
pl_race_locked_loop (PlRacer *racer, PlRaceStep lock, PlRaceStep unlock, bool window)
{
  /* A copy nobody else knows of: after a lock the compiler must read all others again. */
  PlRacer here = *racer;
  _Atomic uint64_t *counter = &here.shared->word;

  for (uint64_t i = here.increments; i > 0; i--)
    {
      uint64_t value;

      lock (&here);
      value = atomic_load_explicit (counter, memory_order_relaxed);
      if (window)
        pl_race_window (here.window, here.window_amount);
      atomic_store_explicit (counter, value + 1, memory_order_relaxed);
      unlock (&here);
    }
}

PL_RACE_INLINE void
pl_race_locked_bare (PlRacer *racer, PlRaceStep lock, PlRaceStep unlock)
{
  if (racer->window == PL_RACE_WINDOW_NONE)
    pl_race_locked_loop (racer, lock, unlock, false);
  else
    pl_race_locked_loop (racer, lock, unlock, true);
}

/* The struct of a method whose lock and unlock stand above; more of its functions follow the key. */
#define PL_RACE_LOCKED_METHOD(key, ...)                                                            \
  static void recorded (PlRacer *racer) { pl_race_locked_recorded (racer, lock, unlock); }         \
  static void bare (PlRacer *racer) { pl_race_locked_bare (racer, lock, unlock); }                 \
  const PlRaceMethodOps pl_race_##key##_ops = { .recorded = recorded, .bare = bare, __VA_ARGS__ }
