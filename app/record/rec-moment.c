/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec-moment.h"

#ifdef __x86_64__
#include <time.h>

/* Set before there is a thread of the program. */
static uint64_t first_ticks;
static int64_t first_ns;

static int64_t
clock_ns (void)
{
  struct timespec now;

  return clock_gettime (CLOCK_MONOTONIC, &now) == 0 ? (int64_t) now.tv_sec * 1000000000 + now.tv_nsec : 0;
}

void
pl_rec_moment_start (void)
{
  first_ns = clock_ns ();
  first_ticks = __builtin_ia32_rdtsc ();
}

/* The few ticks since then, by how fast they went since the start: where that is not known well, or the machine has slept, it is
 * wrong by a part of these few. */
int64_t
pl_rec_moment_ns (const PlLaneWriter *writer, uint64_t moment)
{
  int64_t now_ns = pl_lane_now_ns (writer), since_ns = now_ns + writer->start_mono_ns - first_ns;
  uint64_t ticks = __builtin_ia32_rdtsc ();

  if (moment < first_ticks || ticks <= moment || since_ns <= 0)
    return now_ns;
  return now_ns - (int64_t) ((double) (ticks - moment) * (double) since_ns / (double) (ticks - first_ticks));
}

#else

void
pl_rec_moment_start (void)
{
}

int64_t
pl_rec_moment_ns (const PlLaneWriter *writer, uint64_t moment)
{
  (void) writer;
  return (int64_t) moment;
}
#endif
