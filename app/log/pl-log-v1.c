/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "log/pl-log-v1.h"

#include "log/pl-log-private.h"
#include "log/pl-plan-text.h"

#include <stdlib.h>
#include <string.h>

/* Saved runs of version 1: header and lanes are translated, records stay where they are. What follows
 * then, pl_log_check_content (), is the same for both. */

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
check_header (const PlLogHeaderV1 *header, uint64_t size, PlLogFault *fault)
{
  if (header->byte_order != PL_LOG_BYTE_ORDER)
    return pl_log_refuse (fault, N_ ("it comes from a machine of another byte order"),
                          offsetof (PlLogHeaderV1, byte_order));
  if (header->header_size != sizeof *header || header->lane_size != sizeof (PlLaneV1) ||
      header->record_size != sizeof (PlRecord))
    return pl_log_refuse (fault, N_ ("its entries have an unknown size"),
                          offsetof (PlLogHeaderV1, header_size));
  if (header->total_size != size)
    return pl_log_refuse (fault,
                          size < header->total_size ? N_ ("it is cut short")
                                                    : N_ ("it is longer than it says"),
                          size);
  if (!pl_log_text_ok (header->cpu_model, sizeof header->cpu_model) ||
      !pl_log_text_ok (header->kernel, sizeof header->kernel) ||
      !pl_log_text_ok (header->app_version, sizeof header->app_version))
    return pl_log_refuse (fault, N_ ("a text in its header is broken"),
                          offsetof (PlLogHeaderV1, cpu_model));
  if (header->start_mono_ns < 0 || header->start_wall_ns < 0)
    return pl_log_refuse (fault, N_ ("its start time is broken"),
                          offsetof (PlLogHeaderV1, start_mono_ns));
  return 0;
}

static void
take_plan (const PlPlanDataV1 *old, PlPlanData *plan)
{
  *plan = (PlPlanData) {
    .kind = old->kind, .record = old->record, .seed = old->seed, .pool_size = old->pool_size,
    .tasks = old->tasks, .chunk_asked = old->chunk_asked, .chunk = old->chunk, .ipc = old->ipc,
    .work = old->work, .spread = old->spread, .payload = old->payload,
    .task_time_ns = old->task_time_ns, .serial = old->serial, .fault = old->fault,
    .fault_task = old->fault_task, .workers = old->workers, .n_parts = old->n_parts,
    .increments = old->increments, .trials = old->trials, .window = old->window, .cpus = old->cpus,
    .window_amount = old->window_amount, .duration_ns = old->duration_ns,
    .rlock_depth = old->rlock_depth, .guess = old->guess, .scene = old->scene,
    .scene_variant = old->scene_variant, .scene_workers = old->scene_workers,
    .scene_rounds = old->scene_rounds, .scene_limit = old->scene_limit,
  };
  for (uint32_t i = 0; i < PL_MAX_RACE_PARTS; i++)
    plan->parts[i] = (PlRacePart) { old->parts[i].method, old->parts[i].record };
}

static int
check_tables (PlLog *log, const PlLogHeaderV1 *header, uint64_t *end, PlLogFault *fault)
{
  const char *reason = pl_log_check_plan (&log->plan);

  if (reason)
    return pl_log_refuse (fault, reason, offsetof (PlLogHeaderV1, plan));
  if (header->n_lanes != pl_log_plan_lanes (&log->plan))
    return pl_log_refuse (fault, N_ ("its lanes do not fit its plan"),
                          offsetof (PlLogHeaderV1, n_lanes));
  if (!section_ok (header->lanes_offset, header->n_lanes, sizeof (PlLaneV1), log->size, end))
    return pl_log_refuse (fault, N_ ("its lane table lies outside of it"),
                          offsetof (PlLogHeaderV1, lanes_offset));
  if (header->order_capacity > pl_log_plan_chunks (&log->plan) ||
      !section_ok (header->order_offset, header->order_capacity, sizeof (uint32_t), log->size, end))
    return pl_log_refuse (fault, N_ ("its list of results lies outside of it"),
                          offsetof (PlLogHeaderV1, order_offset));
  if (header->trials_capacity != pl_log_plan_trials (&log->plan) ||
      !section_ok (header->trials_offset, header->trials_capacity, sizeof (PlTrial), log->size, end))
    return pl_log_refuse (fault, N_ ("its list of trials lies outside of it"),
                          offsetof (PlLogHeaderV1, trials_offset));
  return 0;
}

