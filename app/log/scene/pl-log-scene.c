/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "log/pl-log-kinds.h"
#include "log/pl-scenes.h"

/* No round of a scene changes its state more often. */
#define RECORDS_PER_ROUND 24u
#define SLACK 1024u

static uint32_t
people (const PlPlanData *plan)
{
  return plan->scene_workers;
}

/* It is over or it is not. */
static uint64_t
steps (const PlPlanData *plan)
{
  return 1;
}

static uint32_t
lanes (const PlPlanData *plan)
{
  return 1 + plan->scene_workers;
}

static uint64_t
records (const PlPlanData *plan, uint32_t lane)
{
  return RECORDS_PER_ROUND * (uint64_t) plan->scene_rounds * (lane == 0 ? 1 : 2) + SLACK;
}

static uint64_t
states (const PlPlanData *plan)
{
  return records (plan, 0) + plan->scene_workers * records (plan, 1);
}

static const char *
check (const PlPlanData *plan)
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

static bool
status_ok (const PlLog *log)
{
  const PlSceneStatus *scene = &log->header->status.scene;
  uint32_t workers = log->plan.scene_workers;

  if (scene->outcome >= PL_N_OUTCOMES || scene->n_cycle > workers || scene->n_stuck > workers ||
      scene->culprit > workers || !pl_log_time_ok (scene->stuck_ns) || !pl_log_time_ok (scene->event_ns))
    return false;
  for (uint32_t i = 0; i < scene->n_cycle; i++)
    if (scene->cycle[i] < 1 || scene->cycle[i] > workers ||
        scene->wanted[i] >= pl_scene_n_resources (&log->plan))
      return false;
  return true;
}

static int
check_status (const PlLog *log, PlLogFault *fault)
{
  return status_ok (log) ? 0
                         : pl_log_refuse (fault, N_ ("the end of its scene is broken"),
                                          offsetof (PlLogHeader, status));
}

/* As of a race, and no resource that the scene does not have. */
static bool
record_ok (const PlLog *log, const PlRecord *record, bool parent)
{
  if (record->state == PL_STATE_WAITING_LOCK &&
      PL_LOCK_ARG_LOCK (record->arg) >= pl_scene_n_resources (&log->plan))
    return false;
  return pl_log_race.record_ok (log, record, parent);
}

static uint64_t
plain (const PlLog *log, uint8_t state, bool parent)
{
  if (state == PL_STATE_WAITING_LOCK && pl_scene_n_resources (&log->plan) == 0)
    return 0;
  return pl_log_race.plain (log, state, parent);
}

const PlLogKind pl_log_scene = {
  .people = people, .steps = steps, .lanes = lanes, .records = records, .states = states,
  .check = check, .check_status = check_status, .record_ok = record_ok, .plain = plain,
};
