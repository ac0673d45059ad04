/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec.h"

#include <dirent.h>
#include <stdio.h>
#include <unistd.h>

/* What is known of a descriptor ends with it. */

PL_REC_EXPORT int
close (int fd)
{
  PL_REC_REAL (int, "close", (int));

  pl_rec_file_forget (fd);
  return real (fd);
}

PL_REC_EXPORT int
dup2 (int old, int fd)
{
  PL_REC_REAL (int, "dup2", (int, int));

  pl_rec_file_forget (fd);
  return real (old, fd);
}

PL_REC_EXPORT int
dup3 (int old, int fd, int flags)
{
  PL_REC_REAL (int, "dup3", (int, int, int));

  pl_rec_file_forget (fd);
  return real (old, fd, flags);
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

  pl_rec_file_forget (fileno (file));
  return real (file);
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
