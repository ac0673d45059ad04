/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the counter of an unprotected race can end with, from the numbers alone. No run is looked at. */

#include <glib.h>

G_BEGIN_DECLS

/* All of lowest..highest can happen, and nothing else: {2..nk}, {1..n} for one increment each, {k}
 * for one worker. */
void pl_race_possible_finals (guint workers, guint64 increments, guint64 *lowest, guint64 *highest);

/* How many schedules end with `value`, and their share of all. Counts are exact up to 2^53. */
typedef struct {
  guint64 value;
  double schedules, share;
} PlRaceFinal;

/* Every order of the workers' steps once, where an increment is two steps: load, store. Real races
 * are not like that (nobody there draws lots before each step): it is what a uniform model
 * says. From the lowest value up, those that can happen; free with g_array_unref. NULL: too large to
 * compute. */
GArray *pl_race_uniform_finals (guint workers, guint64 increments);

G_END_DECLS
