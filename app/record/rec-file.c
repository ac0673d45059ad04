/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/socket.h>
#include <unistd.h>

/* Looked at anew each time: libc closes descriptors behind our back, and what is opened next has their number. */
PlRecFileKind
pl_rec_file (int fd, PlRecObject **object)
{
  struct stat st;

  *object = NULL;
  if (fd < 0 || fstat (fd, &st) != 0)
    return PL_REC_OTHER;
  if (S_ISFIFO (st.st_mode))
    {
      *object = pl_rec_object (pl_rec_hash (st.st_dev, st.st_ino), "pipe");
      return PL_REC_PIPE;
    }
  if (S_ISSOCK (st.st_mode))
    {
      *object = pl_rec_object (pl_rec_hash (st.st_dev, st.st_ino), "socket");
      return PL_REC_SOCKET;
    }
  return S_ISCHR (st.st_mode) && isatty (fd) ? PL_REC_TERMINAL : PL_REC_OTHER;
}

static bool
is_ready (int fd, short events)
{
  PL_REC_REAL (int, "poll", (struct pollfd *, nfds_t, int));
  struct pollfd wanted = { .fd = fd, .events = events };

  return real (&wanted, 1, 0) != 0;
}

static bool
may_block (int fd)
{
  int flags = fcntl (fd, F_GETFL);

  return flags >= 0 && !(flags & O_NONBLOCK);
}

static void
begin (PlRecTransfer *self, int fd, bool waits, short events, PlEventKind kind, PlWaitReason reason)
{
  int saved = errno;
  bool blocks;

  *self = (PlRecTransfer) { .writer = pl_rec_writer () };
  if (self->writer)
    self->kind = pl_rec_file (fd, &self->object);
  if (self->kind != PL_REC_OTHER)
    {
      blocks = waits && !is_ready (fd, events) && may_block (fd);
      if (kind == PL_EVENT_WROTE)
        self->object = pl_rec_object_peer (self->object);
      if (self->object)
        pl_lane_event_at (self->writer, -1, kind, pl_rec_object_name (self->object));
      self->waited = blocks;
      if (blocks)
        pl_rec_wait_begin (reason, pl_rec_object_name (self->object));
    }
  errno = saved;
}

void
pl_rec_read_begin (PlRecTransfer *self, int fd, bool waits)
{
  begin (self, fd, waits, POLLIN, PL_EVENT_READ, PL_WAIT_DATA);
}

void
pl_rec_write_begin (PlRecTransfer *self, int fd, bool waits)
{
  begin (self, fd, waits, POLLOUT, PL_EVENT_WROTE, PL_WAIT_ROOM);
}

void
pl_rec_transfer_end (PlRecTransfer *self, ssize_t bytes)
{
  int saved = errno;

  if (self->waited)
    pl_rec_wait_end ();
  if (self->writer && self->object)
    pl_lane_event_at (self->writer, -1, PL_EVENT_BYTES,
                      bytes > 0 ? (bytes < UINT32_MAX ? (uint32_t) bytes : UINT32_MAX) : 0);
  errno = saved;
}
