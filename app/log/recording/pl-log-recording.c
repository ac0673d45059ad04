/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "log/pl-log-kinds.h"

/* Of a program that is not ours nobody knows beforehand what it will have: all lanes but the first, which is
 * the recorder's own, come while it runs, and whoever makes the log says how much room there is. */

#define OWN_RECORDS 1024u

static uint32_t
people (const PlPlanData *plan)
{
  return PL_LOG_MAX_LANES;
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
  return 1;
}

static uint64_t
records (const PlPlanData *plan, uint32_t lane)
{
  return OWN_RECORDS;
}

static uint64_t
states (const PlPlanData *plan)
{
  return OWN_RECORDS;
}

static const char *
check (const PlPlanData *plan)
{
  if (plan->recording_python > 1 || plan->recording_lines > 1 || plan->recording_threads >= PL_N_THREADS ||
      !pl_log_time_ok (plan->recording_limit_ns))
    return N_ ("the plan of its recording is out of range");
  return NULL;
}

/* The program itself may have written anything: what an argument names is looked up within bounds. */
static bool
record_ok (const PlLog *log, const PlRecord *record, bool parent)
{
  if (record->state == PL_STATE_WAITING_LOCK || record->state == PL_STATE_WAITING_TASK)
    return record->count < PL_N_WAITS && (record->count == PL_WAIT_CHILD || record->count == PL_WAIT_THREAD ||
                                          record->arg < log->names_capacity);
  return record->state > PL_STATE_NONE && record->state < PL_N_STATES;
}

static uint64_t
plain (const PlLog *log, uint8_t state, bool parent)
{
  if (state == PL_STATE_WAITING_LOCK || state == PL_STATE_WAITING_TASK)
    return log->names_capacity < PL_N_WAITS ? log->names_capacity : PL_N_WAITS;
  return state > PL_STATE_NONE && state < PL_N_STATES ? PL_LOG_PLAIN_ANY : 0;
}

/* Nothing of the status is a recording's own. */
static int
check_status (const PlLog *log, PlLogFault *fault)
{
  return 0;
}

const PlLogKind pl_log_recording = {
  .people = people, .steps = steps, .lanes = lanes, .records = records, .states = states,
  .check = check, .check_status = check_status, .record_ok = record_ok, .plain = plain,
};
