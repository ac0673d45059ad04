/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/race/race-mutexes.h"

/* Wrong: each worker locks a mutex, but each its own. Nobody waits, and nothing is protected. */

static inline void
lock (PlRacer *racer)
{
  pthread_mutex_lock (&racer->shared->lock.own[racer->me].mutex);
}

static inline void
unlock (PlRacer *racer)
{
  pthread_mutex_unlock (&racer->shared->lock.own[racer->me].mutex);
}

static int
set_up (PlRaceLock *lock, uint32_t n_workers)
{
  int error = 0;

  for (uint32_t i = 0; i < n_workers && error == 0; i++)
    error = pl_race_mutex_init (&lock->own[i].mutex, PTHREAD_MUTEX_DEFAULT, PTHREAD_MUTEX_STALLED,
                                PTHREAD_PRIO_NONE);
  return error;
}

static void
clean_up (PlRaceLock *lock, uint32_t n_workers)
{
  for (uint32_t i = 0; i < n_workers; i++)
    pthread_mutex_destroy (&lock->own[i].mutex);
}

PL_RACE_LOCKED_METHOD (own, .set_up = set_up, .clean_up = clean_up);
