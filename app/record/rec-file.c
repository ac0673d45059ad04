/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec.h"

#include <sys/stat.h>
#include <unistd.h>

/* Bits: how often it may still be used, kind, and the object's place in memory, which is the same in all children. */
typedef struct { _Atomic (PlRecObject *) object; _Atomic uint32_t state; } Entry;

#define ENTRIES 1024
/* Looked at anew now and then: libc closes descriptors behind our back, and what is opened next has their number. */
#define USES 64u

static Entry entries[ENTRIES];

static PlRecFileKind
look (int fd, PlRecObject **object)
{
  struct stat st;

  *object = NULL;
  if (fd < 0 || pl_rec_careful || fstat (fd, &st) != 0)
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

PlRecFileKind
pl_rec_file (int fd, PlRecObject **object)
{
  Entry *entry = fd >= 0 && fd < ENTRIES ? &entries[fd] : NULL;
  uint32_t state = entry ? atomic_load_explicit (&entry->state, memory_order_acquire) : 0;
  PlRecFileKind kind;

  if (state >= 4)
    {
      *object = atomic_load_explicit (&entry->object, memory_order_relaxed);
      /* Two threads may take the same use: that only makes it last a little longer. */
      atomic_store_explicit (&entry->state, state - 4 < 4 ? 0 : state - 4, memory_order_relaxed);
      return (PlRecFileKind) (state & 3u);
    }
  kind = look (fd, object);
  if (entry)
    {
      atomic_store_explicit (&entry->object, *object, memory_order_relaxed);
      atomic_store_explicit (&entry->state, USES * 4 | (uint32_t) kind, memory_order_release);
    }
  return kind;
}

void
pl_rec_file_forget (int fd)
{
  if (fd >= 0 && fd < ENTRIES)
    atomic_store_explicit (&entries[fd].state, 0, memory_order_relaxed);
}

int
pl_rec_file_opened (int fd)
{
  pl_rec_file_forget (fd);
  return fd;
}

void
pl_rec_file_forget_all (void)
{
  for (int fd = 0; fd < ENTRIES; fd++)
    pl_rec_file_forget (fd);
}

static void
begin (PlRecTransfer *self, int fd, PlEventKind kind, PlWaitReason reason)
{
  int saved = errno;
  PlLaneWriter *writer = pl_rec_writer ();

  self->wait.writer = NULL;
  self->object = NULL;
  self->what = kind;
  self->kind = writer ? pl_rec_file (fd, &self->object) : PL_REC_OTHER;
  if (self->kind != PL_REC_OTHER)
    {
      if (kind == PL_EVENT_WROTE)
        self->object = pl_rec_object_peer (self->object);
      pl_rec_wait_begin (&self->wait, reason, pl_rec_object_name (self->object));
    }
  errno = saved;
}

void
pl_rec_read_begin (PlRecTransfer *self, int fd)
{
  begin (self, fd, PL_EVENT_READ, PL_WAIT_DATA);
}

void
pl_rec_write_begin (PlRecTransfer *self, int fd)
{
  begin (self, fd, PL_EVENT_WROTE, PL_WAIT_ROOM);
}

/* Sent when the write began, and got when the read ended: most are told by one record, of that moment. A write's comes before all
 * that the end of its wait tells, since it is older. */
void
pl_rec_transfer_end (PlRecTransfer *self, ssize_t bytes)
{
  bool at_once = bytes > 0 && bytes <= UINT16_MAX, reads = self->what == PL_EVENT_READ;
  uint32_t name = pl_rec_object_name (self->object);
  PlLaneWriter *writer = self->wait.writer;
  int saved = errno;
  int64_t now_ns;

  if (self->kind == PL_REC_OTHER || !writer)
    return;
  if (self->object && !(reads && at_once))
    pl_lane_events_at (writer, self->wait.since_ns, self->what, name, at_once ? (uint16_t) bytes : 0);
  now_ns = pl_rec_wait_end (&self->wait);
  if (self->object && reads && at_once)
    pl_lane_events_at (writer, now_ns, self->what, name, (uint16_t) bytes);
  else if (self->object && !at_once)
    pl_lane_event_at (writer, now_ns, PL_EVENT_BYTES, bytes > 0 ? (bytes < UINT32_MAX ? (uint32_t) bytes : UINT32_MAX) : 0);
  errno = saved;
}
