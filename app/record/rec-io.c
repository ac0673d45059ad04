/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec.h"

#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

/* Python's start-up hook writes here: "paralane:KIND TEXT". */
#define NOBODY (-7421)
#define PREFIX "paralane:"

static bool
starts (const char *text, size_t n, const char *with)
{
  return n > strlen (with) && memcmp (text, with, strlen (with)) == 0;
}

/* What it is told, and then: the error anybody gets who writes there. */
static void
hear (const char *text, size_t n)
{
  static const char *const kinds[] = { PREFIX "process ", PREFIX "thread ", PREFIX "mark " };
  char copy[256];

  for (unsigned i = 0; i < sizeof kinds / sizeof *kinds; i++)
    if (starts (text, n, kinds[i]))
      {
        size_t skip = strlen (kinds[i]), length = n - skip < sizeof copy ? n - skip : sizeof copy - 1;

        memcpy (copy, text + skip, length);
        copy[length] = '\0';
        if (i == 2)
          pl_rec_mark (copy);
        else
          pl_rec_lane_set_name (copy);
      }
}

/* What is written to a terminal is told with its bytes, so that torn lines show who tore them. */
#define MOST_TEXT 512u

static void
tell_text (const void *bytes, size_t n)
{
  char text[MOST_TEXT + 1];
  int saved = errno;

  if (n > MOST_TEXT)
    n = MOST_TEXT;
  memcpy (text, bytes, n);
  text[n] = '\0';
  pl_rec_mark (text);
  errno = saved;
}

PL_REC_EXPORT ssize_t
read (int fd, void *buffer, size_t n)
{
  PL_REC_REAL (ssize_t, "read", (int, void *, size_t));
  PlRecTransfer transfer;
  ssize_t got;

  if (!pl_rec_log)
    return real (fd, buffer, n);
  pl_rec_read_begin (&transfer, fd);
  got = real (fd, buffer, n);
  pl_rec_transfer_end (&transfer, got);
  return got;
}

PL_REC_EXPORT ssize_t
readv (int fd, const struct iovec *parts, int n)
{
  PL_REC_REAL (ssize_t, "readv", (int, const struct iovec *, int));
  PlRecTransfer transfer;
  ssize_t got;

  if (!pl_rec_log)
    return real (fd, parts, n);
  pl_rec_read_begin (&transfer, fd);
  got = real (fd, parts, n);
  pl_rec_transfer_end (&transfer, got);
  return got;
}

PL_REC_EXPORT ssize_t
write (int fd, const void *buffer, size_t n)
{
  PL_REC_REAL (ssize_t, "write", (int, const void *, size_t));
  PlRecTransfer transfer;
  ssize_t put;

  if (!pl_rec_log)
    return real (fd, buffer, n);
  if (fd == NOBODY)
    hear (buffer, n);
  pl_rec_write_begin (&transfer, fd);
  put = real (fd, buffer, n);
  pl_rec_transfer_end (&transfer, put);
  if (transfer.kind == PL_REC_TERMINAL && put > 0)
    tell_text (buffer, (size_t) put);
  return put;
}

PL_REC_EXPORT ssize_t
writev (int fd, const struct iovec *parts, int n)
{
  PL_REC_REAL (ssize_t, "writev", (int, const struct iovec *, int));
  PlRecTransfer transfer;
  ssize_t put;

  if (!pl_rec_log)
    return real (fd, parts, n);
  pl_rec_write_begin (&transfer, fd);
  put = real (fd, parts, n);
  pl_rec_transfer_end (&transfer, put);
  if (transfer.kind == PL_REC_TERMINAL && put > 0 && n > 0)
    tell_text (parts[0].iov_base, parts[0].iov_len < (size_t) put ? parts[0].iov_len : (size_t) put);
  return put;
}
