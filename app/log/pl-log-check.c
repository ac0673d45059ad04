/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "log/pl-log-private.h"
#include "log/pl-scenes.h"

/* The validating reader, behind pl-log-layout.c. Whatever passes here can be used without another look:
 * every index is in range, every time is non-negative, no larger than
 * PL_LOG_MAX_NS (so that sums over all lanes cannot overflow) and in order. */

static bool
time_ok (int64_t ns)
{
  return ns >= 0 && ns <= PL_LOG_MAX_NS;
}

/* 0 stands for "not yet" in a log that was cut off. */
static bool
interval_ok (int64_t begin_ns, int64_t end_ns)
{
  return time_ok (begin_ns) && time_ok (end_ns) && (end_ns == 0 || end_ns >= begin_ns);
}

static uint32_t
lanes_of (const PlLog *log)
{
  uint32_t n = log->header->n_lanes;

  return n < log->lanes_capacity ? n : log->lanes_capacity;
}

static bool
scene_status_ok (const PlLog *log)
{
  const PlSceneStatus *scene = &log->header->status.scene;
  uint32_t workers = log->plan.scene_workers;

  if (scene->outcome >= PL_N_OUTCOMES || scene->n_cycle > workers || scene->n_stuck > workers ||
      scene->culprit > workers || !time_ok (scene->stuck_ns) || !time_ok (scene->event_ns))
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
  const PlRunStatus *status = &log->header->status;
  const PlPlanData *plan = &log->plan;
  bool scene = plan->kind == PL_RUN_SCENE;
  uint32_t people = plan->kind == PL_RUN_RACE ? plan->workers
                    : scene                   ? plan->scene_workers
                                              : plan->pool_size;
  uint64_t most = plan->kind == PL_RUN_RACE ? (uint64_t) plan->n_parts * plan->trials
                  : scene                   ? 1
                                            : plan->tasks;
  uint64_t where = offsetof (PlLogHeader, status);

  if (status->phase >= PL_N_PHASES || status->error >= PL_N_RUN_ERRORS)
    return pl_log_refuse (fault, N_ ("it ended in an unknown way"), where);
  if (status->done > most || (uint64_t) status->right + status->wrong > plan->tasks ||
      status->serial_done > plan->tasks || status->alive > people)
    return pl_log_refuse (fault, N_ ("it counts more than there was"), where);
  if (status->n_order > log->order_capacity)
    return pl_log_refuse (fault, N_ ("its list of results is broken"), where);
  if (!time_ok (status->end_ns) || !time_ok (status->serial_ns))
    return pl_log_refuse (fault, N_ ("its times are broken"), where);
  if (scene)
    return scene_status_ok (log) ? 0
                                 : pl_log_refuse (fault, N_ ("the end of its scene is broken"), where);
  for (uint32_t i = 0; i < PL_MAX_RACE_PARTS; i++)
    {
      const PlRacePartStatus *part = &status->parts[i];

      if (!interval_ok (part->begin_ns, part->end_ns) || !time_ok (part->work_ns) ||
          !time_ok (part->overlap_ns) || part->trials_done > plan->trials)
        return pl_log_refuse (fault, N_ ("a part of its race is broken"), i);
    }
  return 0;
}

