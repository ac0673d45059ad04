/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/race/race-mutexes.h"

/* A recursive mutex, taken rlock_depth times, one within the other, as functions do that lock and
 * call each other. */

static inline void
lock (PlRacer *racer)
{
  for (uint32_t i = racer->rlock_depth; i > 0; i--)
    pthread_mutex_lock (&racer->shared->lock.mutex);
}

static inline void
unlock (PlRacer *racer)
{
  for (uint32_t i = racer->rlock_depth; i > 0; i--)
    pthread_mutex_unlock (&racer->shared->lock.mutex);
}

static int
set_up (PlRaceLock *lock, uint32_t n_workers)
{
  (void) n_workers;
  return pl_race_mutex_init (&lock->mutex, PTHREAD_MUTEX_RECURSIVE, PTHREAD_MUTEX_STALLED,
                             PTHREAD_PRIO_NONE);
}

PL_RACE_LOCKED_METHOD (rlock, .set_up = set_up, .clean_up = pl_race_mutex_clean_up);
