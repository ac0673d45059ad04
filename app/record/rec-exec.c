/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec.h"

#include <alloca.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdarg.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Before another program takes over this process, and when it did not. A child that borrows our memory is told of by
 * the lane of the thread that waits for it meanwhile. */

static PlLostReason
before (const char *name, PlLostReason lost)
{
  int saved = errno;
  bool borrowed = pl_rec_lane_borrowed ();
  PlLaneWriter *writer = borrowed ? pl_rec_lane_lender () : pl_rec_teller ();
  const char *last = name ? strrchr (name, '/') : NULL;

  if (writer && borrowed)
    pl_rec_family_made_by (writer, getpid (), pl_lane_now_ns (writer), lost);
  else if (writer)
    {
      pl_lane_event_at (writer, -1, PL_EVENT_EXEC, pl_log_add_name (pl_rec_log, last ? last + 1 : name ? name : ""));
      if (lost != PL_LOST_NOT)
        pl_lane_event_at (writer, -1, PL_EVENT_LOST, lost);
      if (pl_rec_program_is_script ())
        pl_rec_family_launch (true);
    }
  errno = saved;
  return lost;
}

static int
failed (PlLostReason lost, int result)
{
  int saved = errno;
  PlLaneWriter *writer = pl_rec_lane_borrowed () ? NULL : pl_rec_teller ();

  if (writer)
    pl_lane_event_at (writer, -1, PL_EVENT_EXEC, 0);
  if (writer && lost != PL_LOST_NOT)
    pl_lane_event_at (writer, -1, PL_EVENT_LOST, PL_LOST_NOT);
  if (writer && pl_rec_program_is_script ())
    pl_rec_family_launch (false);
  errno = saved;
  return result;
}

/* What the program finds around it; of one that cannot be recorded its loader would complain. */
#define ENVIRONMENT(envp, lost) \
  ({ PlRecEnvironment e_; pl_rec_environment_measure (&e_, envp, (lost) != PL_LOST_NOT); \
     pl_rec_environment_fill (&e_, alloca (e_.room + 1)); })

PL_REC_EXPORT int
execve (const char *path, char *const argv[], char *const envp[])
{
  PL_REC_REAL (int, "execve", (const char *, char *const[], char *const[]));
  PlLostReason lost;

  if (!pl_rec_log || syscall (SYS_faccessat, AT_FDCWD, path, X_OK) != 0)
    return real (path, argv, envp);
  lost = before (path, pl_rec_program_look (path, -1));
  return failed (lost, real (path, argv, ENVIRONMENT (envp, lost)));
}

PL_REC_EXPORT int
execvpe (const char *file, char *const argv[], char *const envp[])
{
  PL_REC_REAL (int, "execvpe", (const char *, char *const[], char *const[]));
  PlLostReason lost;

  if (!pl_rec_log)
    return real (file, argv, envp);
  lost = before (file, pl_rec_program_search (file));
  return failed (lost, real (file, argv, ENVIRONMENT (envp, lost)));
}

PL_REC_EXPORT int
execv (const char *path, char *const argv[])
{
  return execve (path, argv, environ);
}

PL_REC_EXPORT int
execvp (const char *file, char *const argv[])
{
  return execvpe (file, argv, environ);
}

PL_REC_EXPORT int
fexecve (int fd, char *const argv[], char *const envp[])
{
  PL_REC_REAL (int, "fexecve", (int, char *const[], char *const[]));
  PlLostReason lost;

  if (!pl_rec_log)
    return real (fd, argv, envp);
  lost = before ("fexecve", pl_rec_program_look (NULL, fd));
  return failed (lost, real (fd, argv, ENVIRONMENT (envp, lost)));
}

