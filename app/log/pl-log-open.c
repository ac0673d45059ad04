/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "log/pl-log.h"
#include "log/pl-log-save.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* Enough to say what it is. */
#define LEAST offsetof (PlLogHeader, total_size)

/* Anonymous memory rather than the file's own pages: a file that shrinks under a mapping
 * kills its reader. Not MAP_NORESERVE: a size no machine can hold must fail here. */
static void *
get_memory (size_t size)
{
  return mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static int
new_in_memory (size_t size, PlLog **out)
{
  void *base = get_memory (size);
  int error;

  if (base == MAP_FAILED)
    return -errno;
  error = pl_log_new (base, size, -1, out);
  if (error < 0)
    munmap (base, size);
  else
    (*out)->still = true;
  return error;
}

static int
check (PlLog *log, PlLogFault *fault)
{
  int error;

  if (memcmp (log->base, PL_LOG_MAGIC, 8) == 0 && log->header->version == 1)
    error = pl_log_import_v1 (log, fault);
  else if (log->size >= sizeof (PlLogHeader) || log->header->version != PL_LOG_VERSION)
    error = pl_log_check_layout (log, fault);
  else
    error = pl_log_refuse (fault, N_ ("it is too short"), log->size);
  if (error < 0 || (error = pl_log_check_lanes (log, fault)) < 0 ||
      (error = pl_log_check_chains (log, fault)) < 0)
    return error;
  return pl_log_check_content (log, fault);
}

static int
prepare_memory (PlLogSink *sink, uint64_t size)
{
  void *memory = get_memory (size);

  if (memory == MAP_FAILED)
    return -errno;
  sink->memory = memory;
  return 0;
}

/* A segment somebody kept as it was: its chains become one chunk each. */
static int
linearise (PlLog **log, PlLogFault *fault)
{
  PlLogSink sink = { .prepare = prepare_memory };
  PlLog *compact = NULL;
  int error = pl_log_write (*log, &sink);

  if (error == 0)
    error = pl_log_new (sink.memory, sink.offset, -1, &compact);
  if (error < 0)
    {
      if (sink.memory)
        munmap (sink.memory, ((PlLogHeader *) sink.memory)->total_size);
      return error;
    }
  compact->still = true;
  error = check (compact, fault);
  if (error < 0)
    {
      pl_log_free (compact);
      return error;
    }
  pl_log_free (*log);
  *log = compact;
  return 0;
}

/* Takes the log. */
static int
check_opened (PlLog *log, PlLog **out, PlLogFault *fault)
{
  int error = check (log, fault);

  if (error == 0 && log->header->form != PL_LOG_COMPACT)
    error = linearise (&log, fault);
  if (error < 0)
    {
      pl_log_free (log);
      return error;
    }
  log->opened = true;
  *out = log;
  return 0;
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
  *fault = (PlLogFault) { 0 };
  if (size < LEAST)
    return pl_log_refuse (fault, N_ ("it is too short"), size);
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

/* A large file of something else is refused by its first bytes alone. */
static int
peek (int fd, off_t size, PlLogFault *fault)
{
  uint8_t head[LEAST];
  ssize_t n;

  if (size < (off_t) sizeof head)
    return pl_log_refuse (fault, N_ ("it is too short"), (uint64_t) size);
  do
    n = pread (fd, head, sizeof head, 0);
  while (n < 0 && errno == EINTR);
  if (n < 0)
    return -errno;
  if (n < (ssize_t) sizeof head)
    return pl_log_refuse (fault, N_ ("it is too short"), (uint64_t) n);
  if (memcmp (head, PL_LOG_MAGIC, 8) != 0)
    return pl_log_refuse (fault, N_ ("it is not a Paralane run"), 0);
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
    error = pl_log_refuse (fault, N_ ("it is cut short"), n);
  if (error < 0)
    {
      pl_log_free (log);
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
  *fault = (PlLogFault) { 0 };
  /* O_NONBLOCK: a FIFO must not hold up whoever picked it by mistake. */
  fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (fd < 0)
    return -errno;
  error = open_fd (fd, out, fault);
  close (fd);
  return error;
}
