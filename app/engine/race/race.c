/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/pl-engine.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/pl-crew.h"
#include "engine/pl-run-status.h"
#include "engine/race/race-shared.h"

/* The parent of a race: part by part, plan.trials times each, plan.workers forked workers are
 * released by a barrier among themselves and make plan.increments increments each. While they race
 * the parent sleeps in poll (): it hears of the end of a worker and of commands, and of nothing
 * else. */

typedef struct {
  PlLog *log;
  const PlPlanData *plan;
  PlRaceShared *shared;
  PlCrew crew;                  /* of the part that is on */
  uint32_t part;
} Race;

static void
died (void *owner, uint32_t lane, int status)
{
  Race *race = owner;

  if (status == 0)
    return;
  if (WIFEXITED (status) && WEXITSTATUS (status) == PL_RACE_EXIT_MEMORY)
    pl_crew_fail (&race->crew, PL_RUN_MEMORY, ENOMEM, 0,
                  pl_log_header (race->log)->total_size >> 20, 0);
  else if (WIFEXITED (status) && WEXITSTATUS (status) == PL_RACE_EXIT_FAILED)
    pl_crew_fail (&race->crew, PL_RUN_INTERNAL, race->shared->failure, 0, 0, 0);
  else
    pl_crew_fail (&race->crew, PL_RUN_GIVEN_UP, 0, status, lane, 0);
}

static void
work (void *owner, uint32_t lane)
{
  Race *race = owner;
  PlLaneWriter writer;
  const PlPlanData *plan = race->plan;
  PlRacer racer = {
    .shared = race->shared, .log = race->log, .lane = pl_log_lane (race->log, lane),
    .part = race->part, .me = lane - race->crew.first, .n_workers = plan->workers,
    .trials = plan->trials, .increments = plan->increments,
    .capacity = pl_log_lane (race->log, lane)->capacity,
    .start_mono_ns = pl_log_header (race->log)->start_mono_ns,
    .window = plan->window, .window_amount = plan->window_amount,
    .rlock_depth = plan->rlock_depth > 0 ? plan->rlock_depth : 1, .lock_fd = -1,
    .writer = &writer, .account = &race->crew.account,
  };

  pl_lane_writer_init (&writer, race->log, lane);
  if (plan->parts[race->part].record)
    racer.records = pl_log_race_records (race->log, lane);
  _exit (pl_race_worker (&racer));
}

/* A paused race would measure the pause: there is no such thing. */
static const PlCrewOps crew_ops = { .work = work, .died = died };

/* Descriptors of the lock that the workers keep. */
static unsigned
list_lock_fds (const Race *race, int *fds)
{
  unsigned n = 0;

  for (int i = 0; i < 2; i++)
    if (race->shared->lock.fds[i] > 0)
      fds[n++] = race->shared->lock.fds[i];
  return n;
}

static int
init_shared (Race *race, const PlRaceMethodOps *ops)
{
  PlRaceShared *shared = race->shared;

  memset (shared, 0, sizeof *shared);
  atomic_init (&shared->word,
               race->plan->parts[race->part].record ? PL_WORD (0, PL_WORD_NOBODY, 0) : 0);
  pl_race_overlap_init (&shared->overlap, race->plan, race->part, pl_log_header (race->log)->n_cpus);
  return ops->set_up ? ops->set_up (&shared->lock, race->plan->workers) : 0;
}

static void
run_part (Race *race)
{
  const PlRaceMethodOps *ops = pl_race_method_ops (race->plan->parts[race->part].method);
  int error = ops ? init_shared (race, ops) : -EINVAL;
  int keep[2];

  if (error < 0)
    {
      pl_crew_fail (&race->crew, PL_RUN_INTERNAL, -error, 0, 0, 0);
      return;
    }
  race->crew.first = pl_log_race_lane (race->log, race->part, 0);
  pl_crew_fork_all (&race->crew, keep, list_lock_fds (race, keep));
  while (pl_crew_goes_on (&race->crew) && race->crew.n_alive > 0)
    pl_crew_wait (&race->crew, -1);
  pl_crew_kill_all (&race->crew);
  if (ops->clean_up)
    ops->clean_up (&race->shared->lock, race->plan->workers);
}

static void
open_race (Race *race)
{
  race->shared =
    mmap (NULL, sizeof *race->shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (race->shared == MAP_FAILED)
    pl_crew_fail (&race->crew, PL_RUN_MEMORY, errno, 0, 1, 0);
  else if (pl_crew_open (&race->crew))
    pl_run_set_phase (race->log, PL_PHASE_RUNNING);
}

void
pl_race_engine_run (PlLog *log, int control_fd)
{
  Race race = { .log = log, .plan = pl_log_plan (log), .shared = MAP_FAILED };

  pl_crew_init (&race.crew, log, control_fd, race.plan->workers, &crew_ops, &race);
  pl_crew_start_clock (&race.crew);
  open_race (&race);
  for (; pl_crew_goes_on (&race.crew) && race.part < race.plan->n_parts; race.part++)
    run_part (&race);
  pl_crew_close (&race.crew);
  if (race.shared != MAP_FAILED)
    munmap (race.shared, sizeof *race.shared);
  pl_crew_finish (&race.crew);
  pl_run_set_phase (log, pl_crew_final_phase (&race.crew));
}
