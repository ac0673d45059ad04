/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The shared-counter race: part by part, plan.trials times each, plan.workers forked workers
 * are released by a barrier among themselves and make plan.increments increments each. */

#include "log/pl-log.h"

/* Runs the race of log's plan to its end. How it ended is in the log's status (phase, error);
 * returns 0 when it is told there, a negative errno when not even that was possible. control_fd:
 * see pl-runner-protocol.h; end of file stops the race. Must be called single-threaded, after
 * pl_process_set_up (). Blocks. */
int pl_race_engine_run (PlLog *log, int control_fd);
