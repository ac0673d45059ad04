/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/pl-speeds.h"

#include <math.h>

#define CALM_S 10.0

static const guint speeds[] = { PL_SPEED_SLOWEST, 100, 10, 4, 2, 1 };

guint
pl_speeds_n (void)
{
  return G_N_ELEMENTS (speeds);
}

guint
pl_speeds_part (guint speed)
{
  return speeds[MIN (speed, G_N_ELEMENTS (speeds) - 1)];
}

/* The one that comes nearest; so many times too long is as bad as so many times too short. */
guint
pl_speeds_calm (gint64 run_ns)
{
  double best = G_MAXDOUBLE;
  guint speed = 0;

  for (guint i = 0; i < G_N_ELEMENTS (speeds); i++)
    {
      double off = fabs (log ((double) MAX (run_ns, 1) / 1e9 * speeds[i] / CALM_S));

      if (off < best)
        speed = i;
      best = MIN (best, off);
    }
  return speed;
}
