/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/pl-control.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

/* As recv () with MSG_DONTWAIT; a rank that mpirun started has a pipe, which is a stream. */
static ssize_t
take (int fd, PlRunnerCommand *command)
{
  struct pollfd ready = { .fd = fd, .events = POLLIN };
  ssize_t n = recv (fd, command, sizeof *command, MSG_DONTWAIT);

  if (n >= 0 || errno != ENOTSOCK)
    return n;
  errno = EAGAIN;
  return poll (&ready, 1, 0) < 1 ? -1 : read (fd, command, sizeof *command);
}

int
pl_control_read (int control_fd, PlRunnerCommand *command)
{
  for (;;)
    {
      ssize_t n = take (control_fd, command);

      if (n == (ssize_t) sizeof *command)
        return 1;
      if (n > 0 || (n < 0 && errno == EINTR))
        continue;   /* a packet of another size is none of ours */
      if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
        return 0;
      return -EPIPE;
    }
}
