/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec.h"

#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

/* What is written to a terminal is told with its bytes, so that torn lines show who tore them: as a text in which
 * \\xHH is a byte that is no letter. */
#define MOST_TEXT 2048u

static size_t
put_byte (char *out, unsigned char byte)
{
  static const char digits[] = "0123456789abcdef";

  if (byte >= 0x20 && byte < 0x7f && byte != '\\')
    {
      *out = (char) byte;
      return 1;
    }
  memcpy (out, "\\x", 2);
  out[2] = digits[byte >> 4];
  out[3] = digits[byte & 15];
  return 4;
}

void
pl_rec_output (const void *bytes, size_t n)
{
  PlLaneWriter *writer = pl_rec_writer ();
  const unsigned char *from = bytes;
  char text[MOST_TEXT + 5];
  int saved = errno;

  for (size_t i = 0; i < n && writer; )
    {
      size_t length = 0;
      uint32_t name;

      while (i < n && length < MOST_TEXT)
        length += put_byte (text + length, from[i++]);
      text[length] = '\0';
      name = pl_log_add_name (pl_rec_log, text);
      if (name != 0)
        pl_lane_event_at (writer, -1, PL_EVENT_OUTPUT, name);
    }
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
  if (fd == PL_REC_NOBODY)
    pl_rec_hear (buffer, n);
  pl_rec_write_begin (&transfer, fd);
  put = real (fd, buffer, n);
  pl_rec_transfer_end (&transfer, put);
  if (transfer.kind == PL_REC_TERMINAL && put > 0)
    pl_rec_output (buffer, (size_t) put);
  return put;
}

PL_REC_EXPORT ssize_t
writev (int fd, const struct iovec *parts, int n)
{
  PL_REC_REAL (ssize_t, "writev", (int, const struct iovec *, int));
  PlRecTransfer transfer;
  ssize_t put, left;

  if (!pl_rec_log)
    return real (fd, parts, n);
  pl_rec_write_begin (&transfer, fd);
  left = put = real (fd, parts, n);
  pl_rec_transfer_end (&transfer, put);
  for (int i = 0; transfer.kind == PL_REC_TERMINAL && left > 0 && i < n; i++)
    {
      size_t length = parts[i].iov_len < (size_t) left ? parts[i].iov_len : (size_t) left;

      pl_rec_output (parts[i].iov_base, length);
      left -= (ssize_t) length;
    }
  return put;
}

/* As programs call it that were built with _FORTIFY_SOURCE. */
PL_REC_EXPORT ssize_t __read_chk (int fd, void *buffer, size_t n, size_t room);

PL_REC_EXPORT ssize_t
__read_chk (int fd, void *buffer, size_t n, size_t room)
{
  PL_REC_REAL (ssize_t, "__read_chk", (int, void *, size_t, size_t));

  return n > room ? real (fd, buffer, n, room) : read (fd, buffer, n);
}