/* What a record of a pool may say in its argument. */
static bool
pool_record_ok (const PlLog *log, const PlRecord *record, bool parent)
{
  uint64_t chunks = pl_log_plan_chunks (&log->plan);
  uint64_t last = (uint64_t) record->arg + (parent && record->count > 1 ? record->count : 1);

  switch (record->state)
    {
    case PL_STATE_STARTING:
      return !parent || (record->arg >= 1 && record->arg < lanes_of (log));
    case PL_STATE_WAITING_TASK:
      return true;
    case PL_STATE_WAITING_LOCK:
      return PL_LOCK_ARG_LOCK (record->arg) <= PL_LOCK_RESULTS &&
             (PL_LOCK_ARG_LANE (record->arg) < lanes_of (log) ||
              PL_LOCK_ARG_LANE (record->arg) == PL_NO_LANE);
    case PL_STATE_RECEIVING:
      return last <= (parent ? log->header->status.n_order : chunks);
    case PL_STATE_SENDING:
      return last <= chunks;
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

/* The parent of a race says little: what its arguments mean is not looked up anywhere, save for
 * lanes. */
static bool
race_record_ok (const PlLog *log, const PlRecord *record)
{
  if (record->state == PL_STATE_STARTING)
    return record->arg < lanes_of (log);
  if (record->state == PL_STATE_WAITING_LOCK)
    return PL_LOCK_ARG_LANE (record->arg) < lanes_of (log) ||
           PL_LOCK_ARG_LANE (record->arg) == PL_NO_LANE;
  return record->state > PL_STATE_NONE && record->state < PL_N_STATES;
}

static bool
scene_record_ok (const PlLog *log, const PlRecord *record)
{
  if (record->state == PL_STATE_WAITING_LOCK &&
      PL_LOCK_ARG_LOCK (record->arg) >= pl_scene_n_resources (&log->plan))
    return false;
  return race_record_ok (log, record);
}

static bool
record_ok (const PlLog *log, const PlRecord *record, bool parent)
{
  switch (log->plan.kind)
    {
    case PL_RUN_RACE:
      return race_record_ok (log, record);
    case PL_RUN_SCENE:
      return scene_record_ok (log, record);
    default:
      return pool_record_ok (log, record, parent);
    }
}

/* In its own stream, and nothing that leads outside. */
static bool
event_ok (const PlLog *log, const PlRecord *record, uint32_t stream)
{
  switch (record->state)
    {
    case PL_EVENT_FORK:
    case PL_EVENT_JOIN:
    case PL_EVENT_WAKE:
    case PL_EVENT_MESSAGE:
      return stream == PL_STREAM_EVENTS;
    case PL_EVENT_MARK:
      return stream == PL_STREAM_EVENTS && record->arg < log->names_capacity;
    case PL_EVENT_SLICE:
      return stream == PL_STREAM_SLICES && record->time_ns + PL_SLICE_NS (record) <= PL_LOG_MAX_NS;
    case PL_EVENT_NOTE:
      return stream == PL_STREAM_NOTES && record->arg < log->names_capacity;
    default:
      return false;
    }
}

/* Published records in a row. */
static int
check_run (const PlLog *log, const PlLogPlace *place, const PlRecord *records, uint64_t n,
           int64_t *last_ns, PlLogFault *fault)
{
  bool parent = log->lanes[place->lane].kind == PL_LANE_PARENT;
  uint64_t at = log->header->records.offset + (place->start + (place->slot - place->first)) * sizeof *records;

  for (uint64_t i = 0; i < n; i++)
    {
      const PlRecord *record = &records[i];

      if (record->time_ns < *last_ns || record->time_ns > PL_LOG_MAX_NS)
        return pl_log_refuse (fault, N_ ("the times of a lane are out of order"), at + i * sizeof *record);
      /* A person may write on an earlier moment later. */
      *last_ns = place->stream == PL_STREAM_NOTES ? 0 : record->time_ns;
      if (place->stream == PL_STREAM_STATES ? !record_ok (log, record, parent)
                                            : !event_ok (log, record, place->stream))
        return pl_log_refuse (fault, N_ ("a record makes no sense"), at + i * sizeof *record);
    }
  return 0;
}

static int
check_stream (const PlLog *log, uint32_t lane, uint32_t stream, PlLogFault *fault)
{
  PlLogPlace place;
  uint64_t claimed;
  int64_t last_ns = 0;
  int error = 0;

  pl_log_place_init (&place, log, lane, stream);
  claimed = pl_log_place_claimed (&place);
  while (error == 0 && place.slot < claimed && pl_log_place_enter (&place))
    {
      const PlRecord *records;
      uint64_t n = pl_log_place_run (&place, claimed, &records);

      if (n > 0)
        error = check_run (log, &place, records, n, &last_ns, fault);
      else if (!pl_log_place_skip (&place, claimed))
        break;
      place.slot += n;
    }
  return error;
}

static int
check_race_records (const PlLog *log, uint32_t i, PlLogFault *fault)
{
  const PlRaceRecord *records;
  PlLogPlace place;
  uint64_t n, at;
  int64_t last_ns = 0;

  pl_log_place_init (&place, log, i, PL_STREAM_STATES);
  n = pl_log_place_claimed (&place);
  if (n == 0 || !pl_log_place_enter (&place))
    return 0;
  records = (const PlRaceRecord *) (log->records + place.start);
  at = log->header->records.offset + place.start * sizeof *records;
  for (uint64_t j = 0; j < n; j++)
    {
      uint32_t writer = PL_WORD_WRITER (records[j].word), seq = PL_WORD_SEQ (records[j].word);
      int64_t load_ns = pl_race_load_ns (records[j].times);

      if (writer == PL_WORD_NOBODY ? seq != 0
                                   : writer >= log->plan.workers || seq < 1 || seq > log->plan.increments)
        return pl_log_refuse (fault, N_ ("an increment names a writer that did not exist"),
                              at + j * sizeof *records);
      if (load_ns < last_ns)
        return pl_log_refuse (fault, N_ ("the times of a lane are out of order"), at + j * sizeof *records);
      last_ns = load_ns;
    }
  return 0;
}

static int
check_lane (const PlLog *log, uint32_t i, PlLogFault *fault)
{
  const PlLane *lane = &log->lanes[i];
  int error = 0;

  if (lane->made > PL_LOG_MAX_MADE)
    return pl_log_refuse (fault, N_ ("it counts more than there was"), i);
  if (lane->name >= log->names_capacity)
    return pl_log_refuse (fault, N_ ("the name of a lane lies outside of it"), i);
  if (lane->pid < 0 || lane->tid < 0 || !time_ok (lane->born_ns) || !time_ok (lane->busy_ns) ||
      !time_ok (lane->cpu_ns) || !interval_ok (lane->begin_ns, lane->end_ns))
    return pl_log_refuse (fault, N_ ("the times of a lane are broken"), i);
  for (unsigned s = 0; error == 0 && s < PL_N_STREAMS; s++)
    error = lane->kind == PL_LANE_RACER && s == PL_STREAM_STATES ? check_race_records (log, i, fault)
                                                                 : check_stream (log, i, s, fault);
  return error;
}

int
pl_log_check_content (const PlLog *log, PlLogFault *fault)
{
  const PlLogHeader *header = log->header;
  uint64_t chunks = pl_log_plan_chunks (&log->plan);
  int error = check_status (log, fault);

  for (uint32_t i = 0; error == 0 && i < lanes_of (log); i++)
    error = check_lane (log, i, fault);
  for (uint64_t i = 0; error == 0 && i < header->status.n_order; i++)
    if (log->order[i] >= chunks)
      error = pl_log_refuse (fault, N_ ("its list of results is broken"),
                             header->order.offset + i * sizeof (uint32_t));
  for (uint64_t i = 0; error == 0 && i < log->trials_capacity; i++)
    if (!time_ok (log->trials[i].duration_ns))
      error = pl_log_refuse (fault, N_ ("a trial of its race is broken"),
                             header->trials.offset + i * sizeof (PlTrial));
  return error;
}
