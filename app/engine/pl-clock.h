/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Clocks as int64 nanoseconds. */

#include <stdint.h>
#include <time.h>

static inline int64_t
pl_clock_ns (clockid_t clock)
{
  struct timespec now;

  clock_gettime (clock, &now);
  return (int64_t) now.tv_sec * 1000000000 + now.tv_nsec;
}
