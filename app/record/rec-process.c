/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

PL_REC_EXPORT pid_t
fork (void)
{
  PL_REC_REAL (pid_t, "fork", (void));
  PlLaneWriter *writer = pl_rec_writer ();
  int saved;
  pid_t pid;

  (void) writer;
  pid = real ();
  saved = errno;
  if (pid == 0)
    pl_rec_lane_forked ();
  else if (pid > 0 && pl_rec_writer ())
    pl_lane_edge (pl_rec_writer (), PL_EVENT_FORK, (uint64_t) pid, false);
  errno = saved;
  return pid;
}

PL_REC_EXPORT void
_exit (int status)
{
  PL_REC_REAL (void, "_exit", (int));

  if (pl_rec_log)
    pl_rec_lane_end (status);
  real (status);
  __builtin_unreachable ();
}

PL_REC_EXPORT void
_Exit (int status)
{
  _exit (status);
}

PL_REC_EXPORT void
quick_exit (int status)
{
  PL_REC_REAL (void, "quick_exit", (int));

  if (pl_rec_log)
    pl_rec_lane_end (status);
  real (status);
  __builtin_unreachable ();
}

/* --- waiting for children --- */

static void
begin_child (PlRecWait *wait, pid_t pid)
{
  pl_rec_wait_begin (wait, PL_WAIT_CHILD, pid > 0 ? (uint32_t) pid : 0);
}

static pid_t
reaped (pid_t pid, const int *status)
{
  int saved = errno;

  if (pid > 0 && (WIFEXITED (*status) || WIFSIGNALED (*status)))
    pl_rec_lane_reaped (pid, *status);
  errno = saved;
  return pid;
}

PL_REC_EXPORT pid_t
wait4 (pid_t pid, int *status, int options, struct rusage *usage)
{
  PL_REC_REAL (pid_t, "wait4", (pid_t, int *, int, struct rusage *));
  PlRecWait wait;
  int own = 0;
  pid_t found;

  if (!pl_rec_writer ())
    return real (pid, status, options, usage);
  begin_child (&wait, pid);
  found = real (pid, &own, options, usage);
  pl_rec_wait_end (&wait);
  if (status && found > 0)
    *status = own;
  return reaped (found, &own);
}

PL_REC_EXPORT pid_t
waitpid (pid_t pid, int *status, int options)
{
  return wait4 (pid, status, options, NULL);
}

PL_REC_EXPORT pid_t
wait (int *status)
{
  return wait4 (-1, status, 0, NULL);
}

/* The status that wait would have given. */
static int
status_of (const siginfo_t *info)
{
  return info->si_code == CLD_EXITED ? (info->si_status & 0xff) << 8 : info->si_status & 0x7f;
}

PL_REC_EXPORT int
waitid (idtype_t type, id_t id, siginfo_t *info, int options)
{
  PL_REC_REAL (int, "waitid", (idtype_t, id_t, siginfo_t *, int));
  siginfo_t own = { 0 };
  PlRecWait wait;
  int result, status, saved;

  if (!pl_rec_writer ())
    return real (type, id, info, options);
  begin_child (&wait, type == P_PID ? (pid_t) id : 0);
  result = real (type, id, &own, options);
  pl_rec_wait_end (&wait);
  saved = errno;
  status = status_of (&own);
  if (result == 0 && own.si_pid > 0 && !(options & WNOWAIT) &&
      (own.si_code == CLD_EXITED || own.si_code == CLD_KILLED || own.si_code == CLD_DUMPED))
    pl_rec_lane_reaped (own.si_pid, status);
  if (info)
    *info = own;
  errno = saved;
  return result;
}

/* --- locks of files --- */

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

PL_REC_EXPORT int
fcntl (int fd, int command, ...)
{
  va_list arguments;
  void *argument;

  va_start (arguments, command);
  argument = va_arg (arguments, void *);
  va_end (arguments);
  return fcntl_lock (fd, command, argument);
}
