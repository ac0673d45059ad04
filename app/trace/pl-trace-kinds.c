/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/pl-trace-kinds.h"

static const PlTraceKind *const kinds[PL_N_RUN_KINDS] = {
#define X(ID, key) [PL_RUN_##ID] = &pl_trace_##key,
  PL_RUN_KINDS (X)
#undef X
};

const PlTraceKind *
pl_trace_kind (PlLog *log)
{
  return kinds[pl_log_plan (log)->kind];
}
