/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec.h"

#include <signal.h>
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

/* --- for a signal --- */

PL_REC_EXPORT int
pause (void)
{
  PL_REC_REAL (int, "pause", (void));
  PlRecWait wait;
  int result;

  pl_rec_wait_begin (&wait, PL_WAIT_CONDITION, 0);
  result = real ();
  pl_rec_wait_end (&wait);
  return result;
}

PL_REC_EXPORT int
sigsuspend (const sigset_t *mask)
{
  PL_REC_REAL (int, "sigsuspend", (const sigset_t *));
  PlRecWait wait;
  int result;

  pl_rec_wait_begin (&wait, PL_WAIT_CONDITION, 0);
  result = real (mask);
  pl_rec_wait_end (&wait);
  return result;
}

PL_REC_EXPORT int
sigwait (const sigset_t *signals, int *signal)
{
  PL_REC_REAL (int, "sigwait", (const sigset_t *, int *));
  PlRecWait wait;
  int result;

  pl_rec_wait_begin (&wait, PL_WAIT_CONDITION, 0);
  result = real (signals, signal);
  pl_rec_wait_end (&wait);
  return result;
}

PL_REC_EXPORT int
sigwaitinfo (const sigset_t *signals, siginfo_t *info)
{
  PL_REC_REAL (int, "sigwaitinfo", (const sigset_t *, siginfo_t *));
  PlRecWait wait;
  int result;

  pl_rec_wait_begin (&wait, PL_WAIT_CONDITION, 0);
  result = real (signals, info);
  pl_rec_wait_end (&wait);
  return result;
}

PL_REC_EXPORT int
sigtimedwait (const sigset_t *signals, siginfo_t *info, const struct timespec *most)
{
  PL_REC_REAL (int, "sigtimedwait", (const sigset_t *, siginfo_t *, const struct timespec *));
  PlRecWait wait;
  int result;

  pl_rec_wait_begin (&wait, PL_WAIT_CONDITION, 0);
  result = real (signals, info, most);
  pl_rec_wait_end (&wait);
  return result;
}
