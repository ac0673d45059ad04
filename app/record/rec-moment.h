/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A moment that is noted while others wait for this thread, and whose time is asked for when they do not any more: where the CPU
 * counts ticks, a third of what the clock takes. */

#include "record/rec.h"

static inline uint64_t
pl_rec_moment (const PlLaneWriter *writer)
{
#ifdef __x86_64__
  (void) writer;
  return __builtin_ia32_rdtsc ();
#else
  return (uint64_t) pl_lane_now_ns (writer);
#endif
}

/* TRUE: it is not so long ago. FALSE: nobody knows without asking for its time. */
static inline bool
pl_rec_moment_is_recent (uint64_t moment, int64_t ns)
{
#ifdef __x86_64__
  /* No CPU counts so slowly. */
  return __builtin_ia32_rdtsc () - moment < (uint64_t) ns / 2;
#else
  (void) moment, (void) ns;
  return false;
#endif
}

/* When a program begins to be recorded: from then on ticks are told by the clock. */
void pl_rec_moment_start (void);
/* Its time, soon after it: never later than now. */
int64_t pl_rec_moment_ns (const PlLaneWriter *writer, uint64_t moment);
