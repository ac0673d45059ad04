/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "log/pl-log-kinds.h"

/* Per chunk: receiving, sending, a wait for a task, one for each lock, and as much again for redone
 * ones. */
#define RECORDS_PER_CHUNK 10u
/* Replacements: a few records each. Tasks done again are in the factor 2. */
#define RECORDS_SLACK 8192u
/* Of taking turns: so long a run is not for looking at. */
#define MOST_TURNS 4000000u

static uint32_t
people (const PlPlanData *plan)
{
  return plan->pool_size;
}

static uint64_t
steps (const PlPlanData *plan)
{
  return plan->tasks;
}

static uint32_t
lanes (const PlPlanData *plan)
{
  return 1 + plan->pool_size;
}

static uint64_t
chunks (const PlPlanData *plan)
{
  return plan->chunk == 0 ? 0 : ((uint64_t) plan->tasks + plan->chunk - 1) / plan->chunk;
}

/* A thread that shares one lock loses it every few milliseconds while others want it, and once a sleep: a wait, and
 * the task once more. */
static uint64_t
turns (const PlPlanData *plan)
{
  uint64_t ms = (uint64_t) plan->tasks * (uint64_t) (plan->task_time_ns / 1000000), n;

  if (plan->worker_kind != PL_WORKERS_GIL)
    return 0;
  n = 2 * (uint64_t) plan->tasks + ms;
  return n < MOST_TURNS ? n : MOST_TURNS;
}

static uint64_t
records (const PlPlanData *plan, uint32_t lane)
{
  if (!plan->record)
    return 0;
  return 2 * (uint64_t) plan->tasks + RECORDS_PER_CHUNK * chunks (plan) + RECORDS_SLACK + turns (plan);
}

/* What one worker does, another one does not. */
static uint64_t
states (const PlPlanData *plan)
{
  return plan->record ? 2 * records (plan, 1) + lanes (plan) * (uint64_t) RECORDS_SLACK : 0;
}

static const char *
check_fields (const PlPlanData *plan)
{
  if (plan->serial > 1 || plan->fault >= PL_N_FAULT)
    return N_ ("the plan has an unknown option");
  if (plan->pool_size > PL_MAX_POOL_SIZE)
    return N_ ("the plan's pool size is out of range");
  if (plan->tasks > PL_MAX_TASKS || plan->chunk_asked > PL_MAX_TASKS || plan->chunk > PL_MAX_TASKS)
    return N_ ("the plan's number of tasks is out of range");
  if (plan->ipc >= PL_N_IPC || plan->work >= PL_N_WORK || plan->spread >= PL_N_SPREAD)
    return N_ ("the plan names an unknown method");
  if (plan->worker_kind >= PL_N_WORKERS || plan->start >= PL_N_START || plan->crash >= PL_N_CRASHES)
    return N_ ("the plan names an unknown method");
  if (plan->payload > PL_MAX_PAYLOAD)
    return N_ ("the plan's payload is out of range");
  if (plan->task_time_ns < 0 || plan->task_time_ns > PL_MAX_TASK_TIME_NS)
    return N_ ("the plan's task time is out of range");
  return NULL;
}

static const char *
check (const PlPlanData *plan)
{
  if (plan->pool_size < 1)
    return N_ ("the plan's pool size is out of range");
  if (plan->chunk < 1 || plan->chunk > (plan->tasks ? plan->tasks : 1))
    return N_ ("the plan's chunk size is out of range");
  if (plan->ipc == PL_IPC_ARRAY && (uint64_t) plan->tasks * plan->payload * 2 > PL_MAX_ARRAY_BYTES)
    return N_ ("the plan's payload is out of range");
  return NULL;
}

/* What a record may say in its argument. */
static bool
record_ok (const PlLog *log, const PlRecord *record, bool parent)
{
  uint64_t n_chunks = chunks (&log->plan);
  uint64_t last = (uint64_t) record->arg + (parent && record->count > 1 ? record->count : 1);

  switch (record->state)
    {
    case PL_STATE_STARTING:
      return !parent || (record->arg >= 1 && record->arg < pl_log_lanes_of (log));
    case PL_STATE_WAITING_TASK:
      return true;
    case PL_STATE_WAITING_LOCK:
      return PL_LOCK_ARG_LOCK (record->arg) <= PL_LOCK_RESULTS &&
             (PL_LOCK_ARG_LANE (record->arg) < pl_log_lanes_of (log) ||
              PL_LOCK_ARG_LANE (record->arg) == PL_NO_LANE);
    case PL_STATE_WAITING_GIL:
      return !parent && (record->arg < pl_log_lanes_of (log) || record->arg == PL_NO_LANE);
    case PL_STATE_RECEIVING:
      return last <= (parent ? log->header->status.n_order : n_chunks);
    case PL_STATE_SENDING:
      return last <= n_chunks;
    case PL_STATE_WORKING:
      return record->arg < log->plan.tasks;
    case PL_STATE_PAUSED:
      return parent;
    case PL_STATE_FINISHED:
      return record->arg <= 1;
    case PL_STATE_DEAD:
      return !parent;
    default:
      return false;
    }
}

const PlLogKind pl_log_pool = {
  .people = people, .steps = steps, .lanes = lanes, .chunks = chunks, .records = records,
  .states = states, .check_fields = check_fields, .check = check, .record_ok = record_ok,
};