PL_REC_EXPORT int
execveat (int folder, const char *path, char *const argv[], char *const envp[], int flags)
{
  PL_REC_REAL (int, "execveat", (int, const char *, char *const[], char *const[], int));
  PlLostReason lost;

  if (!pl_rec_log)
    return real (folder, path, argv, envp, flags);
  lost = before (path, *path == '/' ? pl_rec_program_look (path, -1) : PL_LOST_NOT);
  return failed (lost, real (folder, path, argv, ENVIRONMENT (envp, lost), flags));
}

/* --- those that take the arguments one by one --- */

static unsigned
count (const char *first, va_list arguments)
{
  unsigned n = first ? 1 : 0;

  while (first && va_arg (arguments, const char *))
    n++;
  return n;
}

static void
collect (char **argv, const char *first, va_list arguments)
{
  unsigned n = 0;

  for (argv[n] = (char *) first; argv[n]; argv[n] = va_arg (arguments, char *))
    n++;
}

#define COLLECT(first) \
  va_start (arguments, first); \
  argv = alloca ((count (first, arguments) + 1) * sizeof *argv); \
  va_end (arguments); \
  va_start (arguments, first); \
  collect (argv, first, arguments)

PL_REC_EXPORT int
execl (const char *path, const char *first, ...)
{
  va_list arguments;
  char **argv;

  COLLECT (first);
  va_end (arguments);
  return execve (path, argv, environ);
}

PL_REC_EXPORT int
execlp (const char *file, const char *first, ...)
{
  va_list arguments;
  char **argv;

  COLLECT (first);
  va_end (arguments);
  return execvpe (file, argv, environ);
}

PL_REC_EXPORT int
execle (const char *path, const char *first, ...)
{
  va_list arguments;
  char **argv, **envp;

  va_start (arguments, first);
  argv = alloca ((count (first, arguments) + 1) * sizeof *argv);
  envp = va_arg (arguments, char **);
  va_end (arguments);
  va_start (arguments, first);
  collect (argv, first, arguments);
  va_end (arguments);
  return execve (path, argv, envp);
}

/* --- in a child --- */

typedef int (*Spawn) (pid_t *, const char *, const posix_spawn_file_actions_t *, const posix_spawnattr_t *,
                      char *const[], char *const[]);

static int
spawn (Spawn real, pid_t *pid, const char *path, const posix_spawn_file_actions_t *actions,
       const posix_spawnattr_t *attributes, char *const argv[], char *const envp[], PlLostReason lost)
{
  PlLaneWriter *writer = pl_rec_writer ();
  int64_t now_ns = writer ? pl_lane_now_ns (writer) : 0;
  int saved = errno, result;
  pid_t child = 0;

  result = real (&child, path, actions, attributes, argv, ENVIRONMENT (envp, lost));
  if (result == 0 && pid)
    *pid = child;
  if (result == 0 && writer)
    pl_rec_family_made_by (writer, child, now_ns, lost);
  errno = saved;
  return result;
}

PL_REC_EXPORT int
posix_spawn (pid_t *pid, const char *path, const posix_spawn_file_actions_t *actions,
             const posix_spawnattr_t *attributes, char *const argv[], char *const envp[])
{
  PL_REC_REAL (int, "posix_spawn", (pid_t *, const char *, const posix_spawn_file_actions_t *,
                                    const posix_spawnattr_t *, char *const[], char *const[]));

  if (!pl_rec_writer ())
    return real (pid, path, actions, attributes, argv, envp);
  return spawn (real, pid, path, actions, attributes, argv, envp, pl_rec_program_look (path, -1));
}

PL_REC_EXPORT int
posix_spawnp (pid_t *pid, const char *file, const posix_spawn_file_actions_t *actions,
              const posix_spawnattr_t *attributes, char *const argv[], char *const envp[])
{
  PL_REC_REAL (int, "posix_spawnp", (pid_t *, const char *, const posix_spawn_file_actions_t *,
                                     const posix_spawnattr_t *, char *const[], char *const[]));

  if (!pl_rec_writer ())
    return real (pid, file, actions, attributes, argv, envp);
  return spawn (real, pid, file, actions, attributes, argv, envp, pl_rec_program_search (file));
}
