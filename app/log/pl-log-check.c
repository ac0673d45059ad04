/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "log/pl-log-private.h"
#include "log/pl-scenes.h"

#include <errno.h>
#include <string.h>

/* The validating reader. Whatever passes here can be used without another look:
 * every index is in range, every time is non-negative, no larger than
 * PL_LOG_MAX_NS (so that sums over all lanes cannot overflow) and in order. */

static int
refuse (PlLogFault *fault, const char *reason, uint64_t where)
{
  fault->reason = reason;
  fault->where = where;
  return -EBADMSG;
}

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

static bool
text_ok (const char *text, size_t size)
{
  size_t length = strnlen (text, size);

  if (length == size)
    return false;
  for (size_t i = 0; i < length; i++)
    if (text[i] < 0x20 || text[i] > 0x7e)
      return false;
  return true;
}

/* A section must lie behind the last one and within the file; *end moves behind it. */
static bool
section_ok (uint64_t offset, uint64_t n, uint64_t each, uint64_t total, uint64_t *end)
{
  uint64_t size, behind;

  if (offset % PL_LOG_SECTION_ALIGN != 0 || offset < *end ||
      __builtin_mul_overflow (n, each, &size) ||
      __builtin_add_overflow (offset, size, &behind) || behind > total)
    return false;
  *end = behind;
  return true;
}

static int
check_header (const PlLogHeader *header, uint64_t size, PlLogFault *fault)
{
  const char *reason;

  if (memcmp (header->magic, PL_LOG_MAGIC, sizeof header->magic) != 0)
    return refuse (fault, N_ ("it is not a Paralane run"), 0);
  if (header->byte_order != PL_LOG_BYTE_ORDER)
    return refuse (fault, N_ ("it comes from a machine of another byte order"),
                   offsetof (PlLogHeader, byte_order));
  if (header->version != PL_LOG_VERSION)
    return refuse (fault, N_ ("it comes from another version of Paralane"),
                   offsetof (PlLogHeader, version));
  if (header->header_size != sizeof *header || header->lane_size != sizeof (PlLane) ||
      header->record_size != sizeof (PlRecord))
    return refuse (fault, N_ ("its entries have an unknown size"),
                   offsetof (PlLogHeader, header_size));
  if (header->total_size != size)
    return refuse (fault,
                   size < header->total_size ? N_ ("it is cut short") : N_ ("it is longer than it says"),
                   size);
  if (!text_ok (header->cpu_model, sizeof header->cpu_model) ||
      !text_ok (header->kernel, sizeof header->kernel) ||
      !text_ok (header->app_version, sizeof header->app_version))
    return refuse (fault, N_ ("a text in its header is broken"), offsetof (PlLogHeader, cpu_model));
  if (header->start_mono_ns < 0 || header->start_wall_ns < 0)
    return refuse (fault, N_ ("its start time is broken"), offsetof (PlLogHeader, start_mono_ns));
  reason = pl_log_check_plan (&header->plan);
  if (reason)
    return refuse (fault, reason, offsetof (PlLogHeader, plan));
  if (header->n_lanes != pl_log_plan_lanes (&header->plan))
    return refuse (fault, N_ ("its lanes do not fit its plan"), offsetof (PlLogHeader, n_lanes));
  return 0;
}

static int
check_lanes (const PlLog *log, uint64_t end, PlLogFault *fault)
{
  const PlLogHeader *header = pl_log_header (log);

  for (uint32_t i = 0; i < header->n_lanes; i++)
    {
      const PlLane *lane = pl_log_lane (log, i);
      PlLane wanted;

      pl_log_plan_lane (&header->plan, i, &wanted);
      if (lane->kind != wanted.kind || lane->index != wanted.index || lane->part != wanted.part)
        return refuse (fault, N_ ("its lanes do not fit its plan"), i);
      /* Bounded by the plan too, or a file of zeros could claim any number of records. */
      if (lane->capacity > pl_log_plan_records (&header->plan, i) ||
          !section_ok (lane->offset, lane->capacity, sizeof (PlRecord), header->total_size, &end))
        return refuse (fault, N_ ("the records of a lane lie outside of it"), i);
    }
  return 0;
}

