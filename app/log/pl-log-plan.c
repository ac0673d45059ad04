/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "log/pl-log-private.h"
#include "log/pl-scenes.h"

/* What a plan means for the log: how many lanes, chunks, records. */

/* Per chunk: receiving, sending, a wait for a task, one for each lock, and as much again for redone
 * ones. */
#define RECORDS_PER_CHUNK 10u
/* Replacements: a few records each. Tasks done again are in the factor 2. */
#define RECORDS_SLACK 8192u
#define RACE_PARENT_RECORDS 65536u
/* No round of a scene changes its state more often. */
#define RECORDS_PER_ROUND 24u
#define SCENE_SLACK 1024u

uint32_t
pl_log_plan_lanes (const PlPlanData *plan)
{
  if (plan->kind == PL_RUN_RACE)
    return 1 + plan->n_parts * plan->workers;
  if (plan->kind == PL_RUN_SCENE)
    return 1 + plan->scene_workers;
  return 1 + plan->pool_size;
}

uint64_t
pl_log_plan_chunks (const PlPlanData *plan)
{
  if (plan->kind != PL_RUN_POOL || plan->chunk == 0)
    return 0;
  return ((uint64_t) plan->tasks + plan->chunk - 1) / plan->chunk;
}

uint64_t
pl_log_plan_trials (const PlPlanData *plan)
{
  return plan->kind == PL_RUN_RACE ? (uint64_t) plan->n_parts * plan->trials : 0;
}

void
pl_log_plan_lane (const PlPlanData *plan, uint32_t lane, PlLane *out)
{
  out->part = 0;
  out->index = lane;
  out->parent = lane == 0 ? PL_LANE_NOBODY : 0;
  if (lane == 0)
    {
      out->kind = PL_LANE_PARENT;
    }
  else if (plan->kind != PL_RUN_RACE)
    {
      out->kind = PL_LANE_WORKER;
    }
  else
    {
      out->kind = PL_LANE_RACER;
      out->part = (lane - 1) / plan->workers;
      out->index = (lane - 1) % plan->workers + 1;
    }
}

uint64_t
pl_log_plan_records (const PlPlanData *plan, uint32_t lane)
{
  if (plan->kind == PL_RUN_RACE)
    {
      if (lane == 0)
        return RACE_PARENT_RECORDS;
      return plan->parts[(lane - 1) / plan->workers].record ? plan->increments : 0;
    }
  if (plan->kind == PL_RUN_SCENE)
    return RECORDS_PER_ROUND * (uint64_t) plan->scene_rounds * (lane == 0 ? 1 : 2) + SCENE_SLACK;
  if (!plan->record)
    return 0;
  return 2 * (uint64_t) plan->tasks + RECORDS_PER_CHUNK * pl_log_plan_chunks (plan) + RECORDS_SLACK;
}

/* Not each lane needs all it may have: what one worker does, another one does not. Chunks double, so that
 * up to half of a lane's pages stay empty; and each lane has some for its events. */
#define LANE_PAGES 8u

uint64_t
pl_log_plan_pages (const PlPlanData *plan)
{
  uint64_t lanes = pl_log_plan_lanes (plan), records = 0;

  if (plan->kind == PL_RUN_POOL && !plan->record)
    return 0;
  if (plan->kind == PL_RUN_POOL)
    records = 2 * pl_log_plan_records (plan, 1) + lanes * RECORDS_SLACK;
  else if (plan->kind == PL_RUN_RACE)
    records = pl_log_plan_records (plan, 0);
  else
    for (uint32_t i = 0; i < lanes; i++)
      records += pl_log_plan_records (plan, i);
  return 2 * (records / PL_LOG_PAGE_RECORDS) + lanes * LANE_PAGES;
}

