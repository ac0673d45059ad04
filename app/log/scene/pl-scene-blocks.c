/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "log/scene/pl-scene-blocks.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>

/* Where Linux has what shm_open () makes. */
#define FOLDER "/dev/shm"
#define PATTERN "paralane-%lx-%d-%u"

/* 0: not known; then it is so for all. */
static unsigned long
pid_namespace (void)
{
  struct stat info;

  return stat ("/proc/self/ns/pid", &info) == 0 ? (unsigned long) info.st_ino : 0;
}

void
pl_scene_block_name (char name[PL_SCENE_BLOCK_NAME], pid_t runner, uint32_t n)
{
  snprintf (name, PL_SCENE_BLOCK_NAME, "/" PATTERN, pid_namespace (), (int) runner, (unsigned) n);
}

static bool
is_gone (pid_t runner)
{
  return kill (runner, 0) < 0 && errno == ESRCH;
}

static bool
is_left (const char *entry, unsigned long here, pid_t runner)
{
  unsigned long space;
  unsigned n;
  int pid;

  return sscanf (entry, PATTERN, &space, &pid, &n) == 3 && space == here && pid > 0 &&
         (pid == runner || is_gone (pid));
}

unsigned
pl_scene_blocks_sweep (pid_t runner)
{
  DIR *folder = opendir (FOLDER);
  unsigned long here = pid_namespace ();
  const struct dirent *entry;
  unsigned removed = 0;

  while (folder && (entry = readdir (folder)) != NULL)
    {
      char name[PL_SCENE_BLOCK_NAME];

      if (is_left (entry->d_name, here, runner) &&
          (size_t) snprintf (name, sizeof name, "/%s", entry->d_name) < sizeof name && shm_unlink (name) == 0)
        removed++;
    }
  if (folder)
    closedir (folder);
  return removed;
}
