/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec.h"

#include <alloca.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A program that is given an environment of its own still has to find the log, and its loader this library. The two
 * variables are those of this process. */

#define PRELOAD "LD_PRELOAD"

static const char *
find (char *const envp[], const char *name)
{
  size_t length = strlen (name);

  for (size_t i = 0; envp && envp[i]; i++)
    if (strncmp (envp[i], name, length) == 0 && envp[i][length] == '=')
      return envp[i];
  return NULL;
}

unsigned
pl_rec_environment_room (char *const envp[])
{
  unsigned n = 0;

  while (envp && envp[n])
    n++;
  return n + 3;
}

char *const *
pl_rec_environment (char *const envp[], char **room)
{
  const char *record = find (environ, PL_REC_VARIABLE), *preload = find (environ, PRELOAD);
  unsigned n = 0;

  /* One that loads something of its own keeps it: whatever it is, it knows better. */
  if (!pl_rec_log || !record || !preload || (find (envp, PL_REC_VARIABLE) && find (envp, PRELOAD)))
    return envp;
  for (unsigned i = 0; envp && envp[i]; i++)
    room[n++] = envp[i];
  if (!find (envp, PL_REC_VARIABLE))
    room[n++] = (char *) record;
  if (!find (envp, PRELOAD))
    room[n++] = (char *) preload;
  room[n] = NULL;
  return room;
}

PL_REC_EXPORT int
execve (const char *path, char *const argv[], char *const envp[])
{
  PL_REC_REAL (int, "execve", (const char *, char *const[], char *const[]));
  char **room = alloca (pl_rec_environment_room (envp) * sizeof *room);

  return real (path, argv, pl_rec_environment (envp, room));
}

PL_REC_EXPORT int
execvpe (const char *file, char *const argv[], char *const envp[])
{
  PL_REC_REAL (int, "execvpe", (const char *, char *const[], char *const[]));
  char **room = alloca (pl_rec_environment_room (envp) * sizeof *room);

  return real (file, argv, pl_rec_environment (envp, room));
}

PL_REC_EXPORT int
fexecve (int fd, char *const argv[], char *const envp[])
{
  PL_REC_REAL (int, "fexecve", (int, char *const[], char *const[]));
  char **room = alloca (pl_rec_environment_room (envp) * sizeof *room);

  return real (fd, argv, pl_rec_environment (envp, room));
}

PL_REC_EXPORT int
posix_spawn (pid_t *pid, const char *path, const posix_spawn_file_actions_t *actions,
             const posix_spawnattr_t *attributes, char *const argv[], char *const envp[])
{
  PL_REC_REAL (int, "posix_spawn", (pid_t *, const char *, const posix_spawn_file_actions_t *,
                                    const posix_spawnattr_t *, char *const[], char *const[]));
  char **room = alloca (pl_rec_environment_room (envp) * sizeof *room);

  return real (pid, path, actions, attributes, argv, pl_rec_environment (envp, room));
}

PL_REC_EXPORT int
posix_spawnp (pid_t *pid, const char *file, const posix_spawn_file_actions_t *actions,
              const posix_spawnattr_t *attributes, char *const argv[], char *const envp[])
{
  PL_REC_REAL (int, "posix_spawnp", (pid_t *, const char *, const posix_spawn_file_actions_t *,
                                     const posix_spawnattr_t *, char *const[], char *const[]));
  char **room = alloca (pl_rec_environment_room (envp) * sizeof *room);

  return real (pid, file, actions, attributes, argv, pl_rec_environment (envp, room));
}
