/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/race/race-mutexes.h"

int
pl_race_mutex_init (pthread_mutex_t *mutex, int type, int robust, int protocol)
{
  pthread_mutexattr_t attributes;
  int error = pthread_mutexattr_init (&attributes);

  if (error)
    return -error;
  pthread_mutexattr_setpshared (&attributes, PTHREAD_PROCESS_SHARED);
  pthread_mutexattr_settype (&attributes, type);
  pthread_mutexattr_setrobust (&attributes, robust);
  pthread_mutexattr_setprotocol (&attributes, protocol);
  error = pthread_mutex_init (mutex, &attributes);
  pthread_mutexattr_destroy (&attributes);
  return -error;
}

void
pl_race_mutex_clean_up (PlRaceLock *lock, uint32_t n_workers)
{
  (void) n_workers;
  pthread_mutex_destroy (&lock->mutex);
}
