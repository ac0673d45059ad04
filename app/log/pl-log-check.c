/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "log/pl-log-kinds.h"

/* The validating reader, behind pl-log-layout.c. Whatever passes here can be used without another look:
 * every index is in range, every time is non-negative, no larger than
 * PL_LOG_MAX_NS (so that sums over all lanes cannot overflow) and in order. */

/* 0 stands for "not yet" in a log that was cut off. */
static bool
interval_ok (int64_t begin_ns, int64_t end_ns)
{
  return pl_log_time_ok (begin_ns) && pl_log_time_ok (end_ns) && (end_ns == 0 || end_ns >= begin_ns);
}

static int
check_parts (const PlLog *log, PlLogFault *fault)
{
  for (uint32_t i = 0; i < PL_MAX_RACE_PARTS; i++)
    {
      const PlRacePartStatus *part = &log->header->status.parts[i];

      if (!interval_ok (part->begin_ns, part->end_ns) || !pl_log_time_ok (part->work_ns) ||
          !pl_log_time_ok (part->overlap_ns) || part->trials_done > log->plan.trials)
        return pl_log_refuse (fault, N_ ("a part of its race is broken"), i);
    }
  return 0;
}

static int
check_status (const PlLog *log, PlLogFault *fault)
{
  const PlRunStatus *status = &log->header->status;
  const PlPlanData *plan = &log->plan;
  const PlLogKind *kind = pl_log_kinds[plan->kind];
  uint64_t where = offsetof (PlLogHeader, status);

  if (status->phase >= PL_N_PHASES || status->error >= PL_N_RUN_ERRORS)
    return pl_log_refuse (fault, N_ ("it ended in an unknown way"), where);
  if (status->done > kind->steps (plan) || (uint64_t) status->right + status->wrong > plan->tasks ||
      status->serial_done > plan->tasks || status->alive > kind->people (plan))
    return pl_log_refuse (fault, N_ ("it counts more than there was"), where);
  if (status->n_order > log->order_capacity)
    return pl_log_refuse (fault, N_ ("its list of results is broken"), where);
  if (!pl_log_time_ok (log->header->throttled_ns) || !pl_log_time_ok (log->header->slices_end_ns) ||
      !pl_log_time_ok (status->end_ns) || !pl_log_time_ok (status->serial_ns))
    return pl_log_refuse (fault, N_ ("its times are broken"), where);
  return kind->check_status ? kind->check_status (log, fault) : check_parts (log, fault);
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
    case PL_EVENT_WROTE:
    case PL_EVENT_READ:
    case PL_EVENT_EXEC:
    case PL_EVENT_OUTPUT:
      return stream == PL_STREAM_EVENTS && record->arg < log->names_capacity;
    case PL_EVENT_LOST:
      return stream == PL_STREAM_EVENTS && record->arg < PL_N_LOST;
    case PL_EVENT_CALLER:
      return stream == PL_STREAM_EVENTS && PL_CALLER_ACT (record->arg) < PL_N_CALLER;
    case PL_EVENT_ARRIVED:
      return stream == PL_STREAM_EVENTS &&
             (uint64_t) record->arg + record->count <= pl_log_plan_chunks (&log->plan);
    case PL_EVENT_BYTES:
    case PL_EVENT_INHERITED:
    case PL_EVENT_HELD_BACK:
    case PL_EVENT_LINE:
      return stream == PL_STREAM_EVENTS;
    case PL_EVENT_HOLDER:
    case PL_EVENT_UNREAPED:
    case PL_EVENT_STOPPED:
    case PL_EVENT_CONTINUED:
      return stream == PL_STREAM_EVENTS && record->arg < pl_log_lanes_of (log);
    case PL_EVENT_CPU_WAIT:
    case PL_EVENT_CPU_TIME:
      return stream == PL_STREAM_EVENTS && PL_SLICE_NS (record) <= PL_LOG_MAX_NS;
    case PL_EVENT_SLICE:
      return stream == PL_STREAM_SLICES && record->time_ns + PL_SLICE_NS (record) <= PL_LOG_MAX_NS;
    case PL_EVENT_NOTE:
      return stream == PL_STREAM_NOTES && record->arg < log->names_capacity;
    default:
      return false;
    }
}

/* A stream that is being looked at. */
typedef struct {
  const PlLogKind *kind;
  uint64_t plain[PL_N_STATES];  /* PlLogKind.plain; 0 in a stream of anything else than states */
  int64_t last_ns;              /* the time of the record before */
  bool parent;                  /* its lane is one */
} Checked;

