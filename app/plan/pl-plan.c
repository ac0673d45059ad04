/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "plan/pl-plan.h"

#include <string.h>

#define AUTO_CHUNKS_PER_WORKER 4

void
pl_plan_init_pool (PlPlanData *plan)
{
  memset (plan, 0, sizeof *plan);
  plan->kind = PL_RUN_POOL;
  plan->record = 1;
  plan->seed = 1;
  plan->pool_size = 4;
  plan->tasks = 40;
  plan->chunk = pl_plan_auto_chunk (plan->tasks, plan->pool_size);
  plan->ipc = PL_IPC_QUEUE;
  plan->work = PL_WORK_SPIN;
  plan->spread = PL_SPREAD_UNIFORM;
  plan->task_time_ns = 5 * 1000 * 1000;
}

void
pl_plan_init_race (PlPlanData *plan)
{
  memset (plan, 0, sizeof *plan);
  plan->kind = PL_RUN_RACE;
  plan->record = 1;
  plan->seed = 1;
  plan->workers = 4;
  plan->increments = 100000;
  plan->trials = 1;
  plan->rlock_depth = 1;
  pl_plan_set_lock (plan, PL_RACE_MUTEX);
}

void
pl_plan_init_race_on (PlPlanData *plan, guint n_cpus)
{
  pl_plan_init_race (plan);
  if (n_cpus == 1)
    plan->window = PL_RACE_WINDOW_YIELD;
}

void
pl_plan_set_lock (PlPlanData *plan, guint method)
{
  plan->n_parts = 0;
  plan->parts[plan->n_parts++] = (PlRacePart) { .method = PL_RACE_NONE, .record = 1 };
  if (method != PL_RACE_NONE)
    plan->parts[plan->n_parts++] = (PlRacePart) { .method = method, .record = 1 };
  plan->parts[plan->n_parts++] = (PlRacePart) { .method = PL_RACE_NONE, .record = 0 };
}

guint
pl_plan_get_lock (const PlPlanData *plan)
{
  for (guint i = 0; i < MIN (plan->n_parts, PL_MAX_RACE_PARTS); i++)
    if (plan->parts[i].method != PL_RACE_NONE)
      return plan->parts[i].method;
  return PL_RACE_NONE;
}

void
pl_plan_init_scene (PlPlanData *plan, PlSceneId scene)
{
  const PlSceneInfo *info = pl_scene_info (scene);

  g_return_if_fail (info != NULL);
  memset (plan, 0, sizeof *plan);
  plan->kind = PL_RUN_SCENE;
  plan->record = 1;
  plan->seed = 1;
  plan->scene = scene;
  plan->scene_variant = PL_VARIANT_FAULTY;
  plan->scene_workers = info->workers;
  plan->scene_rounds = info->rounds;
  plan->scene_limit = info->limit;
}

guint
pl_plan_auto_chunk (guint tasks, guint pool_size)
{
  guint64 shares = (guint64) AUTO_CHUNKS_PER_WORKER * MAX (pool_size, 1);

  return (guint) MAX ((tasks + shares - 1) / shares, 1);
}

guint
pl_plan_n_chunks (const PlPlanData *plan)
{
  guint chunk = MAX (plan->chunk, 1);

  return (guint) (((guint64) plan->tasks + chunk - 1) / chunk);
}

static gboolean
pool_equal (const PlPlanData *a, const PlPlanData *b)
{
  return a->record == b->record && a->pool_size == b->pool_size && a->tasks == b->tasks
         && a->chunk_asked == b->chunk_asked && a->ipc == b->ipc && a->work == b->work
         && a->spread == b->spread && a->payload == b->payload && a->task_time_ns == b->task_time_ns
         && a->serial == b->serial && a->fault == b->fault && a->fault_task == b->fault_task;
}

static gboolean
race_equal (const PlPlanData *a, const PlPlanData *b)
{
  if (a->workers != b->workers || a->n_parts != b->n_parts || a->increments != b->increments
      || a->trials != b->trials || a->window != b->window || a->window_amount != b->window_amount
      || a->cpus != b->cpus || a->duration_ns != b->duration_ns || a->guess != b->guess
      || MAX (a->rlock_depth, 1) != MAX (b->rlock_depth, 1))
    return FALSE;
  for (guint i = 0; i < MIN (a->n_parts, PL_MAX_RACE_PARTS); i++)
    {
      if (a->parts[i].method != b->parts[i].method || a->parts[i].record != b->parts[i].record)
        return FALSE;
    }
  return TRUE;
}

static gboolean
scene_equal (const PlPlanData *a, const PlPlanData *b)
{
  return a->scene == b->scene && a->scene_variant == b->scene_variant
         && a->scene_workers == b->scene_workers && a->scene_rounds == b->scene_rounds
         && a->scene_limit == b->scene_limit;
}

gboolean
pl_plan_equal (const PlPlanData *a, const PlPlanData *b)
{
  if (a->kind != b->kind || a->seed != b->seed)
    return FALSE;
  if (a->kind == PL_RUN_SCENE)
    return scene_equal (a, b);
  return a->kind == PL_RUN_RACE ? race_equal (a, b) : pool_equal (a, b);
}
