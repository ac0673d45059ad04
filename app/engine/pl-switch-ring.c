/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/pl-switch-ring.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* 2,048 switches; whoever reads is woken when half of it is full. */
#define DATA_SIZE 65536u

static size_t
map_size (void)
{
  return (size_t) sysconf (_SC_PAGESIZE) + DATA_SIZE;
}

int
pl_switch_ring_open (PlSwitchRing *self, unsigned cpu)
{
  struct perf_event_attr attr = {
    .type = PERF_TYPE_SOFTWARE, .config = PERF_COUNT_SW_DUMMY, .size = sizeof attr,
    .sample_type = PERF_SAMPLE_TID | PERF_SAMPLE_TIME | PERF_SAMPLE_CPU, .sample_id_all = 1,
    .context_switch = 1, .task = 1, .inherit = 1, .exclude_kernel = 1, .exclude_hv = 1,
    .use_clockid = 1, .clockid = CLOCK_MONOTONIC, .watermark = 1, .wakeup_watermark = DATA_SIZE / 2,
  };
  long fd = syscall (SYS_perf_event_open, &attr, 0, (int) cpu, -1, PERF_FLAG_FD_CLOEXEC);
  int error;

  *self = (PlSwitchRing) { .fd = (int) fd, .cpu = cpu };
  if (fd < 0)
    return -errno;
  self->pages = mmap (NULL, map_size (), PROT_READ | PROT_WRITE, MAP_SHARED, self->fd, 0);
  if (self->pages != MAP_FAILED)
    return 0;
  error = -errno;
  close (self->fd);
  return error;
}

void
pl_switch_ring_close (PlSwitchRing *self)
{
  munmap (self->pages, map_size ());
  close (self->fd);
}

/* What is behind every record: sample_type, in the order of its bits. */
typedef struct {
  uint32_t pid, tid;
  uint64_t time;
  uint32_t cpu, pad;
} Trailer;

/* The ring wraps in the middle of a record. */
static void
copy_out (const PlSwitchRing *self, uint64_t from, void *to, size_t size)
{
  const uint8_t *data = (const uint8_t *) self->pages + sysconf (_SC_PAGESIZE);
  size_t at = from % DATA_SIZE, first = size < DATA_SIZE - at ? size : DATA_SIZE - at;

  memcpy (to, data + at, first);
  memcpy ((uint8_t *) to + first, data, size - first);
}

static PlSwitchKind
kind_of (const struct perf_event_header *header)
{
  switch (header->type)
    {
    case PERF_RECORD_SWITCH:
      return (header->misc & PERF_RECORD_MISC_SWITCH_OUT) != 0 ? PL_SWITCH_OUT : PL_SWITCH_IN;
    case PERF_RECORD_EXIT:
      return PL_SWITCH_EXIT;
    default:
      return PL_SWITCH_LOST;
    }
}

/* Births are known without it. */
static bool
tells (const struct perf_event_header *header)
{
  return header->type == PERF_RECORD_SWITCH || header->type == PERF_RECORD_EXIT || header->type == PERF_RECORD_LOST;
}

bool
pl_switch_ring_next (PlSwitchRing *self, int64_t horizon_ns, PlSwitch *out)
{
  struct perf_event_mmap_page *page = self->pages;
  uint64_t head = __atomic_load_n (&page->data_head, __ATOMIC_ACQUIRE), tail = page->data_tail;

  while (head - tail >= sizeof (struct perf_event_header))
    {
      struct perf_event_header header;
      Trailer trailer;

      copy_out (self, tail, &header, sizeof header);
      if (header.size < sizeof header + sizeof trailer || header.size > head - tail)
        break;
      copy_out (self, tail + header.size - sizeof trailer, &trailer, sizeof trailer);
      if ((int64_t) trailer.time > horizon_ns)
        break;
      tail += header.size;
      __atomic_store_n (&page->data_tail, tail, __ATOMIC_RELEASE);
      if (!tells (&header))
        continue;
      *out = (PlSwitch) { kind_of (&header), (pid_t) trailer.tid, (int64_t) trailer.time };
      return true;
    }
  return false;
}
