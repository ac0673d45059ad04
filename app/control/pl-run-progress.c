/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "control/pl-run-progress.h"

#include "plan/pl-plan.h"

/* With fewer steps or in less time a pace is a guess. */
#define MIN_STEPS 3
#define MIN_PACE_NS (300 * 1000 * 1000)

void
pl_run_progress_turn (PlRunProgress *self, guint phase, gint64 now_ns)
{
  if (self->paused_ns > 0)
    self->began_ns += now_ns - self->paused_ns;
  self->paused_ns = phase == PL_PHASE_PAUSED ? now_ns : 0;
  if ((phase == PL_PHASE_RUNNING && self->began_ns == 0) || (phase == PL_PHASE_SERIAL && !self->serial))
    self->began_ns = now_ns;
  self->serial = self->serial || phase == PL_PHASE_SERIAL;
}

/* Results come back a chunk at a time; which task of it a worker has come to, it says itself. */
static guint
count_open (PlLog *log)
{
  guint chunk = MAX (pl_log_plan (log)->chunk, 1), n = 0;

  for (guint lane = 1; lane < pl_log_n_lanes (log); lane++)
    {
      PlLogStream *stream = &pl_log_lane (log, lane)->streams[PL_STREAM_STATES];
      guint working = atomic_load_explicit (&stream->working, memory_order_relaxed);

      if (working > 0)
        n += (working - 1) % chunk;
    }
  return n;
}

guint
pl_run_progress_done (PlRunProgress *self, PlLog *log)
{
  /* In this order: what is taken in meanwhile is missed, and not counted twice. */
  guint open = count_open (log);
  guint done = atomic_load_explicit (&pl_log_header (log)->status.done, memory_order_relaxed);

  /* What a worker had done of a chunk when it died is done again: until then it stands still. */
  self->done = MAX (self->done, MIN (done + open, pl_plan_n_steps (pl_log_plan (log))));
  return self->done;
}

static gint64
left_at_pace (guint done, guint total, gint64 elapsed_ns)
{
  if (done < MIN_STEPS || elapsed_ns < MIN_PACE_NS)
    return -1;
  return (gint64) ((double) elapsed_ns / done * (total - MIN (done, total)));
}

/* The same tasks one after the other. */
static gint64
serial_ns (const PlPlanData *plan)
{
  PlPlanData alone = *plan;

  alone.serial = 0;
  alone.pool_size = 1;
  return plan->serial ? pl_plan_estimate_ns (&alone, 1) : 0;
}

gint64
pl_run_progress_left_ns (PlRunProgress *self, PlLog *log, gint64 now_ns)
{
  const PlPlanData *plan = pl_log_plan (log);
  PlRunStatus *status = &pl_log_header (log)->status;
  gint64 elapsed_ns = (self->paused_ns > 0 ? self->paused_ns : now_ns) - self->began_ns, left_ns;

  if (self->began_ns == 0)
    return -1;
  if (self->serial)
    return left_at_pace (atomic_load (&status->serial_done), pl_plan_n_steps (plan), elapsed_ns);
  left_ns = left_at_pace (pl_run_progress_done (self, log), pl_plan_n_steps (plan), elapsed_ns);
  return left_ns < 0 ? left_ns : left_ns + serial_ns (plan);
}
