/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "log/pl-log.h"
#include "log/pl-log-private.h"
#include "log/pl-plan-text.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* Texts of a run whose plan knows all lanes: a few marks and notes. */
#define NAMES 65536u

static uint64_t
pages_of (uint64_t records)
{
  return (records + PL_LOG_PAGE_RECORDS - 1) / PL_LOG_PAGE_RECORDS;
}

static void
place_section (PlLogSection *section, uint64_t capacity, uint64_t each, uint64_t *end)
{
  section->offset = pl_log_align (*end, PL_LOG_PAGE);
  section->capacity = capacity;
  *end = section->offset + capacity * each;
}

/* Racers have theirs from the beginning, all others take pages as they need them. */
static uint64_t
count_pages (const PlPlanData *plan, const PlLogRoom *room, uint64_t *n_racers)
{
  uint64_t pages = pl_log_plan_pages (plan) + 2 * pages_of (room->records) + 8 * (uint64_t) room->lanes;

  *n_racers = 0;
  for (uint32_t i = 1; i < pl_log_plan_lanes (plan); i++)
    {
      PlLane lane;

      pl_log_plan_lane (plan, i, &lane);
      if (lane.kind != PL_LANE_RACER)
        continue;
      pages += pages_of (pl_log_plan_records (plan, i));
      ++*n_racers;
    }
  return pages;
}

/* Offsets of a fresh segment. The limits of a plan keep all of this far from overflow. */
static void
lay_out (PlLogHeader *header, const PlPlanData *plan, const PlLogRoom *room, uint32_t plan_size)
{
  uint64_t lanes = (uint64_t) pl_log_plan_lanes (plan) + room->lanes, n_racers, end = sizeof *header;
  uint64_t pages = count_pages (plan, room, &n_racers);

  pl_log_sign (header);
  header->kind = plan->kind;
  header->form = PL_LOG_GROWING;
  header->clock = PL_LOG_CLOCK_MONOTONIC;
  header->n_lanes = pl_log_plan_lanes (plan);
  header->names_used = 1;
  header->claimed = UINT64_C (1) << 32;

  place_section (&header->plan, plan_size, 1, &end);
  place_section (&header->names, NAMES + (uint64_t) room->names, 1, &end);
  place_section (&header->lanes, lanes, sizeof (PlLane), &end);
  /* A stream's first eight chunks double, the others are as large as the last of them. */
  place_section (&header->chunks, 1 + n_racers + lanes * 10 * PL_N_STREAMS + pages / 128,
                 sizeof (PlLogChunk), &end);
  place_section (&header->order, pl_log_plan_chunks (plan), sizeof (uint32_t), &end);
  place_section (&header->trials, pl_log_plan_trials (plan), sizeof (PlTrial), &end);
  place_section (&header->records, pages * PL_LOG_PAGE_RECORDS, sizeof (PlRecord), &end);
  header->total_size = pl_log_align (end, PL_LOG_PAGE);
}

/* A racer's one chunk. */
static void
give_chunk (PlLog *log, uint32_t lane, uint64_t records)
{
  uint64_t claimed = log->header->claimed, pages = pages_of (records);
  uint32_t chunk = (uint32_t) (claimed >> 32);

  log->chunks[chunk] = (PlLogChunk) {
    .lane = lane, .stream = PL_STREAM_STATES, .start = (claimed & UINT32_MAX) * PL_LOG_PAGE_RECORDS,
    .count = pages * PL_LOG_PAGE_RECORDS,
  };
  log->lanes[lane].streams[PL_STREAM_STATES].head = chunk;
  log->lanes[lane].streams[PL_STREAM_STATES].tail = chunk;
  log->header->claimed = claimed + (UINT64_C (1) << 32) + pages;
}

static void
fill_lanes (PlLog *log)
{
  for (uint32_t i = 0; i < log->header->n_lanes; i++)
    {
      PlLane *lane = &log->lanes[i];

      pl_log_plan_lane (&log->plan, i, lane);
      lane->capacity = pl_log_plan_records (&log->plan, i);
      lane->ready = 1;
      if (lane->kind == PL_LANE_RACER && lane->capacity > 0)
        give_chunk (log, i, lane->capacity);
    }
}

