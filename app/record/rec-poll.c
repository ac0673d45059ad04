/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec.h"

#include <poll.h>
#include <sys/select.h>

static __thread pid_t awaited __attribute__ ((tls_model ("initial-exec")));

void
pl_rec_poll_for_end (pid_t pid)
{
  awaited = pid;
}

/* For one descriptor: what is behind it, and room there or data. For none: a sleep. For several: any of them. */
static void
begin_for (PlRecWait *wait, const struct pollfd *fds, nfds_t n)
{
  PlWaitReason reason = n == 0 ? PL_WAIT_SLEEP : PL_WAIT_POLL;
  PlRecObject *object = NULL;
  int saved = errno;

  if (awaited > 0)
    {
      pl_rec_wait_begin (wait, PL_WAIT_CHILD, (uint32_t) awaited);
      errno = saved;
      return;
    }
  if (n == 1)
    {
      bool room = (fds[0].events & (POLLIN | POLLPRI | POLLOUT)) == POLLOUT;

      pl_rec_file (fds[0].fd, &object);
      reason = room ? PL_WAIT_ROOM : PL_WAIT_DATA;
      object = room ? pl_rec_object_peer (object) : object;
    }
  pl_rec_wait_begin (wait, reason, pl_rec_object_name (object));
  errno = saved;
}

/* The one of several that it turned out to be. */
static int
end_for (PlRecWait *wait, const struct pollfd *fds, nfds_t n, int result)
{
  PlRecObject *object = NULL;
  int saved = errno;

  for (nfds_t i = 0; n > 1 && result == 1 && i < n; i++)
    if (fds[i].revents != 0)
      {
        pl_rec_file (fds[i].fd, &object);
        pl_rec_wait_name (wait, PL_WAIT_POLL, pl_rec_object_name (object));
        break;
      }
  pl_rec_wait_end (wait);
  errno = saved;
  return result;
}

PL_REC_EXPORT int
poll (struct pollfd *fds, nfds_t n, int timeout)
{
  PL_REC_REAL (int, "poll", (struct pollfd *, nfds_t, int));
  PlRecWait wait;

  if (timeout == 0 || !pl_rec_writer ())
    return real (fds, n, timeout);
  begin_for (&wait, fds, n);
  return end_for (&wait, fds, n, real (fds, n, timeout));
}

PL_REC_EXPORT int
ppoll (struct pollfd *fds, nfds_t n, const struct timespec *timeout, const sigset_t *mask)
{
  PL_REC_REAL (int, "ppoll", (struct pollfd *, nfds_t, const struct timespec *, const sigset_t *));
  PlRecWait wait;

  if (!pl_rec_writer () || (timeout && timeout->tv_sec == 0 && timeout->tv_nsec == 0))
    return real (fds, n, timeout, mask);
  begin_for (&wait, fds, n);
  return end_for (&wait, fds, n, real (fds, n, timeout, mask));
}

/* As programs call them that were built with _FORTIFY_SOURCE. */
PL_REC_EXPORT int __poll_chk (struct pollfd *fds, nfds_t n, int timeout, size_t size);
PL_REC_EXPORT int __ppoll_chk (struct pollfd *fds, nfds_t n, const struct timespec *timeout, const sigset_t *mask,
                               size_t size);

PL_REC_EXPORT int
__poll_chk (struct pollfd *fds, nfds_t n, int timeout, size_t size)
{
  PL_REC_REAL (int, "__poll_chk", (struct pollfd *, nfds_t, int, size_t));

  return size / sizeof *fds < n ? real (fds, n, timeout, size) : poll (fds, n, timeout);
}

PL_REC_EXPORT int
__ppoll_chk (struct pollfd *fds, nfds_t n, const struct timespec *timeout, const sigset_t *mask, size_t size)
{
  PL_REC_REAL (int, "__ppoll_chk", (struct pollfd *, nfds_t, const struct timespec *, const sigset_t *, size_t));

  return size / sizeof *fds < n ? real (fds, n, timeout, mask, size) : ppoll (fds, n, timeout, mask);
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
