/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Scenes: a few forked processes act out a classic fault or its cure. A watchdog turns a hang into
 * a result: the run is DONE, and the log's status tells what became of it. */

#include "log/pl-log.h"

/* As pl_race_engine_run (). */
int pl_scene_engine_run (PlLog *log, int control_fd);
