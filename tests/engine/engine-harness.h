/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Drives paralane-runner as control/ does, without GLib's main loop. */

#include "log/pl-log.h"
#include "log/pl-runner-protocol.h"

#include <stdbool.h>
#include <sys/types.h>

typedef struct {
  PlLog *log;
  int control_fd;            /* ours */
  pid_t pid;                 /* of the runner; 0: reaped */
  int wait_status;
} Harness;

/* A pool of plain spin tasks without duration; the caller changes what it wants. */
PlPlanData harness_plan (uint32_t ipc, uint32_t pool_size, uint32_t tasks, uint32_t chunk);
void harness_set_chunk (PlPlanData *plan, uint32_t chunk);

void harness_start (Harness *self, const PlPlanData *plan);
/* The same under a limit of the runner's resources (RLIMIT_...). */
void harness_start_limited (Harness *self, const PlPlanData *plan, int resource, uint64_t limit);
void harness_command (Harness *self, PlCommandKind kind, uint32_t lane);
PlPhase harness_phase (Harness *self);
/* Each fails the test when it takes longer than a minute. */
void harness_wait_for (Harness *self, bool (*condition) (Harness *self, uint64_t arg),
                       uint64_t arg);
void harness_wait (Harness *self);
/* Waits, checks that the runner left well and nothing behind, and that the log can be saved and
 * read. */
void harness_finish (Harness *self);
/* harness_finish, for a run that must have been done with each result right and counted once. */
void harness_finish_done (Harness *self);

/* Conditions. */
bool harness_is_over (Harness *self, uint64_t unused);
bool harness_has_phase (Harness *self, uint64_t phase);
bool harness_has_done (Harness *self, uint64_t tasks);
/* All workers ever seen in the log are gone. */
bool harness_workers_gone (Harness *self, uint64_t unused);

/* How many of the lane's records are in this state. */
uint64_t harness_count (const PlLog *log, uint32_t lane, PlState state);
/* Descriptors open in this process. */
unsigned harness_open_descriptors (void);
bool harness_pid_exists (pid_t pid);
/* kill -9 of a worker from outside, unless it is gone and its pid somebody else's by now. */
void harness_kill (Harness *self, uint32_t lane);
