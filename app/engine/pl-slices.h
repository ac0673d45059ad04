/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* When which of the run's processes had which CPU, from the kernel's records of its context switches. The
 * kernel tells of a program's own processes only, and only where an administrator allows it
 * (kernel.perf_event_paranoid at most 2); without that there are no slices, and the sums of pl-account.h stand
 * alone. A switch that is recorded costs a microsecond or two: once that is more than a fiftieth of what
 * the CPUs had to give, the records end, and the log says when. */

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "log/pl-log.h"

typedef struct PlSlices PlSlices;

/* The caller is lane 0, and all it forks from here on is told of. NULL: no slices; the log says why.
 * After the clock of the run has started. */
PlSlices *pl_slices_open (PlLog *log);
/* All of these take NULL. A child of this name belongs to a lane. */
void pl_slices_know (PlSlices *self, pid_t pid, uint32_t lane);
/* A descriptor to wait for (readable: there is much to read), or -1. */
int pl_slices_fd (const PlSlices *self);
/* Takes what there is into the log. */
void pl_slices_read (PlSlices *self);
/* The same, if it was not done for a while. */
void pl_slices_glance (PlSlices *self);
/* The last of it, when all children are dead. */
void pl_slices_close (PlSlices *self);
