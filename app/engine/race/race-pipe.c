/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/race/race-locked.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/* A pipe with one byte in it: who has read it has the lock, and writes it back. */

static inline void
lock (PlRacer *racer)
{
  char token;

  while (read (racer->shared->lock.fds[0], &token, 1) != 1)
    if (errno != EINTR)
      pl_race_give_up (racer->shared, errno);
}

static inline void
unlock (PlRacer *racer)
{
  while (write (racer->shared->lock.fds[1], "", 1) != 1)
    if (errno != EINTR)
      pl_race_give_up (racer->shared, errno);
}

static int
set_up (PlRaceLock *lock, uint32_t n_workers)
{
  int fds[2];

  (void) n_workers;
  if (pipe2 (fds, O_CLOEXEC) < 0)
    return -errno;
  lock->fds[0] = fds[0];
  lock->fds[1] = fds[1];
  return write (fds[1], "", 1) == 1 ? 0 : -errno;
}

static void
clean_up (PlRaceLock *lock, uint32_t n_workers)
{
  (void) n_workers;
  for (int i = 0; i < 2; i++)
    if (lock->fds[i] > 0)
      close (lock->fds[i]);
}

PL_RACE_LOCKED_METHOD (pipe, .set_up = set_up, .clean_up = clean_up);
