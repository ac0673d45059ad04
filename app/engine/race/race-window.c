/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/race/race-shared.h"

#include <errno.h>
#include <time.h>

void
pl_race_window (PlRaceWindow window, uint64_t amount)
{
  struct timespec time = { 0, (long) amount };

  switch (window)
    {
    case PL_RACE_WINDOW_SPIN:
      for (uint64_t i = amount; i > 0; i--)
        pl_race_relax ();
      break;
    case PL_RACE_WINDOW_YIELD:
      sched_yield ();
      break;
    case PL_RACE_WINDOW_SLEEP:
      nanosleep (&time, NULL);
      break;
    case PL_RACE_WINDOW_NONE:
    case PL_N_RACE_WINDOWS:
    default:
      break;
    }
}

/* The n-th CPU, counted round and round, of those this process may use. */
static int
pick_cpu (const cpu_set_t *allowed, uint32_t n)
{
  uint32_t count = (uint32_t) CPU_COUNT (allowed), seen = 0;

  for (int cpu = 0; cpu < CPU_SETSIZE && count > 0; cpu++)
    if (CPU_ISSET (cpu, allowed) && seen++ == n % count)
      return cpu;
  return -1;
}

int
pl_race_place (uint32_t cpus, uint32_t worker)
{
  cpu_set_t allowed, one;
  int cpu;

  if (cpus == PL_CPUS_FREE)
    return 0;
  if (sched_getaffinity (0, sizeof allowed, &allowed) < 0)
    return -errno;
  cpu = pick_cpu (&allowed, cpus == PL_CPUS_ONE ? 0 : worker);
  if (cpu < 0)
    return -EINVAL;
  CPU_ZERO (&one);
  CPU_SET (cpu, &one);
  return sched_setaffinity (0, sizeof one, &one) < 0 ? -errno : 0;
}
