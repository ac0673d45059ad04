/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the runner tells about a run as a whole. */

#include "log/pl-log.h"

/* This moment is time 0; the phase becomes STARTING. Before any lane writer is made. */
void pl_run_start_clock (PlLog *log);
/* Release-stored: whoever sees the phase sees all that was written before. */
void pl_run_set_phase (PlLog *log, PlPhase phase);
/* Notes why the run failed, the first reason only. error_errno is positive. The phase is left to
 * the caller, who has to clean up first. */
void pl_run_set_error (PlLog *log, PlRunError error, int error_errno, int detail, uint64_t arg0,
                       uint64_t arg1);
