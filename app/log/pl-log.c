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

int
pl_log_new (void *base, size_t size, int fd, PlLog **out)
{
  PlLog *log = malloc (sizeof *log);

  if (!log)
    return -ENOMEM;
  log->base = base;
  log->size = size;
  log->fd = fd;
  atomic_init (&log->refs, 1);
  *out = log;
  return 0;
}

PlLog *
pl_log_ref (PlLog *log)
{
  atomic_fetch_add_explicit (&log->refs, 1, memory_order_relaxed);
  return log;
}

void
pl_log_unref (PlLog *log)
{
  if (!log || atomic_fetch_sub_explicit (&log->refs, 1, memory_order_acq_rel) != 1)
    return;
  munmap (log->base, log->size);
  if (log->fd >= 0)
    close (log->fd);
  free (log);
}

/* Offsets of a fresh segment. The limits of a plan keep all of this far from overflow. */
static void
lay_out (PlLogHeader *header)
{
  const PlPlanData *plan = &header->plan;
  uint64_t end = sizeof *header;

  memcpy (header->magic, PL_LOG_MAGIC, sizeof header->magic);
  header->version = PL_LOG_VERSION;
  header->byte_order = PL_LOG_BYTE_ORDER;
  header->header_size = sizeof *header;
  header->lane_size = sizeof (PlLane);
  header->record_size = sizeof (PlRecord);
  header->n_lanes = pl_log_plan_lanes (plan);

  header->lanes_offset = pl_log_align (end, PL_LOG_PAGE);
  end = header->lanes_offset + (uint64_t) header->n_lanes * sizeof (PlLane);
  header->order_offset = pl_log_align (end, PL_LOG_PAGE);
  header->order_capacity = pl_log_plan_chunks (plan);
  end = header->order_offset + header->order_capacity * sizeof (uint32_t);
  header->trials_offset = pl_log_align (end, PL_LOG_PAGE);
  header->trials_capacity = pl_log_plan_trials (plan);
  end = header->trials_offset + header->trials_capacity * sizeof (PlTrial);
  for (uint32_t i = 0; i < header->n_lanes; i++)
    end = pl_log_align (end, PL_LOG_PAGE) + pl_log_plan_records (plan, i) * sizeof (PlRecord);
  header->total_size = pl_log_align (end, PL_LOG_PAGE);
}

static void
fill_lanes (PlLogHeader *header, PlLane *lanes)
{
  uint64_t end = header->trials_offset + header->trials_capacity * sizeof (PlTrial);

  for (uint32_t i = 0; i < header->n_lanes; i++)
    {
      pl_log_plan_lane (&header->plan, i, &lanes[i]);
      lanes[i].offset = pl_log_align (end, PL_LOG_PAGE);
      lanes[i].capacity = pl_log_plan_records (&header->plan, i);
      end = lanes[i].offset + lanes[i].capacity * sizeof (PlRecord);
    }
}

int
pl_log_create (const PlPlanData *plan, const char *app_version, PlLog **out)
{
  PlLogHeader header;
  void *base = MAP_FAILED;
  int fd, error;

  if (pl_log_check_plan (plan))
    return -EINVAL;
  memset (&header, 0, sizeof header);
  header.plan = *plan;
  lay_out (&header);
  pl_log_fill_machine (&header);
  if (app_version)
    strncpy (header.app_version, app_version, sizeof header.app_version - 1);

  fd = memfd_create ("paralane-log", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (fd < 0)
    return -errno;
  if (ftruncate (fd, (off_t) header.total_size) < 0)
    goto failed;
  if (fcntl (fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) < 0)
    goto failed;
  base = mmap (NULL, header.total_size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE, fd, 0);
  if (base == MAP_FAILED)
    goto failed;
  memcpy (base, &header, sizeof header);
  fill_lanes (base, (PlLane *) ((uint8_t *) base + header.lanes_offset));
  error = pl_log_new (base, header.total_size, fd, out);
  if (error == 0)
    return 0;
  errno = -error;

failed:
  error = -errno;
  if (base != MAP_FAILED)
    munmap (base, header.total_size);
  close (fd);
  /* A size the file system or address space cannot hold is, to the user, too little memory. */
  return error == -EFBIG || error == -EINVAL || error == -ENOSPC ? -ENOMEM : error;
}

int
pl_log_attach (int fd, PlLog **out)
{
  PlLogFault fault;
  struct stat st;
  void *base;
  int error;

  if (fstat (fd, &st) < 0)
    return -errno;
  if (st.st_size < (off_t) sizeof (PlLogHeader))
    return -EINVAL;
  base = mmap (NULL, (size_t) st.st_size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE,
               fd, 0);
  if (base == MAP_FAILED)
    return -errno;
  error = pl_log_new (base, (size_t) st.st_size, -1, out);
  if (error < 0)
    {
      munmap (base, (size_t) st.st_size);
      return error;
    }
  if (pl_log_check_layout (*out, &fault) < 0)
    {
      pl_log_unref (*out);
      *out = NULL;
      return -EINVAL;
    }
  return 0;
}

int
pl_log_fd (const PlLog *log)
{
  return log->fd;
}

PlLogHeader *
pl_log_header (const PlLog *log)
{
  return (PlLogHeader *) log->base;
}

const PlPlanData *
pl_log_plan (const PlLog *log)
{
  return &pl_log_header (log)->plan;
}

uint32_t
pl_log_n_lanes (const PlLog *log)
{
  return pl_log_header (log)->n_lanes;
}

PlLane *
pl_log_lane (const PlLog *log, uint32_t lane)
{
  return (PlLane *) (log->base + pl_log_header (log)->lanes_offset) + lane;
}

uint32_t
pl_log_race_lane (const PlLog *log, uint32_t part, uint32_t worker)
{
  return 1 + part * pl_log_plan (log)->workers + worker;
}

uint64_t
pl_log_count (const PlLog *log, uint32_t lane)
{
  const PlLane *l = pl_log_lane (log, lane);
  uint64_t count = atomic_load_explicit (&l->count, memory_order_acquire);

  return count < l->capacity ? count : l->capacity;
}

uint64_t
pl_log_dropped (const PlLog *log)
{
  uint64_t sum = 0;

  for (uint32_t i = 0; i < pl_log_n_lanes (log); i++)
    sum += atomic_load_explicit (&pl_log_lane (log, i)->dropped, memory_order_relaxed);
  return sum;
}

const PlRecord *
pl_log_records (const PlLog *log, uint32_t lane)
{
  return (const PlRecord *) (log->base + pl_log_lane (log, lane)->offset);
}

PlRaceRecord *
pl_log_race_records (const PlLog *log, uint32_t lane)
{
  return (PlRaceRecord *) (log->base + pl_log_lane (log, lane)->offset);
}

uint32_t *
pl_log_order (const PlLog *log)
{
  return (uint32_t *) (log->base + pl_log_header (log)->order_offset);
}

PlTrial *
pl_log_trials (const PlLog *log, uint32_t part)
{
  const PlLogHeader *header = pl_log_header (log);

  return (PlTrial *) (log->base + header->trials_offset) + (uint64_t) part * header->plan.trials;
}
