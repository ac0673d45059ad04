/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "log/pl-log-private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- saving --- */

/* The compacted header and lane table, with every count read exactly once. */
typedef struct {
  PlLogHeader header;
  PlLane *lanes;
} Snapshot;

typedef struct {
  int fd;
  uint64_t offset;
} Sink;

static int
sink_write (Sink *sink, const void *bytes, uint64_t size)
{
  const uint8_t *p = bytes;

  while (size > 0)
    {
      /* Linux writes at most 2 GiB at once anyway. */
      ssize_t n = write (sink->fd, p, size < (1u << 30) ? size : (1u << 30));

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return -errno;
      if (n == 0)
        return -ENOSPC;
      p += n;
      size -= (uint64_t) n;
      sink->offset += (uint64_t) n;
    }
  return 0;
}

static int
sink_pad_to (Sink *sink, uint64_t offset)
{
  static const uint8_t zeros[PL_LOG_SECTION_ALIGN];

  return sink_write (sink, zeros, offset - sink->offset);
}

static void
compact (Snapshot *snapshot)
{
  PlLogHeader *header = &snapshot->header;
  uint64_t end = sizeof *header;

  header->lanes_offset = pl_log_align (end, PL_LOG_SECTION_ALIGN);
  end = header->lanes_offset + (uint64_t) header->n_lanes * sizeof (PlLane);
  header->order_offset = pl_log_align (end, PL_LOG_SECTION_ALIGN);
  header->order_capacity = header->status.n_order;
  end = header->order_offset + header->order_capacity * sizeof (uint32_t);
  header->trials_offset = pl_log_align (end, PL_LOG_SECTION_ALIGN);
  end = header->trials_offset + header->trials_capacity * sizeof (PlTrial);
  for (uint32_t i = 0; i < header->n_lanes; i++)
    {
      PlLane *lane = &snapshot->lanes[i];

      lane->offset = pl_log_align (end, PL_LOG_SECTION_ALIGN);
      lane->capacity = atomic_load_explicit (&lane->count, memory_order_relaxed);
      end = lane->offset + lane->capacity * sizeof (PlRecord);
    }
  header->total_size = end;
}

/* The phase is read first: once it says "over", everything else has come to rest. Records are read
 * before the order, because a record that speaks of results is published after their order. */
static int
take_snapshot (const PlLog *log, Snapshot *snapshot)
{
  const PlLogHeader *live = pl_log_header (log);
  uint32_t phase = atomic_load_explicit (&live->status.phase, memory_order_acquire);
  uint32_t n_order;

  snapshot->lanes = calloc (live->n_lanes, sizeof (PlLane));
  if (!snapshot->lanes)
    return -ENOMEM;
  for (uint32_t i = 0; i < live->n_lanes; i++)
    {
      uint64_t count = pl_log_count (log, i);

      memcpy (&snapshot->lanes[i], pl_log_lane (log, i), sizeof (PlLane));
      atomic_store_explicit (&snapshot->lanes[i].count, count, memory_order_relaxed);
    }
  n_order = atomic_load_explicit (&live->status.n_order, memory_order_acquire);
  memcpy (&snapshot->header, live, sizeof *live);
  if (n_order > live->order_capacity)
    n_order = (uint32_t) live->order_capacity;
  atomic_store_explicit (&snapshot->header.status.phase, phase, memory_order_relaxed);
  atomic_store_explicit (&snapshot->header.status.n_order, n_order, memory_order_relaxed);
  compact (snapshot);
  return 0;
}

int
pl_log_save (const PlLog *log, int fd)
{
  Sink sink = { .fd = fd };
  Snapshot snapshot;
  const PlLogHeader *header = &snapshot.header;
  int error = take_snapshot (log, &snapshot);

  if (error < 0)
    return error;
  if ((error = sink_write (&sink, header, sizeof *header)) < 0 ||
      (error = sink_pad_to (&sink, header->lanes_offset)) < 0 ||
      (error = sink_write (&sink, snapshot.lanes, header->n_lanes * sizeof (PlLane))) < 0 ||
      (error = sink_pad_to (&sink, header->order_offset)) < 0 ||
      (error = sink_write (&sink, pl_log_order (log),
                           header->order_capacity * sizeof (uint32_t))) < 0 ||
      (error = sink_pad_to (&sink, header->trials_offset)) < 0 ||
      (error = sink_write (&sink, pl_log_trials (log, 0),
                           header->trials_capacity * sizeof (PlTrial))) < 0)
    goto out;
  for (uint32_t i = 0; i < header->n_lanes; i++)
    {
      const PlLane *lane = &snapshot.lanes[i];

      if ((error = sink_pad_to (&sink, lane->offset)) < 0 ||
          (error = sink_write (&sink, pl_log_records (log, i),
                               lane->capacity * sizeof (PlRecord))) < 0)
        break;
    }

out:
  free (snapshot.lanes);
  return error;
}

