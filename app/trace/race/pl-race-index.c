/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/race/pl-race-private.h"

/* Where in a lane is that moment, and how many were lost from here to there: a small table of every
 * 256th increment stays in the cache, so that both cost little however long the race was. */

static guint32
n_blocks (const PlRaceLane *lane)
{
  return (guint32) (((guint64) lane->n_records + PL_RACE_BLOCK - 1) / PL_RACE_BLOCK);
}

static gint64
store_at (const PlRaceLane *lane, guint32 seq)
{
  return pl_race_store_ns (lane->records[seq].times);
}

void
pl_race_lane_index_times (PlRaceLane *lane)
{
  guint32 n = n_blocks (lane);

  lane->block_ns = g_new (gint64, MAX (n, 1));
  for (guint32 i = 0; i < n; i++)
    lane->block_ns[i] = store_at (lane, i * PL_RACE_BLOCK);
}

void
pl_race_lane_index_lost (PlRaceLane *lane)
{
  guint32 n = n_blocks (lane), sum = 0;
  gsize n_words = ((gsize) lane->n_records + 63) / 64;

  if (!lane->lost)
    return;
  lane->lost_before = g_new (guint32, n + 1);
  for (gsize word = 0; word < n_words; word++)
    {
      if (word % (PL_RACE_BLOCK / 64) == 0)
        lane->lost_before[word / (PL_RACE_BLOCK / 64)] = sum;
      sum += (guint32) __builtin_popcountll (lane->lost[word]);
    }
  lane->lost_before[n] = sum;
}

/* Lost ones before seq. */
static guint32
lost_before (const PlRaceLane *lane, guint32 seq)
{
  guint32 block = seq / PL_RACE_BLOCK, n = lane->lost_before[block];
  gsize word = (gsize) block * (PL_RACE_BLOCK / 64);

  for (; word < seq / 64; word++)
    n += (guint32) __builtin_popcountll (lane->lost[word]);
  if (seq % 64 != 0)
    n += (guint32) __builtin_popcountll (lane->lost[word] &
                                         ((G_GUINT64_CONSTANT (1) << (seq % 64)) - 1));
  return n;
}

static guint64
count_lost (const PlRaceLane *lane, guint32 from, guint32 to)
{
  return lane->lost && from < to ? lost_before (lane, to) - lost_before (lane, from) : 0;
}

guint64
pl_race_count_lost (PlRace *self, guint part, guint worker, guint32 from, guint32 to)
{
  PlRacePartTrace *p = pl_race_get_part (self, part);

  if (!p || worker >= p->n_lanes)
    return 0;
  return count_lost (&p->lanes[worker], from, MIN (to, p->lanes[worker].n_records));
}

/* First block that begins at or after t. */
static guint32
find_block (const PlRaceLane *lane, gint64 t_ns)
{
  guint32 low = 0, high = n_blocks (lane);

  while (low < high)
    {
      guint32 middle = low + (high - low) / 2;

      if (lane->block_ns[middle] < t_ns)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* Workers go at an even pace: the place is mostly near to where the time says. A good guess saves
 * most of the ways to memory. */
static void
guess (const PlRaceLane *lane, gint64 t_ns, guint32 *low, guint32 *high)
{
  gint64 first = lane->block_ns[*low / PL_RACE_BLOCK], last = store_at (lane, *high - 1);
  double share = last > first ? (double) (t_ns - first) / (double) (last - first) : 0;
  guint32 at = *low + (guint32) (CLAMP (share, 0, 1) * (*high - 1 - *low));
  guint32 step = 3;

  if (store_at (lane, at) < t_ns)
    {
      for (*low = at + 1; *low + step < *high && store_at (lane, *low + step) < t_ns; step *= 4)
        *low += step + 1;
      *high = MIN (*high, *low + step);
      return;
    }
  for (*high = at; *low + step < *high && store_at (lane, *high - step) >= t_ns; step *= 4)
    *high -= step;
  *low = *high > *low + step ? *high - step + 1 : *low;
}

static guint32
find_store (const PlRaceLane *lane, gint64 t_ns)
{
  guint32 block = find_block (lane, t_ns);
  guint32 low = block > 0 ? (block - 1) * PL_RACE_BLOCK : 0;
  guint32 high = MIN (block * PL_RACE_BLOCK, lane->n_records);

  if (low < high)
    guess (lane, t_ns, &low, &high);
  while (low < high)
    {
      guint32 middle = low + (high - low) / 2;

      if (store_at (lane, middle) < t_ns)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

guint32
pl_race_find (PlRace *self, guint part, guint worker, gint64 t_ns)
{
  PlRacePartTrace *p = pl_race_get_part (self, part);

  return p && worker < p->n_lanes ? find_store (&p->lanes[worker], t_ns) : 0;
}

guint32
pl_race_find_about (PlRace *self, guint part, guint worker, gint64 t_ns, guint32 from)
{
  PlRacePartTrace *p = pl_race_get_part (self, part);
  const PlRaceLane *lane;
  guint32 block, start;

  if (!p || worker >= p->n_lanes)
    return 0;
  lane = &p->lanes[worker];
  block = find_block (lane, t_ns);
  start = block > 0 ? (block - 1) * PL_RACE_BLOCK : 0;
  return start > from && start - from >= 4 * PL_RACE_BLOCK ? start : find_store (lane, t_ns);
}

void
pl_race_bins (PlRace *self, guint part, gint64 from_ns, gint64 to_ns, guint n_bins,
              guint64 *survived, guint64 *lost)
{
  PlRacePartTrace *p = pl_race_get_part (self, part);

  memset (survived, 0, n_bins * sizeof *survived);
  memset (lost, 0, n_bins * sizeof *lost);
  for (guint i = 0; p && to_ns > from_ns && i < p->n_lanes; i++)
    {
      const PlRaceLane *lane = &p->lanes[i];
      guint32 at = find_store (lane, from_ns);

      for (guint j = 0; j < n_bins; j++)
        {
          gint64 edge = from_ns + (gint64) ((double) (to_ns - from_ns) * (j + 1) / n_bins);
          guint32 next = MAX (at, find_store (lane, j + 1 == n_bins ? to_ns : edge));
          guint64 n = count_lost (lane, at, next);

          lost[j] += n;
          survived[j] += next - at - n;
          at = next;
        }
    }
}
