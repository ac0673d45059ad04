/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/race/race-locked.h"

#include "engine/pl-futex.h"

/* Who waits for number n sleeps on its own bit: not all wake up to see that it is not they. */
#define BIT(n) (UINT32_C (1) << ((n) % 32))

/* Draw a number, wait until it is called. Fair, and so it must wait for one certain worker: with
 * more workers than CPUs that one is often not running, and spinning would keep it from it. So
 * a worker spins only so long, then it sleeps. */

static inline void
lock (PlRacer *racer)
{
  PlRaceTicket *ticket = &racer->shared->lock.ticket;
  uint32_t mine = atomic_fetch_add_explicit (&ticket->next, 1, memory_order_relaxed);
  uint32_t serving, spins = 0;

  while ((serving = atomic_load_explicit (&ticket->serving, memory_order_acquire)) != mine)
    {
      if (++spins < PL_RACE_SPINS)
        {
          pl_race_relax ();
          continue;
        }
      /* Either the owner sees that somebody sleeps, or the kernel that the number has changed. */
      atomic_fetch_add_explicit (&ticket->asleep, 1, memory_order_seq_cst);
      pl_futex_wait_bits (&ticket->serving, serving, BIT (mine));
      atomic_fetch_sub_explicit (&ticket->asleep, 1, memory_order_relaxed);
    }
}

static inline void
unlock (PlRacer *racer)
{
  PlRaceTicket *ticket = &racer->shared->lock.ticket;

  uint32_t next = atomic_fetch_add_explicit (&ticket->serving, 1, memory_order_seq_cst) + 1;

  if (atomic_load_explicit (&ticket->asleep, memory_order_seq_cst) != 0)
    pl_futex_wake_bits (&ticket->serving, BIT (next));
}

PL_RACE_LOCKED_METHOD (ticket, .set_up = NULL);
