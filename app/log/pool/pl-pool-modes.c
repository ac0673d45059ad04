/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "log/pool/pl-pool-modes.h"

#include <stddef.h>

static const PlPoolModeInfo modes[PL_N_MODES] = {
#define X(ID, key_, arrival_, single_, at_once_) \
  [PL_MODE_##ID] = { .key = key_, .arrival = PL_ARRIVE_##arrival_, .single = single_, .at_once = at_once_ },
  PL_POOL_MODES (X)
#undef X
};

const PlPoolModeInfo *
pl_pool_mode_info (uint32_t mode)
{
  return mode < PL_N_MODES ? &modes[mode] : NULL;
}

PlArrival
pl_plan_arrival (const PlPlanData *plan)
{
  PlArrival arrival = modes[plan->mode].arrival;

  return arrival == PL_ARRIVE_AS_READY && modes[plan->mode].at_once && plan->result_timeout_ns > 0 ? PL_ARRIVE_IN_TURN
                                                                                                 : arrival;
}

bool
pl_plan_caller_waits (const PlPlanData *plan)
{
  return !modes[plan->mode].at_once || plan->result_timeout_ns > 0;
}

/* apply is a call a task; of the others there are as many as the plan says, none of them empty. */
static uint32_t
chunks_a_call (const PlPlanData *plan, uint32_t n_chunks)
{
  uint32_t maps = plan->maps > 0 ? plan->maps : 1;

  return plan->mode == PL_MODE_APPLY ? 1 : (uint32_t) (((uint64_t) n_chunks + maps - 1) / maps);
}

uint32_t
pl_plan_n_calls (const PlPlanData *plan, uint32_t n_chunks)
{
  uint32_t each = chunks_a_call (plan, n_chunks);

  /* Also a call for nothing is one. */
  return n_chunks > 0 ? (uint32_t) (((uint64_t) n_chunks + each - 1) / each) : 1;
}

uint32_t
pl_plan_call (const PlPlanData *plan, uint32_t n_chunks, uint32_t call, uint32_t *end)
{
  uint64_t each = chunks_a_call (plan, n_chunks), first = call * each, after = first + each;

  *end = (uint32_t) (after < n_chunks ? after : n_chunks);
  return (uint32_t) (first < n_chunks ? first : n_chunks);
}

bool
pl_plan_task_fails (const PlPlanData *plan, uint32_t task)
{
  for (uint32_t i = 0; i < PL_MAX_FAIL_TASKS && plan->fail_tasks[i] != 0; i++)
    if (plan->fail_tasks[i] == task + 1)
      return true;
  return false;
}
