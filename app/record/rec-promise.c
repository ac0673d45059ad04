/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec.h"

/* Who gives something that is waited for as soon again does so again and again. */
#define OFTEN_NS INT64_C (10000)

static __thread struct {
  PlRecWake wake;                     /* promised; an edge of 0: nothing is */
  int64_t gave_ns;
  uint32_t next_edge;                 /* that nobody has yet; 0: not known */
} self __attribute__ ((tls_model ("initial-exec")));

uint32_t
pl_rec_promise_edge (void)
{
  return self.wake.edge;
}

uint32_t
pl_rec_promise_new_edge (void)
{
  uint32_t edge = self.next_edge;

  self.next_edge = 0;
  return edge != 0 ? edge : pl_rec_object_next_edge ();
}

/* A handler in between finds none, or all of it. */
static void
keep (PlRecWake wake)
{
  self.wake.edge = 0;
  atomic_signal_fence (memory_order_seq_cst);
  self.wake.time_ns = wake.time_ns;
  atomic_signal_fence (memory_order_seq_cst);
  self.wake.edge = wake.edge;
}

void
pl_rec_promise (PlLaneWriter *writer, PlRecWake wake)
{
  bool often = wake.time_ns - self.gave_ns < OFTEN_NS;
  int saved = errno;

  self.gave_ns = wake.time_ns;
  if (wake.edge != self.wake.edge)
    {
      pl_rec_promise_tell (writer);
      self.next_edge = pl_rec_object_next_edge ();
    }
  keep (wake);
  if (!often)
    pl_rec_promise_tell (writer);
  errno = saved;
}

void
pl_rec_promise_tell (PlLaneWriter *writer)
{
  PlRecWake wake = self.wake;

  if (__builtin_expect (wake.edge == 0, 1))
    return;
  self.wake.edge = 0;
  pl_lane_edge_at (writer, wake.time_ns, PL_EVENT_WAKE, PL_REC_EDGE (wake.edge), false);
}

void
pl_rec_promise_forget (void)
{
  self.wake.edge = self.next_edge = 0;
}
