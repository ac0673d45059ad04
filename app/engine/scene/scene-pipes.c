/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/scene/scene-shared.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

/* Pipes between the workers of a scene, which the parent does not keep. */

int
pl_scene_open_pipe (PlScene *scene, int bytes)
{
  int *ends = &scene->fds[scene->n_fds];

  if (scene->n_fds + 2 > PL_SCENE_FDS)
    return -EMFILE;
  if (pipe2 (ends, O_CLOEXEC) < 0)
    return -errno;
  scene->n_fds += 2;
  /* One that stays larger only takes longer to fill. */
  if (bytes > 0)
    (void) fcntl (ends[1], F_SETPIPE_SZ, bytes);
  return 0;
}

void
pl_scene_close_pipes (PlScene *scene)
{
  while (scene->n_fds > 0)
    close (scene->fds[--scene->n_fds]);
}

static bool
must_wait (int fd, short events)
{
  struct pollfd one = { .fd = fd, .events = events };

  return poll (&one, 1, 0) == 0;
}

bool
pl_actor_read (PlActor *actor, int fd, void *bytes, size_t n, uint32_t resource)
{
  size_t done = 0;

  while (done < n)
    {
      ssize_t got;

      if (must_wait (fd, POLLIN))
        pl_actor_want (actor, resource);
      got = read (fd, (char *) bytes + done, n - done);
      pl_actor_go_on (actor);
      if (got == 0 || (got < 0 && errno != EINTR))
        return false;
      if (got > 0)
        done += (size_t) got;
    }
  return true;
}

bool
pl_actor_write (PlActor *actor, int fd, const void *bytes, size_t n, uint32_t resource)
{
  size_t done = 0;

  while (done < n)
    {
      ssize_t put;

      /* A write that is longer than the room waits in the middle of it. */
      if (n - done > PL_SCENE_PIPE_BYTES || must_wait (fd, POLLOUT))
        pl_actor_want (actor, resource);
      put = write (fd, (const char *) bytes + done, n - done);
      pl_actor_go_on (actor);
      if (put < 0 && errno != EINTR)
        return false;
      if (put > 0)
        done += (size_t) put;
    }
  return true;
}