/* --- opening --- */

/* Anonymous memory rather than the file's own pages: a file that shrinks under a mapping
 * kills its reader. Not MAP_NORESERVE: a size no machine can hold must fail here. */
static int
new_in_memory (size_t size, PlLog **out)
{
  void *base = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  int error;

  if (base == MAP_FAILED)
    return -errno;
  error = pl_log_new (base, size, -1, out);
  if (error < 0)
    munmap (base, size);
  return error;
}

static int
check_opened (PlLog *log, PlLog **out, PlLogFault *fault)
{
  int error = pl_log_check (log, fault);

  if (error < 0)
    pl_log_unref (log);
  else
    *out = log;
  return error;
}

static int
refuse (PlLogFault *fault, const char *reason, uint64_t where)
{
  fault->reason = reason;
  fault->where = where;
  return -EBADMSG;
}

int
pl_log_open_bytes (const void *bytes, size_t size, PlLog **out, PlLogFault *fault)
{
  PlLogFault ignored;
  PlLog *log;
  int error;

  *out = NULL;
  if (!fault)
    fault = &ignored;
  *fault = (PlLogFault) { NULL, 0 };
  if (size < sizeof (PlLogHeader))
    return refuse (fault, N_ ("it is too short"), size);
  error = new_in_memory (size, &log);
  if (error < 0)
    return error;
  memcpy (log->base, bytes, size);
  return check_opened (log, out, fault);
}

static int
read_all (int fd, uint8_t *to, size_t size, size_t *n_read)
{
  size_t done = 0;

  while (done < size)
    {
      ssize_t n = read (fd, to + done, size - done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return -errno;
      if (n == 0)
        break;
      done += (size_t) n;
    }
  *n_read = done;
  return 0;
}

/* A large file of something else is refused by its header alone. */
static int
peek (int fd, off_t size, PlLogFault *fault)
{
  PlLogHeader header;
  ssize_t n;

  if (size < (off_t) sizeof header)
    return refuse (fault, N_ ("it is too short"), (uint64_t) size);
  do
    n = pread (fd, &header, sizeof header, 0);
  while (n < 0 && errno == EINTR);
  if (n < 0)
    return -errno;
  if (n < (ssize_t) sizeof header)
    return refuse (fault, N_ ("it is too short"), (uint64_t) n);
  if (memcmp (header.magic, PL_LOG_MAGIC, sizeof header.magic) != 0)
    return refuse (fault, N_ ("it is not a Paralane run"), 0);
  return 0;
}

static int
open_fd (int fd, PlLog **out, PlLogFault *fault)
{
  struct stat st;
  PlLog *log;
  size_t n = 0;
  int error;

  if (fstat (fd, &st) < 0)
    return -errno;
  if (S_ISDIR (st.st_mode))
    return -EISDIR;
  if (!S_ISREG (st.st_mode))
    return -EINVAL;
  if ((error = peek (fd, st.st_size, fault)) < 0 ||
      (error = new_in_memory ((size_t) st.st_size, &log)) < 0)
    return error;
  error = read_all (fd, log->base, log->size, &n);
  if (error == 0 && n < log->size)
    error = refuse (fault, N_ ("it is cut short"), n);
  if (error < 0)
    {
      pl_log_unref (log);
      return error;
    }
  return check_opened (log, out, fault);
}

int
pl_log_open (const char *path, PlLog **out, PlLogFault *fault)
{
  PlLogFault ignored;
  int fd, error;

  *out = NULL;
  if (!fault)
    fault = &ignored;
  *fault = (PlLogFault) { NULL, 0 };
  /* O_NONBLOCK: a FIFO must not hold up whoever picked it by mistake. */
  fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (fd < 0)
    return -errno;
  error = open_fd (fd, out, fault);
  close (fd);
  return error;
}
