/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec.h"
#include "record/rec-moment.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

PlLog *pl_rec_log;
bool pl_rec_careful, pl_rec_lines;
const char *pl_rec_paths, *pl_rec_preload;

extern PlRecSymbol __start_pl_rec_symbols[], __stop_pl_rec_symbols[];

void *
pl_rec_real (const char *name)
{
  void *real = dlsym (RTLD_NEXT, name);

  if (!real)
    abort ();
  return real;
}

/* What libc does not have stays unknown: nobody calls it. */
static void
find_all (void)
{
  for (PlRecSymbol *symbol = __start_pl_rec_symbols; symbol < __stop_pl_rec_symbols; symbol++)
    *(void **) symbol->slot = dlsym (RTLD_NEXT, symbol->name);
}

/* Up to the first colon of a list, or all of it. */
static const char *
keep (char *out, size_t size, const char *text, const char *end)
{
  size_t length = text ? strcspn (text, end) : 0;

  if (length == 0 || length >= size)
    return NULL;
  memcpy (out, text, length);
  out[length] = '\0';
  return out;
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

/* Whoever is short of address space keeps it. */
static bool
has_room (void)
{
  struct rlimit space;

  return getrlimit (RLIMIT_AS, &space) != 0 || space.rlim_cur == RLIM_INFINITY || space.rlim_cur >= PL_REC_LEAST_SPACE;
}

static size_t
read_call (char *line, size_t size)
{
  int fd = open ("/proc/self/cmdline", O_RDONLY | O_CLOEXEC);
  ssize_t n = fd >= 0 ? read (fd, line, size) : -1;

  if (fd >= 0)
    close (fd);
  return n > 0 ? (size_t) n : 0;
}

/* Python's resource tracker, told by its command line: a short program has ended before the interpreter could say so, and the
 * tracker must not be killed as if it had been left behind: it removes what others have. */
static bool
is_tracker (const char *line, size_t n)
{
  static const char begin[] = "\0-c\0from ", end[] = "resource_tracker import main";
  const char *at = memmem (line, n, begin, sizeof begin - 1);

  return at && memmem (at, (size_t) (line + n - at), end, sizeof end - 1);
}

static __attribute__ ((constructor)) void
start (void)
{
  static char paths_text[128], preload_text[512];
  char line[1024];
  int saved = errno;
  bool tracker;
  size_t n;

  find_all ();
  /* "PATH:PATH", and perhaps ":hide". */
  pl_rec_preload = keep (preload_text, sizeof preload_text, getenv ("LD_PRELOAD"), ":");
  pl_rec_paths = keep (paths_text, sizeof paths_text, getenv (PL_REC_VARIABLE), "");
  if (pl_rec_paths && strstr (paths_text, PL_REC_HIDE))
    *strstr (paths_text, PL_REC_HIDE) = '\0';
  pl_rec_environment_hide ();
  /* Before there is a log: what this reads is nobody's. */
  n = pl_rec_paths ? read_call (line, sizeof line) : 0;
  tracker = is_tracker (line, n);
  pl_rec_program_called (line, n);
  if (pl_rec_paths && has_room ())
    map (pl_rec_paths);
  if (pl_rec_log)
    {
      pl_rec_moment_start ();
      pl_rec_lines = pl_log_plan (pl_rec_log)->recording_lines != 0;
      pl_rec_family_start (tracker ? "resource tracker" : program_invocation_short_name);
      if (tracker)
        pl_rec_lane_set_helper (PL_HELPER_TRACKER);
      /* What is registered first is called last. */
      on_exit (exit_cb, NULL);
    }
  errno = saved;
}
