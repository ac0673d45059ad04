/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/pl-run-status.h"

#include "engine/pl-clock.h"

void
pl_run_start_clock (PlLog *log)
{
  PlLogHeader *header = pl_log_header (log);

  header->start_wall_ns = pl_clock_ns (CLOCK_REALTIME);
  header->start_mono_ns = pl_clock_ns (CLOCK_MONOTONIC);
  pl_run_set_phase (log, PL_PHASE_STARTING);
}

void
pl_run_set_phase (PlLog *log, PlPhase phase)
{
  atomic_store_explicit (&pl_log_header (log)->status.phase, phase, memory_order_release);
}

void
pl_run_set_error (PlLog *log, PlRunError error, int error_errno, int detail, uint64_t arg0,
                  uint64_t arg1)
{
  PlRunStatus *status = &pl_log_header (log)->status;

  if (status->error != PL_RUN_OK)
    return;
  status->error_errno = error_errno;
  status->error_detail = detail;
  status->error_args[0] = arg0;
  status->error_args[1] = arg1;
  status->error = error;
}
