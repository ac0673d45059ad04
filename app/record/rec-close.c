/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec.h"

#include <dirent.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

/* What is known of a descriptor ends with it. */

PL_REC_EXPORT int
close (int fd)
{
  PL_REC_REAL (int, "close", (int));

  pl_rec_file_forget (fd);
  return real (fd);
}

/* What is opened has a number that something else had, which perhaps nobody saw closing. */
PL_REC_EXPORT int
dup (int old)
{
  PL_REC_REAL (int, "dup", (int));

  return pl_rec_file_opened (real (old));
}

PL_REC_EXPORT int
pipe2 (int fds[2], int flags)
{
  PL_REC_REAL (int, "pipe2", (int *, int));
  int result = real (fds, flags);

  if (result == 0)
    {
      pl_rec_file_forget (fds[0]);
      pl_rec_file_forget (fds[1]);
    }
  return result;
}

PL_REC_EXPORT int
pipe (int fds[2])
{
  PL_REC_REAL (int, "pipe", (int *));
  int result = real (fds);

  if (result == 0)
    {
      pl_rec_file_forget (fds[0]);
      pl_rec_file_forget (fds[1]);
    }
  return result;
}

PL_REC_EXPORT int
socket (int domain, int type, int protocol)
{
  PL_REC_REAL (int, "socket", (int, int, int));

  return pl_rec_file_opened (real (domain, type, protocol));
}

PL_REC_EXPORT int
dup2 (int old, int fd)
{
  PL_REC_REAL (int, "dup2", (int, int));

  pl_rec_file_forget (fd);
  return pl_rec_file_opened (real (old, fd));
}

PL_REC_EXPORT int
dup3 (int old, int fd, int flags)
{
  PL_REC_REAL (int, "dup3", (int, int, int));

  pl_rec_file_forget (fd);
  return pl_rec_file_opened (real (old, fd, flags));
}

PL_REC_EXPORT int
close_range (unsigned first, unsigned last, int flags)
{
  PL_REC_REAL (int, "close_range", (unsigned, unsigned, int));

  pl_rec_file_forget_all ();
  return real (first, last, flags);
}

PL_REC_EXPORT void
closefrom (int first)
{
  PL_REC_REAL (void, "closefrom", (int));

  pl_rec_file_forget_all ();
  real (first);
}

PL_REC_EXPORT int
fclose (FILE *file)
{
  PL_REC_REAL (int, "fclose", (FILE *));

  pl_rec_file_forget (fileno (file));
  return real (file);
}

PL_REC_EXPORT int
pclose (FILE *file)
{
  PL_REC_REAL (int, "pclose", (FILE *));
  PlRecWait wait;
  int result;

  pl_rec_file_forget (fileno (file));
  pl_rec_wait_begin (&wait, PL_WAIT_CHILD, 0);
  result = real (file);
  pl_rec_wait_end (&wait);
  return result;
}

PL_REC_EXPORT FILE *
freopen (const char *path, const char *mode, FILE *file)
{
  PL_REC_REAL (FILE *, "freopen", (const char *, const char *, FILE *));

  pl_rec_file_forget (fileno (file));
  return real (path, mode, file);
}

PL_REC_EXPORT int
closedir (DIR *folder)
{
  PL_REC_REAL (int, "closedir", (DIR *));

  pl_rec_file_forget (dirfd (folder));
  return real (folder);
}
