/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/sweep/pl-amdahl.h"


/* Shares that are tried before the best of them is refined. */
#define N_TRIED 100
#define N_REFINED 60

static double
hands (const PlAmdahl *self, double workers)
{
  return self->cpus > 0 ? MIN (workers, self->cpus) : workers;
}

static double
time_of (const PlAmdahl *self, double workers)
{
  return self->serial + (1 - self->serial) / MAX (hands (self, workers), 1e-9);
}

double
pl_amdahl_speedup (const PlAmdahl *self, double workers)
{
  return time_of (self, self->smallest) / time_of (self, workers);
}

static double
error_of (const PlAmdahl *self, double serial, const PlAmdahlPoint *points, guint n)
{
  PlAmdahl tried = *self;
  double sum = 0;

  tried.serial = serial;
  for (guint i = 0; i < n; i++)
    {
      double off = points[i].speedup - pl_amdahl_speedup (&tried, points[i].workers);

      sum += off * off;
    }
  return sum;
}

/* Between two shares of which the best is not the edge: by thirds. */
static double
refine (const PlAmdahl *self, double low, double high, const PlAmdahlPoint *points, guint n)
{
  for (guint i = 0; i < N_REFINED; i++)
    {
      double a = low + (high - low) / 3, b = high - (high - low) / 3;

      if (error_of (self, a, points, n) <= error_of (self, b, points, n))
        high = b;
      else
        low = a;
    }
  return (low + high) / 2;
}

/* Whether what was measured can tell one share from another. */
static gboolean
can_tell (const PlAmdahl *self, const PlAmdahlPoint *points, guint n)
{
  for (guint i = 0; i < n; i++)
    if (hands (self, points[i].workers) > hands (self, self->smallest))
      return TRUE;
  return FALSE;
}

void
pl_amdahl_fit (PlAmdahl *self, const PlAmdahlPoint *points, guint n)
{
  guint best = 0;
  double least = G_MAXDOUBLE;

  self->known = can_tell (self, points, n);
  self->serial = self->low = self->high = 0;
  if (!self->known)
    return;
  for (guint i = 0; i <= N_TRIED; i++)
    {
      double error = error_of (self, (double) i / N_TRIED, points, n);

      if (error < least)
        {
          least = error;
          best = i;
        }
    }
  self->serial = refine (self, MAX ((double) best - 1, 0) / N_TRIED, MIN ((double) best + 1, N_TRIED) / N_TRIED, points, n);
  if (error_of (self, 0, points, n) <= error_of (self, self->serial, points, n))
    self->serial = 0;
  else if (error_of (self, 1, points, n) <= error_of (self, self->serial, points, n))
    self->serial = 1;
  self->low = self->high = self->serial;
}

/* splitmix64 */
guint64
pl_amdahl_random (guint64 *seed)
{
  guint64 x = *seed += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  x = (x ^ x >> 30) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  x = (x ^ x >> 27) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return x ^ x >> 31;
}
