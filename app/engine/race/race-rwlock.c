/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/race/race-locked.h"

/* A reader-writer lock, of which everybody takes the writer's side. */

static inline void
lock (PlRacer *racer)
{
  pthread_rwlock_wrlock (&racer->shared->lock.rwlock);
}

static inline void
unlock (PlRacer *racer)
{
  pthread_rwlock_unlock (&racer->shared->lock.rwlock);
}

static int
set_up (PlRaceLock *lock, uint32_t n_workers)
{
  pthread_rwlockattr_t attributes;
  int error = pthread_rwlockattr_init (&attributes);

  (void) n_workers;
  if (error)
    return -error;
  pthread_rwlockattr_setpshared (&attributes, PTHREAD_PROCESS_SHARED);
  error = pthread_rwlock_init (&lock->rwlock, &attributes);
  pthread_rwlockattr_destroy (&attributes);
  return -error;
}

static void
clean_up (PlRaceLock *lock, uint32_t n_workers)
{
  (void) n_workers;
  pthread_rwlock_destroy (&lock->rwlock);
}

PL_RACE_LOCKED_METHOD (rwlock, .set_up = set_up, .clean_up = clean_up);
