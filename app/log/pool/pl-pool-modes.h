/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How a pool is called, as Python's Pool has it, and when results reach whoever called. One table for all
 * layers. */

#include <stdbool.h>
#include <stdint.h>

#include "log/pl-plan-data.h"

/* When a result reaches the caller. */
typedef enum {
  PL_ARRIVE_TOGETHER = 0, /* when all of its call are there, in their order */
  PL_ARRIVE_IN_TURN,      /* when all before it have */
  PL_ARRIVE_AS_READY,     /* at once */
} PlArrival;

/* Saved runs hold the number: append.
 * X (id, its method in Python and key, how results arrive, one task a message, returns at once) */
#define PL_POOL_MODES(X) \
  X (MAP, "map", TOGETHER, false, false) \
  X (STARMAP, "starmap", TOGETHER, false, false) \
  X (IMAP, "imap", IN_TURN, false, false) \
  X (IMAP_UNORDERED, "imap-unordered", AS_READY, false, false) \
  X (APPLY, "apply", IN_TURN, true, false) \
  X (APPLY_ASYNC, "apply-async", AS_READY, true, true) \
  X (MAP_ASYNC, "map-async", TOGETHER, false, true)

typedef enum {
#define X(ID, key, arrival, single, at_once) PL_MODE_##ID,
  PL_POOL_MODES (X)
#undef X
  PL_N_MODES
} PlPoolMode;

typedef enum {
  PL_END_CLOSE = 0,  /* close, join: what is there is done */
  PL_END_TERMINATE,  /* what is not done is dropped, and the workers are ended */
  PL_N_ENDS
} PlPoolEnd;

typedef struct {
  const char *key;
  PlArrival arrival;
  bool single;       /* a message holds one task */
  bool at_once;      /* the call returns before there is a result: the caller is free */
} PlPoolModeInfo;

/* NULL out of range. */
const PlPoolModeInfo *pl_pool_mode_info (uint32_t mode);
/* Also says what a time-out makes of it: whoever waits for one result after the other gets them in turn. */
PlArrival pl_plan_arrival (const PlPlanData *plan);
/* Somebody waits for results, and does nothing else. */
bool pl_plan_caller_waits (const PlPlanData *plan);
/* Each task takes two arguments, which travel side by side. */
static inline bool
pl_plan_has_pairs (const PlPlanData *plan)
{
  return plan->mode == PL_MODE_STARMAP;
}
/* How many calls there are, and the chunks first .. *end - 1 of one of them. */
uint32_t pl_plan_n_calls (const PlPlanData *plan, uint32_t n_chunks);
uint32_t pl_plan_call (const PlPlanData *plan, uint32_t n_chunks, uint32_t call, uint32_t *end);
/* Whether a task raises an exception. */
bool pl_plan_task_fails (const PlPlanData *plan, uint32_t task);
