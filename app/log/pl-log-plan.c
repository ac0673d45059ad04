/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "log/pl-log-kinds.h"

/* What a plan means for the log: how many lanes, chunks, records. */

const PlLogKind *const pl_log_kinds[PL_N_RUN_KINDS] = {
#define X(ID, key) [PL_RUN_##ID] = &pl_log_##key,
  PL_RUN_KINDS (X)
#undef X
};

uint32_t
pl_log_plan_lanes (const PlPlanData *plan)
{
  return pl_log_kinds[plan->kind]->lanes (plan);
}

uint64_t
pl_log_plan_chunks (const PlPlanData *plan)
{
  const PlLogKind *kind = pl_log_kinds[plan->kind];

  return kind->chunks ? kind->chunks (plan) : 0;
}

uint64_t
pl_log_plan_trials (const PlPlanData *plan)
{
  const PlLogKind *kind = pl_log_kinds[plan->kind];

  return kind->trials ? kind->trials (plan) : 0;
}

void
pl_log_plan_lane (const PlPlanData *plan, uint32_t lane, PlLane *out)
{
  const PlLogKind *kind = pl_log_kinds[plan->kind];

  out->part = 0;
  out->index = lane;
  out->parent = lane == 0 ? PL_LANE_NOBODY : 0;
  out->kind = lane == 0 ? PL_LANE_PARENT : PL_LANE_WORKER;
  if (lane > 0 && kind->lane)
    kind->lane (plan, lane, out);
}

uint64_t
pl_log_plan_records (const PlPlanData *plan, uint32_t lane)
{
  return pl_log_kinds[plan->kind]->records (plan, lane);
}

/* Not each lane needs all it may have. Chunks double, so that up to half of a lane's pages stay
 * empty; and each lane has some for its events. The kernel's account tells no more than the states do, and
 * slices have room for a minute of two busy CPUs at least. */
#define LANE_PAGES 8u
#define SLICE_PAGES 128u

uint64_t
pl_log_plan_pages (const PlPlanData *plan)
{
  uint64_t states = pl_log_kinds[plan->kind]->states (plan);

  if (states == 0)
    return 0;
  return 3 * (states / PL_LOG_PAGE_RECORDS) + pl_log_plan_lanes (plan) * (uint64_t) LANE_PAGES + SLICE_PAGES;
}

/* Also the fields that other kinds of run use stay within limits: nobody who shows them should have
 * to check again. */
const char *
pl_log_check_plan (const PlPlanData *plan)
{
  const char *reason = NULL;

  if (plan->kind >= PL_N_RUN_KINDS)
    return N_ ("the plan is of an unknown kind");
  if (plan->record > 1)
    return N_ ("the plan has an unknown option");
  for (unsigned i = 0; i < PL_N_RUN_KINDS && !reason; i++)
    if (pl_log_kinds[i]->check_fields)
      reason = pl_log_kinds[i]->check_fields (plan);
  return reason ? reason : pl_log_kinds[plan->kind]->check (plan);
}
