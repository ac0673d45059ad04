/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/race/pl-race-private.h"

/* How long a worker waited for the lock from here to there: all the time in which it did not hold
 * it. The holds before every 32nd increment are added up once and kept with the race, so that the
 * answer costs the same for a million increments as for a few. */

/* A fold begins and ends within blocks: what has to be added up there is four cache lines at
 * most. */
#define BLOCK 32u

static gint64
hold_at (const PlRaceLane *lane, guint32 seq)
{
  guint64 times = lane->records[seq].times;

  return pl_race_store_ns (times) - pl_race_load_ns (times);
}

void
pl_race_lane_index_holds (PlRaceLane *lane)
{
  guint32 n = lane->n_records / BLOCK;
  gint64 *sums = g_new (gint64, n + 1);

  lane->held_before = sums;
  sums[0] = 0;
  for (guint32 block = 0; block < n; block++)
    {
      gint64 sum = sums[block];

      for (guint32 i = 0; i < BLOCK; i++)
        sum += hold_at (lane, block * BLOCK + i);
      sums[block + 1] = sum;
    }
}

/* Of the holds before seq; from the nearer of two sums. */
static gint64
held_before (const PlRaceLane *lane, guint32 seq)
{
  guint32 block = MIN ((seq + BLOCK / 2) / BLOCK, lane->n_records / BLOCK);
  gint64 sum = lane->held_before[block];

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
  const PlRaceLane *lane;
  gint64 time;

  if (!p || worker >= p->n_lanes)
    return 0;
  lane = &p->lanes[worker];
  to = MIN (to, lane->n_records);
  if (from >= to || !lane->held_before)
    return 0;
  time = pl_race_store_ns (lane->records[to - 1].times) -
         pl_race_load_ns (lane->records[from].times);
  /* Below 0 in a damaged recording alone. */
  return MAX (time - held_before (lane, to) + held_before (lane, from), 0);
}
