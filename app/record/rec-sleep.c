/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec.h"

#include <time.h>
#include <unistd.h>

PL_REC_EXPORT int
clock_nanosleep (clockid_t clock, int flags, const struct timespec *wanted, struct timespec *left)
{
  PL_REC_REAL (int, "clock_nanosleep", (clockid_t, int, const struct timespec *, struct timespec *));
  PlRecWait wait;
  int result;

  if (!pl_rec_log)
    return real (clock, flags, wanted, left);
  pl_rec_wait_begin (&wait, PL_WAIT_SLEEP, 0);
  result = real (clock, flags, wanted, left);
  pl_rec_wait_end (&wait);
  return result;
}

PL_REC_EXPORT int
nanosleep (const struct timespec *wanted, struct timespec *left)
{
  PL_REC_REAL (int, "nanosleep", (const struct timespec *, struct timespec *));
  PlRecWait wait;
  int result;

  if (!pl_rec_log)
    return real (wanted, left);
  pl_rec_wait_begin (&wait, PL_WAIT_SLEEP, 0);
  result = real (wanted, left);
  pl_rec_wait_end (&wait);
  return result;
}

PL_REC_EXPORT unsigned
sleep (unsigned seconds)
{
  PL_REC_REAL (unsigned, "sleep", (unsigned));
  PlRecWait wait;
  unsigned left;

  if (!pl_rec_log)
    return real (seconds);
  pl_rec_wait_begin (&wait, PL_WAIT_SLEEP, 0);
  left = real (seconds);
  pl_rec_wait_end (&wait);
  return left;
}

PL_REC_EXPORT int
usleep (useconds_t us)
{
  PL_REC_REAL (int, "usleep", (useconds_t));
  PlRecWait wait;
  int result;

  if (!pl_rec_log)
    return real (us);
  pl_rec_wait_begin (&wait, PL_WAIT_SLEEP, 0);
  result = real (us);
  pl_rec_wait_end (&wait);
  return result;
}
