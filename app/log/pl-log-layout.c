/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "log/pl-log-private.h"
#include "log/pl-plan-text.h"

#include <string.h>

/* The first look at what claims to be a log: header, sections, plan. */

bool
pl_log_text_ok (const char *text, size_t size)
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
section_ok (const PlLogSection *section, uint64_t each, uint64_t most, uint64_t total, uint64_t *end)
{
  uint64_t size, behind;

  if (section->offset % PL_LOG_SECTION_ALIGN != 0 || section->offset < *end || section->capacity > most ||
      __builtin_mul_overflow (section->capacity, each, &size) ||
      __builtin_add_overflow (section->offset, size, &behind) || behind > total)
    return false;
  *end = behind;
  return true;
}

static int
check_version (const PlLogHeader *header, PlLogFault *fault)
{
  uint64_t where = offsetof (PlLogHeader, version);

  if (header->version == PL_LOG_VERSION)
    return 0;
  if (header->version < PL_LOG_VERSION)
    return pl_log_refuse (fault, N_ ("it comes from another version of Paralane"), where);
  fault->newer_version = header->version;
  return pl_log_refuse (fault, N_ ("it comes from a newer version of Paralane"), where);
}

void
pl_log_sign (PlLogHeader *header)
{
  memcpy (header->magic, PL_LOG_MAGIC, sizeof header->magic);
  header->version = PL_LOG_VERSION;
  header->byte_order = PL_LOG_BYTE_ORDER;
  header->header_size = sizeof *header;
  header->lane_size = sizeof (PlLane);
  header->chunk_size = sizeof (PlLogChunk);
  header->record_size = sizeof (PlRecord);
}

static int
check_header (const PlLogHeader *header, uint64_t size, PlLogFault *fault)
{
  int error;

  if (memcmp (header->magic, PL_LOG_MAGIC, sizeof header->magic) != 0)
    return pl_log_refuse (fault, N_ ("it is not a Paralane run"), 0);
  if (header->byte_order != PL_LOG_BYTE_ORDER)
    return pl_log_refuse (fault, N_ ("it comes from a machine of another byte order"),
                          offsetof (PlLogHeader, byte_order));
  if ((error = check_version (header, fault)) < 0)
    return error;
  if (header->header_size != sizeof *header || header->lane_size != sizeof (PlLane) ||
      header->chunk_size != sizeof (PlLogChunk) || header->record_size != sizeof (PlRecord))
    return pl_log_refuse (fault, N_ ("its entries have an unknown size"),
                          offsetof (PlLogHeader, header_size));
  if (header->total_size != size)
    return pl_log_refuse (fault,
                          size < header->total_size ? N_ ("it is cut short")
                                                    : N_ ("it is longer than it says"),
                          size);
  if (header->form >= PL_N_LOG_FORMS || header->clock != PL_LOG_CLOCK_MONOTONIC)
    return pl_log_refuse (fault, N_ ("it is of an unknown form"), offsetof (PlLogHeader, form));
  if (!pl_log_text_ok (header->cpu_model, sizeof header->cpu_model) ||
      !pl_log_text_ok (header->kernel, sizeof header->kernel) ||
      !pl_log_text_ok (header->app_version, sizeof header->app_version))
    return pl_log_refuse (fault, N_ ("a text in its header is broken"),
                          offsetof (PlLogHeader, cpu_model));
  if (header->start_mono_ns < 0 || header->start_wall_ns < 0)
    return pl_log_refuse (fault, N_ ("its start time is broken"),
                          offsetof (PlLogHeader, start_mono_ns));
  return 0;
}

