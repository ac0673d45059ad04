/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/race/race-peterson.h"

/* Peterson with the fence that makes it right. */

static inline void
lock (PlRacer *racer)
{
  pl_race_peterson_lock (racer, true);
}

static inline void
unlock (PlRacer *racer)
{
  pl_race_peterson_unlock (racer);
}

PL_RACE_LOCKED_METHOD (peterson, .set_up = NULL);
