/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/race/race-shared.h"

/* "Raced" is the time two workers or more had a CPU at once. A worker that waits for a CPU races with
 * nobody, however long its begin and its end lie apart: on a busy machine that is most of the time.
 * After each batch a worker books the CPU time it had into the cells of time the batch lay in. What
 * the workers had of a cell together, beyond one CPU's worth of it, is overlap: the least there can
 * have been, since no more than `most` of them ran at once. On one CPU this never adds up to anything:
 * workers that take turns lose an update only when one is interrupted between its load and its store.
 * That is no overlap, and is not called so; whether something was lost the counter tells.
 *
 * With a yield or a sleep between load and store a worker is at it all the time: its load grows old
 * while others run, and that is what a race is. */

/* Of the overlap that is wanted: how long by the clock at most, where nobody can meet anybody, and
 * where a correct lock keeps the workers apart. Longer would show nothing else. */
#define PATIENCE_ALONE 1
#define PATIENCE_APART 4

/* What `sum` worker-nanoseconds in one cell say for sure. */
static int64_t
overlap_of (const PlRaceOverlap *overlap, int64_t sum)
{
  int64_t least;

  if (overlap->most < 2 || sum <= overlap->cell_ns)
    return 0;
  least = (sum - overlap->cell_ns) / (overlap->most - 1);
  return least < overlap->cell_ns ? least : overlap->cell_ns;
}

static void
book_cell (PlRaceOverlap *overlap, int64_t cell, int64_t ns)
{
  int64_t before, gain;

  if (cell < 0 || cell >= PL_RACE_CELLS || ns <= 0)
    return;
  before = atomic_fetch_add_explicit (&overlap->cells[cell], (uint32_t) ns, memory_order_relaxed);
  gain = overlap_of (overlap, before + ns) - overlap_of (overlap, before);
  if (gain > 0)
    atomic_fetch_add_explicit (&overlap->sum_ns, gain, memory_order_relaxed);
}

/* Evenly: where in it they were nobody knows, and it is short, or nearly empty. */
void
pl_race_overlap_book (PlRaceOverlap *overlap, int64_t begin_ns, int64_t end_ns, int64_t ns)
{
  int64_t length = end_ns - begin_ns, cell_ns = overlap->cell_ns;

  if (length <= 0)
    return;
  if (ns > length)
    ns = length;
  for (int64_t from = begin_ns; from < end_ns; )
    {
      int64_t to = (from / cell_ns + 1) * cell_ns;

      if (to > end_ns)
        to = end_ns;
      book_cell (overlap, from / cell_ns, (int64_t) ((double) (to - from) * (double) ns / (double) length));
      from = to;
    }
}

/* The first worker that gets going sets time 0 of the cells. */
int64_t
pl_race_overlap_begin (PlRaceOverlap *overlap, int64_t now_ns)
{
  int64_t none = 0;

  if (atomic_compare_exchange_strong (&overlap->begin_ns, &none, now_ns))
    return now_ns;
  return none;
}

void
pl_race_overlap_init (PlRaceOverlap *overlap, const PlPlanData *plan, uint32_t part, uint32_t n_cpus)
{
  bool window = plan->window == PL_RACE_WINDOW_YIELD || plan->window == PL_RACE_WINDOW_SLEEP;
  uint32_t cpus = plan->cpus == PL_CPUS_ONE ? 1 : n_cpus;
  /* Of many trials each has its share: nobody waits for a hundred long ones. */
  int64_t wanted_ns = plan->overlap_ns / plan->trials, patience = PL_RACE_PATIENCE;

  if (wanted_ns < PL_MIN_RACE_OVERLAP_NS)
    wanted_ns = plan->overlap_ns < PL_MIN_RACE_OVERLAP_NS ? plan->overlap_ns : PL_MIN_RACE_OVERLAP_NS;
  overlap->most = window || cpus > plan->workers ? plan->workers : cpus;
  if (plan->workers < 2)
    patience = PATIENCE_ALONE;
  else if (overlap->most < 2 || pl_race_method_info (plan->parts[part].method)->correct)
    patience = PATIENCE_APART;
  overlap->wanted_ns = wanted_ns;
  overlap->limit_ns = wanted_ns * patience;
  overlap->cell_ns = wanted_ns * PL_RACE_PATIENCE / PL_RACE_CELLS + 1;
}

void
pl_race_overlap_clear (PlRaceOverlap *overlap)
{
  for (unsigned i = 0; i < PL_RACE_CELLS; i++)
    atomic_store_explicit (&overlap->cells[i], 0, memory_order_relaxed);
  atomic_store_explicit (&overlap->sum_ns, 0, memory_order_relaxed);
  atomic_store_explicit (&overlap->begin_ns, 0, memory_order_relaxed);
}
