/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/pl-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
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
    case ENOTBLK:
      return _("it is a disk, and all that is on it would be lost. Give the name of a file.");
    case ENXIO:
      return _("nobody reads from it. Start its reader first, or give the name of a file.");
    case ELOOP:
      return _("it is a link that leads back to itself. Remove it, or choose another name.");
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

/* A device, pipe or terminal is written to as it is: replacing it would remove it. A pipe is not waited for until
 * somebody reads from it, and a socket cannot be opened: ENXIO. */
static int
open_special (const char *path, const struct stat *what)
{
  int fd;

  if (S_ISBLK (what->st_mode))
    {
      errno = ENOTBLK;
      return -1;
    }
  fd = g_open (path, O_WRONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0);
  if (fd >= 0)
    (void) fcntl (fd, F_SETFL, fcntl (fd, F_GETFL) & ~O_NONBLOCK);
  return fd;
}

static gboolean
write_special (const char *path, const struct stat *what, PlFileWriter writer, gpointer data, GError **error)
{
  int fd = open_special (path, what);

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

static int
open_beside (const char *path, char **temporary)
{
  g_autofree char *folder = g_path_get_dirname (path);

  *temporary = g_build_filename (folder, ".paralane-XXXXXX", NULL);
  return g_mkstemp_full (*temporary, O_WRONLY | O_CLOEXEC, 0666);
}

static gboolean
write_beside (const char *path, const struct stat *old, PlFileWriter writer, gpointer data,
              GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *temporary = NULL;
  int fd = open_beside (path, &temporary);

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

#define MAX_LINKS 40

/* Where a link leads that leads to nothing yet. */
static char *
follow_links (const char *path)
{
  char *now = g_strdup (path);

  for (guint i = 0; i < MAX_LINKS; i++)
    {
      g_autofree char *target = g_file_read_link (now, NULL);
      g_autofree char *folder = NULL;

      if (target == NULL)
        break;
      folder = g_path_get_dirname (now);
      g_free (now);
      now = g_path_is_absolute (target) ? g_steal_pointer (&target) : g_build_filename (folder, target, NULL);
    }
  return now;
}

/* A link stays a link: the file it leads to is replaced, or made. What is no file is known by its first name alone:
 * the words of /dev/stdout's links are no path. */
static char *
get_target (const char *path, const struct stat *old, gboolean exists)
{
  char *real = exists && S_ISREG (old->st_mode) ? realpath (path, NULL) : NULL;
  char *target;

  if (real == NULL)
    return exists ? g_strdup (path) : follow_links (path);
  target = g_strdup (real);
  free (real);
  return target;
}

/* In a folder in which everybody may write, as /tmp, only its owner may put another file in a file's place. */
static gboolean
is_sticky (const char *path, const struct stat *old)
{
  g_autofree char *name = g_path_get_dirname (path);
  struct stat folder;

  return geteuid () != 0 && old->st_uid != geteuid () && stat (name, &folder) == 0 && (folder.st_mode & S_ISVTX) != 0
         && folder.st_uid != geteuid ();
}

/* What path leads to, and what is there: *exists FALSE if nothing. NULL: it cannot be written, and error says why. */
static char *
find_target (const char *path, struct stat *old, gboolean *exists, GError **error)
{
  g_autofree char *target = NULL;
  int why;

  *exists = stat (path, old) == 0;
  why = *exists || (errno == ENOENT && *path != '\0') ? 0 : errno;
  target = get_target (path, old, *exists);
  if (*exists && S_ISDIR (old->st_mode))
    why = EISDIR;
  else if (*exists && S_ISREG (old->st_mode))
    /* A file that may not be written to is left alone even where its folder would allow it. */
    why = access (target, W_OK) != 0 ? errno : is_sticky (target, old) ? EPERM : 0;
  if (why == 0)
    return g_steal_pointer (&target);
  fail (error, path, why);
  return NULL;
}

gboolean
pl_file_replace (const char *path, PlFileWriter writer, gpointer data, GError **error)
{
  g_autofree char *real = NULL;
  gboolean exists;
  struct stat old;

  g_return_val_if_fail (path != NULL && writer != NULL, FALSE);
  real = find_target (path, &old, &exists, error);
  if (real == NULL)
    return FALSE;
  if (exists && !S_ISREG (old.st_mode))
    return write_special (real, &old, writer, data, error);
  return write_beside (real, exists ? &old : NULL, writer, data, error);
}

/* No file is smaller than a block of a disk, and a full one has none left. 0, or an errno. */
static int
try_to_fill (int fd)
{
  static const char block[4096];

  for (gsize done = 0; done < sizeof block;)
    {
      gssize n = write (fd, block + done, sizeof block - done);

      if (n < 0 && errno != EINTR)
        return errno;
      done += n > 0 ? (gsize) n : 0;
    }
  return 0;
}

gboolean
pl_file_try (const char *path, int *held, GError **error)
{
  g_autofree char *real = NULL, *temporary = NULL;
  gboolean exists;
  struct stat old;
  int fd;

  g_return_val_if_fail (path != NULL && held != NULL, FALSE);
  *held = -1;
  real = find_target (path, &old, &exists, error);
  if (real == NULL)
    return FALSE;
  if (!exists || S_ISREG (old.st_mode))
    {
      int failure;

      fd = open_beside (real, &temporary);
      if (fd < 0)
        return fail (error, path, errno);
      failure = try_to_fill (fd);
      close (fd);
      g_unlink (temporary);
      return failure == 0 || fail (error, path, failure);
    }
  fd = open_special (real, &old);
  /* Nothing is written, but a device that is always full says so already now. */
  if (fd < 0 || (write (fd, "", 0) < 0 && errno == ENOSPC))
    {
      fail (error, path, errno);
      if (fd >= 0)
        close (fd);
      return FALSE;
    }
  *held = fd;
  return TRUE;
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

char *
pl_file_free_path (const char *folder, const char *name)
{
  const char *ending = strrchr (name, '.');
  int length = ending ? (int) (ending - name) : (int) strlen (name);
  char *path = g_build_filename (folder, name, NULL);

  for (guint i = 2; g_file_test (path, G_FILE_TEST_EXISTS); i++)
    {
      g_autofree char *next = g_strdup_printf ("%.*s-%u%s", length, name, i, ending ? ending : "");

      g_free (path);
      path = g_build_filename (folder, next, NULL);
    }
  return path;
}
