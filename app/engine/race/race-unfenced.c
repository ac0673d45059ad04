/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/race/race-peterson.h"

/* Wrong: Peterson as the books print it, on a machine whose stores may pass loads. */

static inline void
lock (PlRacer *racer)
{
  pl_race_peterson_lock (racer, false);
}

static inline void
unlock (PlRacer *racer)
{
  pl_race_peterson_unlock (racer);
}

PL_RACE_LOCKED_METHOD (unfenced, .set_up = NULL);
