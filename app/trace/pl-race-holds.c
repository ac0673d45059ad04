/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pl-race-holds.h"

#include "pl-race-private.h"

/* How long a worker waited for the lock from here to there: all the time in which it did not hold
 * it. The holds before every 32nd increment are added up once and kept with the race, so that the
 * answer costs the same for a million increments as for a few. */

/* A fold begins and ends within blocks: what has to be added up there is four cache lines at
 * most. */
#define BLOCK 32u

/* Of each part, by worker: gint64, one a block and one more. NULL: no lock, or not recorded. */
typedef struct { GPtrArray *sums[PL_MAX_RACE_PARTS]; } Holds;

static const char key[] = "pl-race-holds";

static void
holds_free (gpointer data)
{
  Holds *holds = data;

  for (guint i = 0; i < PL_MAX_RACE_PARTS; i++)
    g_clear_pointer (&holds->sums[i], g_ptr_array_unref);
  g_free (holds);
}

static gint64
hold_at (const PlRaceLane *lane, guint32 seq)
{
  guint64 times = lane->records[seq].times;

  return pl_race_store_ns (times) - pl_race_load_ns (times);
}

static gint64 *
add_up (const PlRaceLane *lane)
{
  guint32 n = lane->n_records / BLOCK;
  gint64 *sums = g_new (gint64, n + 1);

  sums[0] = 0;
  for (guint32 block = 0; block < n; block++)
    {
      gint64 sum = sums[block];

      for (guint32 i = 0; i < BLOCK; i++)
        sum += hold_at (lane, block * BLOCK + i);
      sums[block + 1] = sum;
    }
  return sums;
}

void
pl_race_index_holds (PlRace *self, guint part)
{
  PlRacePartTrace *p = &self->parts[part];
  Holds *holds = g_object_get_data (G_OBJECT (self), key);

  if (!holds)
    {
      holds = g_new0 (Holds, 1);
      g_object_set_data_full (G_OBJECT (self), key, holds, holds_free);
    }
  holds->sums[part] = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < p->n_lanes; i++)
    g_ptr_array_add (holds->sums[part], add_up (&p->lanes[i]));
}

/* Of the holds before seq; from the nearer of two sums. */
static gint64
held_before (const PlRaceLane *lane, const gint64 *sums, guint32 seq)
{
  guint32 block = MIN ((seq + BLOCK / 2) / BLOCK, lane->n_records / BLOCK);
  gint64 sum = sums[block];

  for (guint32 i = block * BLOCK; i < seq; i++)
    sum += hold_at (lane, i);
  for (guint32 i = seq; i < block * BLOCK; i++)
    sum -= hold_at (lane, i);
  return sum;
}

gint64
pl_race_sum_waits (PlRace *self, guint part, guint worker, guint32 from, guint32 to)
{
  PlRacePartTrace *p = pl_race_get_part (self, part);
  Holds *holds = g_object_get_data (G_OBJECT (self), key);
  const PlRaceLane *lane;
  const gint64 *sums;
  gint64 time;

  if (!p || !holds || !holds->sums[part] || worker >= p->n_lanes)
    return 0;
  lane = &p->lanes[worker];
  to = MIN (to, lane->n_records);
  if (from >= to)
    return 0;
  sums = g_ptr_array_index (holds->sums[part], worker);
  time = pl_race_store_ns (lane->records[to - 1].times) -
         pl_race_load_ns (lane->records[from].times);
  /* Below 0 in a damaged recording alone. */
  return MAX (time - held_before (lane, sums, to) + held_before (lane, sums, from), 0);
}