int
pl_log_check_layout (const PlLog *log, PlLogFault *fault)
{
  const PlLogHeader *header = pl_log_header (log);
  uint64_t end = sizeof *header;
  int error = check_header (header, log->size, fault);

  if (error < 0)
    return error;
  if (!section_ok (header->lanes_offset, header->n_lanes, sizeof (PlLane), header->total_size,
                   &end))
    return refuse (fault, N_ ("its lane table lies outside of it"),
                   offsetof (PlLogHeader, lanes_offset));
  if (header->order_capacity > pl_log_plan_chunks (&header->plan) ||
      !section_ok (header->order_offset, header->order_capacity, sizeof (uint32_t),
                   header->total_size, &end))
    return refuse (fault, N_ ("its list of results lies outside of it"),
                   offsetof (PlLogHeader, order_offset));
  if (header->trials_capacity != pl_log_plan_trials (&header->plan) ||
      !section_ok (header->trials_offset, header->trials_capacity, sizeof (PlTrial),
                   header->total_size, &end))
    return refuse (fault, N_ ("its list of trials lies outside of it"),
                   offsetof (PlLogHeader, trials_offset));
  return check_lanes (log, end, fault);
}

static bool
scene_status_ok (const PlLogHeader *header)
{
  const PlSceneStatus *scene = &header->status.scene;
  uint32_t workers = header->plan.scene_workers;

  if (scene->outcome >= PL_N_OUTCOMES || scene->n_cycle > workers || scene->n_stuck > workers ||
      scene->culprit > workers || !time_ok (scene->stuck_ns) || !time_ok (scene->event_ns))
    return false;
  for (uint32_t i = 0; i < scene->n_cycle; i++)
    if (scene->cycle[i] < 1 || scene->cycle[i] > workers ||
        scene->wanted[i] >= pl_scene_n_resources (&header->plan))
      return false;
  return true;
}

static int
check_status (const PlLogHeader *header, PlLogFault *fault)
{
  const PlRunStatus *status = &header->status;
  const PlPlanData *plan = &header->plan;
  bool scene = plan->kind == PL_RUN_SCENE;
  uint32_t people = plan->kind == PL_RUN_RACE ? plan->workers
                    : scene                   ? plan->scene_workers
                                              : plan->pool_size;
  uint64_t most = plan->kind == PL_RUN_RACE ? (uint64_t) plan->n_parts * plan->trials
                  : scene                   ? 1
                                            : plan->tasks;
  uint64_t where = offsetof (PlLogHeader, status);

  if (status->phase >= PL_N_PHASES || status->error >= PL_N_RUN_ERRORS)
    return refuse (fault, N_ ("it ended in an unknown way"), where);
  if (status->done > most || (uint64_t) status->right + status->wrong > plan->tasks ||
      status->serial_done > plan->tasks || status->alive > people)
    return refuse (fault, N_ ("it counts more than there was"), where);
  if (status->n_order > header->order_capacity)
    return refuse (fault, N_ ("its list of results is broken"), where);
  if (!time_ok (status->end_ns) || !time_ok (status->serial_ns))
    return refuse (fault, N_ ("its times are broken"), where);
  if (scene)
    return scene_status_ok (header) ? 0
                                    : refuse (fault, N_ ("the end of its scene is broken"), where);
  for (uint32_t i = 0; i < PL_MAX_RACE_PARTS; i++)
    {
      const PlRacePartStatus *part = &status->parts[i];

      if (!interval_ok (part->begin_ns, part->end_ns) || !time_ok (part->work_ns) ||
          !time_ok (part->overlap_ns) || part->trials_done > plan->trials)
        return refuse (fault, N_ ("a part of its race is broken"), i);
    }
  return 0;
}

