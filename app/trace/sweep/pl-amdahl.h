/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Amdahl's law, fitted: of the work a share f cannot be divided, so that n workers need f + (1 - f) / n of the time one
 * needs. Where the work needs CPUs, n is never more than these. */

#include <glib.h>

G_BEGIN_DECLS

/* So many workers were so many times as fast as the smallest pool. */
typedef struct { double workers, speedup; } PlAmdahlPoint;

typedef struct {
  gboolean known;               /* FALSE: all of it was measured with the same number of workers, or CPUs */
  double serial;                /* f, 0..1 */
  double low, high;             /* nine of ten fits to what the trials might have been are in between */
  double smallest;              /* pool, whose speed-up is 1 */
  double cpus;                  /* no more workers than these count; 0: all do */
} PlAmdahl;

/* What the law with that serial share says of so many workers. */
double pl_amdahl_speedup (const PlAmdahl *self, double workers);
/* Least squares over the points; self->smallest and cpus are given. Sets known and serial (low and high to the same). */
void pl_amdahl_fit (PlAmdahl *self, const PlAmdahlPoint *points, guint n);
/* The next of a series of random numbers, the same for the same seed. */
guint64 pl_amdahl_random (guint64 *seed);

G_END_DECLS