/* Header, plan, lanes and chunks of this version, in memory of their own. */
static int
make_tables (PlLog *log, const PlLogHeaderV1 *old)
{
  size_t chunks_at = pl_log_align (sizeof (PlLogHeader) + old->n_lanes * sizeof (PlLane), 64);
  size_t names_at = chunks_at + (old->n_lanes + 1) * sizeof (PlLogChunk);
  size_t plan_at = names_at + 64;
  uint8_t *tables = aligned_alloc (64, pl_log_align (plan_at + PL_LOG_MAX_PLAN, 64));

  if (!tables)
    return -ENOMEM;
  memset (tables, 0, plan_at);
  log->tables = tables;
  log->header = (PlLogHeader *) tables;
  log->lanes = (PlLane *) (tables + sizeof (PlLogHeader));
  log->chunks = (PlLogChunk *) (tables + chunks_at);
  log->names = (char *) tables + names_at;
  log->plan_text = (const char *) tables + plan_at;
  log->plan_size = (uint32_t) pl_plan_to_text (&log->plan, (char *) tables + plan_at);
  log->lanes_capacity = old->n_lanes;
  log->chunks_capacity = old->n_lanes + 1;
  log->names_capacity = 1;
  log->order = (uint32_t *) (log->base + old->order_offset);
  log->order_capacity = old->order_capacity;
  log->trials = (PlTrial *) (log->base + old->trials_offset);
  log->trials_capacity = old->trials_capacity;
  log->records = (PlRecord *) log->base;
  log->n_records = log->size / sizeof (PlRecord);
  return 0;
}

static void
take_header (PlLog *log, const PlLogHeaderV1 *old)
{
  PlLogHeader *header = log->header;

  pl_log_sign (header);
  header->kind = log->plan.kind;
  header->form = PL_LOG_COMPACT;
  header->clock = PL_LOG_CLOCK_MONOTONIC;
  header->n_cpus = old->n_cpus;
  header->start_mono_ns = old->start_mono_ns;
  header->start_wall_ns = old->start_wall_ns;
  memcpy (header->cpu_model, old->cpu_model, sizeof header->cpu_model);
  memcpy (header->kernel, old->kernel, sizeof header->kernel);
  memcpy (header->app_version, old->app_version, sizeof header->app_version);
  header->n_lanes = old->n_lanes;
  header->names_used = 1;
  memcpy (&header->status, &old->status, sizeof header->status);
  header->claimed = (uint64_t) (old->n_lanes + 1) << 32;
}

static void
take_lane (PlLog *log, uint32_t i, const PlLaneV1 *old)
{
  PlLane *lane = &log->lanes[i];

  pl_log_plan_lane (&log->plan, i, lane);
  lane->pid = old->pid;
  lane->tid = old->pid;
  lane->incarnations = old->incarnations;
  lane->tasks = old->tasks;
  lane->ready = 1;
  lane->capacity = old->capacity;
  lane->busy_ns = old->busy_ns;
  lane->cpu_ns = old->cpu_ns;
  lane->voluntary = old->voluntary;
  lane->involuntary = old->involuntary;
  lane->begin_ns = old->begin_ns;
  lane->end_ns = old->end_ns;
  lane->made = old->made;
  lane->race_voluntary = old->race_voluntary;
  lane->race_involuntary = old->race_involuntary;
  lane->count = old->count;
  lane->dropped = old->dropped;
  if (old->count == 0)
    return;
  log->chunks[i + 1] = (PlLogChunk) {
    .lane = i, .stream = PL_STREAM_STATES, .start = old->offset / sizeof (PlRecord), .count = old->count,
  };
  if (lane->kind != PL_LANE_RACER)
    log->chunks[i + 1].first_ns = log->records[old->offset / sizeof (PlRecord)].time_ns;
  lane->streams[PL_STREAM_STATES].head = lane->streams[PL_STREAM_STATES].tail = i + 1;
}

static int
import_lanes (PlLog *log, const PlLogHeaderV1 *header, uint64_t end, PlLogFault *fault)
{
  const PlLaneV1 *lanes = (const PlLaneV1 *) (log->base + header->lanes_offset);

  for (uint32_t i = 0; i < header->n_lanes; i++)
    {
      const PlLaneV1 *lane = &lanes[i];
      PlLane wanted;

      pl_log_plan_lane (&log->plan, i, &wanted);
      if (lane->kind != wanted.kind || lane->index != wanted.index || lane->part != wanted.part)
        return pl_log_refuse (fault, N_ ("its lanes do not fit its plan"), i);
      /* Bounded by the plan too, or a file of zeros could claim any number of records. */
      if (lane->capacity > pl_log_plan_records (&log->plan, i) || lane->count > lane->capacity ||
          !section_ok (lane->offset, lane->capacity, sizeof (PlRecord), log->size, &end))
        return pl_log_refuse (fault, N_ ("the records of a lane lie outside of it"), i);
      take_lane (log, i, lane);
    }
  return 0;
}

int
pl_log_import_v1 (PlLog *log, PlLogFault *fault)
{
  const PlLogHeaderV1 *old = (const PlLogHeaderV1 *) log->base;
  uint64_t end = sizeof *old;
  int error;

  if (log->size < sizeof *old)
    return pl_log_refuse (fault, N_ ("it is too short"), log->size);
  if ((error = check_header (old, log->size, fault)) < 0)
    return error;
  take_plan (&old->plan, &log->plan);
  if ((error = check_tables (log, old, &end, fault)) < 0 || (error = make_tables (log, old)) < 0)
    return error;
  take_header (log, old);
  return import_lanes (log, old, end, fault);
}
