/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/pl-memory.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static uint64_t
read_share (const char *path)
{
  char text[2048];
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  ssize_t n = fd >= 0 ? read (fd, text, sizeof text - 1) : -1;
  const char *line;

  if (fd >= 0)
    close (fd);
  if (n <= 0)
    return 0;
  text[n] = '\0';
  line = strstr (text, "\nPss:");
  return line ? strtoull (line + strlen ("\nPss:"), NULL, 10) * 1024 : 0;
}

uint64_t
pl_memory_share_of (pid_t pid)
{
  char path[48];

  snprintf (path, sizeof path, "/proc/%d/smaps_rollup", (int) pid);
  return read_share (path);
}

uint64_t
pl_memory_share (void)
{
  return read_share ("/proc/self/smaps_rollup");
}