/* What a record of a pool may say in its argument. */
static bool
pool_record_ok (const PlLogHeader *header, const PlRecord *record, bool parent)
{
  uint64_t chunks = pl_log_plan_chunks (&header->plan);
  uint64_t last = (uint64_t) record->arg + (parent && record->count > 1 ? record->count : 1);

  switch (record->state)
    {
    case PL_STATE_STARTING:
      return !parent || (record->arg >= 1 && record->arg < header->n_lanes);
    case PL_STATE_WAITING_TASK:
      return true;
    case PL_STATE_WAITING_LOCK:
      return PL_LOCK_ARG_LOCK (record->arg) <= PL_LOCK_RESULTS &&
             (PL_LOCK_ARG_LANE (record->arg) < header->n_lanes ||
              PL_LOCK_ARG_LANE (record->arg) == PL_NO_LANE);
    case PL_STATE_RECEIVING:
      return last <= (parent ? header->status.n_order : chunks);
    case PL_STATE_SENDING:
      return last <= chunks;
    case PL_STATE_WORKING:
      return record->arg < header->plan.tasks;
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
race_record_ok (const PlLogHeader *header, const PlRecord *record)
{
  if (record->state == PL_STATE_STARTING)
    return record->arg < header->n_lanes;
  if (record->state == PL_STATE_WAITING_LOCK)
    return PL_LOCK_ARG_LANE (record->arg) < header->n_lanes ||
           PL_LOCK_ARG_LANE (record->arg) == PL_NO_LANE;
  return record->state > PL_STATE_NONE && record->state < PL_N_STATES;
}

static bool
scene_record_ok (const PlLogHeader *header, const PlRecord *record)
{
  if (record->state == PL_STATE_WAITING_LOCK &&
      PL_LOCK_ARG_LOCK (record->arg) >= pl_scene_n_resources (&header->plan))
    return false;
  return race_record_ok (header, record);
}

static bool
record_ok (const PlLogHeader *header, const PlRecord *record, bool parent)
{
  switch (header->plan.kind)
    {
    case PL_RUN_RACE:
      return race_record_ok (header, record);
    case PL_RUN_SCENE:
      return scene_record_ok (header, record);
    default:
      return pool_record_ok (header, record, parent);
    }
}

static int
check_records (const PlLog *log, uint32_t i, PlLogFault *fault)
{
  const PlLogHeader *header = pl_log_header (log);
  const PlLane *lane = pl_log_lane (log, i);
  const PlRecord *records = pl_log_records (log, i);
  bool parent = lane->kind == PL_LANE_PARENT;
  int64_t last_ns = 0;

  for (uint64_t j = 0; j < lane->count; j++)
    {
      const PlRecord *record = &records[j];
      uint64_t where = lane->offset + j * sizeof *record;

      if (record->time_ns < last_ns || record->time_ns > PL_LOG_MAX_NS)
        return refuse (fault, N_ ("the times of a lane are out of order"), where);
      last_ns = record->time_ns;
      if (!record_ok (header, record, parent))
        return refuse (fault, N_ ("a record makes no sense"), where);
    }
  return 0;
}

static int
check_race_records (const PlLog *log, uint32_t i, PlLogFault *fault)
{
  const PlPlanData *plan = pl_log_plan (log);
  const PlLane *lane = pl_log_lane (log, i);
  const PlRaceRecord *records = pl_log_race_records (log, i);
  int64_t last_ns = 0;

  for (uint64_t j = 0; j < lane->count; j++)
    {
      uint32_t writer = PL_WORD_WRITER (records[j].word), seq = PL_WORD_SEQ (records[j].word);
      int64_t load_ns = pl_race_load_ns (records[j].times);
      uint64_t where = lane->offset + j * sizeof records[j];

      if (writer == PL_WORD_NOBODY ? seq != 0
                                   : writer >= plan->workers || seq < 1 || seq > plan->increments)
        return refuse (fault, N_ ("an increment names a writer that did not exist"), where);
      if (load_ns < last_ns)
        return refuse (fault, N_ ("the times of a lane are out of order"), where);
      last_ns = load_ns;
    }
  return 0;
}

static int
check_lane (const PlLog *log, uint32_t i, PlLogFault *fault)
{
  const PlLane *lane = pl_log_lane (log, i);

  if (lane->count > lane->capacity)
    return refuse (fault, N_ ("the records of a lane lie outside of it"), i);
  if (lane->made > PL_LOG_MAX_MADE)
    return refuse (fault, N_ ("it counts more than there was"), i);
  if (lane->pid < 0 || !time_ok (lane->busy_ns) || !time_ok (lane->cpu_ns) ||
      !interval_ok (lane->begin_ns, lane->end_ns))
    return refuse (fault, N_ ("the times of a lane are broken"), i);
  if (lane->kind == PL_LANE_RACER)
    return check_race_records (log, i, fault);
  return check_records (log, i, fault);
}

int
pl_log_check (const PlLog *log, PlLogFault *fault)
{
  const PlLogHeader *header = pl_log_header (log);
  uint64_t chunks = pl_log_plan_chunks (&header->plan);
  int error;

  if ((error = pl_log_check_layout (log, fault)) < 0 || (error = check_status (header, fault)) < 0)
    return error;
  for (uint32_t i = 0; i < header->n_lanes; i++)
    if ((error = check_lane (log, i, fault)) < 0)
      return error;
  for (uint64_t i = 0; i < header->status.n_order; i++)
    if (pl_log_order (log)[i] >= chunks)
      return refuse (fault, N_ ("its list of results is broken"),
                     header->order_offset + i * sizeof (uint32_t));
  for (uint64_t i = 0; i < header->trials_capacity; i++)
    if (!time_ok (pl_log_trials (log, 0)[i].duration_ns))
      return refuse (fault, N_ ("a trial of its race is broken"),
                     header->trials_offset + i * sizeof (PlTrial));
  return 0;
}
