/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/race/race-shared.h"

#include <limits.h>
#include <linux/futex.h>
#include <sched.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

/* A start flag set by the parent would let the first worker finish before the second has its CPU,
 * and hide the race for good. So the workers wait for each other: first asleep, until everyone is
 * born or done, then awake, so that nobody is still being scheduled in when it starts. */

/* Some 300 us: longer than it takes to wake up. With more workers than CPUs the one everybody
 * waits for needs a CPU, and soon. */
#define SPINS_WITH_CPU 20000
#define SPINS_WITHOUT_CPU 500

/* True for the last one to come. */
static bool
arrive (PlRaceMeeting *meeting, uint32_t n)
{
  if (atomic_fetch_add_explicit (&meeting->arrived, 1, memory_order_acq_rel) + 1 < n)
    return false;
  /* Nobody comes again before the generation moves. */
  atomic_store_explicit (&meeting->arrived, 0, memory_order_relaxed);
  return true;
}

void
pl_race_gate (PlRaceMeeting *meeting, uint32_t n, void (*last_cb) (void *data), void *data)
{
  uint32_t generation = atomic_load_explicit (&meeting->generation, memory_order_acquire);

  if (arrive (meeting, n))
    {
      if (last_cb)
        last_cb (data);
      atomic_fetch_add_explicit (&meeting->generation, 1, memory_order_release);
      syscall (SYS_futex, &meeting->generation, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
      return;
    }
  while (atomic_load_explicit (&meeting->generation, memory_order_acquire) == generation)
    syscall (SYS_futex, &meeting->generation, FUTEX_WAIT, generation, NULL, NULL, 0);
}

void
pl_race_start (PlRaceMeeting *meeting, uint32_t n, uint32_t n_cpus)
{
  uint32_t patience = n <= n_cpus ? SPINS_WITH_CPU : SPINS_WITHOUT_CPU;
  uint32_t generation = atomic_load_explicit (&meeting->generation, memory_order_acquire);

  if (arrive (meeting, n))
    {
      atomic_fetch_add_explicit (&meeting->generation, 1, memory_order_release);
      return;
    }
  for (uint32_t spins = 0;; spins++)
    {
      if (atomic_load_explicit (&meeting->generation, memory_order_acquire) != generation)
        return;
      if (spins >= patience)
        sched_yield ();
      else
        pl_race_relax ();
    }
}
