/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "log/pl-log.h"

/* Plans as plan/ would make them, for tests that may not use it. */

static inline PlPlanData
test_pool_plan (uint32_t pool_size, uint32_t tasks, uint32_t chunk)
{
  PlPlanData plan = { 0 };

  plan.kind = PL_RUN_POOL;
  plan.record = 1;
  plan.seed = 1;
  plan.pool_size = pool_size;
  plan.tasks = tasks;
  plan.chunk_asked = chunk;
  plan.chunk = chunk ? chunk : (tasks + 4 * pool_size - 1) / (4 * pool_size);
  if (plan.chunk == 0)
    plan.chunk = 1;
  if (plan.chunk > tasks && tasks > 0)
    plan.chunk = tasks;
  if (tasks == 0)
    plan.chunk = 1;
  plan.workers = 4;
  plan.n_parts = 1;
  plan.increments = 1000;
  plan.trials = 1;
  return plan;
}

static inline PlPlanData
test_race_plan (uint32_t workers, uint64_t increments, uint32_t n_parts)
{
  PlPlanData plan = test_pool_plan (1, 1, 1);

  plan.kind = PL_RUN_RACE;
  plan.workers = workers;
  plan.increments = increments;
  plan.n_parts = n_parts;
  for (uint32_t i = 0; i < n_parts; i++)
    {
      plan.parts[i].method = i % 3;
      plan.parts[i].record = 1;
    }
  return plan;
}
