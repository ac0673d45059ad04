/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/race/race-shared.h"

/* One indivisible add. The word cannot carry its writer, but each value is returned to exactly one
 * worker, so the value alone names the increment before. There is nothing between load and store
 * that a window could widen. */

static void
recorded (PlRacer *racer)
{
  for (uint64_t i = 0; i < racer->increments; i++)
    {
      int64_t load_ns = pl_race_now_ns (racer);
      uint64_t word =
        atomic_fetch_add_explicit (&racer->shared->word, UINT64_C (1) << 32, memory_order_relaxed);
      int64_t store_ns = pl_race_now_ns (racer);

      pl_race_record (racer, i, word, load_ns, store_ns);
    }
}

static void
bare (PlRacer *racer)
{
  for (uint64_t i = racer->increments; i > 0; i--)
    atomic_fetch_add_explicit (&racer->shared->word, 1, memory_order_relaxed);
}

const PlRaceMethodOps pl_race_atomic_ops = { .recorded = recorded, .bare = bare };
