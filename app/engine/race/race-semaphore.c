/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/race/race-locked.h"

#include <errno.h>

/* A POSIX semaphore that starts at 1. */

static inline void
lock (PlRacer *racer)
{
  while (sem_wait (&racer->shared->lock.semaphore) < 0)
    if (errno != EINTR)
      pl_race_give_up (racer->shared, errno);
}

static inline void
unlock (PlRacer *racer)
{
  sem_post (&racer->shared->lock.semaphore);
}

static int
set_up (PlRaceLock *lock, uint32_t n_workers)
{
  (void) n_workers;
  return sem_init (&lock->semaphore, 1, 1) < 0 ? -errno : 0;
}

static void
clean_up (PlRaceLock *lock, uint32_t n_workers)
{
  (void) n_workers;
  sem_destroy (&lock->semaphore);
}

PL_RACE_LOCKED_METHOD (semaphore, .set_up = set_up, .clean_up = clean_up);
