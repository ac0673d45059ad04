/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/race/race-file.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/* A record lock: one byte of the file, between processes. */

static int
set_lock (PlRacer *racer, short type)
{
  struct flock how = { .l_type = type, .l_whence = SEEK_SET, .l_start = 0, .l_len = 1 };

  return fcntl (racer->lock_fd, F_SETLKW, &how);
}

static inline void
lock (PlRacer *racer)
{
  while (set_lock (racer, F_WRLCK) < 0)
    if (errno != EINTR)
      pl_race_give_up (racer->shared, errno);
}

static inline void
unlock (PlRacer *racer)
{
  set_lock (racer, F_UNLCK);
}

PL_RACE_LOCKED_METHOD (fcntl, .set_up = pl_race_file_set_up, .join = pl_race_file_join,
                       .clean_up = pl_race_file_clean_up);
