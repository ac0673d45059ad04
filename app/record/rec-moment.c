/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec-moment.h"

#ifdef __x86_64__
/* Set before there is a thread of the program. */
static uint64_t first_ticks;
static int64_t first_ns;

/* Of some tries the one in which least came between the two. */
void
pl_rec_moment_start (void)
{
  const PlLaneWriter clock = { .start_mono_ns = 0 };
  uint64_t least = UINT64_MAX;

  for (int i = 0; i < 4; i++)
    {
      uint64_t before = __builtin_ia32_rdtsc ();
      int64_t now_ns = pl_lane_now_ns (&clock);
      uint64_t took = __builtin_ia32_rdtsc () - before;

      if (took >= least)
        continue;
      least = took;
      first_ns = now_ns;
      first_ticks = before + took / 2;
    }
}

/* The ticks since then, by how fast they went since the start: where the machine has slept in between, and they have not, it is
 * too late by a part of these few. */
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
