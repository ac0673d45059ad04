/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/race/race-mutexes.h"

/* A priority-inheriting mutex: contended, the kernel itself hands it over. */

static inline void
lock (PlRacer *racer)
{
  pthread_mutex_lock (&racer->shared->lock.mutex);
}

static inline void
unlock (PlRacer *racer)
{
  pthread_mutex_unlock (&racer->shared->lock.mutex);
}

static int
set_up (PlRaceLock *lock, uint32_t n_workers)
{
  (void) n_workers;
  return pl_race_mutex_init (&lock->mutex, PTHREAD_MUTEX_DEFAULT, PTHREAD_MUTEX_STALLED,
                             PTHREAD_PRIO_INHERIT);
}

PL_RACE_LOCKED_METHOD (pi, .set_up = set_up, .clean_up = pl_race_mutex_clean_up);
