/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a kind of run means for the log, before it is written and when a file says it was. One of
 * these a kind: pl_log_KEY, in log/KEY/. */

#include "log/pl-log-private.h"

/* Of PlLogKind.plain: more than any argument and count together. */
#define PL_LOG_PLAIN_ANY (UINT64_C (1) << 33)

typedef struct {
  uint32_t (*people) (const PlPlanData *plan);            /* workers at a time, at most */
  uint64_t (*steps) (const PlPlanData *plan);             /* what its status counts up to */
  uint32_t (*lanes) (const PlPlanData *plan);             /* the parent's included */
  void (*lane) (const PlPlanData *plan, uint32_t lane, PlLane *out); /* NULL: one worker a lane */
  uint64_t (*chunks) (const PlPlanData *plan);            /* NULL: 0 */
  uint64_t (*trials) (const PlPlanData *plan);            /* NULL: 0 */
  uint64_t (*records) (const PlPlanData *plan, uint32_t lane); /* one lane may have */
  /* The states all lanes may have together; 0: nothing is recorded. */
  uint64_t (*states) (const PlPlanData *plan);
  /* NULL, or why the plan is not within the limits: its own fields, also in a plan of another kind
   * (may be NULL: nobody looks at them), and as a plan of this kind. */
  const char *(*check_fields) (const PlPlanData *plan);
  const char *(*check) (const PlPlanData *plan);
  /* Of a saved run. NULL: it is as that of a race, whose parts lie in the same place. */
  int (*check_status) (const PlLog *log, PlLogFault *fault);
  bool (*record_ok) (const PlLog *log, const PlRecord *record, bool parent);
  /* A record of this state is ok when its argument and its count together are below this: most are, and need
   * no closer look. 0: nothing is said. */
  uint64_t (*plain) (const PlLog *log, uint8_t state, bool parent);
} PlLogKind;

#define X(ID, key) extern const PlLogKind pl_log_##key;
PL_RUN_KINDS (X)
#undef X

/* PlLogKind.plain of WAITING_LOCK, about the first lock: another one's argument is larger. */
static inline uint64_t
pl_log_plain_lock (const PlLog *log)
{
  uint32_t lanes = pl_log_lanes_of (log);

  return lanes < PL_LOCK_ARG (1, 0) ? lanes : PL_LOCK_ARG (1, 0);
}

/* pl-log-plan.c: the one table. */
extern const PlLogKind *const pl_log_kinds[PL_N_RUN_KINDS];
