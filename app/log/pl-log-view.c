/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "log/pl-log-private.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Who reads a lane sees its states one behind the other, at an address that never changes, although they
 * lie in chunks all over the segment: the chunks, which are whole pages, are mapped a second time into a
 * range of addresses set aside for the lane. Neighbouring chunks become one mapping. Where that does not
 * do, records are copied from there on: behind one that was never published, with larger pages, without
 * a descriptor, or when the kernel allows no more mappings. */

struct PlLogView {
  PlRecord *base;                     /* NULL: no addresses yet */
  uint64_t room;                      /* records the addresses are enough for; whole pages */
  uint64_t known;                     /* records that can be read */
  uint64_t mapped;                    /* records there is memory for */
  PlLogPlace place;
  bool copying;                       /* from known on; the rest of the addresses is memory of our own */
  bool broken;                        /* no memory: what is known is all there will be */
};

/* Of the system's pages, where those are larger: no two lanes share one. */
static uint64_t
room_for (uint64_t records)
{
  uint64_t page = (uint64_t) sysconf (_SC_PAGESIZE) / sizeof (PlRecord);

  return pl_log_align (records, page > PL_LOG_PAGE_RECORDS ? page : PL_LOG_PAGE_RECORDS);
}

/* What the lane may have, or all there is. */
static uint64_t
lane_room (const PlLog *log, uint32_t lane)
{
  uint64_t capacity = log->lanes[lane].capacity;

  if (log->lanes[lane].kind == PL_LANE_RACER)
    return 0;
  return room_for (capacity < log->n_records ? capacity : log->n_records);
}

static void *
reserve (size_t size)
{
  return mmap (NULL, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
}

static void
init_view (PlLog *log, uint32_t lane, PlRecord *base, uint64_t room)
{
  PlLogView *view = &log->views[lane];

  view->base = base;
  view->room = room;
  pl_log_place_init (&view->place, log, lane, PL_STREAM_STATES);
}

int
pl_log_views_init (PlLog *log)
{
  uint32_t n = pl_log_plan_lanes (&log->plan);
  uint64_t all = 0, at = 0;

  log->views = calloc (log->lanes_capacity, sizeof *log->views);
  if (!log->views)
    return -ENOMEM;
  for (uint32_t i = 0; i < n; i++)
    all += lane_room (log, i);
  if (all == 0)
    return 0;
  log->window_size = all * sizeof (PlRecord);
  log->window = reserve (log->window_size);
  if (log->window == MAP_FAILED)
    {
      log->window = NULL;
      return -ENOMEM;
    }
  for (uint32_t i = 0; i < n; i++)
    {
      uint64_t room = lane_room (log, i);

      if (room > 0)
        init_view (log, i, (PlRecord *) log->window + at, room);
      at += room;
    }
  return 0;
}

static bool
in_window (const PlLog *log, const PlLogView *view)
{
  return (uint8_t *) view->base >= log->window && (uint8_t *) view->base < log->window + log->window_size;
}

void
pl_log_views_clear (PlLog *log)
{
  for (uint32_t i = 0; log->views && i < log->lanes_capacity; i++)
    if (log->views[i].base && !in_window (log, &log->views[i]))
      munmap (log->views[i].base, log->views[i].room * sizeof (PlRecord));
  free (log->views);
  if (log->window)
    munmap (log->window, log->window_size);
}

/* Memory of our own for all that is not mapped yet. */
static bool
own_the_rest (PlLogView *view, uint64_t from)
{
  size_t size = (view->room - from) * sizeof (PlRecord);

  return size == 0 || mmap (view->base + from, size, PROT_READ | PROT_WRITE,
                            MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0) != MAP_FAILED;
}

/* From the record behind the last known one on. The page in which that is the case is replaced at a
 * stroke: others may be reading in it. */
static bool
begin_to_copy (PlLogView *view)
{
  uint64_t page = view->known / PL_LOG_PAGE_RECORDS * PL_LOG_PAGE_RECORDS, kept = view->known - page;
  void *copy;

  if (!own_the_rest (view, room_for (view->known)))
    return false;
  if (kept > 0)
    {
      copy = mmap (NULL, PL_LOG_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
      if (copy == MAP_FAILED)
        return false;
      memcpy (copy, view->base + page, kept * sizeof (PlRecord));
      if (mremap (copy, PL_LOG_PAGE, PL_LOG_PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, view->base + page)
          == MAP_FAILED)
        {
          munmap (copy, PL_LOG_PAGE);
          return false;
        }
    }
  view->copying = true;
  view->mapped = view->room;
  return true;
}

/* The chunk that place is in, behind what is mapped. */
static bool
map_chunk (const PlLog *log, PlLogView *view)
{
  const PlLogPlace *place = &view->place;
  uint64_t n = place->count < view->room - view->mapped ? place->count : view->room - view->mapped;
  uint64_t offset = (uint64_t) ((uint8_t *) (log->records + place->start) - log->base);

  if (log->fd < 0 || place->first != view->mapped || offset % PL_LOG_PAGE != 0 ||
      sysconf (_SC_PAGESIZE) != PL_LOG_PAGE ||
      mmap (view->base + view->mapped, n * sizeof (PlRecord), PROT_READ | PROT_WRITE,
            MAP_SHARED | MAP_NORESERVE | MAP_FIXED, log->fd, (off_t) offset) == MAP_FAILED)
    return false;
  view->mapped += n;
  return true;
}

/* Memory behind the next record. */
static bool
make_room (const PlLog *log, PlLogView *view)
{
  if (view->known < view->mapped)
    return true;
  if (view->known >= view->room)
    return false;
  if (map_chunk (log, view) || begin_to_copy (view))
    return true;
  view->broken = true;
  return false;
}

static void
take (PlLogView *view, const PlRecord *records, uint64_t n)
{
  if (n > view->mapped - view->known)
    n = view->mapped - view->known;
  if (view->copying)
    memcpy (view->base + view->known, records, n * sizeof *records);
  view->place.slot += n;
  view->known += n;
}

static void
extend (const PlLog *log, PlLogView *view)
{
  uint64_t claimed = pl_log_place_claimed (&view->place);

  while (!view->broken && view->place.slot < claimed && pl_log_place_enter (&view->place) &&
         make_room (log, view))
    {
      const PlRecord *records;
      uint64_t n = pl_log_place_run (&view->place, claimed, &records);

      if (n > 0)
        take (view, records, n);
      else if (!pl_log_place_skip (&view->place, claimed))
        break;
      else if (!view->copying && !begin_to_copy (view))
        view->broken = true;
    }
}

/* A lane that came later, or one of an attached log. */
static bool
begin_view (PlLog *log, uint32_t lane)
{
  uint64_t room;
  void *base;

  if (!log->views)
    log->views = calloc (log->lanes_capacity, sizeof *log->views);
  if (!log->views)
    return false;
  if (log->views[lane].base)
    return true;
  room = lane_room (log, lane);
  if (room == 0)
    return false;
  base = reserve (room * sizeof (PlRecord));
  if (base == MAP_FAILED)
    return false;
  init_view (log, lane, base, room);
  return true;
}

const PlRecord *
pl_log_view_grow (const PlLog *log, uint32_t lane, uint64_t *n)
{
  PlLog *self = (PlLog *) log;      /* what it remembers is no part of what it is */
  PlLogView *view = NULL;

  pthread_mutex_lock (&self->lock);
  if (begin_view (self, lane))
    {
      view = &self->views[lane];
      extend (log, view);
    }
  *n = view ? view->known : 0;
  pthread_mutex_unlock (&self->lock);
  return view ? view->base : log->records;
}
