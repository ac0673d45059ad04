/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/race/race-file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

int
pl_race_file_set_up (PlRaceLock *lock, uint32_t n_workers)
{
  (void) n_workers;
  lock->fds[0] = memfd_create ("paralane-lock", MFD_CLOEXEC);
  if (lock->fds[0] >= 0)
    return 0;
  lock->fds[0] = 0;
  return -errno;
}

int
pl_race_file_join (PlRacer *racer)
{
  char path[40];

  snprintf (path, sizeof path, "/proc/self/fd/%d", racer->shared->lock.fds[0]);
  racer->lock_fd = open (path, O_RDWR | O_CLOEXEC);
  return racer->lock_fd < 0 ? -errno : 0;
}

void
pl_race_file_clean_up (PlRaceLock *lock, uint32_t n_workers)
{
  (void) n_workers;
  if (lock->fds[0] > 0)
    close (lock->fds[0]);
}
