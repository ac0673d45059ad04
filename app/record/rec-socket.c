/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec.h"

#include <sys/socket.h>

PL_REC_EXPORT int
socketpair (int domain, int type, int protocol, int fds[2])
{
  PL_REC_REAL (int, "socketpair", (int, int, int, int *));
  int result = real (domain, type, protocol, fds), saved = errno;
  PlRecObject *a, *b;

  if (result == 0 && pl_rec_writer ())
    {
      pl_rec_file (fds[0], &a);
      pl_rec_file (fds[1], &b);
      pl_rec_object_join (a, b);
    }
  errno = saved;
  return result;
}

PL_REC_EXPORT ssize_t
recv (int fd, void *buffer, size_t n, int flags)
{
  PL_REC_REAL (ssize_t, "recv", (int, void *, size_t, int));
  PlRecTransfer transfer;
  ssize_t got;

  if (!pl_rec_log || (flags & MSG_PEEK))
    return real (fd, buffer, n, flags);
  pl_rec_read_begin (&transfer, fd);
  got = real (fd, buffer, n, flags);
  pl_rec_transfer_end (&transfer, got);
  return got;
}

PL_REC_EXPORT ssize_t
recvfrom (int fd, void *buffer, size_t n, int flags, struct sockaddr *address, socklen_t *size)
{
  PL_REC_REAL (ssize_t, "recvfrom", (int, void *, size_t, int, struct sockaddr *, socklen_t *));
  PlRecTransfer transfer;
  ssize_t got;

  if (!pl_rec_log || (flags & MSG_PEEK))
    return real (fd, buffer, n, flags, address, size);
  pl_rec_read_begin (&transfer, fd);
  got = real (fd, buffer, n, flags, address, size);
  pl_rec_transfer_end (&transfer, got);
  return got;
}

PL_REC_EXPORT ssize_t
recvmsg (int fd, struct msghdr *message, int flags)
{
  PL_REC_REAL (ssize_t, "recvmsg", (int, struct msghdr *, int));
  PlRecTransfer transfer;
  ssize_t got;

  if (!pl_rec_log || (flags & MSG_PEEK))
    return real (fd, message, flags);
  pl_rec_read_begin (&transfer, fd);
  got = real (fd, message, flags);
  pl_rec_transfer_end (&transfer, got);
  return got;
}

PL_REC_EXPORT ssize_t
send (int fd, const void *buffer, size_t n, int flags)
{
  PL_REC_REAL (ssize_t, "send", (int, const void *, size_t, int));
  PlRecTransfer transfer;
  ssize_t put;

  if (!pl_rec_log)
    return real (fd, buffer, n, flags);
  pl_rec_write_begin (&transfer, fd);
  put = real (fd, buffer, n, flags);
  pl_rec_transfer_end (&transfer, put);
  return put;
}

PL_REC_EXPORT ssize_t
sendto (int fd, const void *buffer, size_t n, int flags, const struct sockaddr *address, socklen_t size)
{
  PL_REC_REAL (ssize_t, "sendto", (int, const void *, size_t, int, const struct sockaddr *, socklen_t));
  PlRecTransfer transfer;
  ssize_t put;

  if (!pl_rec_log)
    return real (fd, buffer, n, flags, address, size);
  pl_rec_write_begin (&transfer, fd);
  put = real (fd, buffer, n, flags, address, size);
  pl_rec_transfer_end (&transfer, put);
  return put;
}

PL_REC_EXPORT ssize_t
sendmsg (int fd, const struct msghdr *message, int flags)
{
  PL_REC_REAL (ssize_t, "sendmsg", (int, const struct msghdr *, int));
  PlRecTransfer transfer;
  ssize_t put;

  if (!pl_rec_log)
    return real (fd, message, flags);
  pl_rec_write_begin (&transfer, fd);
  put = real (fd, message, flags);
  pl_rec_transfer_end (&transfer, put);
  return put;
}

/* As programs call them that were built with _FORTIFY_SOURCE. */
PL_REC_EXPORT ssize_t __recv_chk (int fd, void *buffer, size_t n, size_t room, int flags);
PL_REC_EXPORT ssize_t __recvfrom_chk (int fd, void *buffer, size_t n, size_t room, int flags, struct sockaddr *address,
                                      socklen_t *size);

PL_REC_EXPORT ssize_t
__recv_chk (int fd, void *buffer, size_t n, size_t room, int flags)
{
  PL_REC_REAL (ssize_t, "__recv_chk", (int, void *, size_t, size_t, int));

  return n > room ? real (fd, buffer, n, room, flags) : recv (fd, buffer, n, flags);
}

PL_REC_EXPORT ssize_t
__recvfrom_chk (int fd, void *buffer, size_t n, size_t room, int flags, struct sockaddr *address, socklen_t *size)
{
  PL_REC_REAL (ssize_t, "__recvfrom_chk", (int, void *, size_t, size_t, int, struct sockaddr *, socklen_t *));

  return n > room ? real (fd, buffer, n, room, flags, address, size) : recvfrom (fd, buffer, n, flags, address, size);
}

/* --- connections --- */

static void
begin_connection (PlRecWait *wait, int fd)
{
  int saved = errno;
  PlRecObject *object = NULL;

  pl_rec_file (fd, &object);
  pl_rec_wait_begin (wait, PL_WAIT_DATA, pl_rec_object_name (object));
  errno = saved;
}

static int
end_connection (PlRecWait *wait, int fd)
{
  int saved = errno;

  pl_rec_wait_end (wait);
  pl_rec_file_forget (fd);
  pl_rec_peer_find (fd);
  errno = saved;
  return fd;
}

PL_REC_EXPORT int
accept4 (int fd, struct sockaddr *address, socklen_t *size, int flags)
{
  PL_REC_REAL (int, "accept4", (int, struct sockaddr *, socklen_t *, int));
  PlRecWait wait;

  if (!pl_rec_writer ())
    return real (fd, address, size, flags);
  begin_connection (&wait, fd);
  return end_connection (&wait, real (fd, address, size, flags));
}

PL_REC_EXPORT int
accept (int fd, struct sockaddr *address, socklen_t *size)
{
  PL_REC_REAL (int, "accept", (int, struct sockaddr *, socklen_t *));
  PlRecWait wait;

  if (!pl_rec_writer ())
    return real (fd, address, size);
  begin_connection (&wait, fd);
  return end_connection (&wait, real (fd, address, size));
}

PL_REC_EXPORT int
connect (int fd, const struct sockaddr *address, socklen_t size)
{
  PL_REC_REAL (int, "connect", (int, const struct sockaddr *, socklen_t));
  PlRecWait wait;
  int result, saved;

  if (!pl_rec_writer ())
    return real (fd, address, size);
  begin_connection (&wait, fd);
  result = real (fd, address, size);
  saved = errno;
  pl_rec_wait_end (&wait);
  if (result == 0 || saved == EINPROGRESS)
    pl_rec_peer_connected (fd, address);
  errno = saved;
  return result;
}
