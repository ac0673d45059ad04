/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/pl-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/pl-error.h"

/* What went wrong, and the way out, after "“FILE” could not be written: ". */
static const char *
reason (int error_number)
{
  switch (error_number)
    {
    case ENOSPC:
    case EDQUOT:
      return _("the disk is full. Free some space or choose another folder.");
    case EFBIG:
      return _("it grew larger than this account may write. Raise the limit (ulimit -f) or choose a "
               "smaller run.");
    case EACCES:
    case EPERM:
      return _("you have no permission to write there. Choose another folder.");
    case EROFS:
      return _("the disk is read-only. Choose another folder.");
    case ENOENT:
      return _("there is no such folder. Create it, or choose another one.");
    case ENOTDIR:
      return _("a part of its path is not a folder. Choose another folder.");
    case EISDIR:
      return _("it is a folder. Give the name of a file.");
    case ENAMETOOLONG:
      return _("its name is too long. Choose a shorter one.");
    case EMFILE:
    case ENFILE:
      return _("too many files are open. Close some programs and try again.");
    default:
      return NULL;
    }
}

static gboolean
fail (GError **error, const char *path, int error_number)
{
  g_autofree char *name = g_filename_display_name (path);
  const char *why = reason (error_number);

  if (why != NULL)
    g_set_error (error, PL_ERROR, PL_ERROR_FILE, _("“%s” could not be written: %s"), name, why);
  else
    g_set_error (error, PL_ERROR, PL_ERROR_FILE,
                 _("“%s” could not be written: %s. Try another folder or disk."), name,
                 g_strerror (error_number));
  return FALSE;
}

/* Writes and closes fd in any case. Errors may show up as late as in fsync or close. */
static gboolean
write_and_close (int fd, PlFileWriter writer, gpointer data, const char *path, GError **error)
{
  GError *own = NULL;
  int result = writer (fd, data, &own);

  if (own == NULL && result == 0 && fsync (fd) != 0 && errno != EINVAL && errno != ENOTSUP
      && errno != EROFS)
    result = -errno;
  if (close (fd) != 0 && result == 0 && errno != EINTR)
    result = -errno;
  if (own != NULL)
    {
      g_propagate_error (error, own);
      return FALSE;
    }
  return result == 0 ? TRUE : fail (error, path, -result);
}

/* A device, pipe or terminal is written to as it is: replacing it would remove it. */
static gboolean
write_special (const char *path, PlFileWriter writer, gpointer data, GError **error)
{
  int fd = g_open (path, O_WRONLY | O_CLOEXEC | O_NOCTTY, 0);

  if (fd < 0)
    return fail (error, path, errno);
  return write_and_close (fd, writer, data, path, error);
}

/* So that the new name survives a power cut too; not every file system can. */
static void
sync_folder (const char *folder)
{
  int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

  if (fd >= 0)
    {
      (void) fsync (fd);
      (void) close (fd);
    }
}

static gboolean
write_beside (const char *path, const struct stat *old, PlFileWriter writer, gpointer data,
              GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *temporary = g_build_filename (folder, ".paralane-XXXXXX", NULL);
  int fd = g_mkstemp_full (temporary, O_WRONLY | O_CLOEXEC, 0666);

  if (fd < 0)
    return fail (error, path, errno);
  if (old != NULL)
    (void) fchmod (fd, old->st_mode & 0777);
  if (!write_and_close (fd, writer, data, path, error))
    {
      g_unlink (temporary);
      return FALSE;
    }
  if (g_rename (temporary, path) != 0)
    {
      int saved = errno;

      g_unlink (temporary);
      return fail (error, path, saved);
    }
  sync_folder (folder);
  return TRUE;
}

gboolean
pl_file_replace (const char *path, PlFileWriter writer, gpointer data, GError **error)
{
  struct stat old;
  char *real = NULL;
  gboolean ok;

  g_return_val_if_fail (path != NULL && writer != NULL, FALSE);
  if (*path == '\0')
    return fail (error, path, ENOENT);
  if (stat (path, &old) != 0)
    return errno == ENOENT ? write_beside (path, NULL, writer, data, error)
                           : fail (error, path, errno);
  if (S_ISDIR (old.st_mode))
    return fail (error, path, EISDIR);
  if (!S_ISREG (old.st_mode))
    return write_special (path, writer, data, error);
  /* A file that may not be written to is left alone even where its folder would allow it. */
  if (access (path, W_OK) != 0)
    return fail (error, path, errno);
  /* A link stays a link: the file it leads to is replaced. */
  real = realpath (path, NULL);
  ok = write_beside (real != NULL ? real : path, &old, writer, data, error);
  free (real);
  return ok;
}

typedef struct {
  const char *bytes;
  gsize size;
} Bytes;

static int
write_bytes_cb (int fd, gpointer data, GError **error)
{
  const Bytes *bytes = data;
  gsize done = 0;

  while (done < bytes->size)
    {
      ssize_t n = write (fd, bytes->bytes + done, bytes->size - done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return -errno;
      done += (gsize) n;
    }
  return 0;
}

gboolean
pl_file_replace_bytes (const char *path, const void *bytes, gsize size, GError **error)
{
  Bytes all = { bytes, size };

  return pl_file_replace (path, write_bytes_cb, &all, error);
}
