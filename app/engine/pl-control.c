/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/pl-control.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

int
pl_control_read (int control_fd, PlRunnerCommand *command)
{
  for (;;)
    {
      ssize_t n = recv (control_fd, command, sizeof *command, MSG_DONTWAIT);

      if (n == (ssize_t) sizeof *command)
        return 1;
      if (n > 0 || (n < 0 && errno == EINTR))
        continue;   /* a packet of another size is none of ours */
      if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
        return 0;
      return -EPIPE;
    }
}
