/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "log/notes/pl-log-notes-private.h"
#include "log/pl-log-private.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int
pl_log_new (void *base, size_t size, int fd, PlLog **out)
{
  PlLog *log = calloc (1, sizeof *log);

  if (!log)
    return -ENOMEM;
  log->base = base;
  log->size = size;
  log->fd = fd;
  log->header = base;
  atomic_init (&log->refs, 1);
  pthread_mutex_init (&log->lock, NULL);
  *out = log;
  return 0;
}

void
pl_log_free (PlLog *log)
{
  pl_log_notes_free (log);
  pl_log_views_clear (log);
  munmap (log->base, log->size);
  if (log->fd >= 0)
    close (log->fd);
  free (log->tables);
  pthread_mutex_destroy (&log->lock);
  free (log);
}

void
pl_log_point (PlLog *log)
{
  const PlLogHeader *header = log->header;

  log->lanes = (PlLane *) (log->base + header->lanes.offset);
  log->lanes_capacity = (uint32_t) header->lanes.capacity;
  log->chunks = (PlLogChunk *) (log->base + header->chunks.offset);
  log->chunks_capacity = (uint32_t) header->chunks.capacity;
  log->names = (char *) log->base + header->names.offset;
  log->names_capacity = (uint32_t) header->names.capacity;
  log->order = (uint32_t *) (log->base + header->order.offset);
  log->order_capacity = header->order.capacity;
  log->trials = (PlTrial *) (log->base + header->trials.offset);
  log->trials_capacity = header->trials.capacity;
  log->records = (PlRecord *) (log->base + header->records.offset);
  log->n_records = header->records.capacity;
}
