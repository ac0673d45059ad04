/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "log/pl-log-kinds.h"

#define PARENT_RECORDS 65536u

static uint32_t
people (const PlPlanData *plan)
{
  return plan->workers;
}

static uint64_t
trials (const PlPlanData *plan)
{
  return (uint64_t) plan->n_parts * plan->trials;
}

/* What each trial made and how long it raced stands behind all of them: it is not the plan that says so. */
static uint64_t
trial_entries (const PlPlanData *plan)
{
  return trials (plan) * (plan->overlap_ns > 0 ? 2 : 1);
}

static uint32_t
lanes (const PlPlanData *plan)
{
  return 1 + plan->n_parts * plan->workers;
}

static void
place (const PlPlanData *plan, uint32_t lane, PlLane *out)
{
  out->kind = PL_LANE_RACER;
  out->part = (lane - 1) / plan->workers;
  out->index = (lane - 1) % plan->workers + 1;
}

static uint64_t
records (const PlPlanData *plan, uint32_t lane)
{
  if (lane == 0)
    return PARENT_RECORDS;
  return plan->parts[(lane - 1) / plan->workers].record ? plan->increments : 0;
}

/* The racers' own are increments. */
static uint64_t
states (const PlPlanData *plan)
{
  return PARENT_RECORDS;
}

static bool
race_options_ok (const PlPlanData *plan)
{
  static const uint64_t most[PL_N_RACE_WINDOWS] = {
    [PL_RACE_WINDOW_SPIN] = PL_MAX_RACE_SPINS, [PL_RACE_WINDOW_SLEEP] = PL_MAX_RACE_SLEEP_NS,
  };

  return plan->window < PL_N_RACE_WINDOWS && plan->window_amount <= most[plan->window] &&
         plan->cpus < PL_N_CPUS && plan->rlock_depth <= PL_MAX_RLOCK_DEPTH &&
         plan->duration_ns >= 0 && plan->duration_ns <= PL_MAX_RACE_DURATION_NS &&
         plan->overlap_ns >= 0 && plan->overlap_ns <= PL_MAX_RACE_OVERLAP_NS;
}

/* Of a race that goes on for a time nobody knows how far it could count. */
static bool
guess_ok (const PlPlanData *plan)
{
  if (pl_plan_part_is_timed (plan, 0))
    return plan->guess == 0;
  return plan->guess <= plan->workers * plan->increments;
}

static const char *
check_fields (const PlPlanData *plan)
{
  if (plan->workers > PL_MAX_RACE_WORKERS || plan->n_parts > PL_MAX_RACE_PARTS ||
      plan->increments > PL_MAX_INCREMENTS || plan->trials > PL_MAX_TRIALS ||
      !race_options_ok (plan) || !guess_ok (plan))
    return N_ ("the plan's race is out of range");
  for (uint32_t i = 0; i < PL_MAX_RACE_PARTS; i++)
    if (plan->parts[i].method >= PL_N_RACE_METHODS || plan->parts[i].record > 1)
      return N_ ("the plan's race is out of range");
  return NULL;
}

static const char *
check (const PlPlanData *plan)
{
  if (plan->workers < 1 || plan->n_parts < 1 || plan->trials < 1)
    return N_ ("the plan's race is out of range");
  for (uint32_t i = 0; i < plan->n_parts; i++)
    {
      const PlRacePart *part = &plan->parts[i];

      if (part->method >= PL_N_RACE_METHODS || part->record > 1)
        return N_ ("the plan's race is out of range");
      if (plan->workers > pl_race_method_max_workers (part->method) ||
          (part->record && plan->duration_ns > 0))
        return N_ ("the plan's race is out of range");
      if (part->record && (plan->workers > PL_MAX_RECORDED_RACE_WORKERS ||
                           plan->increments > PL_MAX_RECORDED_INCREMENTS))
        return N_ ("the plan's race is too large to have been recorded");
    }
  return NULL;
}

/* The parent of a race says little: what its arguments mean is not looked up anywhere, save for
 * lanes. */
static bool
record_ok (const PlLog *log, const PlRecord *record, bool parent)
{
  if (record->state == PL_STATE_STARTING)
    return record->arg < pl_log_lanes_of (log);
  if (record->state == PL_STATE_WAITING_LOCK)
    return PL_LOCK_ARG_LANE (record->arg) < pl_log_lanes_of (log) ||
           PL_LOCK_ARG_LANE (record->arg) == PL_NO_LANE;
  return record->state > PL_STATE_NONE && record->state < PL_N_STATES;
}

static uint64_t
plain (const PlLog *log, uint8_t state, bool parent)
{
  if (state == PL_STATE_STARTING)
    return pl_log_lanes_of (log);
  if (state == PL_STATE_WAITING_LOCK)
    return pl_log_plain_lock (log);
  return state > PL_STATE_NONE && state < PL_N_STATES ? PL_LOG_PLAIN_ANY : 0;
}

const PlLogKind pl_log_race = {
  .people = people, .steps = trials, .lanes = lanes, .lane = place, .trials = trial_entries,
  .records = records, .states = states, .check_fields = check_fields, .check = check,
  .record_ok = record_ok, .plain = plain,
};
