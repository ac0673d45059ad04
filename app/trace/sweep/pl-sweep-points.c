/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/pl-order.h"
#include "trace/sweep/pl-sweep-private.h"

#include <math.h>
#include <stdlib.h>

/* What the trials come to. */

/* Fits to what the trials might have been, for the spread of the serial share. */
#define N_FITS 200

PL_ORDER (compare_times, gint64)

/* Between the two that are next to it. sorted holds n > 0. */
static double
quantile (const gint64 *sorted, guint n, double share)
{
  double at = share * (n - 1);
  guint below = (guint) floor (at), above = MIN (below + 1, n - 1);

  return (double) sorted[below] + (at - below) * (double) (sorted[above] - sorted[below]);
}

/* Free them; there is one at least. */
static gint64 *
sort_walls (const PlSweepRuns *runs)
{
  gint64 *sorted = g_memdup2 (runs->walls->data, runs->walls->len * sizeof (gint64));

  qsort (sorted, runs->walls->len, sizeof (gint64), compare_times);
  return sorted;
}

/* The smallest pool of a series; G_MAXUINT: none. */
static guint
find_smallest (PlSweep *self, guint series)
{
  guint smallest = G_MAXUINT;

  for (guint i = 0; i < self->n_plans; i++)
    if (self->runs[i].series == series
        && (smallest == G_MAXUINT || self->runs[i].plan.pool_size < self->runs[smallest].plan.pool_size))
      smallest = i;
  return smallest;
}

static double
median_ns (const PlSweepRuns *runs)
{
  g_autofree gint64 *sorted = NULL;

  if (runs->walls->len == 0)
    return 0;
  sorted = sort_walls (runs);
  return quantile (sorted, runs->walls->len, 0.5);
}

static void
mean_losses (const PlSweepRuns *runs, PlLosses *out)
{
  *out = runs->losses;
  out->known = runs->n_losses > 0;
  for (guint i = 0; i < PL_N_LOSSES && out->known; i++)
    out->lost[i] /= runs->n_losses;
  if (out->known)
    out->used /= runs->n_losses;
}

void
pl_sweep_get_point (PlSweep *self, guint point, PlSweepPoint *out)
{
  const PlSweepRuns *runs = &self->runs[point];
  g_autofree gint64 *sorted = NULL;
  double smallest_ns;

  *out = (PlSweepPoint) { .plan = &runs->plan, .series = runs->series, .n = runs->walls->len };
  mean_losses (runs, &out->losses);
  if (out->n == 0)
    return;
  sorted = sort_walls (runs);
  out->least_ns = (double) sorted[0];
  out->most_ns = (double) sorted[out->n - 1];
  out->median_ns = quantile (sorted, out->n, 0.5);
  out->low_ns = quantile (sorted, out->n, 0.25);
  out->high_ns = quantile (sorted, out->n, 0.75);
  out->rate = runs->plan.tasks * 1e9 / MAX (out->median_ns, 1);
  if (self->axis != PL_SWEEP_SIZES)
    return;
  smallest_ns = median_ns (&self->runs[find_smallest (self, runs->series)]);
  out->speedup = smallest_ns / MAX (out->median_ns, 1);
  out->speedup_low = smallest_ns / MAX (out->most_ns, 1);
  out->speedup_high = smallest_ns / MAX (out->least_ns, 1);
}

double
pl_sweep_point_x (PlSweep *self, const PlSweepPoint *point)
{
  switch (self->axis)
    {
    case PL_SWEEP_SIZES: return point->plan->pool_size;
    case PL_SWEEP_CHUNKS: return point->plan->chunk;
    case PL_SWEEP_CHANNELS:
    default: return point->plan->ipc;
    }
}

/* The speed-ups of a series: of all trials, or, with a seed, of as many drawn from them. */
static guint
collect (PlSweep *self, guint series, guint64 *seed, PlAmdahlPoint *points)
{
  const PlSweepRuns *smallest = &self->runs[find_smallest (self, series)];
  double base_ns = median_ns (smallest);
  guint n = 0;

  if (seed)
    {
      PlSweepRuns drawn = { .walls = g_array_new (FALSE, FALSE, sizeof (gint64)) };

      for (guint i = 0; i < smallest->walls->len; i++)
        g_array_append_val (drawn.walls, g_array_index (smallest->walls, gint64,
                                                        pl_amdahl_random (seed) % smallest->walls->len));
      base_ns = median_ns (&drawn);
      g_array_unref (drawn.walls);
    }
  for (guint i = 0; i < self->n_plans; i++)
    {
      const PlSweepRuns *runs = &self->runs[i];
      guint trials = runs->walls->len;

      for (guint k = 0; runs->series == series && k < trials; k++)
        {
          guint taken = seed ? (guint) (pl_amdahl_random (seed) % trials) : k;

          points[n++] = (PlAmdahlPoint) { runs->plan.pool_size,
                                          base_ns / (double) MAX (g_array_index (runs->walls, gint64, taken), 1) };
        }
    }
  return base_ns > 0 ? n : 0;
}

PL_ORDER (compare_shares, double)

/* By drawing trials from those there are, again and again: the same ones for the same seed. */
static void
find_spread (PlSweep *self, guint series, PlAmdahl *out, PlAmdahlPoint *points)
{
  double shares[N_FITS];
  guint64 seed = self->seed;

  for (guint i = 0; i < N_FITS; i++)
    {
      PlAmdahl fit = *out;

      pl_amdahl_fit (&fit, points, collect (self, series, &seed, points));
      shares[i] = fit.serial;
    }
  qsort (shares, N_FITS, sizeof *shares, compare_shares);
  out->low = MIN (shares[N_FITS / 20], out->serial);
  out->high = MAX (shares[N_FITS - 1 - N_FITS / 20], out->serial);
}

void
pl_sweep_get_amdahl (PlSweep *self, guint series, PlAmdahl *out)
{
  g_autofree PlAmdahlPoint *points = g_new (PlAmdahlPoint, pl_sweep_get_n_runs (self));
  guint n;

  *out = (PlAmdahl) { 0 };
  if (self->axis != PL_SWEEP_SIZES || self->n_done == 0)
    return;
  out->smallest = self->runs[find_smallest (self, series)].plan.pool_size;
  out->cpus = pl_sweep_needs_cpus (self) ? self->cpus : 0;
  n = collect (self, series, NULL, points);
  pl_amdahl_fit (out, points, n);
  if (out->known)
    find_spread (self, series, out, points);
}

/* Of a sweep over sizes only the largest pools: how far it goes is the question. */
static gboolean
is_candidate (PlSweep *self, guint point)
{
  guint largest = 0;

  if (self->runs[point].walls->len == 0)
    return FALSE;
  for (guint i = 0; i < self->n_plans; i++)
    if (self->runs[i].walls->len > 0)
      largest = MAX (largest, self->runs[i].plan.pool_size);
  return self->axis != PL_SWEEP_SIZES || self->runs[point].plan.pool_size == largest;
}

gboolean
pl_sweep_find_best (PlSweep *self, guint *point)
{
  gboolean found = FALSE;

  for (guint i = 0; i < self->n_plans; i++)
    if (is_candidate (self, i) && (!found || median_ns (&self->runs[i]) < median_ns (&self->runs[*point])))
      {
        *point = i;
        found = TRUE;
      }
  return found;
}