static int
map_segment (const PlLogHeader *header, int *fd, void **base)
{
  *base = MAP_FAILED;
  *fd = memfd_create ("paralane-log", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (*fd < 0)
    return -errno;
  if (ftruncate (*fd, (off_t) header->total_size) < 0 ||
      fcntl (*fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) < 0)
    return -errno;
  *base = mmap (NULL, header->total_size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE, *fd, 0);
  return *base == MAP_FAILED ? -errno : 0;
}

/* Takes mapping and fd, also when it fails. */
static int
begin (const PlLogHeader *header, const PlPlanData *plan, const char *text, void *base, int fd, PlLog **out)
{
  PlLog *log;
  int error = pl_log_new (base, header->total_size, fd, &log);

  if (error < 0)
    {
      munmap (base, header->total_size);
      close (fd);
      return error;
    }
  memcpy (base, header, sizeof *header);
  memcpy ((uint8_t *) base + header->plan.offset, text, header->plan.capacity);
  pl_log_point (log);
  log->plan = *plan;
  log->plan_text = (const char *) base + header->plan.offset;
  log->plan_size = (uint32_t) header->plan.capacity;
  fill_lanes (log);
  error = pl_log_views_init (log);
  if (error < 0)
    pl_log_free (log);
  else
    *out = log;
  return error;
}

static int
is_limited (uint64_t size)
{
  struct rlimit limit;

  return getrlimit (RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY && limit.rlim_cur < size;
}

int
pl_log_create_roomy (const PlPlanData *plan, const PlLogRoom *room, const char *app_version, PlLog **out)
{
  char text[PL_LOG_MAX_PLAN];
  PlLogHeader header;
  void *base;
  int fd, error;

  *out = NULL;
  if (pl_log_check_plan (plan) || room->lanes > PL_LOG_MAX_LANES / 2 || room->names > PL_LOG_MAX_NAMES / 2 ||
      room->records > UINT64_C (1) << 40)
    return -EINVAL;
  memset (&header, 0, sizeof header);
  lay_out (&header, plan, room, (uint32_t) pl_plan_to_text (plan, text));
  pl_log_fill_machine (&header);
  if (app_version)
    strncpy (header.app_version, app_version, sizeof header.app_version - 1);

  error = map_segment (&header, &fd, &base);
  if (error == 0)
    error = begin (&header, plan, text, base, fd, out);
  else if (fd >= 0)
    close (fd);
  if (error == 0)
    return 0;
  /* A size the file system or address space cannot hold is, to the user, too little memory; what the account may not
   * write is no matter of memory. */
  if (error == -EFBIG && is_limited (header.total_size))
    return error;
  return error == -EFBIG || error == -EINVAL || error == -ENOSPC ? -ENOMEM : error;
}

int
pl_log_create (const PlPlanData *plan, const char *app_version, PlLog **out)
{
  return pl_log_create_roomy (plan, &(PlLogRoom) { 0 }, app_version, out);
}

static int
map_other (int fd, PlLog **out)
{
  struct stat st;
  void *base;
  int error;

  *out = NULL;
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
    munmap (base, (size_t) st.st_size);
  return error;
}

/* NULL and -EINVAL unless all is well. */
static int
keep_if (bool fine, PlLog **log)
{
  if (fine)
    return 0;
  pl_log_free (*log);
  *log = NULL;
  return -EINVAL;
}

int
pl_log_attach (int fd, PlLog **out)
{
  PlLogFault fault;
  int error = map_other (fd, out);

  if (error < 0)
    return error;
  return keep_if (pl_log_check_layout (*out, &fault) == 0 && pl_log_check_lanes (*out, &fault) == 0 &&
                    pl_log_check_chains (*out, &fault) == 0, out);
}

int
pl_log_join (int fd, PlLog **out)
{
  PlLogFault fault;
  int error = map_other (fd, out);

  return error < 0 ? error : keep_if (pl_log_check_layout (*out, &fault) == 0, out);
}
