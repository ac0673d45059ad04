/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/pl-memory.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

uint64_t
pl_memory_share (void)
{
  char text[2048];
  int fd = open ("/proc/self/smaps_rollup", O_RDONLY | O_CLOEXEC);
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
