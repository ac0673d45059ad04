/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/race/race-locked.h"

/* No lock: load, add, store. */

static inline void
lock (PlRacer *racer)
{
  (void) racer;
}

static inline void
unlock (PlRacer *racer)
{
  (void) racer;
}

PL_RACE_LOCKED_METHOD (none, .set_up = NULL);
