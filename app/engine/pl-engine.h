/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The table of engines: for each kind of run KEY the function pl_KEY_engine_run (), in
 * engine/KEY/. It runs what the log's plan describes, which is within its limits, to its end, and
 * writes the log; it returns when every process and descriptor of it is gone. How it ended is in
 * the log's status (phase, error). control_fd: see pl-runner-protocol.h; end of file stops the
 * run. Must be called single-threaded, after pl_process_set_up (). */

#include "log/pl-log.h"

typedef void PlEngineRun (PlLog *log, int control_fd);

#define X(ID, key) PlEngineRun pl_##key##_engine_run;
PL_RUN_KINDS (X)
#undef X
