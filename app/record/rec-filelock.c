/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec.h"

#include <fcntl.h>
#include <stdarg.h>
#include <sys/file.h>
#include <unistd.h>

PL_REC_EXPORT int
flock (int fd, int operation)
{
  PL_REC_REAL (int, "flock", (int, int));
  PlRecWait wait;
  int result;

  if (!pl_rec_writer () || (operation & (LOCK_NB | LOCK_UN)))
    return real (fd, operation);
  pl_rec_wait_begin (&wait, PL_WAIT_LOCK, 0);
  result = real (fd, operation);
  pl_rec_wait_end (&wait);
  return result;
}

static int
fcntl_lock (int fd, int command, void *argument)
{
  PL_REC_REAL (int, "fcntl64", (int, int, ...));
  bool waits = (command == F_SETLKW || command == F_OFD_SETLKW) && pl_rec_writer ();
  PlRecWait wait;
  int result;

  if (command == F_DUPFD || command == F_DUPFD_CLOEXEC)
    return pl_rec_file_opened (real (fd, command, argument));
  if (!waits)
    return real (fd, command, argument);
  pl_rec_wait_begin (&wait, PL_WAIT_LOCK, 0);
  result = real (fd, command, argument);
  pl_rec_wait_end (&wait);
  return result;
}

PL_REC_EXPORT int
fcntl64 (int fd, int command, ...)
{
  va_list arguments;
  void *argument;

  va_start (arguments, command);
  argument = va_arg (arguments, void *);
  va_end (arguments);
  return fcntl_lock (fd, command, argument);
}

PL_REC_EXPORT int fcntl (int fd, int command, ...) __attribute__ ((alias ("fcntl64")));

PL_REC_EXPORT int
lockf (int fd, int command, off_t size)
{
  PL_REC_REAL (int, "lockf", (int, int, off_t));
  PlRecWait wait;
  int result;

  if (command != F_LOCK || !pl_rec_writer ())
    return real (fd, command, size);
  pl_rec_wait_begin (&wait, PL_WAIT_LOCK, 0);
  result = real (fd, command, size);
  pl_rec_wait_end (&wait);
  return result;
}
