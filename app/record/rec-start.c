/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

PlLog *pl_rec_log;

void *
pl_rec_real (const char *name)
{
  void *real = dlsym (RTLD_NEXT, name);

  if (!real)
    abort ();
  return real;
}

/* The recorder keeps no descriptor: programs count theirs and close what they do not know. */
static int
open_part (const char *path, size_t length)
{
  char copy[256];

  if (length == 0 || length >= sizeof copy)
    return -1;
  memcpy (copy, path, length);
  copy[length] = '\0';
  return open (copy, O_RDWR | O_CLOEXEC);
}

static void
map (const char *paths)
{
  const char *colon = strchr (paths, ':');
  int log_fd = colon ? open_part (paths, (size_t) (colon - paths)) : -1;
  int objects_fd = colon ? open_part (colon + 1, strlen (colon + 1)) : -1;

  if (objects_fd >= 0)
    pl_rec_objects_map (objects_fd);
  if (log_fd >= 0 && pl_log_join (log_fd, &pl_rec_log) < 0)
    pl_rec_log = NULL;
  if (log_fd >= 0)
    close (log_fd);
  if (objects_fd >= 0)
    close (objects_fd);
}

static void
exit_cb (int status, void *data)
{
  pl_rec_lane_end (status);
}

static __attribute__ ((constructor)) void
start (void)
{
  const char *paths = getenv (PL_REC_VARIABLE);
  int saved = errno;

  if (paths)
    map (paths);
  if (pl_rec_log)
    {
      pl_rec_lane_start_process (program_invocation_short_name);
      /* What is registered first is called last. */
      on_exit (exit_cb, NULL);
    }
  errno = saved;
}
