/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/race/race-shared.h"

#include <sys/resource.h>

/* Races that go on for a time, in batches of the same loop that is run when increments are counted:
 * for so long by the clock, or until the workers have raced for so long. */

/* A batch lasts about so long: the clock is read seldom enough not to be measured itself. */
#define BATCH_NS 20000
#define MAX_BATCH (UINT64_C (1) << 20)

typedef struct {
  PlRacer *racer;
  void (*race) (PlRacer *);
  uint64_t made, batch;
  int64_t now_ns, cpu_ns;       /* at the end of the last batch */
} Timed;

static void
make_batch (Timed *self)
{
  int64_t begin_ns = self->now_ns;

  self->racer->increments = self->batch;
  self->race (self->racer);
  self->made += self->batch;
  self->now_ns = pl_race_now_ns (self->racer);
  if (self->now_ns - begin_ns < BATCH_NS / 2 && self->batch < MAX_BATCH)
    self->batch *= 2;
  else if (self->now_ns - begin_ns > BATCH_NS * 2 && self->batch > 1)
    self->batch /= 2;
}

static void
race_until_met (Timed *self, PlRaceOverlap *overlap)
{
  bool window = self->racer->window == PL_RACE_WINDOW_YIELD || self->racer->window == PL_RACE_WINDOW_SLEEP;
  int64_t begin_ns = pl_race_overlap_begin (overlap, self->now_ns);

  do
    {
      int64_t before_ns = self->now_ns, cpu_before_ns = self->cpu_ns;

      make_batch (self);
      self->cpu_ns = pl_clock_ns (CLOCK_THREAD_CPUTIME_ID);
      pl_race_overlap_book (overlap, before_ns - begin_ns, self->now_ns - begin_ns,
                            window ? self->now_ns - before_ns : self->cpu_ns - cpu_before_ns);
    }
  while (atomic_load_explicit (&overlap->sum_ns, memory_order_relaxed) < overlap->wanted_ns &&
         self->now_ns - begin_ns < overlap->limit_ns);
}

void
pl_race_for_time (PlRacer *racer, void (*race) (PlRacer *racer))
{
  const PlPlanData *plan = pl_log_plan (racer->log);
  Timed self = { .racer = racer, .race = race, .batch = 1 };
  struct rusage before, after;
  int64_t end_ns;

  getrusage (RUSAGE_SELF, &before);
  self.cpu_ns = pl_clock_ns (CLOCK_THREAD_CPUTIME_ID);
  self.now_ns = pl_race_now_ns (racer);
  end_ns = self.now_ns + plan->duration_ns;
  if (plan->duration_ns > 0)
    while (self.now_ns < end_ns)
      make_batch (&self);
  else
    race_until_met (&self, &racer->shared->overlap);
  getrusage (RUSAGE_SELF, &after);
  racer->lane->made = self.made;
  racer->lane->race_voluntary = (uint64_t) (after.ru_nvcsw - before.ru_nvcsw);
  racer->lane->race_involuntary = (uint64_t) (after.ru_nivcsw - before.ru_nivcsw);
}
