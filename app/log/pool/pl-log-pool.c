/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "log/pl-log-kinds.h"
#include "log/pool/pl-pool-modes.h"

/* Per chunk: receiving, sending, a wait for a task, one for each lock, and as much again for redone
 * ones. */
#define RECORDS_PER_CHUNK 10u
/* What the caller is told of it: that it waits, for how long at most, that it has it, and a callback. Events and
 * states of the parent. */
#define RECORDS_PER_ARRIVAL 6u
/* Replacements: a few records each. Tasks done again are in the factor 2. */
#define RECORDS_SLACK 8192u
/* Of taking turns: so long a run is not for looking at. */
#define MOST_TURNS 4000000u
/* Of a worker that is recycled: its birth, its death, their edges and the kernel's account. */
#define RECORDS_PER_LIFE 12u

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
  uint64_t recycled = plan->tasks_per_worker > 0 ? chunks (plan) / plan->tasks_per_worker : 0;

  if (!plan->record)
    return 0;
  return 2 * records (plan, 1) + RECORDS_PER_ARRIVAL * chunks (plan) + RECORDS_PER_LIFE * recycled +
         lanes (plan) * (uint64_t) RECORDS_SLACK;
}

static bool
time_ok (int64_t ns)
{
  return ns >= 0 && ns <= PL_MAX_TASK_TIME_NS;
}

/* How it is called. */
static const char *
check_caller (const PlPlanData *plan)
{
  if (plan->mode >= PL_N_MODES || plan->end >= PL_N_ENDS)
    return N_ ("the plan names an unknown method");
  if (plan->fail_init > 1)
    return N_ ("the plan has an unknown option");
  if (plan->maps > PL_MAX_CALLS || plan->tasks_per_worker > PL_MAX_TASKS)
    return N_ ("the plan's number of tasks is out of range");
  for (unsigned i = 0; i < PL_MAX_FAIL_TASKS; i++)
    if (plan->fail_tasks[i] > PL_MAX_TASKS)
      return N_ ("the plan's number of tasks is out of range");
  if (!time_ok (plan->init_ns) || !time_ok (plan->callback_ns) || !time_ok (plan->idle_ns) ||
      !time_ok (plan->end_after_ns) || plan->result_timeout_ns < 0 || plan->result_timeout_ns > PL_MAX_TASK_TIME_NS + 1)
    return N_ ("the plan's task time is out of range");
  return NULL;
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
  if (plan->engine >= PL_N_ENGINES)
    return N_ ("the plan names an unknown method");
  if (plan->payload > PL_MAX_PAYLOAD)
    return N_ ("the plan's payload is out of range");
  if (plan->task_time_ns < 0 || plan->task_time_ns > PL_MAX_TASK_TIME_NS)
    return N_ ("the plan's task time is out of range");
  return check_caller (plan);
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

static int
check_status (const PlLog *log, PlLogFault *fault)
{
  const PlRunStatus *status = &log->header->status;
  const PlPoolStatus *pool = &status->pool;
  uint64_t where = offsetof (PlLogHeader, status);

  if (pool->n_arrived > chunks (&log->plan) ||
      (uint64_t) status->right + status->wrong + pool->raised > log->plan.tasks ||
      (uint64_t) pool->callbacks + pool->error_callbacks > log->plan.tasks)
    return pl_log_refuse (fault, N_ ("it counts more than there was"), where);
  if (!pl_log_time_ok (pool->idle_ns) || !pl_log_time_ok (pool->idle_cpu_ns))
    return pl_log_refuse (fault, N_ ("its times are broken"), where);
  return 0;
}

/* What a record may say in its argument, below this: nothing, of a state that is not for this lane. */
static uint64_t
plain (const PlLog *log, uint8_t state, bool parent)
{
  uint32_t lanes = pl_log_lanes_of (log);

  switch (state)
    {
    case PL_STATE_STARTING:
    case PL_STATE_INITIALISING:
    case PL_STATE_DEAD:
      return parent ? 0 : PL_LOG_PLAIN_ANY;
    case PL_STATE_WAITING_TASK:
      return PL_LOG_PLAIN_ANY;
    case PL_STATE_WAITING_LOCK:
      return pl_log_plain_lock (log);
    case PL_STATE_WAITING_GIL:
      return parent ? 0 : lanes;
    case PL_STATE_RECEIVING:
      return parent ? log->header->status.n_order : chunks (&log->plan);
    case PL_STATE_SENDING:
      return chunks (&log->plan);
    case PL_STATE_WORKING:
      return log->plan.tasks;
    case PL_STATE_PAUSED:
    case PL_STATE_FREE:
      return parent ? PL_LOG_PLAIN_ANY : 0;
    case PL_STATE_CALLBACK:
      return parent ? log->plan.tasks : 0;
    case PL_STATE_FINISHED:
      return PL_FINISHED_TERMINATED + 1;
    default:
      return 0;
    }
}

/* And what else it may. */
static bool
record_ok (const PlLog *log, const PlRecord *record, bool parent)
{
  uint64_t below = plain (log, record->state, parent);

  switch (record->state)
    {
    case PL_STATE_STARTING:
      return !parent || (record->arg >= 1 && record->arg < pl_log_lanes_of (log));
    case PL_STATE_WAITING_LOCK:
      return PL_LOCK_ARG_LOCK (record->arg) <= PL_LOCK_RESULTS &&
             (PL_LOCK_ARG_LANE (record->arg) < pl_log_lanes_of (log) ||
              PL_LOCK_ARG_LANE (record->arg) == PL_NO_LANE);
    case PL_STATE_WAITING_GIL:
      return record->arg < below || (!parent && record->arg == PL_NO_LANE);
    case PL_STATE_RECEIVING:
    case PL_STATE_SENDING:
      return (uint64_t) record->arg + (parent && record->count > 1 ? record->count : 1) <= below;
    case PL_STATE_CALLBACK:
      return record->arg < below || (parent && record->arg == PL_NO_TASK);
    default:
      return record->arg < below;
    }
}

const PlLogKind pl_log_pool = {
  .people = people, .steps = steps, .lanes = lanes, .chunks = chunks, .records = records,
  .states = states, .check_fields = check_fields, .check = check, .check_status = check_status,
  .record_ok = record_ok, .plain = plain,
};
