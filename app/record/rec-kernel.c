/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec.h"

#include <linux/futex.h>
#include <linux/seccomp.h>
#include <stdarg.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Once a program forbids itself system calls, any of ours might be its end. Before, because afterwards it is too late. */
static void
be_careful (void)
{
  if (pl_rec_log && !pl_rec_careful)
    {
      pl_rec_lane_lost (PL_LOST_SECCOMP);
      pl_rec_careful = true;
    }
}

PL_REC_EXPORT int
prctl (int option, ...)
{
  PL_REC_REAL (int, "prctl", (int, unsigned long, unsigned long, unsigned long, unsigned long));
  unsigned long a[4];
  va_list arguments;
  int result, saved = errno;

  va_start (arguments, option);
  for (unsigned i = 0; i < 4; i++)
    a[i] = va_arg (arguments, unsigned long);
  va_end (arguments);
  if (option == PR_SET_SECCOMP)
    be_careful ();
  errno = saved;
  result = real (option, a[0], a[1], a[2], a[3]);
  saved = errno;
  if (option == PR_SET_NAME && result == 0)
    pl_rec_lane_set_name ((const char *) a[0]);
  errno = saved;
  return result;
}

static bool
is_wait (long operation)
{
  long command = operation & FUTEX_CMD_MASK;

  return command == FUTEX_WAIT || command == FUTEX_WAIT_BITSET || command == FUTEX_LOCK_PI;
}

/* Waits of those who go past libc. */
PL_REC_EXPORT long
syscall (long number, ...)
{
  PL_REC_REAL (long, "syscall", (long, long, long, long, long, long, long));
  long a[6], result;
  PlRecWait wait;
  va_list arguments;
  int saved = errno;

  va_start (arguments, number);
  for (unsigned i = 0; i < 6; i++)
    a[i] = va_arg (arguments, long);
  va_end (arguments);
  if (number == SYS_seccomp)
    be_careful ();
  errno = saved;
  if (number != SYS_futex || !is_wait (a[1]) || !pl_rec_writer ())
    return real (number, a[0], a[1], a[2], a[3], a[4], a[5]);
  pl_rec_wait_begin (&wait, PL_WAIT_CONDITION, 0);
  result = real (number, a[0], a[1], a[2], a[3], a[4], a[5]);
  pl_rec_wait_end (&wait);
  return result;
}