static int
check_sections (const PlLogHeader *header, PlLogFault *fault)
{
  uint64_t total = header->total_size, end = sizeof *header;

  if (!section_ok (&header->plan, 1, PL_LOG_MAX_PLAN, total, &end))
    return pl_log_refuse (fault, N_ ("the text of its plan is broken"), offsetof (PlLogHeader, plan));
  if (!section_ok (&header->names, 1, PL_LOG_MAX_NAMES, total, &end))
    return pl_log_refuse (fault, N_ ("its names lie outside of it"), offsetof (PlLogHeader, names));
  if (!section_ok (&header->lanes, sizeof (PlLane), PL_LOG_MAX_LANES, total, &end))
    return pl_log_refuse (fault, N_ ("its lane table lies outside of it"),
                          offsetof (PlLogHeader, lanes));
  if (!section_ok (&header->chunks, sizeof (PlLogChunk), UINT32_MAX, total, &end))
    return pl_log_refuse (fault, N_ ("its list of chunks lies outside of it"),
                          offsetof (PlLogHeader, chunks));
  if (!section_ok (&header->order, sizeof (uint32_t), UINT32_MAX, total, &end))
    return pl_log_refuse (fault, N_ ("its list of results lies outside of it"),
                          offsetof (PlLogHeader, order));
  if (!section_ok (&header->trials, sizeof (PlTrial), UINT32_MAX, total, &end))
    return pl_log_refuse (fault, N_ ("its list of trials lies outside of it"),
                          offsetof (PlLogHeader, trials));
  if (!section_ok (&header->records, sizeof (PlRecord), UINT64_MAX, total, &end))
    return pl_log_refuse (fault, N_ ("the records of a lane lie outside of it"),
                          offsetof (PlLogHeader, records));
  return 0;
}

/* The text stays as it is: what a later version says in it is saved again. */
static int
read_plan (PlLog *log, PlLogFault *fault)
{
  uint64_t where = log->header->plan.offset;
  const char *reason;

  log->plan_text = (const char *) log->base + where;
  log->plan_size = (uint32_t) log->header->plan.capacity;
  reason = pl_plan_from_text (log->plan_text, log->plan_size, &log->plan);
  if (!reason && log->plan.kind != log->header->kind)
    reason = N_ ("the plan is of an unknown kind");
  if (!reason)
    reason = pl_log_check_plan (&log->plan);
  return reason ? pl_log_refuse (fault, reason, where) : 0;
}

int
pl_log_check_layout (PlLog *log, PlLogFault *fault)
{
  const PlLogHeader *header = log->header;
  int error;

  if ((error = check_header (header, log->size, fault)) < 0 ||
      (error = check_sections (header, fault)) < 0)
    return error;
  pl_log_point (log);
  /* What is not used yet is no place for a name. */
  if (log->still && header->names_used < log->names_capacity)
    log->names_capacity = header->names_used;
  if ((error = read_plan (log, fault)) < 0)
    return error;
  if (log->order_capacity > pl_log_plan_chunks (&log->plan))
    return pl_log_refuse (fault, N_ ("its list of results lies outside of it"),
                          offsetof (PlLogHeader, order));
  if (log->trials_capacity != pl_log_plan_trials (&log->plan))
    return pl_log_refuse (fault, N_ ("its list of trials lies outside of it"),
                          offsetof (PlLogHeader, trials));
  return 0;
}

int
pl_log_check_lanes (const PlLog *log, PlLogFault *fault)
{
  uint32_t planned = pl_log_plan_lanes (&log->plan);
  uint32_t n = atomic_load_explicit (&log->header->n_lanes, memory_order_acquire);

  if (n < planned || planned > log->lanes_capacity || (log->still && n > log->lanes_capacity))
    return pl_log_refuse (fault, N_ ("its lanes do not fit its plan"), offsetof (PlLogHeader, n_lanes));
  for (uint32_t i = 0; i < n && i < log->lanes_capacity; i++)
    {
      const PlLane *lane = &log->lanes[i];
      /* Of lanes that no plan knows it says what they help with. */
      PlLane wanted = { .kind = lane->kind, .index = lane->index, .parent = lane->parent,
                        .part = lane->part < PL_N_HELPERS ? lane->part : 0 };

      if (i < planned)
        pl_log_plan_lane (&log->plan, i, &wanted);
      if (lane->kind != wanted.kind || lane->index != wanted.index || lane->part != wanted.part ||
          lane->parent != wanted.parent || lane->kind >= PL_N_LANE_KINDS || lane->ready > 1)
        return pl_log_refuse (fault, N_ ("its lanes do not fit its plan"), i);
      if (i >= planned && lane->ready &&
          (lane->kind < PL_LANE_PROCESS || (lane->parent >= i && lane->parent != PL_LANE_NOBODY)))
        return pl_log_refuse (fault, N_ ("its lanes do not fit its plan"), i);
      /* Bounded by the plan too, or a file of zeros could claim any number of records. */
      if (i < planned && lane->capacity > pl_log_plan_records (&log->plan, i))
        return pl_log_refuse (fault, N_ ("the records of a lane lie outside of it"), i);
    }
  return 0;
}
