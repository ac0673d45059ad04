/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/pl-slices.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "engine/pl-clock.h"
#include "engine/pl-switch-ring.h"

/* So many may come before anybody counts what they cost. */
#define FREE_SWITCHES 4000
#define MOST_COST_SHARE 50        /* one part in so many */
/* A record younger than this may have an older one beside it, on another CPU, that is still being written. */
#define SETTLE_NS 200000
#define GLANCE_NS INT64_C (20000000)

typedef struct {
  pid_t pid;
  uint32_t lane;
} Known;

typedef struct {
  int64_t start_ns, end_ns;
  uint32_t lane;
  uint8_t cpu;
} Slice;

struct PlSlices {
  PlLog *log;
  PlSwitchRing *rings;              /* one a CPU */
  unsigned n_rings;
  int epoll_fd;
  Known *known;                     /* by pid */
  size_t n_known, known_room;
  Slice *slices;                    /* closed, not yet told */
  size_t n_slices, slices_room;
  PlLaneWriter *writers;            /* one a lane; .log NULL: not yet used */
  int64_t start_mono_ns, began_ns, read_ns;
  uint64_t n_switches;
};

/* --- who is who --- */

/* Where pid is, or would be. */
static size_t
place_of (const PlSlices *self, pid_t pid)
{
  size_t low = 0, high = self->n_known;

  while (low < high)
    {
      size_t middle = low + (high - low) / 2;

      if (self->known[middle].pid < pid)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

void
pl_slices_know (PlSlices *self, pid_t pid, uint32_t lane)
{
  size_t at;

  if (!self)
    return;
  at = place_of (self, pid);
  if (at < self->n_known && self->known[at].pid == pid)
    {
      self->known[at].lane = lane;          /* the number has been given out anew */
      return;
    }
  if (self->n_known == self->known_room)
    {
      size_t room = self->known_room ? self->known_room * 2 : 64;
      Known *known = reallocarray (self->known, room, sizeof *known);

      if (!known)
        return;                             /* nothing will be told of it */
      self->known = known;
      self->known_room = room;
    }
  memmove (&self->known[at + 1], &self->known[at], (self->n_known - at) * sizeof *self->known);
  self->known[at] = (Known) { pid, lane };
  self->n_known++;
}

static bool
lane_of (const PlSlices *self, pid_t pid, uint32_t *lane)
{
  size_t at = place_of (self, pid);

  if (at == self->n_known || self->known[at].pid != pid)
    return false;
  *lane = self->known[at].lane;
  return true;
}

/* --- from switches to slices --- */

static void
close_slice (PlSlices *self, PlSwitchRing *ring, int64_t end_ns)
{
  uint32_t lane;

  if (ring->on_pid > 0 && lane_of (self, ring->on_pid, &lane) && end_ns > ring->since_ns)
    {
      if (self->n_slices == self->slices_room)
        {
          size_t room = self->slices_room ? self->slices_room * 2 : 1024;
          Slice *slices = reallocarray (self->slices, room, sizeof *slices);

          if (!slices)
            return;
          self->slices = slices;
          self->slices_room = room;
        }
      self->slices[self->n_slices++] = (Slice) { ring->since_ns, end_ns, lane, (uint8_t) ring->cpu };
    }
  ring->on_pid = 0;
}

/* A switch, an end, or a gap, before horizon. */
static void
take_ring (PlSlices *self, PlSwitchRing *ring, int64_t horizon_ns)
{
  PlSwitch event;

  while (pl_switch_ring_next (ring, horizon_ns, &event))
    switch (event.kind)
      {
      case PL_SWITCH_IN:
        self->n_switches++;
        ring->on_pid = event.pid;
        ring->since_ns = event.time_ns;
        break;
      case PL_SWITCH_OUT:
      case PL_SWITCH_EXIT:
        if (event.pid == ring->on_pid)
          close_slice (self, ring, event.time_ns);
        break;
      case PL_SWITCH_LOST:
      default:
        /* Nobody knows who had this CPU until the next one comes. */
        ring->on_pid = 0;
        break;
      }
}

static int
compare_slices (const void *a, const void *b)
{
  const Slice *x = a, *y = b;

  return (x->start_ns > y->start_ns) - (x->start_ns < y->start_ns);
}

static void
tell (PlSlices *self)
{
  if (self->n_slices > 1)
    qsort (self->slices, self->n_slices, sizeof *self->slices, compare_slices);
  for (size_t i = 0; i < self->n_slices; i++)
    {
      const Slice *slice = &self->slices[i];
      PlLaneWriter *writer = &self->writers[slice->lane];

      if (!writer->log)
        pl_lane_writer_init_slices (writer, self->log, slice->lane);
      pl_lane_slice (writer, slice->start_ns - self->start_mono_ns, slice->end_ns - self->start_mono_ns, slice->cpu);
    }
  self->n_slices = 0;
}

/* Threads say themselves who they are, long before anything of theirs has settled. */
static void
know_threads (PlSlices *self)
{
  for (uint32_t i = 1; i < pl_log_n_lanes (self->log); i++)
    {
      const PlLane *lane = pl_log_lane (self->log, i);
      int32_t tid = atomic_load_explicit (&lane->tid, memory_order_relaxed);

      if (tid > 0 && tid != atomic_load_explicit (&lane->pid, memory_order_relaxed))
        pl_slices_know (self, tid, i);
    }
}

static void
take_all (PlSlices *self, int64_t horizon_ns)
{
  if (pl_log_plan (self->log)->worker_kind != PL_WORKERS_PROCESS)
    know_threads (self);
  for (unsigned i = 0; i < self->n_rings; i++)
    take_ring (self, &self->rings[i], horizon_ns);
  tell (self);
}

/* --- what it costs --- */

static void
close_rings (PlSlices *self)
{
  for (unsigned i = 0; i < self->n_rings; i++)
    pl_switch_ring_close (&self->rings[i]);
  self->n_rings = 0;
}

static bool
is_too_dear (const PlSlices *self, int64_t now_ns)
{
  int64_t had_ns = (now_ns - self->began_ns) * self->n_rings / MOST_COST_SHARE;

  return self->n_switches > FREE_SWITCHES &&
         (int64_t) (self->n_switches - FREE_SWITCHES) * PL_SWITCH_COST_NS > had_ns;
}

void
pl_slices_read (PlSlices *self)
{
  int64_t now_ns;

  if (!self || self->n_rings == 0)
    return;
  now_ns = pl_clock_ns (CLOCK_MONOTONIC);
  self->read_ns = now_ns;
  take_all (self, now_ns - SETTLE_NS);
  if (!is_too_dear (self, now_ns))
    return;
  close_rings (self);
  atomic_store_explicit (&pl_log_header (self->log)->slices_end_ns, now_ns - SETTLE_NS - self->start_mono_ns,
                         memory_order_relaxed);
}

void
pl_slices_glance (PlSlices *self)
{
  if (self && self->n_rings > 0 && pl_clock_ns (CLOCK_MONOTONIC) - self->read_ns > GLANCE_NS)
    pl_slices_read (self);
}

int
pl_slices_fd (const PlSlices *self)
{
  return self ? self->epoll_fd : -1;
}

/* --- beginning and end --- */

static void
free_slices (PlSlices *self)
{
  close_rings (self);
  if (self->epoll_fd >= 0)
    close (self->epoll_fd);
  free (self->rings);
  free (self->known);
  free (self->slices);
  free (self->writers);
  free (self);
}

/* One ring a CPU that the run may use: what is forked goes on in all of them. */
static int
open_rings (PlSlices *self)
{
  cpu_set_t *set = CPU_ALLOC (PL_SWITCH_MAX_CPUS);
  size_t size = CPU_ALLOC_SIZE (PL_SWITCH_MAX_CPUS);
  int error = set && sched_getaffinity (0, size, set) == 0 ? 0 : -errno;

  self->rings = error == 0 ? calloc ((size_t) CPU_COUNT_S (size, set), sizeof *self->rings) : NULL;
  if (error == 0 && !self->rings)
    error = -ENOMEM;
  for (unsigned cpu = 0; cpu < PL_SWITCH_MAX_CPUS && error == 0; cpu++)
    {
      PlSwitchRing *ring = &self->rings[self->n_rings];
      struct epoll_event event = { .events = EPOLLIN };

      if (!CPU_ISSET_S (cpu, size, set))
        continue;
      error = pl_switch_ring_open (ring, cpu);
      if (error < 0)
        break;
      self->n_rings++;
      if (epoll_ctl (self->epoll_fd, EPOLL_CTL_ADD, ring->fd, &event) < 0)
        error = -errno;
    }
  CPU_FREE (set);
  return error;
}

/* It has a CPU already, and no switch will say so. */
static void
begin_with_caller (PlSlices *self)
{
  int cpu = sched_getcpu ();

  pl_slices_know (self, getpid (), 0);
  for (unsigned i = 0; i < self->n_rings; i++)
    if ((int) self->rings[i].cpu == cpu)
      {
        self->rings[i].on_pid = getpid ();
        self->rings[i].since_ns = self->began_ns;
      }
}

PlSlices *
pl_slices_open (PlLog *log)
{
  PlLogHeader *header = pl_log_header (log);
  PlSlices *self = calloc (1, sizeof *self);
  int error = self ? 0 : -ENOMEM;

  if (error == 0)
    {
      self->log = log;
      self->start_mono_ns = header->start_mono_ns;
      self->began_ns = self->read_ns = pl_clock_ns (CLOCK_MONOTONIC);
      self->writers = calloc (pl_log_n_lanes (log), sizeof *self->writers);
      self->epoll_fd = epoll_create1 (EPOLL_CLOEXEC);
      error = !self->writers ? -ENOMEM : self->epoll_fd < 0 ? -errno : open_rings (self);
    }
  if (error == 0)
    {
      begin_with_caller (self);
      atomic_fetch_or_explicit (&header->account, PL_ACCOUNT_SLICES, memory_order_relaxed);
      return self;
    }
  header->slices_errno = -error;
  if (self)
    free_slices (self);
  return NULL;
}

void
pl_slices_close (PlSlices *self)
{
  int64_t now_ns = pl_clock_ns (CLOCK_MONOTONIC);

  if (!self)
    return;
  if (pl_log_plan (self->log)->worker_kind != PL_WORKERS_PROCESS)
    know_threads (self);
  for (unsigned i = 0; i < self->n_rings; i++)
    {
      take_ring (self, &self->rings[i], now_ns);
      close_slice (self, &self->rings[i], now_ns);
    }
  tell (self);
  free_slices (self);
}
