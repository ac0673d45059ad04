/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Shared by the files of log/ only. */

#include "log/pl-log.h"
#include "log/pl-race-methods.h" /* N_() */

#define PL_LOG_SECTION_ALIGN 64u      /* of every section and lane, also in compacted files */
#define PL_LOG_PAGE 4096u             /* of a fresh segment: no two lanes share one */

struct PlLog {
  uint8_t *base;
  size_t size;
  int fd;                             /* owned; -1 for attached and opened logs */
  _Atomic uint32_t refs;
};

/* Takes over the mapping and fd; frees neither on failure. */
int pl_log_new (void *base, size_t size, int fd, PlLog **out);

/* How many lanes, chunks and trials a plan means, and the records its lane may need. */
uint32_t pl_log_plan_lanes (const PlPlanData *plan);
uint64_t pl_log_plan_chunks (const PlPlanData *plan);
uint64_t pl_log_plan_trials (const PlPlanData *plan);
uint64_t pl_log_plan_records (const PlPlanData *plan, uint32_t lane);
/* Kind, index and part of a lane. */
void pl_log_plan_lane (const PlPlanData *plan, uint32_t lane, PlLane *out);
/* NULL, or why the plan is not within the limits. */
const char *pl_log_check_plan (const PlPlanData *plan);
/* Header, sections and lane table against size; no record is looked at. */
int pl_log_check_layout (const PlLog *log, PlLogFault *fault);
/* Everything: the above, status, records, order, trials. */
int pl_log_check (const PlLog *log, PlLogFault *fault);

/* Fills n_cpus, cpu_model and kernel. */
void pl_log_fill_machine (PlLogHeader *header);

static inline uint64_t
pl_log_align (uint64_t offset, uint64_t to)
{
  return (offset + to - 1) / to * to;
}
