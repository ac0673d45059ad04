/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec.h"

#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>

/* For one descriptor: what is behind it. For none: a sleep. For several: for any of them. */
static void
begin_for (PlRecWait *wait, nfds_t n, int fd)
{
  int saved = errno;
  PlRecObject *object = NULL;

  if (n == 1)
    pl_rec_file (fd, &object);
  pl_rec_wait_begin (wait, n == 0 ? PL_WAIT_SLEEP : n == 1 ? PL_WAIT_DATA : PL_WAIT_POLL, pl_rec_object_name (object));
  errno = saved;
}

PL_REC_EXPORT int
poll (struct pollfd *fds, nfds_t n, int timeout)
{
  PL_REC_REAL (int, "poll", (struct pollfd *, nfds_t, int));
  PlRecWait wait;
  int result;

  if (timeout == 0 || !pl_rec_log)
    return real (fds, n, timeout);
  begin_for (&wait, n, n > 0 ? fds[0].fd : -1);
  result = real (fds, n, timeout);
  pl_rec_wait_end (&wait);
  return result;
}

PL_REC_EXPORT int
ppoll (struct pollfd *fds, nfds_t n, const struct timespec *timeout, const sigset_t *mask)
{
  PL_REC_REAL (int, "ppoll", (struct pollfd *, nfds_t, const struct timespec *, const sigset_t *));
  PlRecWait wait;
  int result;

  if (!pl_rec_log || (timeout && timeout->tv_sec == 0 && timeout->tv_nsec == 0))
    return real (fds, n, timeout, mask);
  begin_for (&wait, n, n > 0 ? fds[0].fd : -1);
  result = real (fds, n, timeout, mask);
  pl_rec_wait_end (&wait);
  return result;
}

PL_REC_EXPORT int
select (int n, fd_set *in, fd_set *out, fd_set *odd, struct timeval *timeout)
{
  PL_REC_REAL (int, "select", (int, fd_set *, fd_set *, fd_set *, struct timeval *));
  PlRecWait wait;
  bool waits = pl_rec_log && !(timeout && timeout->tv_sec == 0 && timeout->tv_usec == 0);
  int result;

  if (waits)
    pl_rec_wait_begin (&wait, n == 0 ? PL_WAIT_SLEEP : PL_WAIT_POLL, 0);
  result = real (n, in, out, odd, timeout);
  if (waits)
    pl_rec_wait_end (&wait);
  return result;
}

PL_REC_EXPORT int
pselect (int n, fd_set *in, fd_set *out, fd_set *odd, const struct timespec *timeout, const sigset_t *mask)
{
  PL_REC_REAL (int, "pselect", (int, fd_set *, fd_set *, fd_set *, const struct timespec *, const sigset_t *));
  PlRecWait wait;
  bool waits = pl_rec_log && !(timeout && timeout->tv_sec == 0 && timeout->tv_nsec == 0);
  int result;

  if (waits)
    pl_rec_wait_begin (&wait, n == 0 ? PL_WAIT_SLEEP : PL_WAIT_POLL, 0);
  result = real (n, in, out, odd, timeout, mask);
  if (waits)
    pl_rec_wait_end (&wait);
  return result;
}

PL_REC_EXPORT int
epoll_pwait (int fd, struct epoll_event *events, int most, int timeout, const sigset_t *mask)
{
  PL_REC_REAL (int, "epoll_pwait", (int, struct epoll_event *, int, int, const sigset_t *));
  PlRecWait wait;
  int result;

  if (timeout == 0 || !pl_rec_log)
    return real (fd, events, most, timeout, mask);
  pl_rec_wait_begin (&wait, PL_WAIT_POLL, 0);
  result = real (fd, events, most, timeout, mask);
  pl_rec_wait_end (&wait);
  return result;
}

PL_REC_EXPORT int
epoll_wait (int fd, struct epoll_event *events, int most, int timeout)
{
  return epoll_pwait (fd, events, most, timeout, NULL);
}