static const char *
check_pool (const PlPlanData *plan)
{
  if (plan->pool_size < 1)
    return N_ ("the plan's pool size is out of range");
  if (plan->chunk < 1 || plan->chunk > (plan->tasks ? plan->tasks : 1))
    return N_ ("the plan's chunk size is out of range");
  if (plan->ipc == PL_IPC_ARRAY && (uint64_t) plan->tasks * plan->payload * 2 > PL_MAX_ARRAY_BYTES)
    return N_ ("the plan's payload is out of range");
  return NULL;
}

static bool
race_options_ok (const PlPlanData *plan)
{
  static const uint64_t most[PL_N_RACE_WINDOWS] = {
    [PL_RACE_WINDOW_SPIN] = PL_MAX_RACE_SPINS, [PL_RACE_WINDOW_SLEEP] = PL_MAX_RACE_SLEEP_NS,
  };

  return plan->window < PL_N_RACE_WINDOWS && plan->window_amount <= most[plan->window] &&
         plan->cpus < PL_N_CPUS && plan->rlock_depth <= PL_MAX_RLOCK_DEPTH &&
         plan->duration_ns >= 0 && plan->duration_ns <= PL_MAX_RACE_DURATION_NS;
}

/* Of a race that goes on for a time nobody knows how far it could count. */
static bool
guess_ok (const PlPlanData *plan)
{
  if (plan->duration_ns > 0)
    return plan->guess == 0;
  return plan->guess <= plan->workers * plan->increments;
}

static const char *
check_race (const PlPlanData *plan)
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

static const char *
check_scene (const PlPlanData *plan)
{
  const PlSceneInfo *info = pl_scene_info (plan->scene);

  if (!info || !pl_scene_variant_info (plan->scene, plan->scene_variant))
    return N_ ("the plan names an unknown scene");
  if (plan->scene_workers < info->min_workers || plan->scene_workers > info->max_workers ||
      plan->scene_rounds < 1 || plan->scene_rounds > info->max_rounds ||
      plan->scene_limit < info->min_limit || plan->scene_limit > info->max_limit)
    return N_ ("the plan's scene is out of range");
  return NULL;
}

/* Also the fields the other kind of run does not use stay within limits:
 * nobody who shows them should have to check again. */
const char *
pl_log_check_plan (const PlPlanData *plan)
{
  if (plan->kind >= PL_N_RUN_KINDS)
    return N_ ("the plan is of an unknown kind");
  if (plan->record > 1 || plan->serial > 1 || plan->fault >= PL_N_FAULT)
    return N_ ("the plan has an unknown option");
  if (plan->pool_size > PL_MAX_POOL_SIZE)
    return N_ ("the plan's pool size is out of range");
  if (plan->tasks > PL_MAX_TASKS || plan->chunk_asked > PL_MAX_TASKS || plan->chunk > PL_MAX_TASKS)
    return N_ ("the plan's number of tasks is out of range");
  if (plan->ipc >= PL_N_IPC || plan->work >= PL_N_WORK || plan->spread >= PL_N_SPREAD)
    return N_ ("the plan names an unknown method");
  if (plan->payload > PL_MAX_PAYLOAD)
    return N_ ("the plan's payload is out of range");
  if (plan->task_time_ns < 0 || plan->task_time_ns > PL_MAX_TASK_TIME_NS)
    return N_ ("the plan's task time is out of range");
  if (plan->workers > PL_MAX_RACE_WORKERS || plan->n_parts > PL_MAX_RACE_PARTS ||
      plan->increments > PL_MAX_INCREMENTS || plan->trials > PL_MAX_TRIALS ||
      !race_options_ok (plan) || !guess_ok (plan))
    return N_ ("the plan's race is out of range");
  for (uint32_t i = 0; i < PL_MAX_RACE_PARTS; i++)
    if (plan->parts[i].method >= PL_N_RACE_METHODS || plan->parts[i].record > 1)
      return N_ ("the plan's race is out of range");
  if (plan->kind == PL_RUN_SCENE)
    return check_scene (plan);
  return plan->kind == PL_RUN_RACE ? check_race (plan) : check_pool (plan);
}
