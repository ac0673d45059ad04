/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/race/race-shared.h"

#include <stdlib.h>

static int
compare_times (const void *a, const void *b)
{
  int64_t x = *(const int64_t *) a, y = *(const int64_t *) b;

  return (x > y) - (x < y);
}

/* Time with at least two workers between begin and end. Sorts both arrays. */
static int64_t
overlap (int64_t *begins, int64_t *ends, uint32_t n)
{
  int64_t sum = 0, since = 0;
  uint32_t begun = 0, ended = 0;

  qsort (begins, n, sizeof *begins, compare_times);
  qsort (ends, n, sizeof *ends, compare_times);
  while (ended < n)
    {
      if (begun < n && begins[begun] < ends[ended])
        {
          if (++begun - ended == 2)
            since = begins[begun - 1];
        }
      else
        {
          if (begun - ended == 2)
            sum += ends[ended] - since;
          ended++;
        }
    }
  return sum;
}

/* Measured while they raced, or what their begins and ends say. */
static int64_t
measure_overlap (PlRacer *racer, int64_t *begins, int64_t *ends)
{
  const PlPlanData *plan = pl_log_plan (racer->log);
  int64_t measured = atomic_load_explicit (&racer->shared->overlap.sum_ns, memory_order_relaxed);
  int64_t together = overlap (begins, ends, racer->n_workers);

  if (plan->duration_ns > 0 || !pl_plan_part_is_timed (plan, racer->part))
    return together;
  return measured < together ? measured : together;
}

/* What this trial did, for those of an unknown number of increments. */
static void
write_trial (PlRacer *racer, const PlRacePartStatus *part, uint64_t made)
{
  PlTrialRace *races = pl_log_trial_races (racer->log, racer->part);

  pl_log_trials (racer->log, racer->part)[racer->trial] =
    (PlTrial) { part->final_value, part->end_ns - part->begin_ns };
  if (races)
    races[racer->trial] = (PlTrialRace) { made, part->overlap_ns };
}

void
pl_race_account (PlRacer *racer)
{
  PlRunStatus *status = &pl_log_header (racer->log)->status;
  PlRacePartStatus *part = &status->parts[racer->part];
  uint64_t word = atomic_load_explicit (&racer->shared->word, memory_order_relaxed);
  int64_t begins[PL_MAX_RACE_WORKERS], ends[PL_MAX_RACE_WORKERS];
  uint64_t made = 0;

  part->work_ns = 0;
  for (uint32_t i = 0; i < racer->n_workers; i++)
    {
      const PlLane *lane = pl_log_lane (racer->log, pl_log_race_lane (racer->log, racer->part, i));

      begins[i] = lane->begin_ns;
      ends[i] = lane->end_ns;
      part->work_ns += lane->end_ns - lane->begin_ns;
      made += lane->made;
    }
  part->overlap_ns = measure_overlap (racer, begins, ends);
  part->begin_ns = begins[0];                       /* sorted by now */
  part->end_ns = ends[racer->n_workers - 1];
  part->initial_word = PL_WORD (0, PL_WORD_NOBODY, 0);
  part->initial_value = 0;
  part->final_value = racer->records ? PL_WORD_VALUE (word) : word;
  part->final_word = racer->records ? word : PL_WORD (word, PL_WORD_NOBODY, 0);
  write_trial (racer, part, made);
  part->trials_done = racer->trial + 1;
  if (pl_plan_part_is_timed (pl_log_plan (racer->log), racer->part))
    pl_race_overlap_clear (&racer->shared->overlap);

  /* The counter of the next trial. An unrecorded one is a plain value. */
  atomic_store_explicit (&racer->shared->word, racer->records ? part->initial_word : 0,
                         memory_order_relaxed);
  atomic_fetch_add_explicit (&status->done, 1, memory_order_release);
}
