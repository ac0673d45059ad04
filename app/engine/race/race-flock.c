/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/race/race-file.h"

#include <errno.h>
#include <sys/file.h>

/* flock: the whole file, between open files. */

static inline void
lock (PlRacer *racer)
{
  while (flock (racer->lock_fd, LOCK_EX) < 0)
    if (errno != EINTR)
      pl_race_give_up (racer->shared, errno);
}

static inline void
unlock (PlRacer *racer)
{
  flock (racer->lock_fd, LOCK_UN);
}

PL_RACE_LOCKED_METHOD (flock, .set_up = pl_race_file_set_up, .join = pl_race_file_join,
                       .clean_up = pl_race_file_clean_up);
