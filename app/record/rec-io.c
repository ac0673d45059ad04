/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec.h"

#include <stdlib.h>
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

typedef enum { HEAR_PROCESS = 0, HEAR_THREAD, HEAR_MARK, HEAR_HELPER, HEAR_PACKED, HEAR_UNPACKED, HEAR_LOCK, HEAR_HELD_LOCK, HEAR_PIPE, HEAR_HELD, HEAR_JOIN, HEAR_JOINED, HEAR_END_OF,
               HEAR_LOCKS, HEAR_LINE, N_HEAR } Hear;

/* "BEGAN_NS BYTES" of something that is over now. */
static void
hear_work (PlState state, const char *text)
{
  PlLaneWriter *writer = pl_rec_writer ();
  char *rest;
  int64_t began_ns = strtoll (text, &rest, 10);
  uint64_t bytes = strtoull (rest, NULL, 10);

  if (!writer)
    return;
  began_ns -= writer->start_mono_ns;
  pl_lane_record_at (writer, began_ns > 0 ? began_ns : 0, state, bytes < UINT32_MAX ? (uint32_t) bytes : UINT32_MAX, 0);
  pl_lane_record (writer, PL_STATE_WORKING, PL_NO_TASK, 0);
}

static void
hear_pipe (int fd, const char *name)
{
  PlRecObject *object;

  if (pl_rec_file (fd, &object) == PL_REC_PIPE || pl_rec_file (fd, &object) == PL_REC_SOCKET)
    pl_rec_object_rename (object, name);
}

static void
hear_one (Hear what, const char *text)
{
  char *rest;
  uintptr_t number = (uintptr_t) strtoull (text, &rest, 10);

  switch (what)
    {
    case HEAR_MARK: pl_rec_mark (text); break;
    case HEAR_HELPER: pl_rec_lane_set_helper ((PlHelper) (number % PL_N_HELPERS)); break;
    case HEAR_PACKED: hear_work (PL_STATE_SENDING, text); break;
    case HEAR_LOCK: pl_rec_lock_name ((const void *) number, rest + (*rest == ' ')); break;
    case HEAR_HELD_LOCK: pl_rec_lock_name_held ((const void *) number, rest + (*rest == ' ')); break;
    case HEAR_PIPE: hear_pipe ((int) number, rest + (*rest == ' ')); break;
    case HEAR_JOIN: pl_rec_lock_joins (true, (uint32_t) number); break;
    case HEAR_JOINED: pl_rec_lock_joins (false, 0); break;
    case HEAR_END_OF: pl_rec_poll_for_end ((pid_t) number); break;
    case HEAR_HELD: pl_rec_lane_held_back ((uint32_t) number); break;
    case HEAR_LOCKS: pl_rec_python_locks (text); break;
    case HEAR_LINE: pl_rec_line ((uint32_t) number, (uint16_t) strtoul (rest, NULL, 10)); break;
    case HEAR_UNPACKED: hear_work (PL_STATE_RECEIVING, text); break;
    default: pl_rec_lane_set_name (text); break;
    }
}

/* What it is told, and then: the error anybody gets who writes there. */
static void
hear (const char *text, size_t n)
{
  static const char *const kinds[N_HEAR] = {
    PREFIX "process ", PREFIX "thread ", PREFIX "mark ", PREFIX "helper ", PREFIX "packed ", PREFIX "unpacked ",
    PREFIX "lock ", PREFIX "lock-of ", PREFIX "pipe ", PREFIX "held ", PREFIX "join ", PREFIX "joined ", PREFIX "end-of ", PREFIX "locks ", PREFIX "line ",
  };
  char copy[256];

  for (unsigned i = 0; i < N_HEAR; i++)
    if (starts (text, n, kinds[i]))
      {
        size_t skip = strlen (kinds[i]), length = n - skip < sizeof copy ? n - skip : sizeof copy - 1;

        memcpy (copy, text + skip, length);
        copy[length] = '\0';
        hear_one ((Hear) i, copy);
      }
}

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
  if (fd == NOBODY)
    {
      int saved = errno;

      hear (buffer, n);
      errno = saved;
    }
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
