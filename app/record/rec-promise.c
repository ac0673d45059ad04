/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec.h"

/* Who gives something that is waited for as soon again does so again and again. */
#define OFTEN_NS INT64_C (10000)

static __thread struct {
  uint32_t edge;                      /* promised; 0: nothing is */
  int64_t time_ns;
  int64_t gave_ns;
  uint32_t next_edge;                 /* that nobody has yet; 0: not known */
} self __attribute__ ((tls_model ("initial-exec")));

uint32_t
pl_rec_promise_edge (void)
{
  return self.edge;
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
keep (uint32_t edge, int64_t time_ns)
{
  self.edge = 0;
  atomic_signal_fence (memory_order_seq_cst);
  self.time_ns = time_ns;
  atomic_signal_fence (memory_order_seq_cst);
  self.edge = edge;
}

void
pl_rec_promise (PlLaneWriter *writer, uint32_t edge, int64_t time_ns)
{
  bool often = time_ns - self.gave_ns < OFTEN_NS;
  int saved = errno;

  self.gave_ns = time_ns;
  if (edge != self.edge)
    {
      pl_rec_promise_tell (writer);
      self.next_edge = pl_rec_object_next_edge ();
    }
  keep (edge, time_ns);
  if (!often)
    pl_rec_promise_tell (writer);
  errno = saved;
}

void
pl_rec_promise_tell (PlLaneWriter *writer)
{
  uint32_t edge = self.edge;
  int64_t time_ns = self.time_ns;

  if (__builtin_expect (edge == 0, 1))
    return;
  self.edge = 0;
  pl_lane_edge_at (writer, time_ns, PL_EVENT_WAKE, PL_REC_EDGE (edge), false);
}

void
pl_rec_promise_forget (void)
{
  self.edge = self.next_edge = 0;
}
