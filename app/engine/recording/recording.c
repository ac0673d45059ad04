/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/pl-engine.h"
#include "engine/pl-run-status.h"

#include <errno.h>

/* A program that is not ours is started by whoever wants it recorded, in whose terminal and among whose processes it
 * belongs, and writes the log itself: there is nothing for a runner to do. */
void
pl_recording_engine_run (PlLog *log, int control_fd)
{
  pl_run_start_clock (log);
  pl_run_set_error (log, PL_RUN_INTERNAL, ENOTSUP, 0, 0, 0);
  pl_run_set_phase (log, PL_PHASE_FAILED);
}