static void
begin_to_check (const PlLog *log, uint32_t lane, uint32_t stream, Checked *self)
{
  *self = (Checked) { .kind = pl_log_kinds[log->plan.kind], .parent = log->lanes[lane].kind == PL_LANE_PARENT };
  for (uint8_t s = 0; stream == PL_STREAM_STATES && s < PL_N_STATES; s++)
    self->plain[s] = self->kind->plain (log, s, self->parent);
}

/* Published records in a row. */
static int
check_run (const PlLog *log, const PlLogPlace *place, const PlRecord *records, uint64_t n, Checked *self,
           PlLogFault *fault)
{
  uint64_t at = log->header->records.offset + (place->start + (place->slot - place->first)) * sizeof *records;

  for (uint64_t i = 0; i < n; i++)
    {
      const PlRecord *record = &records[i];
      uint64_t plain = record->state < PL_N_STATES ? self->plain[record->state] : 0;

      if (record->time_ns < self->last_ns || record->time_ns > PL_LOG_MAX_NS)
        return pl_log_refuse (fault, N_ ("the times of a lane are out of order"), at + i * sizeof *record);
      /* A person may write on an earlier moment later. */
      self->last_ns = place->stream == PL_STREAM_NOTES ? 0 : record->time_ns;
      if ((uint64_t) record->arg + record->count < plain)
        continue;
      if (place->stream == PL_STREAM_STATES ? !self->kind->record_ok (log, record, self->parent)
                                            : !event_ok (log, record, place->stream))
        return pl_log_refuse (fault, N_ ("a record makes no sense"), at + i * sizeof *record);
    }
  return 0;
}

static int
check_stream (const PlLog *log, uint32_t lane, uint32_t stream, PlLogFault *fault)
{
  PlLogPlace place;
  Checked checked;
  uint64_t claimed;
  int error = 0;

  pl_log_place_init (&place, log, lane, stream);
  claimed = pl_log_place_claimed (&place);
  begin_to_check (log, lane, stream, &checked);
  while (error == 0 && place.slot < claimed && pl_log_place_enter (&place))
    {
      const PlRecord *records;
      uint64_t n = pl_log_place_run (&place, claimed, &records);

      if (n > 0)
        error = check_run (log, &place, records, n, &checked, fault);
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

/* An offset may be any: hosts do not start together. */
static bool
own_times_ok (const PlLog *log, const PlLane *lane)
{
  if (lane->kind == PL_LANE_WORKER && log->plan.engine == PL_ENGINE_MPI)
    return pl_log_time_ok (lane->clock_uncertainty_ns);
  return interval_ok (lane->begin_ns, lane->end_ns);
}

static int
check_lane (const PlLog *log, uint32_t i, PlLogFault *fault)
{
  const PlLane *lane = &log->lanes[i];
  int error = 0;

  if (!own_times_ok (log, lane))
    return pl_log_refuse (fault, N_ ("the times of a lane are broken"), i);
  if (lane->made > PL_LOG_MAX_MADE)
    return pl_log_refuse (fault, N_ ("it counts more than there was"), i);
  if (lane->name >= log->names_capacity)
    return pl_log_refuse (fault, N_ ("the name of a lane lies outside of it"), i);
  if (lane->pid < 0 || lane->tid < 0 || !pl_log_time_ok (lane->born_ns) || !pl_log_time_ok (lane->busy_ns) ||
      !pl_log_time_ok (lane->cpu_ns) || !pl_log_time_ok (lane->streams[PL_STREAM_EVENTS].busy_since_ns))
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

  for (uint32_t i = 0; error == 0 && i < pl_log_lanes_of (log); i++)
    error = check_lane (log, i, fault);
  for (uint64_t i = 0; error == 0 && i < header->status.n_order; i++)
    if (log->order[i] >= chunks)
      error = pl_log_refuse (fault, N_ ("its list of results is broken"),
                             header->order.offset + i * sizeof (uint32_t));
  for (uint64_t i = 0; error == 0 && i < log->trials_capacity; i++)
    if (!pl_log_time_ok (log->trials[i].duration_ns))
      error = pl_log_refuse (fault, N_ ("a trial of its race is broken"),
                             header->trials.offset + i * sizeof (PlTrial));
  return error;
}
